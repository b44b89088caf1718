"""The search behind `assign`: column generation with bounds on what was not read again.

The best candidates of each mentee make a sparse problem that is solved exactly; its dual prices are then held against
every pair there is; pairs worth more than their prices join the candidates, until none is left. The last prices prove
the result, and at any moment they bound what could still be gained.

Most rows are read once. The best pairs beside the candidates are kept (`Reserve`), with a ceiling for the others: only
the mentees for whom the ceiling leaves a doubt are read again.
"""

import copy
import math
import time

import numpy as np

from .favourites import Favourites
from .prices import dual_prices, spans
from .problem import FORBIDDEN, runs
from .ranking import Shuffle
from .reserve import NEVER, Reserve
from .sparse import best_pairs

# Candidates of each mentee in the first round, at least so many times the mentors each may get, and how
# many may join in each later round.
CANDIDATES = 20
CANDIDATES_EACH = 4
ADDED = 20

# Candidates of each mentee drawn by lot, for each mentor they may get. Where all want the same few mentors, these tell
# from the first round on what the others are worth.
DRAWN = 8
MOST_DRAWN = 100

# In a problem of this size every pair is a candidate from the first round on.
SMALL_CELLS = 20_000

# Pairs kept beside the candidates, of each mentee.
KEPT = 40

# Pairs this many points short of joining join as well, since prices move: fewer rounds.
NEAR = 50

# Prices below this are compared in 32 bits, where it also stands for "never" when negative.
NARROW = 10**9

# Scores worked on at a time: what the processor's own memory holds.
TILE_CELLS = 2**17

# Scores between two doubtful rows that are read with them rather than in two calls.
CALL_CELLS = 2**15


class StoppedError(Exception):
    """The caller, or the clock, wants no more work."""


