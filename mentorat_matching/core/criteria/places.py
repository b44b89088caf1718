"""Department, site and company, the same or different.

Option: ``comparison``, "same" or "different".
"""

import numpy as np

from .tools import compare, number


def department(problem, weighting):
    return _compare(problem, "department", _wants_same(weighting))


def company(problem, weighting):
    return _compare(problem, "company", _wants_same(weighting))


def site(problem, weighting):
    return compare_sites(problem, _wants_same(weighting))


def describe(weighting, _mentee, _mentor):
    return {"comparison": weighting.options["comparison"]}


def compare_sites(problem, want_same):
    """Compare work locations where both are known, else work addresses; see ``compare``."""
    by_location = _compare(problem, "location", want_same)
    by_address = _compare(problem, "address", want_same)

    def values(lo, hi):
        found = by_location(lo, hi)
        return np.where(np.isnan(found), by_address(lo, hi), found)

    return values


def _compare(problem, name, want_same):
    return compare(
        number(problem.mentees, name), number(problem.mentors, name), want_same
    )


def _wants_same(weighting):
    return weighting.options["comparison"] == "same"
