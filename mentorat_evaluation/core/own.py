"""What indicators of one's own may count: which records, by which of their fields.

Columns that the team of a programme reads row by row; nothing that is sealed, closed, or
told to one of two people.
"""

RECORDS = {
    "mentorat.participation": {
        "role",
        "state",
        "capacity",
        "seats_taken",
        "wants_match",
        "date_submitted",
        "date_decided",
        "training_recognised_on",
    },
    "mentorat.pair": {
        "state",
        "phase",
        "date_start",
        "date_end",
        "agreement_state",
        "agreed_interval",
        "agreed_hours",
        "meeting_count",
        "date_last_meeting",
        "date_next_meeting",
    },
    "mentorat.meeting": {"state", "phase", "date_start", "hours"},
    "mentorat.supervision": {"state", "date_start", "hours"},
}
AVERAGED = {
    "mentorat.participation": ("capacity", "seats_taken"),
    "mentorat.pair": ("agreed_interval", "agreed_hours", "meeting_count"),
    "mentorat.meeting": ("hours",),
    "mentorat.supervision": ("hours",),
}
OPERATORS = frozenset({"=", "!=", "in", "not in", "<", ">", "<=", ">="})
