"""The best mentors of each mentee in a block of values, equal values told apart.

A value and its mentor are ranked as one whole number, value * n_mentors + tie, so that a selection of ranks alone says
which mentors they stand for.
"""

import math

import numpy as np

# Rows this many times longer than what is wanted of them are first looked at group by group.
GROUP_SHARE = 16


class Shuffle:
    """Ranks mentors so that among equals each mentee prefers others, always the same.

    The candidates of mentees with equal scores then spread over all mentors.
    """

    def __init__(self, n_mentors, count):
        """Begin.

        :param int count: how many mentors of each mentee are wanted, at most `n_mentors`
        """
        self.n_mentors = n_mentors
        self.count = count
        # Mentors are looked at in groups, mentor j in group j % groups. There are about as many groups as there are
        # mentors in the groups that are chosen.
        self.size = 1
        if n_mentors >= GROUP_SHARE * count > 0:
            self.size = math.isqrt(n_mentors // count)
        self.groups = n_mentors // self.size
        random = np.random.Generator(np.random.PCG64(n_mentors))
        self.order = random.permutation(n_mentors).astype(np.int32)
        self.place = np.argsort(self.order)
        # Ranks within 32 bits tell apart values down to this much below the best.
        self.reach = 2**31 // max(1, n_mentors) - 2

    def best(self, values, lo):
        """Return the mentors with the largest values of each row, largest first, and a ceiling for the others.

        :param values: int `(rows, n_mentors)` of the mentees from `lo` on
        :return: mentors int64 `(rows, count)`, and what no other value of the row exceeds, int64 `(rows,)`
        """
        rows, n_mentors = values.shape
        # Each row reads the shuffled order from a position of its own on.
        first = lo % n_mentors
        ties = np.resize(self.order, first + rows + n_mentors)[first:]
        # Backwards for the groups: a group must not owe its choice to the mentor who is then chosen within it.
        group_ties = np.resize(self.order[::-1], first + rows + n_mentors)[first:]
        peaks = values[:, : self.size * self.groups]
        peaks = peaks.reshape(rows, self.size, self.groups).max(axis=1)
        rest = values[:, self.size * self.groups :]
        top = peaks.max(axis=1)
        if rest.size:
            top = np.maximum(top, rest.max(axis=1))
        # The count largest values stand in the groups with the largest peaks, or in the rest.
        every = np.arange(self.groups)
        ranks = self._rank(peaks, top, group_ties, every[None, :])
        chosen = _largest(ranks, self.count, np.argpartition)
        mentors = chosen[:, None, :] + self.groups * np.arange(self.size)[:, None]
        mentors = mentors.reshape(rows, -1)
        if rest.size:
            others = np.arange(self.size * self.groups, n_mentors)
            others = np.broadcast_to(others, (rows, len(others)))
            mentors = np.concatenate([mentors, others], axis=1)
        pool = np.take_along_axis(values, mentors, axis=1)
        ranks = self._rank(pool, top, ties, mentors)
        found = np.sort(_largest(ranks, self.count, np.partition), axis=1)[:, ::-1]
        below, tie = np.divmod(found, n_mentors)
        mentors = (self.place[tie] - first - np.arange(rows)[:, None]) % n_mentors
        return mentors, top.astype(np.int64) + below[:, -1]

    def _rank(self, values, top, ties, mentors):
        """Return how values rank, int32 like `values`, whose columns stand for `mentors`."""
        below = np.maximum(values - top[:, None], -self.reach).astype(np.int32)
        below *= self.n_mentors
        below += ties[np.arange(len(values))[:, None] + mentors]
        return below


def _largest(values, count, function):
    """Return what numpy's `function` gives for the `count` largest values of each row, in any order."""
    first = values.shape[1] - count
    return function(values, first, axis=1)[:, first:]
