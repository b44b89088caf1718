"""The state machines of the suite, as data.

Each table reads ``{state: {target: roles}}``: from ``state``, an actor who holds one of
``roles`` on the record may move it to ``target``. A state without targets is final.

Roles are those of a person *towards one record*:

========== =====================================================================
self       the participant (for a pair or a meeting: either of the two)
manager    the line manager who decides on a participation
engineer   an engineer of the programme, or an administrator of its company
referent   a referent of the programme
supervisor the supervisor of a session of mentors
contact    the ethics contact to whom a concern was entrusted
system     the suite's own code, acting after it has checked something itself
========== =====================================================================
"""

STAFF = frozenset({"engineer", "referent"})
ENGINEER = frozenset({"engineer"})
SELF = frozenset({"self"})
SUPERVISOR = frozenset({"supervisor"})
CONTACT = frozenset({"contact"})

PROGRAMME = {
    "draft": {"open": ENGINEER, "cancelled": ENGINEER},
    "open": {"draft": ENGINEER, "running": ENGINEER, "cancelled": ENGINEER},
    "running": {"open": ENGINEER, "evaluation": ENGINEER, "cancelled": ENGINEER},
    "evaluation": {"running": ENGINEER, "closed": ENGINEER},
    "closed": {},
    "cancelled": {"draft": ENGINEER},
}

PARTICIPATION = {
    "draft": {"submitted": SELF | ENGINEER, "withdrawn": SELF | ENGINEER},
    "submitted": {
        "draft": SELF | ENGINEER,
        "approved": frozenset({"manager", "referent"}),
        "refused": frozenset({"manager", "referent"}),
        "withdrawn": SELF | ENGINEER,
    },
    "approved": {
        "accepted": ENGINEER,
        "waitlisted": ENGINEER,
        "refused": ENGINEER,
        "withdrawn": SELF | ENGINEER,
    },
    "waitlisted": {
        "accepted": ENGINEER | {"system"},
        "refused": ENGINEER,
        "withdrawn": SELF | ENGINEER,
    },
    "accepted": {
        "completed": STAFF | {"system"},
        "withdrawn": SELF | ENGINEER,
    },
    "refused": {"draft": ENGINEER},
    "withdrawn": {"draft": SELF | ENGINEER},
    "completed": {},
}

# Either of the two, the team, and the suite when one of them has left the company.
ENDERS = SELF | STAFF | {"system"}

PAIR = {
    "proposed": {
        "accepted": frozenset({"system"}),
        "ended": ENDERS,
    },
    # The suite starts a pair that lacks nothing any more.
    "accepted": {"active": STAFF | {"system"}, "ended": ENDERS},
    "active": {"closing": SELF | STAFF, "ended": ENDERS},
    # The suite closes it once both wrote their closing words.
    "closing": {"active": STAFF, "closed": STAFF | {"system"}, "ended": ENDERS},
    "closed": {},
    "ended": {},
}

MEETING = {
    # The other of the two chooses one of the times.
    "proposed": {"planned": frozenset({"system"}), "cancelled": SELF},
    "planned": {"held": SELF, "no_show": SELF, "cancelled": SELF},
    "held": {"planned": SELF},
    "no_show": {"planned": SELF},
    "cancelled": {"planned": SELF},
}

AGREEMENT = {
    "draft": {"signing": SELF},
    # A change of the text takes it back, whoever has signed.
    "signing": {"draft": SELF, "signed": frozenset({"system"})},
    "signed": {"replaced": frozenset({"system"})},
    "replaced": {},
}

SUPERVISION = {
    "planned": {"held": SUPERVISOR, "cancelled": SUPERVISOR},
    "held": {"planned": SUPERVISOR},
    "cancelled": {"planned": SUPERVISOR},
}

CONCERN = {
    "received": {"in_progress": CONTACT},
    "in_progress": {"closed": CONTACT},
    "closed": {},
}

# A pair in one of these states takes one of its mentor's places.
LIVE_PAIR_STATES = ("proposed", "accepted", "active", "closing")
# The two of a pair in one of these states meet.
MEETING_PAIR_STATES = ("active", "closing")


def targets(table, state, roles):
    """Return the set of states that somebody with ``roles`` may move ``state`` to.

    :param dict table: one of the tables of this module
    :param str state: the present state; an unknown one raises ``KeyError``
    :param roles: iterable of role names held towards the record
    """
    held = set(roles)
    return {target for target, allowed in table[state].items() if allowed & held}
