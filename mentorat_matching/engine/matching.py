"""The best assignment there is, with its proof.

Column generation: the best candidates of each mentee make a sparse problem that is solved exactly; its dual prices
are then held against every pair there is; pairs worth more than their prices join the candidates, until none is
left. The last prices prove the result, and at any moment they bound what could still be gained.
"""

import math
import time
from dataclasses import dataclass

import numpy as np

from .prices import dual_prices
from .problem import FORBIDDEN, MAX_SCORE, Problem
from .sparse import best_pairs

# Candidates of each mentee in the first round, at least so many times the mentors each may get, and how
# many may join in each later round.
CANDIDATES = 20
CANDIDATES_EACH = 4
ADDED = 10

# Pairs this many points short of joining join as well, since prices move: fewer rounds.
NEAR = 20

# Prices below this are compared in 32 bits, where it also stands for "never" when negative.
NARROW = 10**9


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who goes with whom, and the proof.

    - `pairs` int64 `(k, 2)`: (mentee, mentor), sorted, locked pairs included
    - `matched` int: number of pairs
    - `total` int: points of all pairs
    - `optimal` bool: proven to be the best there is
    - `bound` int: no assignment of as many pairs around the locked ones has more points
    - `mentee_prices` int64 `(n_mentees,)`, `mentor_prices` int64 `(n_mentors,)`: dual prices, in points;
      with the goal "cardinality" a pair is worth its score and 1000 points for every pair
      that could be made, and one more, so that the number of pairs comes first
    - `rounds` int: sparse problems solved
    - `seconds` float: time spent
    """

    pairs: np.ndarray
    matched: int
    total: int
    optimal: bool
    bound: int
    mentee_prices: np.ndarray
    mentor_prices: np.ndarray
    rounds: int
    seconds: float


class _StoppedError(Exception):
    """The caller, or the clock, wants no more work."""


def assign(
    score_rows,
    n_mentees,
    capacities,
    *,
    per_mentee=1,
    locked=(),
    excluded=(),
    goal="cardinality",
    progress=None,
    should_stop=None,
    time_limit=None,
):
    """Return the best `Assignment` there is; the same input gives the same result.

    :param score_rows: function `(lo, hi)` -> int array `(hi - lo, n_mentors)`, scores 0..1000 of the
        mentees lo..hi-1, -1 where the pair is forbidden. Called several times, must not change its answer.
    :param int n_mentees: number of mentees
    :param capacities: int array `(n_mentors,)`, mentees each mentor can take
    :param int per_mentee: distinct mentors a mentee may get
    :param locked: pairs (mentee, mentor) that are in the result, within the capacities
    :param excluded: pairs (mentee, mentor) that are not to be made
    :param goal: "cardinality": most pairs, then most points; "score": most points, where a pair
        worth 0 is not made
    :param progress: function `(fraction, stage)`; fraction 0..1 never decreases, stage is "scan",
        "solve", "prove" or "done"
    :param should_stop: function that returns True to stop at the next block or round; what was found so
        far comes back, not optimal, with its bound
    :param time_limit: seconds after which to stop likewise
    :raise ValueError: for input that makes no sense, with what to mend
    """
    problem = Problem(
        score_rows, n_mentees, capacities, per_mentee, locked, excluded, goal
    )
    return _Search(problem, progress, should_stop, time_limit).run()


class _Search:
    """One run of `assign`.

    A pair is kept as its key, mentee * n_mentors + mentor.

    - `keys` int64 `(e,)` sorted, `scores` int64 `(e,)` points: candidate pairs
    - `made`, `made_scores` likewise: pairs of the best assignment so far
    - `best` int64 `(n_mentees,)`: what the best pair of each mentee is worth at most, as far as known
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
        dearest = problem.bonus + MAX_SCORE if problem.n_mentors else 0
        self.best = np.where(problem.mentee_places > 0, dearest, 0)
        self.proof = None
        # A pair without points is made only when the number of pairs counts.
        self.least = 0 if problem.bonus else 1
        # Tells equal scores apart: each mentee prefers another one among equals, always the same,
        # so that the candidates spread over all mentors.
        order = np.random.Generator(np.random.PCG64(problem.n_mentors)).permutation(
            problem.n_mentors
        )
        self.order = np.concatenate([order, order])
        self.order_step = max(1, int(problem.n_mentors * 0.618))

    def run(self):
        """Search until the proof is complete or the caller has had enough."""
        problem = self.problem
        try:
            self._scan()
            complete = False
            while not complete:
                self._check_stop()
                complete = self._price(*self._solve())
        except _StoppedError:
            if not self.rounds:
                self._make(self._greedy())
                nothing = np.zeros(problem.n_mentors, dtype=np.int64)
                self._keep_proof(*self._close(self.best, nothing))
        return self._result()

    def _scan(self):
        """Find the candidates of the first round: the best mentors of each mentee."""
        problem = self.problem
        closed_mentors = np.flatnonzero(problem.mentor_places == 0)
        count = max(CANDIDATES, CANDIDATES_EACH * problem.per_mentee)
        parts = []
        try:
            for lo in problem.starts():
                self._check_stop()
                scores = problem.block(lo)
                hi = lo + len(scores)
                scores[:, closed_mentors] = FORBIDDEN
                scores[problem.mentee_places[lo:hi] == 0] = FORBIDDEN
                top = scores.max(axis=1).astype(np.int64)
                self.best[lo:hi] = np.where(top >= 0, problem.bonus + top, 0)
                row, column = self._largest(lo + np.arange(len(scores)), scores, count)
                points = scores[row, column]
                keep = points >= self.least
                parts.append(
                    ((lo + row[keep]) * problem.n_mentors + column[keep], points[keep])
                )
                self._report(0.3 * hi / problem.n_mentees, "scan")
        finally:
            self._add_candidates(parts)

    def _add_candidates(self, parts):
        """Add pairs that are not candidates yet, given as (keys, scores) arrays."""
        keys = np.concatenate([self.keys, *(keys for keys, _scores in parts)])
        scores = np.concatenate([self.scores, *(scores for _keys, scores in parts)])
        order = np.argsort(keys)
        self.keys, self.scores = keys[order], scores[order]

    def _largest(self, mentees, values, count):
        """Return rows and columns of the `count` largest values of each row, ties by the mentee's own order.

        :param mentees: int64 `(rows,)`
        :param values: int `(rows, n_mentors)`, small enough to be multiplied by the number of mentors
        """
        n_mentors = self.problem.n_mentors
        count = min(count, n_mentors)
        rows = np.repeat(np.arange(len(values)), count)
        if count == n_mentors:
            return rows, np.tile(np.arange(n_mentors), len(values))
        narrow = int(values.max()) + 1 < 2**31 // n_mentors
        ranked = values.astype(np.int32 if narrow else np.int64)
        ranked *= n_mentors
        for row, first in enumerate(mentees * self.order_step % n_mentors):
            ranked[row] += self.order[first : first + n_mentors]
        columns = np.argpartition(ranked, n_mentors - count, axis=1)[
            :, n_mentors - count :
        ]
        return rows, columns.reshape(-1)

    def _solve(self):
        """Make the best pairs among the candidates and return their prices, those of mentees and of mentors."""
        problem = self.problem
        self._report(self.fraction, "solve")
        rows, columns = np.divmod(self.keys, max(1, problem.n_mentors))
        places = problem.mentee_places, problem.mentor_places
        chosen = best_pairs(rows, columns, self.scores, problem.bonus, *places)
        prices = dual_prices(
            rows, columns, self.scores + problem.bonus, chosen, *places
        )
        self._make(chosen)
        self.rounds += 1
        return self._close(*prices)

    def _make(self, chosen):
        self.made, self.made_scores = self.keys[chosen], self.scores[chosen]

    def _close(self, mentee_prices, mentor_prices):
        """Return the prices, those without a place dearer than any pair, which costs the bound nothing."""
        problem = self.problem
        closed = problem.bonus + MAX_SCORE + NEAR
        return (
            np.where(problem.mentee_places > 0, mentee_prices, closed),
            np.where(problem.mentor_places > 0, mentor_prices, closed),
        )

    def _price(self, mentee_prices, mentor_prices):
        """Hold every pair against the prices; return True when none is worth more than they say.

        Otherwise the pairs that are worth more become candidates.
        """
        problem = self.problem
        begin = self.fraction
        # Of mentees not looked at yet it is only known that no pair beats their best.
        raised = np.maximum(mentee_prices, self.best)
        narrow = max(problem.bonus, int(mentor_prices.max(initial=0))) < NARROW
        kind, never = (np.int32, -NARROW) if narrow else (np.int64, -(2**60))
        mentor_part = mentor_prices.astype(kind)
        complete = True
        parts = []
        try:
            for lo in problem.starts():
                self._check_stop()
                values = problem.block(lo).astype(kind, copy=False)
                hi = lo + len(values)
                values[values < 0] = never
                # Candidates keep to the prices; the pairs made may be worth more, where a mentee gets several.
                first, last = np.searchsorted(
                    self.keys, (lo * problem.n_mentors, hi * problem.n_mentors)
                )
                values.reshape(-1)[self.keys[first:last] - lo * problem.n_mentors] = (
                    never
                )
                values -= mentor_part
                gains = values.max(axis=1) - (mentee_prices[lo:hi] - problem.bonus)
                raised[lo:hi] = mentee_prices[lo:hi] + np.maximum(gains, 0)
                complete &= bool((gains <= 0).all())
                near = np.flatnonzero(gains > -NEAR)
                if near.size:
                    parts.append(self._nearest(lo, near, values, gains, mentor_prices))
                self._report(
                    begin + 0.5 * (1 - begin) * hi / problem.n_mentees, "prove"
                )
        finally:
            self._keep_proof(raised, mentor_prices)
        if not complete:
            self._add_candidates(parts)
        return complete

    def _nearest(self, lo, near, values, gains, mentor_prices):
        """Return the pairs of the rows `near` that are worth more than the prices, or nearly, as (keys, scores).

        :param values: int `(rows, n_mentors)` scores less the mentors' prices, of the block that begins at `lo`
        :param gains: int64 `(rows,)` by how much the first pair of each row is worth more than the prices
        """
        n_mentors = self.problem.n_mentors
        # Below the best by this much, the order does not matter: keeps the ranking within 32 bits.
        reach = 2**31 // n_mentors - 2
        below = values[near] - values[near].max(axis=1, keepdims=True)
        row, column = self._largest(lo + near, np.maximum(below, -reach) + reach, ADDED)
        gain = gains[near][row] + below[row, column]
        row = near[row]
        points = values[row, column] + mentor_prices[column]
        keep = (gain > -NEAR) & (points >= self.least)
        return ((lo + row) * n_mentors + column)[keep], points[keep]

    def _keep_proof(self, mentee_prices, mentor_prices):
        """Keep the prices when they bound the worth of all pairs more closely than those before."""
        problem = self.problem
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

    def _result(self):
        problem = self.problem
        most, mentee_prices, mentor_prices = self.proof
        locked_total = problem.locked_total()
        points = int(self.made_scores.sum())
        bonus_total = problem.bonus * len(self.made)
        bound = most - bonus_total
        if problem.bonus:
            # As many pairs are worth no more than the best ones, at most so many of each mentee.
            best = np.sort(np.repeat(self.best, problem.mentee_places))[::-1]
            bound = min(bound, int(best[: len(self.made)].sum()) - bonus_total)
        pairs = np.stack(np.divmod(self.made, max(1, problem.n_mentors)), axis=1)
        pairs = np.concatenate([problem.locked, pairs])
        self._report(1.0, "done")
        return Assignment(
            pairs=pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))],
            matched=len(pairs),
            total=points + locked_total,
            optimal=points + bonus_total == most,
            bound=bound + locked_total,
            mentee_prices=mentee_prices,
            mentor_prices=mentor_prices,
            rounds=self.rounds,
            seconds=time.monotonic() - self.begun,
        )

    def _check_stop(self):
        if time.monotonic() > self.deadline or (
            self.should_stop is not None and self.should_stop()
        ):
            raise _StoppedError

    def _report(self, fraction, stage):
        self.fraction = fraction
        if self.progress is not None:
            self.progress(fraction, stage)


def _seconds(time_limit):
    if time_limit is None:
        return math.inf
    if not isinstance(time_limit, (int, float)) or not time_limit >= 0:
        raise ValueError(f"time_limit must be a number of seconds, not {time_limit!r}.")
    return time_limit
