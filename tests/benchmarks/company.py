"""A company to match in: the generator of the benchmarks."""

import numpy as np

SKILLS = 60
SITES = 12
LEVELS = 7  # of the department tree, each department has two below it


class People:
    """Who works in a generated company.

    Department tree with managers, skills by Zipf's law, sites, languages, capacities 1 to 5. `tight` gives fewer
    places than mentees.

    - `wishes`, `skills` `(people, SKILLS)`: of mentees from 1 (useful) to 3 (essential), of mentors from 1 to 3
      (master), 0 for none
    - `department`, `site`, `language` of mentees, and `mentor_department`, `mentor_site`
    - `heads` bool: mentors who lead their department; `spoken` bool `(4, n_mentors)`: languages; `capacities`
    """

    def __init__(self, n_mentees, n_mentors, tight, seed=1):
        rng = np.random.default_rng([seed, n_mentees, n_mentors])
        self.n_mentees, self.n_mentors = n_mentees, n_mentors
        self.wishes = self._skills(rng, n_mentees, 3)
        self.skills = self._skills(rng, n_mentors, 5)
        # Departments are numbered as in a heap: 1 is the company, d has 2d and 2d + 1 below it.
        self.department, self.mentor_department = (
            rng.integers(1, 2**LEVELS, n) for n in (n_mentees, n_mentors)
        )
        self.heads = rng.random(n_mentors) < 0.1
        self.site, self.mentor_site = (
            rng.integers(0, SITES, n_mentees),
            rng.integers(0, SITES, n_mentors),
        )
        self.language = rng.choice(4, n_mentees, p=[0.7, 0.2, 0.07, 0.03])
        self.spoken = (
            rng.random((4, n_mentors)) < np.array([0.8, 0.5, 0.3, 0.2])[:, None]
        )
        self.capacities = rng.integers(1, 6, n_mentors)
        while tight and self.capacities.sum() > 0.9 * n_mentees:
            self.capacities[rng.integers(0, n_mentors, n_mentors // 50 + 1)] = 1
            if self.capacities.max() == 1:
                break

    @staticmethod
    def _skills(rng, count, each):
        zipf = 1 / np.arange(1, SKILLS + 1)
        table = np.zeros((count, SKILLS), dtype=np.uint8)
        for _draw in range(each):
            table[np.arange(count), rng.choice(SKILLS, count, p=zipf / zipf.sum())] = (
                rng.integers(1, 4, count)
            )
        return table


class Company(People):
    """The same, with scores: many ties, about 30 % of the pairs forbidden."""

    def __init__(self, n_mentees, n_mentors, tight, seed=1):
        super().__init__(n_mentees, n_mentors, tight, seed)
        self.wanted = self.wishes.astype(np.float32)
        self.wanted /= self.wanted.sum(axis=1, keepdims=True)
        self.offered = np.ascontiguousarray(600 * (self.skills > 0).T, dtype=np.float32)
        departments = np.arange(2**LEVELS)
        paths = departments[:, None] >> np.arange(LEVELS)
        shared = (paths[:, None, :, None] == paths[None, :, None, :]) & (
            paths[:, None, :, None] > 0
        )
        near = 200 - 200 * shared.any(axis=3).sum(axis=2) / LEVELS
        # Tables are laid out row by row, since a mentee reads one row of each.
        self.by_department = np.ascontiguousarray(
            near[:, self.mentor_department], dtype=np.float32
        )
        # A mentor who heads a department above the mentee's is their manager at some depth.
        above = (
            departments[:, None, None] >> np.arange(LEVELS)[None, None, :]
            == departments[None, :, None]
        ).any(axis=2)
        self.by_department[above[:, self.mentor_department] & self.heads] = -5000
        self.by_site = np.where(
            np.arange(SITES)[:, None] == self.mentor_site, 150, 0
        ).astype(np.float32)
        self.by_language = np.where(self.spoken, 0, -5000).astype(np.float32)

    def score_rows(self, lo, hi):
        found = np.empty((hi - lo, self.n_mentors), dtype=np.int16)
        # A few rows at a time, so that the sums stay in the processor's own memory.
        step = max(32, 2**18 // self.n_mentors)
        for start in range(lo, hi, step):
            at = slice(start, min(hi, start + step))
            scores = self.wanted[at] @ self.offered
            scores += self.by_department[self.department[at]]
            scores += self.by_site[self.site[at]]
            scores += self.by_language[self.language[at]]
            np.maximum(scores, -1, out=scores)
            found[start - lo : at.stop - lo] = scores
        return found

    def blocks(self):
        """Yield all scores as (first mentee, int16 array) block by block."""
        rows = max(1, 2_000_000 // self.n_mentors)
        for lo in range(0, self.n_mentees, rows):
            yield lo, self.score_rows(lo, min(self.n_mentees, lo + rows))

    def scores_of(self, pairs):
        """Return the points of pairs (mentee, mentor) sorted by mentee, int array `(k,)`."""
        found = []
        for lo, scores in self.blocks():
            first, last = np.searchsorted(pairs[:, 0], (lo, lo + len(scores)))
            row, column = pairs[first:last].T
            found.append(scores[row - lo, column])
        return np.concatenate(found)
