"""Pairs of people who would both rather have each other than what they have.

Such a pair blocks the assignment in the sense of Gale and Shapley (College admissions and the stability of marriage,
1962; with ties: Irving, Stable marriage and indifference, 1994, where this is weak stability: both must gain).
"""

import numpy as np

from .problem import Problem, as_pairs, runs, shown, within

# Ranks of those whom nobody named, and of a place that is still free.
UNNAMED = 2**40
FREE = 2**41


def blocking_pairs(
    score_rows,
    n_mentees,
    capacities,
    assignment,
    mentee_wishes,
    mentor_wishes=(),
    *,
    per_mentee=1,
    locked=(),
    excluded=(),
):
    """Return the pairs that were not made although both people would gain, int64 array `(k, 2)`, sorted.

    A person gains who gets somebody they named before the last of those they have, or anybody for a place that is free;
    somebody not named comes after all who are. Places held by locked pairs are not given up. Only pairs are looked at
    in which one named the other, and which are neither forbidden nor excluded.

    :param score_rows: as for `assign`, like the other parts of the problem; asked for only where it could matter, for
        what it forbids
    :param assignment: the `Assignment` that is judged
    :param mentee_wishes: rows (mentee, mentor, rank), rank 1 for whom they would like best, equal ranks for equal
        liking; int array `(k, 3)` or a list
    :param mentor_wishes: rows (mentor, mentee, rank), likewise
    :raise ValueError: for input that makes no sense
    """
    problem = Problem(
        score_rows, n_mentees, capacities, per_mentee, locked, excluded, "score"
    )
    made = within(
        as_pairs(assignment.pairs, "pairs"),
        "pairs",
        problem.n_mentees,
        problem.n_mentors,
    )
    made_keys, locked_keys = problem.keys(made), problem.keys(problem.locked)
    own = made[~np.isin(made_keys, locked_keys)]
    by_mentee = _Wishes(problem, mentee_wishes, "mentee_wishes", 0)
    by_mentor = _Wishes(problem, mentor_wishes, "mentor_wishes", 1)
    keys = np.setdiff1d(np.union1d(by_mentee.keys, by_mentor.keys), made_keys)
    keys = keys[by_mentee.gain(keys, own, problem.mentee_places)]
    keys = keys[by_mentor.gain(keys, own, problem.mentor_places)]
    pairs = np.stack(np.divmod(keys, max(1, problem.n_mentors)), axis=1)
    return pairs[_allowed(problem, pairs)]


class _Wishes:
    """What one side wishes: `keys` int64 `(k,)` sorted and `ranks` int64 `(k,)` of the pairs named."""

    def __init__(self, problem, wishes, name, side):
        wishes = wishes if isinstance(wishes, np.ndarray) else list(wishes)
        rows = np.asarray(wishes if len(wishes) else np.zeros((0, 3), dtype=np.int64))
        if rows.ndim != 2 or rows.shape[1] != 3 or rows.dtype.kind not in "iu":
            raise ValueError(
                f"{name} must be a list of (who, whom, rank), whole numbers."
            )
        pairs = as_pairs(rows[:, [side, 1 - side]], name)
        within(pairs, name, problem.n_mentees, problem.n_mentors)
        ranks = rows[:, 2].astype(np.int64)
        if len(ranks) and (ranks.min() < 1 or ranks.max() >= UNNAMED):
            raise ValueError(f"{name} holds the rank {ranks.min()}: ranks begin at 1.")
        keys = problem.keys(pairs)
        order = np.argsort(keys)
        self.problem, self.side = problem, side
        self.keys, self.ranks = keys[order], ranks[order]
        twice = np.flatnonzero(np.diff(self.keys) == 0)
        if twice.size:
            raise ValueError(f"{name} holds {shown(pairs[order][twice[0]])} twice.")

    def gain(self, keys, own, places):
        """Tell for which of these pairs the person of this side would gain, bool `(k,)`.

        :param own: int64 `(m, 2)` the pairs that people have and could give up
        :param places: int64, how many such pairs each person may have
        """
        left = places - np.bincount(own[:, self.side], minlength=len(places))
        # Who has no place at all gains nothing.
        last = np.where(left > 0, FREE, 0)
        np.maximum.at(last, own[:, self.side], self._ranks(self.problem.keys(own)))
        person = np.divmod(keys, max(1, self.problem.n_mentors))[self.side]
        return self._ranks(keys) < last[person]

    def _ranks(self, keys):
        at = np.searchsorted(self.keys, keys)
        named = np.isin(keys, self.keys)
        ranks = np.full(len(keys), UNNAMED)
        ranks[named] = self.ranks[at[named]]
        return ranks


def _allowed(problem, pairs):
    """Tell which pairs, sorted, the scores allow, bool `(k,)`."""
    allowed = np.zeros(len(pairs), dtype=bool)
    mentees = np.unique(pairs[:, 0])
    for at in runs(mentees, problem.block_rows):
        lo, hi = int(mentees[at.start]), int(mentees[at.stop - 1]) + 1
        first, last = np.searchsorted(pairs[:, 0], (lo, hi))
        row, column = pairs[first:last].T
        allowed[first:last] = problem.block(lo, hi)[row - lo, column] >= 0
    return allowed
