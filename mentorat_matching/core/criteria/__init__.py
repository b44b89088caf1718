"""The kinds of criteria: what each is worth for a mentee and a mentor.

A kind is two functions. ``values(problem, weighting)`` returns ``engine.Criterion.values``:
a function ``(lo, hi)`` -> float array ``(hi - lo, n_mentors)``, 1 where the two suit fully,
0 where they do not, NaN where nothing can be said. ``describe(weighting, mentee, mentor)``
returns what an explanation tells besides the points, as plain values; it holds nothing
that the team of the programme may not read.

Where something has a limit (years, hours, a difference), a weighted criterion fades beyond
it, and a required one stops there.
"""

from . import languages, meeting, own_field, places, seniority, skills, wishes


def _describe_nothing(_weighting, _mentee, _mentor):
    return {}


# kind: (values, describe)
KINDS = {
    "skills": (skills.fit, _describe_nothing),
    "level_gap": (skills.lead, _describe_nothing),
    "seniority": (seniority.values, seniority.describe),
    "department": (places.department, places.describe),
    "site": (places.site, places.describe),
    "company": (places.company, places.describe),
    "language": (languages.values, languages.describe),
    "availability": (meeting.availability, meeting.describe_availability),
    "timezone": (meeting.time_zone, meeting.describe_time_zone),
    "preference": (wishes.wishes, _describe_nothing),
    "past_pair": (wishes.past_pairs, _describe_nothing),
    "field": (own_field.values, own_field.describe),
}
# Explained with the skills that the mentee wants.
SKILL_KINDS = ("skills", "level_gap")
