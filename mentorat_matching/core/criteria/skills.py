"""What the mentor offers of what the mentee wants, and how far ahead the mentor is.

Options: ``rarity`` (bool) of the fit, ``gap`` (points of level) of the lead.
"""

import numpy as np

from ...engine import SkillRows, level_gap, skill_fit


def fit(problem, weighting):
    return skill_fit(
        _rows(problem.mentees, "progress"),
        _rows(problem.mentors, "progress"),
        len(problem.mentees),
        len(problem.mentors),
        rarity=weighting.options.get("rarity", False),
    )


def lead(problem, weighting):
    return level_gap(
        _rows(problem.mentees, "current"),
        _rows(problem.mentors, "progress"),
        len(problem.mentees),
        len(problem.mentors),
        gap=weighting.options["gap"],
    )


def _rows(people, level):
    lines = [
        (place, line) for place, person in enumerate(people) for line in person.skills
    ]
    return SkillRows(
        np.array([place for place, _line in lines], dtype=np.int64),
        np.array([line.skill for _place, line in lines], dtype=np.int64),
        np.array([getattr(line, level) for _place, line in lines], dtype=np.float64),
        np.array([line.priority for _place, line in lines], dtype=np.int64),
    )
