"""How a pair is doing: facts in, findings out.

A rule is data: what it is called, how grave it is, from when on it speaks, and a function that
looks at the facts of one pair. What is found is a code with a day or a number, never a sentence,
so that it does not change from one day to the next and each reader has it in their language.

Another rule of this addon is one more line of ``RULES``, its code and sentence in the model of
rules, and its facts in ``_get_health_facts``; for those of other addons see that model.

Facts of a pair, a ``dict``; a rule says nothing about facts that are missing:

=============== =============================================================================
state           state of the pair
start, end      first and last day, ``date`` or ``None``
resumed         day of the end of the last pause, ``date`` or ``None``
phase           phase of the relation
single          whether the pair is made for one meeting
meetings        number of meetings held
last_meeting    day of the last one held, ``date`` or ``None``
next_meeting    day of the next one planned from today on, ``date`` or ``None``
cancellations   meetings in a row, up to the last one, that were cancelled or missed
trained         day of the older training of the two, ``date`` or ``None``
mentees         mentees of the mentor in all programmes
places          the most that the mentor offered in one of them
in_line         whether one of the two is a superior of the other
leaves          first day on which one of the two no longer works there, ``date`` or ``None``
absences        ``[(first day, last day)]`` of long absences of either
mid_term        day on which the mid-term review is due, ``date`` or ``None``
mid_term_done   whether it took place
unsigned        whether the programme has an agreement that the pair has not signed
supervision     day on which the supervision of the mentor was due, ``date`` or ``None``
waiting_since   of somebody in no pair: since when they are accepted, or free again
=============== =============================================================================
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil

from dateutil.relativedelta import relativedelta

NOTICE, WARNING, ALERT = LEVELS = ("notice", "warning", "alert")
# A delay is announced when this share of it has passed and nothing is planned.
EARLY = 2 / 3
# A long absence is looked at from so many days before it.
AHEAD_DAYS = 30
# Phases in which the mid-term review cannot have taken place.
EARLY_PHASES = ("preparation", "rapport", "direction")


@dataclass(frozen=True)
class Finding:
    """What a rule found: the day or number that tells it, and whether it is only near."""

    value: date | int
    is_early: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule.

    - ``level``: how grave, one of ``LEVELS``; an early finding is one level less
    - ``threshold``: default, in ``unit``
    - ``find(facts, today, threshold)``: a ``Finding``, or ``None``
    - ``is_nudging``: the two are written to, since they can put it right
    - ``is_event``: the referent decides whether the pair goes on, however grave it is
    """

    code: str
    level: str
    threshold: int
    unit: str
    find: Callable
    is_nudging: bool = False
    is_event: bool = False


def examine(rules, settings, facts, today):
    """Return what the rules find about one pair: ``[{code, level, value}]``, gravest first.

    Days are ISO texts, so that findings can be stored and compared.

    :param dict rules: ``{code: Rule}``
    :param dict settings: ``{code: (level, threshold)}`` of the rules that are switched on
    :param dict facts: see the module
    :param date today:
    """
    findings = []
    for code, (level, threshold) in settings.items():
        found = rules[code].find(facts, today, threshold)
        if found is None:
            continue
        if found.is_early:
            level = LEVELS[max(LEVELS.index(level) - 1, 0)]
        value = found.value
        findings.append(
            {
                "code": code,
                "level": level,
                "value": value.isoformat() if isinstance(value, date) else value,
            }
        )
    return sorted(findings, key=lambda f: (-LEVELS.index(f["level"]), f["code"]))


def grade(findings):
    """Return ``"risk"``, ``"watch"`` or ``"good"``, by the gravest of ``findings``."""
    levels = {finding["level"] for finding in findings}
    return "risk" if ALERT in levels else "watch" if WARNING in levels else "good"


def half_way(start, end):
    """Return the day in the middle of two, ``None`` when one of them is missing."""
    return start + (end - start) // 2 if start and end else None


# RULES


def _later(*days):
    return max((day for day in days if day), default=None)


def _ripen(since, facts, today, threshold):
    """Find a delay of ``threshold`` days since a day, or a share of it with nothing planned."""
    if since is None:
        return None
    days = (today - since).days
    if days >= threshold:
        return Finding(since)
    if days >= ceil(threshold * EARLY) and not facts.get("next_meeting"):
        return Finding(since, is_early=True)
    return None


