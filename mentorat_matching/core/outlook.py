"""What can be told before people are matched: places, skills, and who has nobody."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from .obstacles import find_obstacles
from .scarcity import is_scarce

BLOCK_ROWS = 256
# Pairs that are looked at while somebody waits; of more, the run itself tells.
MAX_PAIRS = 4_000_000


@dataclass(frozen=True)
class Outlook:
    """What the people of a problem look like before a run.

    - ``mentees``, ``mentors``, ``places``: how many
    - ``unmet``: skills wanted that no mentor offers: list of (skill, mentees), most first
    - ``short``: skills of which fewer places are offered than mentees want: list of
      (skill, mentees, places), most wanted first
    - ``scarce``: skills wanted that few people of the company hold: list of (skill, holders)
    - ``stuck``: mentees whom no mentor suits: list of (position, ``obstacles.Obstacle``);
      None when there are too many pairs to look at
    """

    mentees: int
    mentors: int
    places: int
    unmet: tuple
    short: tuple
    scarce: tuple
    stuck: tuple | None

    @property
    def missing_places(self):
        return max(0, self.mentees - self.places)


def look_ahead(problem, holders):
    """Return the ``Outlook`` of a problem.

    :param problem: ``core.problem.Problem``
    :param dict holders: ``{skill: people of the company who hold it}``
    :raises ValueError: when no criterion has a weight
    """
    wanted = Counter(line.skill for mentee in problem.mentees for line in mentee.skills)
    offered = Counter()
    for mentor in problem.mentors:
        for line in mentor.skills:
            offered[line.skill] += mentor.places
    common = wanted.most_common()
    return Outlook(
        mentees=len(problem.mentees),
        mentors=len(problem.mentors),
        places=int(problem.capacities().sum()),
        unmet=tuple((skill, count) for skill, count in common if not offered[skill]),
        short=tuple(
            (skill, count, offered[skill])
            for skill, count in common
            if 0 < offered[skill] < count
        ),
        scarce=tuple(
            (skill, holders.get(skill, 0))
            for skill, _count in common
            if is_scarce(holders.get(skill, 0))
        ),
        stuck=_find_stuck(problem),
    )


def _find_stuck(problem):
    mentees, mentors = len(problem.mentees), len(problem.mentors)
    if mentees * mentors > MAX_PAIRS:
        return None
    if not mentors:
        return ()
    scores, rows = problem.score_rows(), []
    for lo in range(0, mentees, BLOCK_ROWS):
        block = np.asarray(scores(lo, min(lo + BLOCK_ROWS, mentees)))
        rows += (lo + np.flatnonzero((block < 0).all(axis=1))).tolist()
    if not rows:
        return ()
    found = find_obstacles(problem, rows, problem.capacities())
    return tuple(zip(rows, found, strict=True))
