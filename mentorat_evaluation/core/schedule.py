"""When each person is invited to a campaign, and reminded of it."""

from datetime import timedelta
from typing import NamedTuple


class Moment(NamedTuple):
    """``anchor``: what the days are counted from, see ``ANCHORS``; ``delay``: days after
    it; ``until``: days after which nobody is invited any more, ``None`` for ever."""

    anchor: str
    delay: int
    until: int | None = None


# acceptance: of the participation; start, review, end: of the pair (begun, mid-term review,
# closed); training: once it is done; supervision: a session attended.
ANCHORS = ("acceptance", "start", "review", "end", "training", "supervision")
MOMENTS = {
    "start": Moment("acceptance", 0),
    "day_30": Moment("start", 30, 75),
    "pulse": Moment("start", 45),
    "midway": Moment("review", 0, 60),
    "end": Moment("end", 0, 60),
    "after_3": Moment("end", 91, 150),
    "after_6": Moment("end", 182, 240),
    "manager": Moment("start", 90),
    "training": Moment("training", 0),
    "supervision": Moment("supervision", 0),
    "screen": Moment("start", 90),
}
# Campaigns whose answers are compared with those of the start.
LATER_MOMENTS = ("end", "after_3", "after_6")
# Days after the invitation: first and second reminder. There is no third one.
REMINDERS = (7, 14)
# Days that one has to answer, unless the campaign ends before.
ANSWER_DAYS = 30


def anchor_window(moment, delay, today):
    """Return ``(earliest, latest)``: the anchors of who is due at ``today``.

    The earliest is ``None`` when it is never too late.

    :param int delay: days after the anchor, instead of those of the moment
    """
    until = MOMENTS[moment].until
    latest = today - timedelta(days=delay)
    if until is None:
        return None, latest
    return today - timedelta(days=max(until, delay)), latest


def answer_deadline(invited, campaign_end):
    """Return the last day on which somebody invited on ``invited`` can answer."""
    own = invited + timedelta(days=ANSWER_DAYS)
    return min(own, campaign_end) if campaign_end else own
