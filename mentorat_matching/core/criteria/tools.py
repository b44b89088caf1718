"""What the kinds of criteria share."""

import numpy as np


def column(people, name, missing=np.nan):
    """Return one attribute of people, float64 ``(n,)``, ``missing`` where it is None."""
    values = (getattr(person, name) for person in people)
    return np.array(
        [missing if value is None else value for value in values], dtype=np.float64
    )


def number(people, name):
    """Return one attribute of people that is an id, int64 ``(n,)``, 0 for none."""
    return np.array([getattr(person, name) for person in people], dtype=np.int64)


def compare(of_mentees, of_mentors, want_same):
    """Return the values of being the same, or different.

    :param of_mentees: int64 ``(n_mentees,)``, 0 where nothing is known
    :param of_mentors: int64 ``(n_mentors,)``, likewise
    """

    def values(lo, hi):
        own = of_mentees[lo:hi, None]
        fit = ((own == of_mentors) == want_same).astype(np.float64)
        fit[(own == 0) | (of_mentors == 0)] = np.nan
        return fit

    return values


def fade(beyond, width, is_limit):
    """Return what is left of a value when a limit is passed.

    :param beyond: float array, how far beyond the limit, 0 within; NaN stays
    :param float width: how far beyond nothing is left, above 0
    :param bool is_limit: nothing is left beyond, at once
    """
    if is_limit:
        return np.where(np.isnan(beyond), np.nan, beyond <= 0)
    return np.clip(1 - beyond / width, 0, 1)
