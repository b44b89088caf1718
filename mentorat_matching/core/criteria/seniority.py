"""How many years longer than the mentee the mentor has been in the company.

Options: ``least`` and ``most`` years of difference, negative where the mentor is the newer.
"""

from .tools import column, fade

DAYS = 365.25
# Years beyond the range after which a weighted criterion is worth nothing.
FADE_YEARS = 5


def values(problem, weighting):
    least, most = weighting.options["least"], weighting.options["most"]
    mentees = column(problem.mentees, "since")
    mentors = column(problem.mentors, "since")

    def found(lo, hi):
        years = (mentees[lo:hi, None] - mentors) / DAYS
        beyond = (least - years).clip(min=0) + (years - most).clip(min=0)
        return fade(beyond, FADE_YEARS, weighting.required)

    return found


def describe(_weighting, mentee, mentor):
    """Tell who has been there longer, not since when: contracts are not the team's."""
    return {"longer": "mentor" if mentor.since < mentee.since else "mentee"}
