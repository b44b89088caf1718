"""A matching problem: its input, checked once, and its scores, read block by block.

The scores are never stored whole: a block of rows is asked for, checked, used and dropped.
"""

import operator

import numpy as np

MAX_SCORE = 1000
FORBIDDEN = -1
GOALS = ("cardinality", "score")

# The dearest that breaking a pair can be: scores and prices stay within 32 and 64 bits.
MAX_CHANGE_COST = 10**8

# Scores held at a time. Large enough for numpy to be busy, small enough for any worker.
BLOCK_CELLS = 2_000_000


def as_count(value, name, least):
    """Return `value` as an int that is at least `least`."""
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be a whole number, not {value!r}.") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, not {number}.")
    return number


def as_pairs(pairs, name):
    """Return pairs as an int64 array `(k, 2)` of (mentee, mentor), counted from 0."""
    if not isinstance(pairs, np.ndarray):
        pairs = list(pairs)
    if len(pairs) == 0:
        return np.zeros((0, 2), dtype=np.int64)
    try:
        array = np.asarray(pairs)
    except ValueError:
        raise ValueError(f"{name} must be a list of (mentee, mentor).") from None
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(
            f"{name} must be a list of (mentee, mentor), not an array of shape {array.shape}."
        )
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold whole numbers, not {array.dtype}.")
    array = array.astype(np.int64)
    if array.min() < 0:
        raise ValueError(
            f"{name} holds {shown(array[array.min(axis=1) < 0][0])}: positions count from 0."
        )
    return array


def within(pairs, name, n_mentees, n_mentors):
    """Return `pairs` when each is among so many mentees and mentors."""
    outside = (pairs >= (n_mentees, n_mentors)).any(axis=1)
    if outside.any():
        raise ValueError(
            f"{name} holds {shown(pairs[outside][0])}, out of range: "
            f"there are {n_mentees} mentees and {n_mentors} mentors, counted from 0."
        )
    return pairs


def shown(pair):
    """Name a pair in a message."""
    return f"the pair (mentee {pair[0]}, mentor {pair[1]})"


def runs(ordered, longest):
    """Yield slices of at most `longest` positions over which the sorted int array counts up by one."""
    if not len(ordered):
        return
    cuts = np.flatnonzero(np.diff(ordered) != 1) + 1
    for first, last in zip(np.r_[0, cuts], np.r_[cuts, len(ordered)], strict=True):
        for start in range(first, last, longest):
            yield slice(start, min(start + longest, last))


def check_scores(scores, rows, columns):
    """Return what `score_rows` gave as an array, or say what is wrong with it.

    :param scores: expected int array `(rows, columns)`, points 0..1000 or -1
    """
    scores = np.asarray(scores)
    if scores.shape != (rows, columns):
        raise ValueError(
            f"score_rows gave an array of shape {scores.shape}, expected {(rows, columns)}."
        )
    if scores.dtype.kind not in "iu":
        if scores.dtype.kind == "f" and np.isnan(scores).any():
            raise ValueError(
                "score_rows gave NaN: a score is a whole number, -1 where the pair is forbidden."
            )
        raise ValueError(
            f"score_rows gave {scores.dtype}: scores are whole numbers, convert them to int."
        )
    if scores.size and (scores.min() < FORBIDDEN or scores.max() > MAX_SCORE):
        raise ValueError(
            f"score_rows gave values from {scores.min()} to {scores.max()}: "
            f"scores go from 0 to {MAX_SCORE}, {FORBIDDEN} where the pair is forbidden."
        )
    return scores


