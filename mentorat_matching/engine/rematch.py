"""The best assignment when pairs that were made before are not lightly broken.

Each previous pair that is kept is worth its score and what breaking it would cost: a constant less the total of that
is what the change costs, so the problem is one of `assign`, solved and proven as there.
"""

from dataclasses import dataclass

import numpy as np

from .matching import Assignment, conclude
from .problem import Problem
from .search import Search


@dataclass(frozen=True, eq=False)
class Rematch:
    """What is to be changed.

    - `assignment`: `Assignment`; its prices count the cost of breaking each previous pair as part of the pair's
      score, and nothing with as many pairs has more points than its `bound`, less the cost of the pairs it breaks
      beyond those broken here
    - `kept`, `broken`, `added` int64 `(k, 2)`: previous pairs that stay, previous pairs that do not, new pairs; sorted
    - `cost` int: what the pairs broken cost in all, in points
    """

    assignment: Assignment
    kept: np.ndarray
    broken: np.ndarray
    added: np.ndarray
    cost: int


def rematch(
    score_rows,
    n_mentees,
    capacities,
    previous,
    *,
    change_cost,
    per_mentee=1,
    locked=(),
    excluded=(),
    goal="cardinality",
    progress=None,
    should_stop=None,
    time_limit=None,
):
    """Match again and return the `Rematch` with the most points less what the pairs broken cost.

    With the goal "cardinality" the number of pairs comes first. To break as few pairs as possible, and only then
    look at points, let a pair cost more points than there are in all: 1000 for every pair that could be made, and
    one more.
    A previous pair that has become impossible is broken whatever it costs.

    :param previous: pairs (mentee, mentor) made before, distinct; leave out those of people who are gone
    :param int change_cost: points that breaking one of them costs, 0 to 10**8
    :raise ValueError: for input that makes no sense; all else as for `assign`
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
    search = Search(problem, progress, should_stop, time_limit)
    search.run()
    assignment = conclude(search)
    before, after = problem.keys(problem.previous), problem.keys(assignment.pairs)
    stays, known = np.isin(before, after), np.isin(after, before)
    return Rematch(
        assignment=assignment,
        kept=problem.previous[stays],
        broken=problem.previous[~stays],
        added=assignment.pairs[~known],
        cost=problem.change_cost * int((~stays).sum()),
    )
