"""The best assignment whose weakest pair is as strong as it can be.

The bottleneck assignment problem by threshold search (Burkard, Dell'Amico and Martello, Assignment Problems, 2009,
section 6.2), then the most points among what is left. The search goes on from where the one without a floor ended, so
that few scores are read again.
"""

from dataclasses import dataclass

import numpy as np

from .matching import Assignment, conclude
from .problem import Problem
from .search import Search, StoppedError
from .sparse import most_pairs


@dataclass(frozen=True, eq=False)
class Floor:
    """A fair assignment and what it costs.

    - `assignment`: `Assignment` with as many pairs as there can be, none but locked ones below `weakest`; its
      `optimal`, `bound` and prices say that no other one like that has more points
    - `weakest` int: points of its weakest pair, locked ones aside; None when there is no pair
    - `proven` bool: no assignment of as many pairs has a stronger weakest pair
    - `unfair`: `Assignment` with the most points, whatever its weakest pair
    - `cost` int: points in all that the stronger weakest pair costs
    """

    assignment: Assignment
    weakest: int | None
    proven: bool
    unfair: Assignment
    cost: int


def raise_floor(
    score_rows,
    n_mentees,
    capacities,
    *,
    per_mentee=1,
    locked=(),
    excluded=(),
    progress=None,
    should_stop=None,
    time_limit=None,
):
    """Return the `Floor`: most pairs, then the strongest weakest pair, then the most points.

    Takes what `assign` takes. When stopped, what comes back is the fairest found so far, not proven.
    """
    problem = Problem(
        score_rows, n_mentees, capacities, per_mentee, locked, excluded, "cardinality"
    )
    search = Search(problem, progress, should_stop, time_limit)
    search.run()
    unfair = conclude(search)
    fairest, proven = _fairest(search) if unfair.optimal else (search, False)
    assignment = unfair if fairest is search else conclude(fairest)
    return Floor(
        assignment=assignment,
        weakest=_lowest(fairest) if len(fairest.made) else None,
        proven=proven,
        unfair=unfair,
        cost=unfair.total - assignment.total,
    )


def _fairest(search):
    """Return the search that ended with the strongest weakest pair, and whether this is proven."""
    if not len(search.made):
        return search, True
    try:
        highest = _highest(search)
        search = _settled(search)
        # Mostly nothing above what the candidates reach is possible: one step tells. If it is, halve what is left.
        step = 1
        while _lowest(search) < highest:
            tried = _lowest(search) + step
            other = search.above(tried)
            if other.is_hopeless():
                highest = tried - 1
            else:
                search = _settled(other)
            step = max(1, (highest - _lowest(search) + 1) // 2)
    except StoppedError:
        return search, False
    return search, True


def _lowest(search):
    """Return the points of the weakest pair made, locked ones aside (int)."""
    return int(search.made_scores.min())


def _highest(search):
    """Return points that the weakest of as many pairs cannot exceed: each mentee has their best at most (int)."""
    best = np.repeat(search.best, search.problem.mentee_places)
    return int(np.sort(best)[-len(search.made)]) - search.problem.bonus


def _settled(search):
    """Return the search with the strongest weakest pair that its candidates allow."""
    problem = search.problem
    rows, columns = np.divmod(search.keys, problem.n_mentors)
    floors = np.unique(search.scores)
    floors = floors[(floors > _lowest(search)) & (floors <= _highest(search))]
    # The first `sure` of the floors will do, those after the first `left` will not.
    sure, left = 0, len(floors)
    while sure < left:
        tried = (sure + left + 1) // 2
        at = search.scores >= floors[tried - 1]
        places = problem.mentee_places, problem.mentor_places
        if most_pairs(rows[at], columns[at], *places) == len(search.made):
            sure = tried
        else:
            left = tried - 1
    return search.above(int(floors[sure - 1])) if sure else search
