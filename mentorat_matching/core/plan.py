"""Pairs that are changed by hand: what a move costs, and who has to give way for it."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Effect:
    """What a move does to a plan.

    - ``moves``: ``{row: column or None}``, the mentees who change and their new mentors
    - ``points``: change of the total, in points of 0..1000
    - ``pairs``: change of the number of pairs
    """

    moves: dict
    points: int
    pairs: int


class ImpossibleError(Exception):
    """A move that cannot be made.

    ``reason``: "locked" (the mentee stays), "forbidden", "held" (the places, by locked pairs)
    or "full" (there is no place at all).
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Plan:
    """Who goes with whom, by positions, and what could be changed.

    :param score_rows: function of scores, as ``engine.assign`` wants it
    :param capacities: places of mentors, int array ``(n_mentors,)``
    :param mentor_of: ``{row of mentee: column of mentor}``
    :param locked: rows of mentees who stay where they are
    """

    def __init__(self, score_rows, capacities, mentor_of, locked=()):
        self.score_rows = score_rows
        self.mentor_of = dict(mentor_of)
        self.locked = set(locked)
        self.left = np.array(capacities, dtype=np.int64)
        self.mentees_of = defaultdict(list)
        for row, column in sorted(self.mentor_of.items()):
            self.left[column] -= 1
            self.mentees_of[column].append(row)
        self._scores = {}

    def scores(self, row):
        """Return the points of a mentee with each mentor, int array, -1 where forbidden."""
        if row not in self._scores:
            self._scores[row] = np.asarray(self.score_rows(row, row + 1))[0].astype(int)
        return self._scores[row]

    def allows(self, row, column):
        """Tell whether a mentee may have this mentor, whatever the places, or nobody."""
        return column is None or self.scores(row)[column] >= 0

    def move(self, row, column):
        """Return the ``Effect`` of giving a mentee another mentor, or nobody (``None``).

        Where that mentor has no place left, the mentee who costs least gives way: to the
        place that becomes free, to any other free one, or else to nobody.

        :raises ImpossibleError: with the reason
        """
        if row in self.locked:
            raise ImpossibleError("locked")
        if column is None or column == self.mentor_of.get(row):
            return self._effect({row: column})
        if not self.allows(row, column):
            raise ImpossibleError("forbidden")
        if self.left[column] > 0:
            return self._effect({row: column})
        others = self.mentees_of[column]
        movable = [other for other in others if other not in self.locked]
        if not movable:
            raise ImpossibleError("held" if others else "full")
        freed = self.mentor_of.get(row)
        return max(
            (
                self._effect({row: column, other: self._give_way(other, freed)})
                for other in movable
            ),
            # The first of equals, so that the same question has the same answer.
            key=lambda effect: (effect.pairs, effect.points),
        )

    def _give_way(self, row, freed):
        """Return the best column with a free place for a mentee, ``None`` when none suits.

        :param freed: column that has one place more than now, or ``None``
        """
        places = self.left.copy()
        if freed is not None:
            places[freed] += 1
        if not places.size:
            return None
        open_scores = np.where(places > 0, self.scores(row), -1)
        best = int(open_scores.argmax())
        return best if open_scores[best] >= 0 else None

    def _effect(self, moves):
        before = [self.mentor_of.get(row) for row in moves]
        points = sum(self._points(row, column) for row, column in moves.items())
        points -= sum(map(self._points, moves, before))
        pairs = sum(column is not None for column in moves.values())
        return Effect(moves, points, pairs - sum(here is not None for here in before))

    def _points(self, row, column):
        return 0 if column is None else int(self.scores(row)[column])
