"""What the demo tells of the programme that followed: it is under way.

Days and months as in ``closed_programme``.
"""

NAME = "Finding one’s way: second year"
STARTED_MONTHS_AGO = 3
MONTHS = 10
# Every how many mentees of the first year is a mentor now, and every how many mentors goes on.
RELAY = 4
STAYING = 5
# Who wants a mentor now, by their place among the people like the first mentees.
MENTEES = (0, 4, 7, 11, 16, 21, 26, 30, 35, 41, 46, 52, 57, 61)
# What they want is asked by more of them than before.
WANTED = (
    ("leadership", "creativity"),
    ("communication", "resourcefulness"),
    ("creativity", "decision_making"),
    ("leadership", "stress_management"),
    ("resourcefulness", "persuasion"),
)
