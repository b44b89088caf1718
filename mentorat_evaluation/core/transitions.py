"""State machines of the evaluation; ``mentorat_programme.core.transitions`` tells the format.

A closed campaign never opens again: the difference between its results before and after
one more answer would be that answer.
"""

ENGINEER = frozenset({"engineer"})
REFERENT = frozenset({"referent"})

EVALUATION = {
    "draft": {"open": ENGINEER},
    "open": {"closed": ENGINEER},
    "closed": {},
}
# Somebody who asked to be contacted.
CONTACT_REQUEST = {
    "asked": {"done": REFERENT},
    "done": {"asked": REFERENT},
}
# Who sees to a decision, be it a referent, says what became of it.
OWNER = ENGINEER | {"self"}

REVIEW = {
    "to_do": {"done": OWNER, "dropped": OWNER},
    "done": {"to_do": OWNER},
    "dropped": {"to_do": OWNER},
}

SUBSCRIPTION = {
    "draft": {"active": ENGINEER},
    # The suite stops what has no next time.
    "active": {"stopped": ENGINEER | {"system"}},
    "stopped": {"active": ENGINEER},
}