def _find_first_meeting(facts, today, threshold):
    if facts.get("meetings"):
        return None
    since = facts.get("start") and _later(facts["start"], facts.get("resumed"))
    return _ripen(since, facts, today, threshold)


def _is_fulfilled(facts):
    """Tell whether a pair that is made for one meeting has had it."""
    return bool(facts.get("single") and facts.get("meetings"))


def _find_silence(facts, today, threshold):
    if _is_fulfilled(facts):
        return None
    last = facts.get("last_meeting")
    since = last and _later(last, facts.get("resumed"))
    return _ripen(since, facts, today, threshold)


def _find_cancellations(facts, today, threshold):
    count = facts.get("cancellations") or 0
    return Finding(count) if count >= threshold else None


def _find_training(facts, today, threshold):
    trained = facts.get("trained")
    if trained and trained + relativedelta(months=threshold) <= today:
        return Finding(trained)
    return None


def _find_capacity(facts, today, threshold):
    mentees = facts.get("mentees") or 0
    if mentees > (facts.get("places") or mentees) + threshold:
        return Finding(mentees)
    return None


def _find_reporting_line(facts, today, threshold):
    return Finding(1) if facts.get("in_line") else None


def _find_departure(facts, today, threshold):
    leaves, end = facts.get("leaves"), facts.get("end")
    if not leaves or (end and leaves > end):
        return None
    return Finding(leaves) if (leaves - today).days <= threshold else None


def _find_absence(facts, today, threshold):
    for first, last in sorted(facts.get("absences") or ()):
        is_long = (last - first).days + 1 >= threshold
        if is_long and last >= today and (first - today).days <= AHEAD_DAYS:
            return Finding(first)
    return None


def _find_mid_term(facts, today, threshold):
    due = facts.get("mid_term")
    if not due or facts.get("mid_term_done") or facts.get("single"):
        return None
    return Finding(due) if (today - due).days >= threshold else None


def _find_agreement(facts, today, threshold):
    start = facts.get("start")
    if not facts.get("unsigned") or not start:
        return None
    return Finding(start) if (today - start).days >= threshold else None


def _find_supervision(facts, today, threshold):
    due = facts.get("supervision")
    return Finding(due) if due and (today - due).days > threshold else None


def _find_closing(facts, today, threshold):
    """The end is near, and no meeting is planned before it, nor a last one held."""
    end, last = facts.get("end"), facts.get("last_meeting")
    if not end or _is_fulfilled(facts) or (end - today).days > threshold:
        return None
    planned = facts.get("next_meeting")
    if planned and planned <= end:
        return None
    is_said = facts.get("state") == "closing" and last
    if is_said and (end - last).days <= threshold and end >= today:
        return None
    return Finding(end, is_early=end >= today)


def _find_waiting(facts, today, threshold):
    since = facts.get("waiting_since")
    return Finding(since) if since and (today - since).days >= threshold else None


RULES = {
    rule.code: rule
    for rule in (
        Rule("first_meeting", ALERT, 21, "days", _find_first_meeting, is_nudging=True),
        Rule("silence", ALERT, 45, "days", _find_silence, is_nudging=True),
        Rule("cancellations", WARNING, 2, "times", _find_cancellations, True),
        Rule("training", NOTICE, 24, "months", _find_training),
        Rule("capacity", WARNING, 0, "people", _find_capacity),
        Rule("reporting_line", ALERT, 0, "none", _find_reporting_line, is_event=True),
        Rule("departure", ALERT, 365, "days", _find_departure, is_event=True),
        Rule("absence", WARNING, 28, "days", _find_absence, is_event=True),
        Rule("agreement", WARNING, 30, "days", _find_agreement, is_nudging=True),
        Rule("mid_term", WARNING, 14, "days", _find_mid_term),
        Rule("supervision", NOTICE, 0, "days", _find_supervision),
        Rule("closing", ALERT, 30, "days", _find_closing, is_nudging=True),
        Rule("waiting", WARNING, 30, "days", _find_waiting),
    )
}
