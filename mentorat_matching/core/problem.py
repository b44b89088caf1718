"""A matching problem as plain data: all that a run computes from, without a database."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np

from ..engine import Criterion, build_score_rows, explain, keep_rows, pair_values
from .criteria import KINDS, SKILL_KINDS
from .people import Person, SkillLevel, Weighting

__all__ = ["SKILL_KINDS", "Person", "Problem", "SkillLevel", "Weighting"]

# Mentees of whom values are read at a time.
BLOCK_ROWS = 256


@dataclass(frozen=True)
class Problem:
    """Who could go with whom, and what counts.

    - ``barred``: sorted pairs (id of mentee, id of mentor) that are not to be proposed
    - ``past``: sorted pairs (id of mentee, id of mentor) of those who were a pair before,
      for the criterion that weighs it
    - ``hooks``: ``{name of a criterion: function}`` for those that other addons compute,
      see ``engine.Criterion.values``
    """

    weightings: tuple[Weighting, ...]
    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    barred: tuple[tuple[int, int], ...]
    past: tuple[tuple[int, int], ...] = ()
    hooks: dict = field(default_factory=dict)

    def digest(self):
        """Return the SHA-256 of everything that the result depends on, in hexadecimal."""
        names = {part.name for part in fields(self)} - {"hooks"}
        parts = {name: getattr(self, name) for name in names}
        content = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=vars)
        digest = hashlib.sha256(content.encode())
        for name, values in sorted(self.hooks.items()):
            digest.update(name.encode())
            for lo in range(0, len(self.mentees), BLOCK_ROWS):
                block = values(lo, min(lo + BLOCK_ROWS, len(self.mentees)))
                digest.update(np.ascontiguousarray(block, dtype=np.float64).tobytes())
        return digest.hexdigest()

    def capacities(self):
        """Return the places of mentors, int64 ``(n_mentors,)``."""
        return np.array([mentor.places for mentor in self.mentors], dtype=np.int64)

    def score_rows(self):
        """Return the function of scores that ``engine.assign`` wants.

        :raises ValueError: when no criterion has a weight
        """
        return self._score_rows

    @cached_property
    def _score_rows(self):
        score_rows = build_score_rows(
            self.criteria(), self._forbidden_rows(), allow_empty=True
        )
        return keep_rows(score_rows, len(self.mentees), len(self.mentors))

    def criteria(self):
        """Return the criteria of the engine: list of ``engine.Criterion``."""
        return [
            Criterion(
                weighting.name,
                weighting.weight,
                weighting.required,
                self._get_values(weighting),
            )
            for weighting in self.weightings
        ]

    def _get_values(self, weighting):
        if weighting.name in self.hooks:
            return self.hooks[weighting.name]
        if weighting.is_idle:
            # Nothing was read for it, and its addon may be gone.
            return lambda lo, hi: np.full((hi - lo, len(self.mentors)), np.nan)
        values, _describe = KINDS[weighting.kind]
        return values(self, weighting)

    def explain(self, pairs):
        """Return what the score of each pair is made of.

        :param pairs: int array ``(k, 2)``: positions of (mentee, mentor)
        :return: list of ``{"criteria": [...], "skills": [...]}`` of plain values. Each
            criterion that applies has ``kind``, ``points`` and ``out_of`` in points of
            0..1000, and what ``core.criteria`` describes; each skill wanted has ``skill``,
            ``wanted`` and ``offered`` (levels, None when it is not offered) and ``above``,
            whether the mentor is further on.
        """
        criteria = self.criteria()
        values = pair_values(criteria, pairs)
        shares, applies = explain(criteria, pairs, values), ~np.isnan(values)
        return [
            self._explain_pair(
                self.mentees[row], self.mentors[column], points.tolist(), tells.tolist()
            )
            for (row, column), points, tells in zip(
                pairs.tolist(), shares, applies, strict=True
            )
        ]

    def _explain_pair(self, mentee, mentor, points, applies):
        applied = [
            (weighting, share)
            for weighting, share, tells in zip(
                self.weightings, points, applies, strict=True
            )
            if tells
        ]
        total = sum(weighting.weight for weighting, _share in applied) or 1
        offered = {line.skill: line for line in mentor.skills}
        return {
            "criteria": [
                {
                    "kind": weighting.kind,
                    "points": share,
                    "out_of": round(1000 * weighting.weight / total),
                    **self._describe(weighting, mentee, mentor),
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

    def _describe(self, weighting, mentee, mentor):
        if weighting.name in self.hooks:
            # What it is called, and nothing of what was not read for it.
            return {
                name: weighting.options[name]
                for name in ("comparison", "field", "comparator")
                if name in weighting.options
            }
        _values, describe = KINDS[weighting.kind]
        return describe(weighting, mentee, mentor)

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