class Problem:
    """What is to be matched, checked. Raises ValueError with what is wrong.

    - `mentee_places` int64 `(n_mentees,)`, `mentor_places` int64 `(n_mentors,)`: pairs each can still
      get beside the locked ones
    - `locked` int64 `(k, 2)` sorted, `locked_scores` int64 `(k,)` points, -2 until their row was read
    - `previous` int64 `(k, 2)` sorted: pairs that cost `change_cost` points to break
    - `floor` int: pairs with fewer points count as forbidden, beside locked ones; may be raised
    - `max_score` int: what a pair can be worth, beside the bonus
    - `bonus` int: what a pair is worth beside its score, so that one pair more always beats
      any change of score (0 when only the score counts)
    """

    def __init__(
        self,
        score_rows,
        n_mentees,
        capacities,
        per_mentee,
        locked,
        excluded,
        goal,
        previous=(),
        change_cost=0,
    ):
        if goal not in GOALS:
            raise ValueError(
                f"Unknown goal {goal!r}: choose one of {', '.join(GOALS)}."
            )
        self.score_rows = score_rows
        self.goal = goal
        self.n_mentees = as_count(n_mentees, "n_mentees", 0)
        self.per_mentee = as_count(per_mentee, "per_mentee", 1)
        capacities = self._read_capacities(capacities)
        self.n_mentors = len(capacities)
        self.locked = self._read_distinct(locked, "locked")
        self.locked_scores = np.full(len(self.locked), -2, dtype=np.int64)
        excluded = within(
            as_pairs(excluded, "excluded"), "excluded", self.n_mentees, self.n_mentors
        )
        keys, excluded_keys = self.keys(self.locked), self.keys(excluded)
        both = np.isin(keys, excluded_keys)
        if both.any():
            raise ValueError(
                f"locked and excluded both hold {shown(self.locked[both][0])}."
            )
        # Pairs that are out of the question for the search, by row.
        self._closed = np.unique(np.concatenate([keys, excluded_keys]))
        most = min(
            self.n_mentees * self.per_mentee,
            int(np.minimum(capacities, self.n_mentees).sum(dtype=np.int64)),
        )
        self.floor = 0
        self.change_cost = as_count(change_cost, "change_cost", 0)
        if self.change_cost > MAX_CHANGE_COST:
            raise ValueError(
                f"change_cost must be at most {MAX_CHANGE_COST}, not {change_cost}."
            )
        self.previous = self._read_distinct(previous, "previous")
        self._previous_keys = self.keys(self.previous)
        self.max_score = MAX_SCORE + self.change_cost
        self.bonus = self.max_score * most + 1 if goal == "cardinality" else 0
        self.mentee_places = self._places_left(
            np.full(self.n_mentees, self.per_mentee, dtype=np.int64), 0, "mentee"
        )
        self.mentor_places = self._places_left(capacities, 1, "mentor")

    def _read_capacities(self, capacities):
        array = np.asarray(capacities)
        if array.ndim != 1:
            raise ValueError(
                f"capacities must have one number per mentor, not the shape {array.shape}."
            )
        if array.size and array.dtype.kind not in "iu":
            raise ValueError(f"capacities must be whole numbers, not {array.dtype}.")
        if array.size and array.min() < 0:
            raise ValueError(
                f"The capacity of mentor {int(array.argmin())} is negative ({array.min()})."
            )
        # No mentor can have more mentees than there are: keeps sums within 64 bits.
        return np.minimum(array, self.n_mentees).astype(np.int64)

    def _read_distinct(self, pairs, name):
        """Return pairs `(k, 2)` sorted, none of them twice."""
        pairs = within(as_pairs(pairs, name), name, self.n_mentees, self.n_mentors)
        pairs = pairs[np.argsort(self.keys(pairs), kind="stable")]
        twice = (pairs[1:] == pairs[:-1]).all(axis=1)
        if twice.any():
            raise ValueError(f"{name} holds {shown(pairs[1:][twice][0])} twice.")
        return pairs

    def _places_left(self, places, side, name):
        used = np.bincount(self.locked[:, side], minlength=len(places))
        beyond = np.flatnonzero(used > places)
        if beyond.size:
            who = beyond[0]
            raise ValueError(
                f"The locked pairs give {name} {who} {used[who]} pairs, more than the {places[who]} allowed."
            )
        return places - used

    def keys(self, pairs):
        """Number pairs `(k, 2)` row by row: mentee * n_mentors + mentor, int64 `(k,)`."""
        return pairs[:, 0] * self.n_mentors + pairs[:, 1]

    @property
    def block_rows(self):
        """Rows of a block (int)."""
        return max(1, BLOCK_CELLS // max(1, self.n_mentors))

    def starts(self):
        """First rows of the blocks; none when there is nobody to pair."""
        return range(0, self.n_mentees, self.block_rows) if self.n_mentors else range(0)

    def block(self, lo, hi=None):
        """Return the scores of the rows `lo` to `hi`, by default of the block that begins at `lo`.

        :return: int32 array `(rows, n_mentors)` that the caller may change, points 0..1000, for previous pairs with the
            cost of breaking them, -1 where the pair is forbidden, excluded, locked or below the floor
        """
        if hi is None:
            hi = min(self.n_mentees, lo + self.block_rows)
        given = check_scores(self.score_rows(lo, hi), hi - lo, self.n_mentors)
        self._note_locked(lo, hi, given)
        scores = given.astype(np.int32)
        cells = scores.reshape(-1)
        cells[self.cells(self._closed, lo, hi)] = FORBIDDEN
        if self.floor:
            # The sign of what is lacking, spread over all bits, is -1: forbidden.
            scores |= (scores - self.floor) >> 31
        known = self.cells(self._previous_keys, lo, hi)
        cells[known] += np.where(cells[known] >= 0, self.change_cost, 0)
        return scores

    def cells(self, keys, lo, hi):
        """Return where the sorted pairs `keys` stand in the block of the rows `lo` to `hi`."""
        first, last = np.searchsorted(keys, (lo * self.n_mentors, hi * self.n_mentors))
        return keys[first:last] - lo * self.n_mentors

    def _note_locked(self, lo, hi, scores):
        first, last = np.searchsorted(self.locked[:, 0], (lo, hi))
        pairs = self.locked[first:last]
        values = scores[pairs[:, 0] - lo, pairs[:, 1]]
        if (values < 0).any():
            raise ValueError(
                f"locked holds {shown(pairs[values < 0][0])}, which its score forbids."
            )
        self.locked_scores[first:last] = values

    def spared(self, pairs):
        """Return what the previous pairs among `pairs`, int64 `(k, 2)`, save by not being broken (int)."""
        return self.change_cost * int(
            np.isin(self.keys(pairs), self._previous_keys).sum()
        )

    def locked_total(self):
        """Points of the locked pairs (int); reads the rows that no block has read yet."""
        for lo in (
            np.unique(self.locked[self.locked_scores == -2, 0] // self.block_rows)
            * self.block_rows
        ):
            self.block(int(lo))
        return int(self.locked_scores.sum())
