"""How well what mentors offer fits what mentees want to learn.

Both criteria read a table of skills, one row per person and skill, with levels from 0 to 100. Per distinct
(skill, level) wanted, the fit of every mentor that offers the skill is worked out once, as a sparse row; a
mentee's values are the weighted mean of the rows wanted.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from .prices import spans

MAX_LEVEL = 100
MAX_PRIORITY = 3


@dataclass(frozen=True, eq=False)
class SkillRows:
    """Skills of people, one row per person and skill.

    - `person` int `(k,)`: position of the mentee or mentor
    - `skill` int `(k,)`: any number that says which skill, 0 or more
    - `level` float `(k,)`: 0 (nothing) to 100 (mastery)
    - `priority` int `(k,)`: 1..3, as a weight: 3 counts three times as much as 1; 1 for all when left out

    :raise ValueError: for columns that do not fit together or values out of range
    """

    person: np.ndarray
    skill: np.ndarray
    level: np.ndarray
    priority: np.ndarray | None = None

    def __post_init__(self):
        level = _column(self.level, "level", "fiu").astype(np.float64)
        priority = (
            np.ones(len(level), dtype=np.int64)
            if self.priority is None
            else self.priority
        )
        columns = {
            "person": _column(self.person, "person", "iu").astype(np.int64),
            "skill": _column(self.skill, "skill", "iu").astype(np.int64),
            "level": level,
            "priority": _column(priority, "priority", "iu").astype(np.int64),
        }
        for name, column in columns.items():
            if len(column) != len(level):
                raise ValueError(
                    f"{name} has {len(column)} rows and level has {len(level)}."
                )
            object.__setattr__(self, name, column)
        if len(level) == 0:
            return
        if self.person.min() < 0 or self.skill.min() < 0:
            raise ValueError("person and skill count from 0: there is a negative one.")
        if not ((level >= 0) & (level <= MAX_LEVEL)).all():
            raise ValueError(f"level goes from 0 to {MAX_LEVEL}, and is never NaN.")
        if self.priority.min() < 1 or self.priority.max() > MAX_PRIORITY:
            raise ValueError(f"priority goes from 1 to {MAX_PRIORITY}.")
        order = np.lexsort((self.skill, self.person))
        same = (np.diff(self.person[order]) == 0) & (np.diff(self.skill[order]) == 0)
        if same.any():
            row = order[1:][same][0]
            raise ValueError(
                f"Person {self.person[row]} has the skill {self.skill[row]} twice."
            )

    @classmethod
    def from_dense(cls, level, priority=None):
        """Make the rows from arrays `(n_people, n_skills)`; level NaN where the person has not the skill."""
        level = np.asarray(level, dtype=np.float64)
        if level.ndim != 2 or (
            priority is not None and np.shape(priority) != level.shape
        ):
            raise ValueError(
                "level and priority must be arrays of the same shape (n_people, n_skills)."
            )
        person, skill = np.nonzero(~np.isnan(level))
        chosen = None if priority is None else np.asarray(priority)[person, skill]
        return cls(person, skill, level[person, skill], chosen)


def skill_fit(wanted, offered, n_mentees, n_mentors, *, rarity=False):
    """Return `Criterion.values` for how far a mentor's skills reach the levels a mentee wants.

    A skill offered at the level wanted, or above, counts 1; below, in proportion, offered / wanted; not offered, 0. The
    value is the mean over the skills wanted, weighted by priority; NaN for a mentee who wants none.

    :param wanted: `SkillRows` of mentees, level = what they want to reach
    :param offered: `SkillRows` of mentors
    :param bool rarity: count a skill the more the fewer mentors offer it: its priority is multiplied by
        1 + ln(n_mentors / mentors who offer it), the inverse document frequency of Spärck Jones (1972)
    """
    weight = wanted.priority.astype(np.float64)
    if rarity and n_mentors:
        weight *= 1 + np.log(n_mentors / _holders(wanted, offered))
    low = np.zeros(len(wanted.level))
    return _mean_fit(wanted, weight, low, wanted.level, offered, n_mentees, n_mentors)


def level_gap(wanted, offered, n_mentees, n_mentors, *, gap=20.0):
    """Return `Criterion.values` for how far mentors are above mentees in the skills they want.

    A mentor who is `gap` levels above the mentee, or has nothing left to reach, counts 1; one who is not above, or does
    not offer the skill, 0; between, in proportion. The value is the mean over the skills wanted, weighted
    by priority; NaN for a mentee who wants none.

    :param wanted: `SkillRows` of mentees, level = where they are now
    :param offered: `SkillRows` of mentors
    :param float gap: levels, above 0 and at most 100
    """
    if not 0 < gap <= MAX_LEVEL:
        raise ValueError(f"gap must be above 0 and at most {MAX_LEVEL}, not {gap}.")
    target = np.minimum(wanted.level + gap, MAX_LEVEL)
    return _mean_fit(
        wanted, wanted.priority, wanted.level, target, offered, n_mentees, n_mentors
    )


def _holders(wanted, offered):
    """Return how many people offer each skill wanted, int64 `(k,)`; 1 where nobody does."""
    ordered = np.sort(offered.skill)
    first, last = (
        np.searchsorted(ordered, wanted.skill, side=side) for side in ("left", "right")
    )
    return np.maximum(last - first, 1)


def _mean_fit(wanted, importance, low, high, offered, n_mentees, n_mentors):
    """Fit rises from 0 at level `low` to 1 at level `high`; float arrays `(k,)` beside the rows of `wanted`."""
    for rows, count, who in (
        (wanted, n_mentees, "mentees"),
        (offered, n_mentors, "mentors"),
    ):
        if len(rows.person) and rows.person.max() >= count:
            raise ValueError(
                f"There is no person {rows.person.max()} among {count} {who}, counted from 0."
            )
    needs, need_of = np.unique(
        np.stack([wanted.skill, low, high], axis=1), axis=0, return_inverse=True
    )
    need_of = need_of.reshape(-1)
    # Join each distinct need with the mentors that offer its skill.
    by_skill = np.argsort(offered.skill, kind="stable")
    first, last = (
        np.searchsorted(offered.skill[by_skill], needs[:, 0], side=side)
        for side in ("left", "right")
    )
    row = np.repeat(np.arange(len(needs)), last - first)
    holder = by_skill[spans(first, last - first)]
    level, low, high = offered.level[holder], needs[row, 1], needs[row, 2]
    fit = np.where(
        level >= high, 1.0, np.clip((level - low) / np.maximum(high - low, 1e-9), 0, 1)
    )
    fits = csr_matrix(
        (fit, (row, offered.person[holder])), shape=(len(needs), n_mentors)
    )
    weight = np.bincount(wanted.person, weights=importance, minlength=n_mentees)
    shares = csr_matrix(
        (importance / weight[wanted.person], (wanted.person, need_of)),
        shape=(n_mentees, len(needs)),
    )

    def values(lo, hi):
        found = np.minimum((shares[lo:hi] @ fits).toarray(), 1)
        found[weight[lo:hi] == 0] = np.nan
        return found

    return values


def _column(values, name, kinds):
    values = np.asarray(values)
    if values.ndim != 1 or (values.size and values.dtype.kind not in kinds):
        raise ValueError(
            f"{name} must be a list of numbers, not {values.dtype} of shape {values.shape}."
        )
    return values
