"""What is known of the pairs that are no candidates, so that few rows are read twice.

Of each mentee the best pairs left aside are kept, and a ceiling for all the others: at the prices of the mentors when
the row was read, none of them was worth more. At other prices none is worth more than the ceiling and the deepest fall
of a price since then (a bound on reduced costs, as in reduced cost fixing).
"""

import copy

import numpy as np

# Worth less than any pair at any prices.
NEVER = -(2**61)


class Reserve:
    """Pairs left aside, and ceilings for the pairs not kept at all.

    - `columns` int32 `(n_mentees, size)`: mentors
    - `scores` int32 `(n_mentees, size)`: points, -1 where there is no pair
    - `ceilings` int64 `(n_mentees,)`: points less the mentor's price, at the prices of the reading
    - `reading` int32 `(n_mentees,)`: which of `prices`, a list of int64 `(n_mentors,)`, was in force
    """

    def __init__(self, n_mentees, n_mentors, size, most):
        """Begin without having read anything, when no pair is worth more than `most` points."""
        self.size = size = min(size, n_mentors)
        self.columns = np.zeros((n_mentees, size), dtype=np.int32)
        self.scores = np.full((n_mentees, size), -1, dtype=np.int32)
        self.ceilings = np.full(n_mentees, most, dtype=np.int64)
        self.reading = np.zeros(n_mentees, dtype=np.int32)
        self.prices = [np.zeros(n_mentors, dtype=np.int64)]

    def above(self, floor):
        """Return a copy without the pairs below `floor` points; the ceilings hold for fewer pairs all the more."""
        other = copy.copy(self)
        other.columns, other.ceilings = self.columns.copy(), self.ceilings.copy()
        other.reading, other.prices = self.reading.copy(), list(self.prices)
        other.scores = np.where(self.scores >= floor, self.scores, -1)
        return other

    def begin(self, mentor_prices):
        """Note the prices that hold for the rows read from now on."""
        self.prices.append(mentor_prices)

    def put(self, lo, hi, columns, scores, ceilings):
        """Replace what is known of the rows `lo` to `hi`, read at the prices noted last."""
        self.columns[lo:hi] = columns
        self.scores[lo:hi] = scores
        self.ceilings[lo:hi] = ceilings
        self.reading[lo:hi] = len(self.prices) - 1

    def values(self, rows, mentor_prices):
        """Return points less the mentor's price of the pairs kept of these rows, int64 `(rows, size)`."""
        scores = self.scores[rows]
        values = scores - mentor_prices[self.columns[rows]]
        values[scores < 0] = NEVER
        return values

    def highest(self, mentor_prices):
        """Return what the pairs not kept are worth at most less the mentor's price, int64 `(n_mentees,)`."""
        falls = [
            max(0, int((before - mentor_prices).max(initial=0)))
            for before in self.prices
        ]
        return self.ceilings + np.array(falls, dtype=np.int64)[self.reading]

    def drop(self, rows, places):
        """Forget the pairs in these places of these rows: they are candidates now."""
        self.scores[rows, places] = -1

    def drop_pairs(self, rows, columns):
        """Forget these pairs where they are kept, for the same reason."""
        at, place = np.nonzero(self.columns[rows] == columns[:, None])
        self.drop(rows[at], place)
