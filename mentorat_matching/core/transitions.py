"""The state machine of a matching run, as data.

Read it like the tables of ``mentorat_programme/core/transitions.py``.
"""

ENGINEER = frozenset({"engineer"})
SYSTEM = frozenset({"system"})

RUN = {
    "draft": {"queued": ENGINEER, "cancelled": ENGINEER},
    "queued": {"running": SYSTEM, "cancelled": ENGINEER},
    "running": {"done": SYSTEM, "failed": SYSTEM, "cancelled": ENGINEER},
    "done": {"applied": ENGINEER, "cancelled": ENGINEER},
    "failed": {"queued": ENGINEER, "cancelled": ENGINEER},
    "applied": {},
    "cancelled": {},
}

# A programme has at most one run in one of these states.
LIVE_RUN_STATES = ("queued", "running")
