"""The best assignment there is, with its proof."""

import time
from dataclasses import dataclass

import numpy as np

from .problem import Problem
from .search import Search


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who goes with whom, and the proof.

    - `pairs` int64 `(k, 2)`: (mentee, mentor), sorted, locked pairs included
    - `matched` int: number of pairs
    - `total` int: points of all pairs
    - `optimal` bool: proven to be the best there is
    - `bound` int: no assignment of as many pairs around the locked ones has more points
    - `mentee_prices` int64 `(n_mentees,)`, `mentor_prices` int64 `(n_mentors,)`: dual prices, in points;
      with the goal "cardinality" a pair is worth its score and 1000 points for every pair
      that could be made, and one more, so that the number of pairs comes first
    - `rounds` int: sparse problems solved
    - `seconds` float: time spent
    """

    pairs: np.ndarray
    matched: int
    total: int
    optimal: bool
    bound: int
    mentee_prices: np.ndarray
    mentor_prices: np.ndarray
    rounds: int
    seconds: float


def assign(
    score_rows,
    n_mentees,
    capacities,
    *,
    per_mentee=1,
    locked=(),
    excluded=(),
    goal="cardinality",
    progress=None,
    should_stop=None,
    time_limit=None,
):
    """Return the best `Assignment` there is; the same input gives the same result.

    :param score_rows: function `(lo, hi)` -> int array `(hi - lo, n_mentors)`, scores 0..1000 of the
        mentees lo..hi-1, -1 where the pair is forbidden. Called several times, must not change its answer.
    :param int n_mentees: number of mentees
    :param capacities: int array `(n_mentors,)`, mentees each mentor can take
    :param int per_mentee: distinct mentors a mentee may get
    :param locked: pairs (mentee, mentor) that are in the result, within the capacities
    :param excluded: pairs (mentee, mentor) that are not to be made
    :param goal: "cardinality": most pairs, then most points; "score": most points, where a pair
        worth 0 is not made
    :param progress: function `(fraction, stage)`; fraction 0..1 never decreases, stage is "scan",
        "solve", "prove" or "done"
    :param should_stop: function that returns True to stop at the next block or round; what was found so
        far comes back, not optimal, with its bound
    :param time_limit: seconds after which to stop likewise
    :raise ValueError: for input that makes no sense, with what to mend
    """
    problem = Problem(
        score_rows, n_mentees, capacities, per_mentee, locked, excluded, goal
    )
    search = Search(problem, progress, should_stop, time_limit)
    search.run()
    return conclude(search)


def conclude(search):
    """Return the `Assignment` that a search came to."""
    problem = search.problem
    most, mentee_prices, mentor_prices = search.proof
    locked_total = problem.locked_total()
    pairs = np.stack(np.divmod(search.made, max(1, problem.n_mentors)), axis=1)
    worth = int(search.made_scores.sum())
    spared = problem.spared(pairs)
    bonus_total = problem.bonus * len(pairs)
    bound = most - bonus_total
    if problem.bonus:
        # As many pairs are worth no more than the best ones, at most so many of each mentee.
        best = np.sort(np.repeat(search.best, problem.mentee_places))[::-1]
        bound = min(bound, int(best[: len(pairs)].sum()) - bonus_total)
    pairs = np.concatenate([problem.locked, pairs])
    search.report(1.0, "done")
    return Assignment(
        pairs=pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))],
        matched=len(pairs),
        total=worth - spared + locked_total,
        optimal=worth + bonus_total == most,
        bound=bound - spared + locked_total,
        mentee_prices=mentee_prices,
        mentor_prices=mentor_prices,
        rounds=search.rounds,
        seconds=time.monotonic() - search.begun,
    )
