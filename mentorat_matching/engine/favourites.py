"""The best mentees of each mentor, kept while the scores pass by.

Where places are scarce, each place goes to whom it suits best. The best mentors of each mentee say little about mentors
whom nobody ranks high, and who get a mentee all the same.
"""

import numpy as np

# Kept of each mentor: so many mentees for each place, and no more than this in all.
PER_PLACE = 4
MOST = 40

# Pairs collected before the worse ones are dropped.
COLLECTED = 2**17

# Equal scores are told apart by chance, the same in each run, or mentors that are alike would keep the same mentees.
TIES = 64
CHANCES, ROW_STEP = 2**16 + 1, 7919

# Above any rank.
RANKS = 2**36


class Favourites:
    """Collects the pairs; `pairs` gives them in the end.

    - `counts` int64 `(n_mentors,)`: how many to keep of each mentor
    """

    def __init__(self, places, least):
        """Begin.

        :param places: int64 `(n_mentors,)` places to fill
        :param int least: points below which a pair is not to be kept
        """
        self.counts = np.minimum(PER_PLACE * places, MOST)
        self.limit = COLLECTED + 4 * int(self.counts.sum())
        # A pair must rank higher than this to be among the best of its mentor.
        never = np.iinfo(np.int32).max
        self.floor = np.where(self.counts > 0, -1, never)
        self.least = np.where(self.counts > 0, least, never).astype(np.int32)
        random = np.random.Generator(np.random.PCG64(len(places)))
        self.chance = random.integers(0, TIES, CHANCES)
        self.parts = [np.zeros((3, 0), dtype=np.int64)]
        self.size = 0

    def see(self, lo, scores):
        """Take note of the scores of the mentees from `lo` on, int32 `(rows, n_mentors)`, -1 where there is no pair."""
        cells = np.flatnonzero(scores >= self.least)
        rows, columns = np.divmod(cells, scores.shape[1])
        rows += lo
        ranks = scores.reshape(-1)[cells].astype(np.int64) * TIES
        ranks += self.chance[(rows * ROW_STEP + columns) % CHANCES]
        better = ranks > self.floor[columns]
        self.parts.append(np.stack([columns[better], ranks[better], rows[better]]))
        self.size += int(better.sum())
        if self.size > self.limit:
            self._prune()

    def pairs(self):
        """Return the pairs kept: mentees, mentors and points, int64 `(k,)` each."""
        self._prune()
        [(columns, ranks, rows)] = self.parts
        return rows, columns, ranks // TIES

    def _prune(self):
        columns, ranks, rows = np.concatenate(self.parts, axis=1)
        order = np.argsort(columns * RANKS - ranks)
        columns, ranks, rows = columns[order], ranks[order], rows[order]
        first = np.searchsorted(columns, np.arange(len(self.counts)))
        keep = np.arange(len(columns)) - first[columns] < self.counts[columns]
        last = first + self.counts - 1
        full = np.flatnonzero(self.counts > 0)
        full = full[np.append(first, len(columns))[full + 1] > last[full]]
        self.floor[full] = ranks[last[full]]
        self.least[full] = self.floor[full] // TIES
        self.parts = [np.stack([columns[keep], ranks[keep], rows[keep]])]
        self.size = int(keep.sum())
