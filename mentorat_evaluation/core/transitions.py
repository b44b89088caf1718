"""State machine of a campaign; ``mentorat_programme.core.transitions`` tells the format.

A closed campaign never opens again: the difference between its results before and after
one more answer would be that answer.
"""

ENGINEER = frozenset({"engineer"})

EVALUATION = {
    "draft": {"open": ENGINEER},
    "open": {"closed": ENGINEER},
    "closed": {},
}
