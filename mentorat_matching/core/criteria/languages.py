"""A language that both speak.

Option: ``languages``, the codes in which the pairs of the programme may work; all when empty.
"""

import numpy as np


def values(problem, weighting):
    people = (problem.mentees, problem.mentors)
    allowed = set(weighting.options.get("languages") or ())
    spoken = sorted({code for side in people for one in side for code in one.languages})
    places = {
        code: place
        for place, code in enumerate(spoken)
        if not allowed or code in allowed
    }
    mentees, mentors = (_matrix(side, places, len(spoken)) for side in people)
    unknown_mentees, unknown_mentors = (
        np.array([not one.languages for one in side], dtype=bool) for side in people
    )

    def found(lo, hi):
        fit = (mentees[lo:hi] @ mentors.T > 0).astype(np.float64)
        fit[unknown_mentees[lo:hi, None] | unknown_mentors] = np.nan
        return fit

    return found


def describe(weighting, mentee, mentor):
    allowed = set(weighting.options.get("languages") or ())
    common = set(mentee.languages) & set(mentor.languages)
    return {"languages": sorted(common & allowed if allowed else common)}


def _matrix(people, places, width):
    matrix = np.zeros((len(people), width), dtype=np.float32)
    for row, person in enumerate(people):
        matrix[row, [places[code] for code in person.languages if code in places]] = 1
    return matrix
