"""What somebody works out from figures about groups of people."""

from fractions import Fraction

import numpy as np


class Attacker:
    """Collects figures, and looks for a group that is too small to be told.

    The world is made of ``atoms``: groups of people that no figure divides, as ``{name:
    people}``. A figure about a union of atoms is an equation between sums; whoever has some can
    add and subtract them. A group is found when a combination of figures leaves it alone.
    """

    def __init__(self, atoms):
        self.atoms = dict(atoms)
        self.rows = []

    def learn(self, names):
        """Take in a figure about the people of the atoms ``names``."""
        self.rows.append([Fraction(name in names) for name in self.atoms])

    def find(self, least):
        """Return the groups (tuples of atoms) of fewer than ``least`` people that are found."""
        found = []
        rank = self._rank(self.rows)
        names = list(self.atoms)
        for chosen in range(1, 2 ** len(names)):
            group = [name for place, name in enumerate(names) if chosen >> place & 1]
            people = sum(self.atoms[name] for name in group)
            if 0 < people < least:
                row = [Fraction(name in group) for name in names]
                if self._rank([*self.rows, row]) == rank:
                    found.append(tuple(group))
        return found

    def _rank(self, rows):
        rows = [list(row) for row in rows]
        rank = 0
        for column in range(len(self.atoms)):
            pivot = next((row for row in rows[rank:] if row[column]), None)
            if pivot is None:
                continue
            rows.remove(pivot)
            rows.insert(rank, pivot)
            for place, row in enumerate(rows):
                if place != rank and row[column]:
                    share = row[column] / pivot[column]
                    rows[place] = [
                        a - share * b for a, b in zip(row, pivot, strict=True)
                    ]
            rank += 1
        return rank


def tell_most(sums):
    """Return how much of the value of one person or pair somebody works out from ``sums``.

    From 0 to 1, of whom it is most: the share of the variance of one value that all of the
    sums explain, values being unrelated and equally uncertain.

    :param sums: rows of weights, one for each value
    """
    table = np.array(sums)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    __, sizes, basis = np.linalg.svd(table, full_matrices=False)
    return float((basis[sizes > 1e-9 * sizes[0]] ** 2).sum(axis=0).max())
