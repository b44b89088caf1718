"""How far answers to the same question moved from the start to the end."""

from typing import NamedTuple

import numpy as np
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from .indicators import Figure, mean

CONFIDENCE = 0.95


class Change(NamedTuple):
    """Answers to one question, of one role or of all: at the start and later.

    ``before`` and ``after`` are lists of ``(link or None, answer)``, both empty where they
    may not be shown; ``people_before`` and ``people_after`` how many answered at all,
    ``threshold`` the fewest people that one of the campaigns asks for.
    """

    before: list
    after: list
    people_before: int
    people_after: int
    threshold: int


def choose_starts(people, starts):
    """Return those of ``starts`` with which what ``people`` say later is compared.

    Those that asked some of them. Where two have people in common, who would count twice,
    the later one stands: it was asked again since the first did not do.

    :param set people: those who were asked later
    :param starts: list of ``(start, set of people asked)``, the last one first
    """
    chosen, counted = [], set()
    for start, asked in starts:
        if asked & people and not asked & counted:
            chosen.append(start)
            counted |= asked
    return chosen


def independent_change(before, after):
    """Return mean(after) - mean(before) as a ``Figure`` with its 95 % interval.

    The two are samples of which nobody knows who is in both: interval of B. L. Welch, "The
    generalization of Student's problem when several different population variances are
    involved", Biometrika 34 (1947). People behind it are those of the smaller sample.

    :param before, after: answers, one a person
    """
    people = min(len(before), len(after))
    if not people:
        return Figure(None, 0)
    change = float(np.mean(after) - np.mean(before))
    low = high = None
    if people > 1 and (np.var(before) or np.var(after)):
        samples = CompareMeans(DescrStatsW(after), DescrStatsW(before))
        low, high = map(float, samples.tconfint_diff(1 - CONFIDENCE, usevar="unequal"))
    return Figure(change, people, low, high)


def compare_changes(changes):
    """Return the mean of ``changes``, of one question each, as a ``Figure``.

    Answers do not tell which of them the same person gave. The ends of the interval are
    therefore the means of those of the questions, which is as wide as if everybody had
    answered all alike: it may be too wide, never too narrow. Beside it the mean at the
    start. The people are those of the question that fewest answered.

    :param changes: list of ``Change``; those that may not be shown count where all are
    """
    shown = [change for change in changes if change.before]
    if not shown:
        return Figure(
            None,
            min(change.people_after for change in changes),
            reference_people=min(change.people_before for change in changes),
        )
    pairs = [
        [[answer for __, answer in found] for found in (change.before, change.after)]
        for change in shown
    ]
    moved = [independent_change(before, after) for before, after in pairs]
    value, low, high, reference = (
        None if None in column else float(np.mean(column))
        for column in (
            [change.value for change in moved],
            [change.low for change in moved],
            [change.high for change in moved],
            [mean(before).value for before, __ in pairs],
        )
    )
    return Figure(
        value,
        min(len(after) for __, after in pairs),
        low,
        high,
        reference,
        min(len(before) for before, __ in pairs),
    )


def paired_change(differences):
    """Return the mean of ``differences``, after - before of one person each, as a ``Figure``
    with Student's 95 % interval."""
    people = len(differences)
    if not people:
        return Figure(None, 0)
    low = high = None
    if people > 1 and np.var(differences):
        interval = stats.ttest_1samp(differences, 0).confidence_interval(CONFIDENCE)
        low, high = float(interval.low), float(interval.high)
    return Figure(float(np.mean(differences)), people, low, high)


def link_answers(before, after):
    """Return ``after - before`` of those who gave the same code both times.

    A code that two people made up compares nobody.

    :param before, after: lists of ``(digest or None, answer)``
    """
    first, last = _read_once(before), _read_once(after)
    return [last[link] - first[link] for link in sorted(first.keys() & last.keys())]


def _read_once(answers):
    """Return ``{digest: answer}`` of the digests that come once."""
    links = [link for link, __ in answers]
    once = {link for link in set(links) if link and links.count(link) == 1}
    return {link: answer for link, answer in answers if link in once}
