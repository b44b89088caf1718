"""Proof that an assignment is the best there is, from its prices alone.

Weak duality of the transportation problem: whatever the prices u, v >= 0, no assignment is worth more than
sum(places * u) + sum(places * v), when no pair is worth more than u + v; where it is, raising u puts it right. When
a mentee can get several mentors, each pair has a place of its own, and some pairs are worth more than u + v: what is
beyond is added. When the assignment at hand is worth exactly that much, nothing better exists, however it was found.
"""

from dataclasses import dataclass

import numpy as np

from .problem import Problem, as_count, as_pairs, shown, within


@dataclass(frozen=True)
class Certificate:
    """What the check found; true when the assignment is proven to be the best.

    - `valid` bool
    - `gap` int: what the prices leave open, 0 when proven, in points (with the goal "cardinality", a pair
      counts its score and the bonus of `Assignment`); None when the assignment is not allowed
    - `reason` str: why it is not valid, empty when it is
    """

    valid: bool
    gap: int | None
    reason: str

    def __bool__(self):
        return self.valid


class _RefusedError(Exception):
    """The assignment breaks a rule of the problem."""


def certify(
    score_rows,
    n_mentees,
    capacities,
    assignment,
    *,
    per_mentee=1,
    locked=(),
    excluded=(),
    goal="cardinality",
    previous=(),
    change_cost=0,
    floor=0,
):
    """Check in one pass over all scores that nothing better than `assignment` exists.

    Takes the problem as `assign` does, with `previous` and `change_cost` as `rematch` does, and with the `floor` that
    `raise_floor` found, below which no pair but a locked one is allowed. Of the assignment it believes nothing: the
    pairs are checked, their total is added up again, and the prices are held against every score.

    :raise ValueError: when the problem itself makes no sense
    """
    problem = Problem(
        score_rows,
        n_mentees,
        capacities,
        per_mentee,
        locked,
        excluded,
        goal,
        previous,
        change_cost,
    )
    problem.floor = as_count(floor, "floor", 0)
    try:
        pairs = _free_pairs(problem, assignment)
        mentee_prices = _prices(
            assignment.mentee_prices, problem.n_mentees, "mentee_prices"
        )
        mentor_prices = _prices(
            assignment.mentor_prices, problem.n_mentors, "mentor_prices"
        )
        points, lacking, surplus = _one_pass(
            problem, pairs, mentee_prices, mentor_prices
        )
        total = points - problem.spared(pairs) + problem.locked_total()
        if total != assignment.total:
            raise _RefusedError(
                f"The pairs have {total} points, not {assignment.total}."
            )
    except _RefusedError as refused:
        return Certificate(False, None, str(refused))
    cost = _cost(mentee_prices, problem.mentee_places) + _cost(
        mentor_prices, problem.mentor_places
    )
    gap = cost + lacking + surplus - points - problem.bonus * len(pairs)
    if lacking:
        gap = max(gap, lacking)
        return Certificate(
            False,
            gap,
            f"Some prices are too low, something could be better by {gap} points.",
        )
    if gap:
        return Certificate(
            False,
            gap,
            f"The prices leave room for something better, by {gap} points at most.",
        )
    return Certificate(True, 0, "")


def _free_pairs(problem, assignment):
    """Return the pairs beside the locked ones, int64 `(k, 2)`, when everyone has places for them."""
    try:
        pairs = within(
            as_pairs(assignment.pairs, "pairs"),
            "pairs",
            problem.n_mentees,
            problem.n_mentors,
        )
    except ValueError as error:
        raise _RefusedError(str(error)) from None
    if len(pairs) != assignment.matched:
        raise _RefusedError(f"There are {len(pairs)} pairs, not {assignment.matched}.")
    keys, locked = problem.keys(pairs), problem.keys(problem.locked)
    if len(np.unique(keys)) != len(keys):
        raise _RefusedError("A pair comes twice.")
    if not np.isin(locked, keys).all():
        raise _RefusedError("A locked pair is missing.")
    pairs = pairs[~np.isin(keys, locked)]
    for side, places, who in (
        (0, problem.mentee_places, "mentee"),
        (1, problem.mentor_places, "mentor"),
    ):
        beyond = np.flatnonzero(
            np.bincount(pairs[:, side], minlength=len(places)) > places
        )
        if beyond.size:
            raise _RefusedError(
                f"There are more pairs than places for {who} {beyond[0]}."
            )
    return pairs[np.argsort(pairs[:, 0], kind="stable")]


def _prices(prices, count, name):
    prices = np.asarray(prices)
    if prices.shape != (count,) or (count and prices.dtype.kind not in "iu"):
        raise _RefusedError(f"{name} must be {count} whole numbers.")
    if count and prices.min() < 0:
        raise _RefusedError(f"{name} holds a negative price.")
    return prices


def _cost(prices, places):
    """Sum of prices times places, in Python's integers: prices from elsewhere can be of any size."""
    return sum(
        price * place
        for price, place in zip(prices.tolist(), places.tolist(), strict=True)
    )


def _one_pass(problem, pairs, mentee_prices, mentor_prices):
    """Hold the prices against every pair.

    :return: points of the pairs made; what pairs are worth beyond prices that are too low; what pairs made are worth
        beyond prices that are right, which is possible when a mentee can get several (ints)
    """
    dearest = problem.bonus + problem.max_score
    mentee_prices = np.minimum(mentee_prices, dearest).astype(np.int64)
    mentor_prices = np.minimum(mentor_prices, dearest).astype(np.int64)
    points = lacking = surplus = 0
    for lo in problem.starts():
        scores = problem.block(lo).astype(np.int64)
        hi = lo + len(scores)
        first, last = np.searchsorted(pairs[:, 0], (lo, hi))
        row, column = pairs[first:last, 0] - lo, pairs[first:last, 1]
        if (scores[row, column] < 0).any():
            raise _RefusedError(
                f"pairs holds {shown(pairs[first:last][scores[row, column] < 0][0])}, which is forbidden."
            )
        points += int(scores[row, column].sum())
        beyond = scores + problem.bonus
        beyond -= mentor_prices
        beyond -= mentee_prices[lo:hi, None]
        beyond[scores < 0] = 0
        if problem.per_mentee > 1:
            surplus += int(np.maximum(beyond[row, column], 0).sum())
            beyond[row, column] = 0
        # Raising the mentee's price by this much, at each place, would put it right.
        most = np.maximum(beyond.max(axis=1), 0)
        lacking += int((most * problem.mentee_places[lo:hi]).sum())
    return points, lacking, surplus
