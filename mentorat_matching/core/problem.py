"""A matching problem as plain data: all that a run computes from, without a database.

Ids are those of the database, kept to tell people apart; none of them weighs in a score.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np

from ..engine import (
    Criterion,
    SkillRows,
    build_score_rows,
    explain,
    level_gap,
    skill_fit,
)

SKILL_KINDS = ("skills", "level_gap")


@dataclass(frozen=True)
class Weighting:
    """One criterion as it was when the run was launched.

    ``weight`` 0..100; ``gap`` in points of level progress, read for "level_gap" alone.
    """

    kind: str
    weight: int
    required: bool
    gap: int


@dataclass(frozen=True)
class SkillLevel:
    """A skill that a mentor offers or a mentee wants.

    ``progress`` 0..100 is that of ``level``; ``current`` is where a mentee is now, 0 when
    nothing is known, and 0 for mentors.
    """

    skill: int
    level: int
    progress: int
    priority: int
    current: int = 0


@dataclass(frozen=True)
class Person:
    """An accepted participation.

    ``places``: mentees a mentor can still take, 1 for a mentee; ``department`` 0 when there
    is none; ``superiors``: employees of this problem who are above this one, at any depth.
    """

    id: int
    employee: int
    places: int
    department: int
    superiors: tuple[int, ...]
    skills: tuple[SkillLevel, ...]


@dataclass(frozen=True)
class Problem:
    """Who could go with whom, and what counts.

    ``barred``: sorted pairs (id of mentee, id of mentor) that are not to be proposed again.
    """

    weightings: tuple[Weighting, ...]
    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    barred: tuple[tuple[int, int], ...]

    def digest(self):
        """Return the SHA-256 of everything that the result depends on, in hexadecimal."""
        content = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def capacities(self):
        """Return the places of mentors, int64 ``(n_mentors,)``."""
        return np.array([mentor.places for mentor in self.mentors], dtype=np.int64)

    def score_rows(self):
        """Return the function of scores that ``engine.assign`` wants.

        :raises ValueError: when no criterion has a weight
        """
        return build_score_rows(
            self.criteria(), self._forbidden_rows(), allow_empty=True
        )

    def criteria(self):
        """Return the criteria of the engine: list of ``engine.Criterion``."""
        return [
            Criterion(
                weighting.kind,
                weighting.weight,
                weighting.required,
                getattr(self, f"_values_{weighting.kind}")(weighting),
            )
            for weighting in self.weightings
        ]

    def explain(self, pairs):
        """Return what the score of each pair is made of.

        :param pairs: int array ``(k, 2)``: positions of (mentee, mentor)
        :return: list of ``{"criteria": [...], "skills": [...]}`` of plain values. Each
            criterion that applies has ``kind``, ``points`` and ``out_of`` in points of
            0..1000; each skill wanted has ``skill``, ``wanted`` and ``offered`` (levels,
            None when it is not offered) and ``above``, whether the mentor is further on.
        """
        shares = explain(self.criteria(), pairs)
        return [
            self._explain_pair(self.mentees[row], self.mentors[column], share.tolist())
            for (row, column), share in zip(pairs.tolist(), shares, strict=True)
        ]

    def _explain_pair(self, mentee, mentor, points):
        applied = [
            (weighting, share)
            for weighting, share in zip(self.weightings, points, strict=True)
            if _applies(weighting.kind, mentee, mentor)
        ]
        total = sum(weighting.weight for weighting, _share in applied) or 1
        offered = {line.skill: line for line in mentor.skills}
        return {
            "criteria": [
                {
                    "kind": weighting.kind,
                    "points": share,
                    "out_of": round(1000 * weighting.weight / total),
                }
                for weighting, share in applied
            ],
            "skills": [
                {
                    "skill": line.skill,
                    "wanted": line.level,
                    "offered": offered[line.skill].level
                    if line.skill in offered
                    else None,
                    "above": line.skill in offered
                    and offered[line.skill].progress > line.current,
                }
                for line in mentee.skills
            ],
        }

    def _values_skills(self, _weighting):
        wanted = _rows(self.mentees, "progress")
        return skill_fit(wanted, self._offered(), len(self.mentees), len(self.mentors))

    def _values_level_gap(self, weighting):
        now = _rows(self.mentees, "current")
        count = len(self.mentees), len(self.mentors)
        return level_gap(now, self._offered(), *count, gap=weighting.gap)

    def _values_department(self, _weighting):
        of_mentees = np.array(
            [mentee.department for mentee in self.mentees], dtype=np.int64
        )
        of_mentors = np.array(
            [mentor.department for mentor in self.mentors], dtype=np.int64
        )

        def values(lo, hi):
            own = of_mentees[lo:hi, None]
            fit = (own != of_mentors).astype(np.float64)
            fit[(own == 0) | (of_mentors == 0)] = np.nan
            return fit

        return values

    def _offered(self):
        return _rows(self.mentors, "progress")

    def forbidden_pairs(self):
        """Return the pairs that no weight can make: int64 ``(k, 2)`` positions, sorted.

        Oneself; a superior, at any depth, in both directions; what is barred.
        """
        rows = {mentee.id: row for row, mentee in enumerate(self.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(self.mentors)}
        row_of = {mentee.employee: row for row, mentee in enumerate(self.mentees)}
        column_of = {
            mentor.employee: column for column, mentor in enumerate(self.mentors)
        }
        pairs = {
            (rows[mentee], columns[mentor])
            for mentee, mentor in self.barred
            if mentee in rows and mentor in columns
        }
        for row, mentee in enumerate(self.mentees):
            above = (mentee.employee, *mentee.superiors)
            pairs |= {(row, column_of[who]) for who in above if who in column_of}
        for column, mentor in enumerate(self.mentors):
            pairs |= {
                (row_of[who], column) for who in mentor.superiors if who in row_of
            }
        return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)

    def _forbidden_rows(self):
        pairs = self.forbidden_pairs()

        def forbidden(lo, hi):
            first, last = np.searchsorted(pairs[:, 0], (lo, hi))
            banned = np.zeros((hi - lo, len(self.mentors)), dtype=bool)
            banned[pairs[first:last, 0] - lo, pairs[first:last, 1]] = True
            return banned

        return forbidden


def _applies(kind, mentee, mentor):
    """Tell whether a criterion says anything about two people, see ``engine.Criterion``."""
    if kind in SKILL_KINDS:
        return bool(mentee.skills)
    return bool(mentee.department and mentor.department)


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
