"""Scores from weighted criteria, and the points that each criterion gives to a pair.

A pair's score is 1000 times the weighted mean of the values of the criteria that apply to it, rounded to whole
points. The points of the criteria add up to the score exactly: each gets its share rounded down, and the points that
are left go to the largest remainders (Hamilton's method of apportionment).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .problem import FORBIDDEN, MAX_SCORE, as_pairs, runs, shown, within

# Rows asked for at a time when pairs are explained.
EXPLAIN_ROWS = 256

# Scores that are kept rather than computed again: 128 MB at most.
KEPT_CELLS = 2**26

# How far a value may stray from 0..1 by rounding.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Criterion:
    """One reason why a pair suits.

    - `name` str, distinct among the criteria used together
    - `weight` float >= 0, in any unit: only the proportions count
    - `required` bool: a value of 0 forbids the pair. With weight 0 it does nothing else.
    - `values`: function `(lo, hi)` -> float array `(hi - lo, n_mentors)` for the mentees lo..hi-1, from 0
      (does not suit) to 1 (suits fully). NaN where the criterion does not apply to the pair: its weight is then
      shared out among the others in proportion to theirs, for that pair alone, and it forbids nothing.
    """

    name: str
    weight: float
    required: bool
    values: Callable[[int, int], np.ndarray]


def build_score_rows(criteria, forbidden=None, *, allow_empty=False):
    """Return the function `score_rows(lo, hi)` that `assign` wants, made from criteria.

    It gives an int16 array `(hi - lo, n_mentors)`: 0..1000 points, -1 where the pair is forbidden.

    :param criteria: list of `Criterion`
    :param forbidden: pairs forbidden whatever the criteria say: bool array `(n_mentees, n_mentors)`, or function
        `(lo, hi)` -> bool array `(hi - lo, n_mentors)`
    :param allow_empty: give 0 points to a pair to which no criterion with a weight applies, instead of raising
    :raise ValueError: at once for criteria that make no sense, when called for values that make none
    """
    criteria = _checked(criteria)
    forbidden_rows = _forbidden_rows(forbidden)

    def score_rows(lo, hi):
        values = _read(criteria, lo, hi)
        weights, worth = _weigh(criteria, values)
        banned = _refusals(criteria, values).any(axis=0)
        if forbidden_rows is not None:
            more = np.asarray(forbidden_rows(lo, hi))
            if more.shape != banned.shape or more.dtype != bool:
                raise ValueError(
                    f"forbidden gave {more.dtype} of shape {more.shape}, expected bool of shape {banned.shape}."
                )
            banned |= more
        empty = (weights == 0) & ~banned
        if empty.any() and not allow_empty:
            mentee, mentor = np.argwhere(empty)[0]
            raise ValueError(
                f"No criterion applies to {shown((lo + mentee, mentor))}: all its values are NaN."
            )
        return np.where(banned, FORBIDDEN, _points(weights, worth)).astype(np.int16)

    return score_rows


def keep_rows(score_rows, n_mentees, n_mentors):
    """Return a `score_rows` that computes no row twice, unless the scores take too much memory.

    :param score_rows: as `build_score_rows` returns it
    """
    if n_mentees * n_mentors > KEPT_CELLS:
        return score_rows
    scores = np.empty((n_mentees, n_mentors), dtype=np.int16)
    known = np.zeros(n_mentees, dtype=bool)

    def kept_rows(lo, hi):
        if not known[lo:hi].all():
            scores[lo:hi] = score_rows(lo, hi)
            known[lo:hi] = True
        found = scores[lo:hi]
        found.flags.writeable = False
        return found

    return kept_rows


def pair_values(criteria, pairs):
    """Return what each criterion says of each pair, float64 array `(k, len(criteria))`, NaN where it does not apply.

    :param criteria: list of `Criterion`, as given to `build_score_rows`
    :param pairs: pairs (mentee, mentor), or int array `(k, 2)`
    :raise ValueError: as `build_score_rows` does
    """
    criteria = _checked(criteria)
    pairs = as_pairs(pairs, "pairs")
    values = np.full((len(pairs), len(criteria)), np.nan)
    by_mentee = np.argsort(pairs[:, 0], kind="stable")
    mentees = pairs[by_mentee, 0]
    distinct = np.unique(mentees)
    for at in runs(distinct, EXPLAIN_ROWS):
        lo, hi = int(distinct[at][0]), int(distinct[at][-1]) + 1
        here = by_mentee[slice(*np.searchsorted(mentees, (lo, hi)))]
        block = _read(criteria, lo, hi)
        within(pairs[here], "pairs", hi, block[0].shape[1])
        for column, found in enumerate(block):
            values[here, column] = found[pairs[here, 0] - lo, pairs[here, 1]]
    return values


def explain(criteria, pairs, values=None):
    """Return the points that each criterion gives to each pair, int64 array `(k, len(criteria))`.

    They add up to the pair's score. Where required criteria forbid a pair, their columns hold -1 and the others 0.

    :param criteria, pairs: as for `pair_values`
    :param values: what `pair_values` says of them, when it was asked already
    :raise ValueError: as `build_score_rows` does
    """
    criteria = _checked(criteria)
    values = (pair_values(criteria, pairs) if values is None else values).T
    weights, worth = _weigh(criteria, values)
    refusals = _refusals(criteria, values)
    shares = _share_out(criteria, values, weights, _points(weights, worth))
    shares[:, refusals.any(axis=0)] = 0
    shares[refusals] = FORBIDDEN
    return shares.T


def _checked(criteria):
    criteria = list(criteria)
    if not criteria:
        raise ValueError("There is no criterion: at least one is needed.")
    names = set()
    for criterion in criteria:
        if criterion.name in names:
            raise ValueError(f"Two criteria have the name {criterion.name!r}.")
        names.add(criterion.name)
        if not math.isfinite(criterion.weight) or criterion.weight < 0:
            raise ValueError(
                f"The weight of {criterion.name!r} is {criterion.weight}: it must be a number, 0 or more."
            )
    if not any(criterion.weight for criterion in criteria):
        raise ValueError("All weights are 0: give at least one criterion a weight.")
    return criteria


def _forbidden_rows(forbidden):
    if forbidden is None or callable(forbidden):
        return forbidden
    forbidden = np.asarray(forbidden)
    if forbidden.ndim != 2 or forbidden.dtype != bool:
        raise ValueError(
            "forbidden must be a bool array (n_mentees, n_mentors) or a function, "
            f"not {forbidden.dtype} of shape {forbidden.shape}."
        )
    return lambda lo, hi: forbidden[lo:hi]


def _read(criteria, lo, hi):
    """Return the values of each criterion, float64 arrays `(hi - lo, n_mentors)` in 0..1 or NaN."""
    block = []
    for criterion in criteria:
        values = np.asarray(criterion.values(lo, hi))
        if values.dtype.kind not in "fiub":
            raise ValueError(
                f"{criterion.name!r} gave {values.dtype}: values are numbers from 0 to 1."
            )
        expected = block[0].shape if block else (hi - lo, *values.shape[1:2])
        if values.ndim != 2 or values.shape != expected:
            raise ValueError(
                f"{criterion.name!r} gave an array of shape {values.shape} for {hi - lo} mentees, "
                f"expected {expected if block else '(mentees, mentors)'}."
            )
        values = values.astype(np.float64)
        if (values < -TOLERANCE).any() or (values > 1 + TOLERANCE).any():
            raise ValueError(
                f"{criterion.name!r} gave values from {np.nanmin(values)} to {np.nanmax(values)}: "
                "they must be between 0 and 1, or NaN where it does not apply."
            )
        block.append(np.clip(values, 0, 1))
    return block


def _weigh(criteria, values):
    """Return the weight that applies to each pair and the weighted sum of its values (two float64 arrays)."""
    weights = np.zeros(values[0].shape)
    worth = np.zeros(values[0].shape)
    for criterion, found in zip(criteria, values, strict=True):
        applies = ~np.isnan(found)
        weights += criterion.weight * applies
        worth += criterion.weight * np.where(applies, found, 0)
    return weights, worth


def _refusals(criteria, values):
    """Return which criteria forbid which pairs, bool `(criteria, ...)`."""
    return np.stack(
        [
            found == 0 if criterion.required else np.zeros(found.shape, dtype=bool)
            for criterion, found in zip(criteria, values, strict=True)
        ]
    )


def _points(weights, worth):
    """Round the weighted means to whole points, int64; 0 where nothing applies."""
    mean = np.divide(worth, weights, out=np.zeros_like(worth), where=weights > 0)
    return np.floor(MAX_SCORE * mean + 0.5).astype(np.int64)


def _share_out(criteria, values, weights, points):
    """Part the points of each pair among the criteria, int64 `(criteria, k)`."""
    factors = np.array([criterion.weight for criterion in criteria])[:, None]
    exact = (
        MAX_SCORE
        * np.where(np.isnan(values), 0, values)
        * factors
        / np.where(weights > 0, weights, 1)
    )
    shares = np.floor(exact).astype(np.int64)
    left = points - shares.sum(axis=0)
    order = np.argsort(shares - exact, axis=0, kind="stable")
    place = np.argsort(order, axis=0, kind="stable")
    return shares + (place < left)
