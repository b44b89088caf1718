"""Who else would suit a mentee, and how a pair ranks among all the mentee could have."""

from dataclasses import dataclass

import numpy as np

from .problem import FORBIDDEN, Problem, as_count, runs


@dataclass(frozen=True, eq=False)
class Alternatives:
    """The best other mentors of some mentees.

    - `mentees` int64 `(q,)`: as asked
    - `mentors` int64 `(q, k)`: best first, the lower index first among equals, without those the assignment gives the
      mentee already; -1 where there are fewer
    - `scores` int64 `(q, k)`: their points, -1 where there are fewer
    - `candidates` int64 `(q,)`: mentors each mentee may have at all
    - `pairs` int64 `(r, 2)`: the pairs of the assignment that concern these mentees
    - `ranks` int64 `(r,)`: 1 when the mentee has no better mentor than this one; equal scores share a rank; 0 when the
      scores forbid the pair
    """

    mentees: np.ndarray
    mentors: np.ndarray
    scores: np.ndarray
    candidates: np.ndarray
    pairs: np.ndarray
    ranks: np.ndarray


def alternatives(score_rows, mentees, assignment, k):
    """Return the `k` best other mentors of `mentees` as `Alternatives`.

    :param score_rows: as for `assign`; called only for blocks that hold these mentees
    :param mentees: int, or int array `(q,)` of distinct mentees
    :param assignment: the `Assignment` whose pairs are ranked and left out
    :raise ValueError: when a mentee is out of range or comes twice
    """
    n_mentees, n_mentors = len(assignment.mentee_prices), len(assignment.mentor_prices)
    k = as_count(k, "k", 0)
    mentees = _distinct(mentees, n_mentees)
    capacities = np.zeros(n_mentors, dtype=np.int64)
    problem = Problem(score_rows, n_mentees, capacities, 1, (), (), "score")
    found = Alternatives(
        mentees=mentees,
        mentors=np.full((len(mentees), k), -1, dtype=np.int64),
        scores=np.full((len(mentees), k), FORBIDDEN, dtype=np.int64),
        candidates=np.zeros(len(mentees), dtype=np.int64),
        pairs=assignment.pairs[np.isin(assignment.pairs[:, 0], mentees)],
        ranks=np.zeros(np.isin(assignment.pairs[:, 0], mentees).sum(), dtype=np.int64),
    )
    if not n_mentors:
        return found
    by_mentee = np.argsort(mentees)
    for at in runs(mentees[by_mentee], problem.block_rows):
        places = by_mentee[at]
        lo, hi = int(mentees[places[0]]), int(mentees[places[-1]]) + 1
        scores = problem.block(lo, hi).astype(np.int64)
        found.candidates[places] = (scores >= 0).sum(axis=1)
        own = np.flatnonzero((found.pairs[:, 0] >= lo) & (found.pairs[:, 0] < hi))
        row, column = found.pairs[own, 0] - lo, found.pairs[own, 1]
        points = scores[row, column]
        found.ranks[own] = np.where(
            points >= 0, 1 + (scores[row] > points[:, None]).sum(axis=1), 0
        )
        scores[row, column] = FORBIDDEN
        best = _best_columns(scores, min(k, n_mentors))
        best_scores = np.take_along_axis(scores, best, axis=1)
        found.scores[places, : best.shape[1]] = best_scores
        found.mentors[places, : best.shape[1]] = np.where(best_scores >= 0, best, -1)
    return found


def _distinct(mentees, n_mentees):
    mentees = np.atleast_1d(np.asarray(mentees))
    if mentees.ndim != 1 or (mentees.size and mentees.dtype.kind not in "iu"):
        raise ValueError(
            "mentees must be the position of a mentee, or a list of positions."
        )
    mentees = mentees.astype(np.int64)
    outside = mentees[(mentees < 0) | (mentees >= n_mentees)]
    if outside.size:
        raise ValueError(
            f"There is no mentee {outside[0]}: there are {n_mentees}, counted from 0."
        )
    if len(np.unique(mentees)) != len(mentees):
        raise ValueError("A mentee is asked for twice.")
    return mentees


def _best_columns(scores, count):
    """Columns of the `count` best scores of each row, best first, the lower column first among equals."""
    n_columns = scores.shape[1]
    ranked = scores * n_columns + np.arange(n_columns)[::-1]
    if count < n_columns:
        columns = np.argpartition(-ranked, count, axis=1)[:, :count]
    else:
        columns = np.tile(np.arange(n_columns), (len(scores), 1))
    order = np.argsort(-np.take_along_axis(ranked, columns, axis=1), axis=1)
    return np.take_along_axis(columns, order, axis=1)
