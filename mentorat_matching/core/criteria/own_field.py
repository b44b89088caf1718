"""A field of employees that somebody chose, and how the two compare in it.

Options: ``field`` (its name), ``comparator``: "same", "different", "close" (within
``tolerance``, in the unit of the field, days for dates) or "above" (the mentor's is higher).

A value is a number, a text, true or false; None when it is not known.
"""

import numpy as np

from .tools import compare, fade

RANKED = ("close", "above")


def values(problem, weighting):
    comparator = weighting.options["comparator"]
    mentees, mentors = (
        [dict(person.values)[weighting.options["field"]] for person in side]
        for side in (problem.mentees, problem.mentors)
    )
    if comparator not in RANKED:
        codes = {
            value: code
            for code, value in enumerate(
                sorted(
                    {str(value) for value in mentees + mentors if value is not None}
                ),
                start=1,
            )
        }
        return compare(
            _encode(mentees, codes), _encode(mentors, codes), comparator == "same"
        )
    low, high = _numbers(mentees), _numbers(mentors)
    if comparator == "above":
        return _above(low, high)
    tolerance = weighting.options["tolerance"]

    def close(lo, hi):
        beyond = np.abs(high - low[lo:hi, None]) - tolerance
        return fade(beyond.clip(min=0), tolerance, weighting.required)

    return close


def describe(weighting, _mentee, _mentor):
    """Tell the field and how it is compared; values are looked up where they are kept."""
    return {name: weighting.options[name] for name in ("field", "comparator")}


def _above(low, high):
    def above(lo, hi):
        difference = high - low[lo:hi, None]
        return np.where(np.isnan(difference), np.nan, difference > 0)

    return above


def _encode(found, codes):
    return np.array(
        [0 if value is None else codes[str(value)] for value in found], dtype=np.int64
    )


def _numbers(found):
    return np.array(
        [np.nan if value is None else value for value in found], dtype=np.float64
    )