class Search:
    """One run of `assign`.

    A pair is kept as its key, mentee * n_mentors + mentor.

    - `keys` int64 `(e,)` sorted, `scores` int64 `(e,)` points: candidate pairs
    - `made`, `made_scores` likewise: pairs of the best assignment so far
    - `best` int64 `(n_mentees,)`: what the best pair of each mentee is worth at most, as far as known
    - `mentee_prices`, `mentor_prices`: of the last sparse problem
    - `proof`: (bound on the worth of all pairs, mentee prices, mentor prices), the lowest so far
    """

    def __init__(self, problem, progress, should_stop, time_limit):
        self.problem = problem
        self.progress = progress
        self.should_stop = should_stop
        self.begun = time.monotonic()
        self.deadline = self.begun + _seconds(time_limit)
        self.fraction = 0.0
        self.rounds = 0
        self.keys = self.made = np.zeros(0, dtype=np.int64)
        self.scores = self.made_scores = np.zeros(0, dtype=np.int64)
        self.proof = None
        self.wanted = 0
        # A pair without points is made only when the number of pairs counts.
        self.least = 0 if problem.bonus else 1
        dearest = problem.bonus + problem.max_score if problem.n_mentors else 0
        self.best = np.where(problem.mentee_places > 0, dearest, 0)
        # Nobody has a price yet.
        self.mentee_prices, self.mentor_prices = self._close(0, 0)
        self.closed_mentors = np.flatnonzero(problem.mentor_places == 0)
        scarce = problem.mentor_places.sum() < problem.mentee_places.sum()
        self.favourites = (
            Favourites(problem.mentor_places, self.least) if scarce else None
        )
        self.drawn = [np.zeros((3, 0), dtype=np.int64)]
        self.lot = np.random.Generator(np.random.PCG64(problem.n_mentors))
        self.first = max(CANDIDATES, CANDIDATES_EACH * problem.per_mentee)
        if problem.n_mentees * problem.n_mentors <= SMALL_CELLS:
            self.first = problem.n_mentors
        self.reserve = Reserve(
            problem.n_mentees, problem.n_mentors, self.first + KEPT, problem.max_score
        )
        self.shuffle = Shuffle(problem.n_mentors, self.reserve.size)

    def run(self):
        """Search until the proof is complete or the caller has had enough."""
        try:
            self._read_first()
            self._improve()
        except StoppedError:
            if not self.rounds:
                self._make(self._greedy())
            self._keep_proof(self._with_candidates(self._known()))

    def _improve(self):
        """Solve, and hold the prices against all pairs, until none is worth more."""
        while True:
            self._solve()
            rows = self._doubtful()
            if 2 * rows.size > self.problem.n_mentees:
                # So many have to be read whatever the next prices are.
                self._read(rows, "prove", 0.5 + 0.5 * self.fraction)
            while not self._join():
                rows = self._doubtful()
                if not rows.size or self.is_hopeless():
                    return
                self._read(rows, "prove", 0.5 + 0.5 * self.fraction)
            if self.is_hopeless():
                return

    # FLOOR

    def above(self, floor):
        """Return the search that went on from here for as many pairs, each of at least `floor` points.

        What is known remains true, since pairs are only lost. The search gives up when there cannot be as many, see
        `is_hopeless`.

        :raise StoppedError: when the caller has had enough
        """
        other = copy.copy(self)
        other.problem = copy.copy(self.problem)
        other.problem.floor = floor
        other.wanted = len(self.made)
        stays = self.scores >= floor
        other.keys, other.scores = self.keys[stays], self.scores[stays]
        other.reserve = self.reserve.above(floor)
        other.best = np.where(self.best >= self.problem.bonus + floor, self.best, 0)
        other.proof = None
        other._improve()
        return other

    def is_hopeless(self):
        """Tell whether the proof says that there cannot be as many pairs as wanted."""
        return self.proof[0] < self.problem.bonus * self.wanted

    # READING SCORES

    def _read_first(self):
        """Find the candidates of the first round: the best mentors of each mentee."""
        if not self.problem.n_mentors:
            return
        try:
            self._read(np.flatnonzero(self.problem.mentee_places > 0), "scan", 0.3)
        finally:
            firsts = self.reserve.scores[:, : self.first]
            self._add_candidates(*np.nonzero(firsts >= self.least))
            self._add_pairs(*np.concatenate(self.drawn, axis=1))
            if self.favourites:
                self._add_pairs(*self.favourites.pairs())

    def _read(self, rows, stage, until):
        """Read the scores of the mentees `rows`, int64 sorted, at the prices of the moment."""
        problem = self.problem
        begin = self.fraction
        rows = _without_gaps(rows, CALL_CELLS // problem.n_mentors)
        self.reserve.begin(self.mentor_prices)
        dearest = max(problem.max_score, int(self.mentor_prices.max()))
        kind, never = (np.int32, -NARROW) if dearest < NARROW else (np.int64, NEVER)
        prices = self.mentor_prices.astype(kind)
        for at in runs(rows, problem.block_rows):
            self._check_stop()
            lo, hi = int(rows[at.start]), int(rows[at.stop - 1]) + 1
            scores = problem.block(lo, hi)
            scores[:, self.closed_mentors] = FORBIDDEN
            scores[problem.mentee_places[lo:hi] == 0] = FORBIDDEN
            scores.reshape(-1)[problem.cells(self.keys, lo, hi)] = FORBIDDEN
            step = max(1, TILE_CELLS // problem.n_mentors)
            for start in range(0, hi - lo, step):
                tile = scores[start : start + step]
                if stage == "scan":
                    self._draw(lo + start, tile)
                self._read_tile(lo + start, tile, prices, never)
            if stage == "scan":
                top = self.reserve.scores[lo:hi, 0].astype(np.int64)
                self.best[lo:hi] = np.where(top >= 0, problem.bonus + top, 0)
            self.report(begin + (until - begin) * at.stop / len(rows), stage)

    def _read_tile(self, lo, scores, prices, never):
        """Keep the pairs of the mentees from `lo` on that are worth most, and what the others are worth.

        :param scores: int32 `(rows, n_mentors)`, -1 where there is no pair or a candidate
        :param prices: int32 or int64 `(n_mentors,)` prices of the mentors
        :param int never: less than anything, even when the dearest price is taken off
        """
        # The sign of a score spread over all its bits: chooses "never" without a branch.
        values = (scores >> 31).astype(prices.dtype, copy=False)
        values &= never
        values += scores
        values -= prices
        columns, ceilings = self.shuffle.best(values, lo)
        if self.reserve.size == self.problem.n_mentors:
            ceilings[:] = NEVER
        kept = np.take_along_axis(scores, columns, axis=1)
        self.reserve.put(lo, lo + len(scores), columns, kept, ceilings)

    # CANDIDATES

    def _add_candidates(self, rows, places):
        """Make candidates of the pairs kept at these places of these rows."""
        keys = rows * self.problem.n_mentors + self.reserve.columns[rows, places]
        keys = np.concatenate([self.keys, keys])
        scores = np.concatenate([self.scores, self.reserve.scores[rows, places]])
        order = np.argsort(keys)
        self.keys, self.scores = keys[order], scores[order].astype(np.int64)
        self.reserve.drop(rows, places)

    def _draw(self, lo, scores):
        """Take pairs of the mentees from `lo` on by lot, and note whom the mentors would like best."""
        # So many that, of those allowed, there are about as many as wanted.
        allowed = max(1, np.count_nonzero(scores >= 0))
        count = DRAWN * self.problem.per_mentee * scores.size // allowed
        count = min(count, MOST_DRAWN)
        columns = self.lot.integers(0, scores.shape[1], (len(scores), count))
        rows = np.broadcast_to(np.arange(len(scores))[:, None], columns.shape)
        found = np.stack([lo + rows, columns, scores[rows, columns]])
        self.drawn.append(found[:, found[2] >= self.least])
        if self.favourites:
            self.favourites.see(lo, scores)

    def _add_pairs(self, rows, columns, scores):
        """Make candidates of pairs that may be candidates already, int64 `(k,)` each."""
        keys = rows * self.problem.n_mentors + columns
        keys = np.concatenate([self.keys, keys])
        self.keys, at = np.unique(keys, return_index=True)
        self.scores = np.concatenate([self.scores, scores])[at]
        self.reserve.drop_pairs(rows, columns)

    def _join(self):
        """Hold the pairs kept against the prices; return True when some are worth more, and are candidates now."""
        known = self._known()
        self._keep_proof(known)
        worth = self.mentee_prices - self.problem.bonus
        if (known <= worth).all():
            return False
        rows = np.flatnonzero(known - worth > -NEAR)
        gains = self.reserve.values(rows, self.mentor_prices) - worth[rows, None]
        gains[self.reserve.scores[rows] < self.least] = NEVER
        count = min(ADDED, self.reserve.size)
        places = np.argpartition(-gains, count - 1, axis=1)[:, :count]
        joins = np.take_along_axis(gains, places, axis=1) > -NEAR
        self._add_candidates(np.repeat(rows, joins.sum(axis=1)), places[joins])
        return True

    def _doubtful(self):
        """Return the mentees who may have a pair, neither candidate nor kept, that is worth more than the prices."""
        return np.flatnonzero(self._ceilings() > self.mentee_prices)

    def _known(self):
        """Return the best of the pairs kept, points less the mentor's price, int64 `(n_mentees,)`."""
        values = self.reserve.values(slice(None), self.mentor_prices)
        return values.max(axis=1, initial=NEVER)

    def _with_candidates(self, known):
        """Return the same with the candidates that are not made: some may have joined since the prices were found.

        Pairs that were made without solving have no prices yet: they count like the others.
        """
        solved = self.made if self.rounds else self.made[:0]
        spare = ~np.isin(self.keys, solved)
        row, column = np.divmod(self.keys[spare], max(1, self.problem.n_mentors))
        np.maximum.at(known, row, self.scores[spare] - self.mentor_prices[column])
        return known

    def _ceilings(self):
        """Return what the pairs neither candidates nor kept can be worth beyond the mentor's price, int64."""
        highest = self.reserve.highest(self.mentor_prices)
        return np.minimum(highest + self.problem.bonus, self.best)

    # SOLVING

    def _solve(self):
        """Make the best pairs among the candidates, and find their prices."""
        problem = self.problem
        self._check_stop()
        self.report(self.fraction, "solve")
        rows, columns = np.divmod(self.keys, max(1, problem.n_mentors))
        places = problem.mentee_places, problem.mentor_places
        chosen = best_pairs(rows, columns, self.scores, problem.bonus, *places)
        prices = dual_prices(
            rows, columns, self.scores + problem.bonus, chosen, *places
        )
        self._make(chosen)
        self.rounds += 1
        self.mentee_prices, self.mentor_prices = self._close(*prices)

    def _make(self, chosen):
        self.made, self.made_scores = self.keys[chosen], self.scores[chosen]

    def _greedy(self):
        """Return which candidates to make when there is no time to choose: the best first, while places last."""
        problem = self.problem
        mentee_left, mentor_left = (
            problem.mentee_places.tolist(),
            problem.mentor_places.tolist(),
        )
        chosen = np.zeros(len(self.keys), dtype=bool)
        for at in np.argsort(-self.scores, kind="stable").tolist():
            mentee, mentor = divmod(int(self.keys[at]), problem.n_mentors)
            if mentee_left[mentee] and mentor_left[mentor]:
                mentee_left[mentee] -= 1
                mentor_left[mentor] -= 1
                chosen[at] = True
        return chosen

    # PROOF

    def _close(self, mentee_prices, mentor_prices):
        """Return the prices, those without a place dearer than any pair, which costs the bound nothing."""
        problem = self.problem
        closed = problem.bonus + problem.max_score + NEAR
        return (
            np.where(problem.mentee_places > 0, mentee_prices, closed),
            np.where(problem.mentor_places > 0, mentor_prices, closed),
        )

    def _keep_proof(self, known):
        """Keep the prices when they bound the worth of all pairs more closely than those before.

        :param known: int64 `(n_mentees,)` the best points less the mentor's price among the pairs kept
        """
        problem = self.problem
        beyond = np.maximum(self._ceilings(), known + problem.bonus)
        mentee_prices = np.maximum(self.mentee_prices, beyond)
        mentor_prices = self.mentor_prices
        most = int((mentee_prices * problem.mentee_places).sum())
        most += int((mentor_prices * problem.mentor_places).sum())
        # Several pairs of one mentee can be worth more than the prices that part them from the others.
        row, column = np.divmod(self.made, max(1, problem.n_mentors))
        worth = self.made_scores + problem.bonus
        most += int(
            np.maximum(worth - mentee_prices[row] - mentor_prices[column], 0).sum()
        )
        if self.proof is None or most < self.proof[0]:
            self.proof = most, mentee_prices, mentor_prices

    # THE CALLER

    def _check_stop(self):
        if time.monotonic() > self.deadline or (
            self.should_stop is not None and self.should_stop()
        ):
            raise StoppedError

    def report(self, fraction, stage):
        self.fraction = fraction
        if self.progress is not None:
            self.progress(fraction, stage)


def _without_gaps(rows, longest):
    """Return the rows, int64 sorted, with those between two where there are at most so many."""
    steps = np.diff(rows)
    near = np.flatnonzero(steps <= longest + 1)
    between = spans(rows[near] + 1, steps[near] - 1)
    return np.sort(np.concatenate([rows, between]))


def _seconds(time_limit):
    if time_limit is None:
        return math.inf
    if not isinstance(time_limit, (int, float)) or not time_limit >= 0:
        raise ValueError(f"time_limit must be a number of seconds, not {time_limit!r}.")
    return time_limit
