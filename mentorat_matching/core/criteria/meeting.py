"""When and how two people can meet: half-days in common, and hours between time zones.

Options: ``half_days`` (a week, from which availability is fully worth its weight), ``hours``
(between the two time zones).

A half-day lasts from 8 to 13, or from 13 to 18, in the time of each one's place.
"""

import math

import numpy as np

from .places import compare_sites
from .tools import column, fade

HALF_DAY = 5 * 60
MORNING = 8 * 60
DAY = 24 * 60
WEEK = 7 * DAY


def availability(problem, weighting):
    wanted = weighting.options["half_days"] * HALF_DAY
    step = _step((*problem.mentees, *problem.mentors))
    mentees, mentors = _weeks(problem.mentees, step), _weeks(problem.mentors, step)
    silent_mentees, silent_mentors = ~mentees.any(axis=1), ~mentors.any(axis=1)
    cannot_meet = _apart(problem)

    def values(lo, hi):
        minutes = (mentees[lo:hi] @ mentors.T).astype(np.float64) * step
        fit = np.minimum(minutes / wanted, 1)
        fit[silent_mentees[lo:hi, None] | silent_mentors] = np.nan
        fit[cannot_meet(lo, hi)] = 0
        return fit

    return values


def describe_availability(_weighting, mentee, mentor):
    """Tell how many half-days the two have in common, to one decimal."""
    step = _step((mentee, mentor))
    one, other = _weeks((mentee, mentor), step)
    return {"half_days": round(float(one @ other) * step / HALF_DAY, 1)}


def time_zone(problem, weighting):
    limit = weighting.options["hours"]
    mentees = column(problem.mentees, "offset")
    mentors = column(problem.mentors, "offset")

    def values(lo, hi):
        beyond = _distance(mentees[lo:hi, None], mentors) - limit
        return fade(beyond.clip(min=0), max(limit, 1), weighting.required)

    return values


def describe_time_zone(_weighting, mentee, mentor):
    return {"hours": float(_distance(mentee.offset, mentor.offset))}


def _distance(one, other):
    """Return the hours between two time zones, the short way round the earth."""
    minutes = np.abs(one - other) % DAY
    return np.minimum(minutes, DAY - minutes) / 60


def _apart(problem):
    """Return the function ``(lo, hi)`` that tells who has no way of meeting.

    Two who do not both meet remotely have to meet at the same site.
    """
    remote_mentees, remote_mentors = (
        np.array([one.mode != "site" for one in side], dtype=bool)
        for side in (problem.mentees, problem.mentors)
    )
    local_mentees, local_mentors = (
        np.array([one.mode != "remote" for one in side], dtype=bool)
        for side in (problem.mentees, problem.mentors)
    )
    near = compare_sites(problem, True)

    def values(lo, hi):
        by_screen = remote_mentees[lo:hi, None] & remote_mentors
        on_site = local_mentees[lo:hi, None] & local_mentors & (near(lo, hi) != 0)
        return ~(by_screen | on_site)

    return values


def _step(people):
    """Return the minutes into which weeks are cut, so that every half-day is whole."""
    return math.gcd(60, *(person.offset or 0 for person in people))


def _weeks(people, step):
    """Return in which steps of a week, in UTC, people can meet: 0 or 1, float32 ``(n, k)``."""
    rows, starts = [], []
    for row, person in enumerate(people):
        for slot in person.slots:
            weekday, is_afternoon = divmod(slot, 2)
            begin = weekday * DAY + MORNING + is_afternoon * HALF_DAY
            rows.append(row)
            starts.append(begin - (person.offset or 0))
    weeks = np.zeros((len(people), WEEK // step), dtype=np.float32)
    first = np.array(starts, dtype=np.int64)[:, None] // step
    steps = (first + np.arange(HALF_DAY // step)) % weeks.shape[1]
    weeks[np.array(rows, dtype=np.int64)[:, None], steps] = 1
    return weeks
