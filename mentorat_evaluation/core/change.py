"""How far answers to the same question moved from the start to the end."""

import numpy as np
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from .indicators import Figure, mean

CONFIDENCE = 0.95


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


def compare_items(items):
    """Return the mean change over several questions as a ``Figure``.

    Answers do not tell which of them the same person gave. The ends of the interval are
    therefore the means of those of the questions, which is as wide as if everybody had
    answered all alike: it may be too wide, never too narrow. Beside it the mean at the
    start. The people are those of the question that fewest answered.

    :param items: list of ``(before, after)``, answers to one question, one a person
    """
    if not items:
        return Figure(None, 0, reference_people=0)
    changes = [independent_change(before, after) for before, after in items]
    value, low, high, reference = (
        None if None in column else float(np.mean(column))
        for column in (
            [change.value for change in changes],
            [change.low for change in changes],
            [change.high for change in changes],
            [mean(before).value for before, __ in items],
        )
    )
    return Figure(
        value,
        min(len(after) for __, after in items),
        low,
        high,
        reference if value is not None else None,
        min(len(before) for before, __ in items),
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
