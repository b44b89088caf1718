"""Does what matching looks at tell how pairs go? A regression, and what it allows to say.

Ordinary least squares with errors that hold whatever the spread of each pair (HC3 of
J. G. MacKinnon and H. White, 1985, the one to use below 250 observations after J. S. Long
and L. H. Ervin, "Using Heteroscedasticity Consistent Standard Errors in the Linear
Regression Model", The American Statistician 54, 2000). Several criteria are judged at once,
so their intervals hold together with 95 % (Bonferroni). Pairs are not drawn at random, and
bad matches were avoided: what comes out is a hint for people, no law.
"""

from typing import NamedTuple

import numpy as np
import statsmodels.api as sm

# Fewest pairs, and fewest for each criterion that is looked at.
LEAST_PAIRS = 30
LEAST_PAIRS_EACH = 10
# A criterion counts when it told something about so many of the pairs.
LEAST_KNOWN = 0.8
# It tells pairs apart when so many of them do not have the commonest value, and none weighs
# more than if there were so many: an effect that one or two pairs make would be theirs, and
# its error is not known.
LEAST_OTHERS = 5
# Criteria whose variance is so many times larger for the others' sake are not told apart.
MOST_INFLATION = 10.0
CONFIDENCE = 0.95
# One look at few pairs moves a weight by half, not more.
STEP = 0.5
MOST_WEIGHT = 100


class Effect(NamedTuple):
    """What a criterion tells: points of quality (0..100) from worth nothing to fully met.

    ``status``: ``"more"``, ``"less"`` or ``"unclear"`` where it was judged, else
    ``"unknown"`` (of too few pairs), ``"constant"`` (the same for all) or ``"tied"`` (goes
    with another one). What was not judged has no figures.
    """

    status: str
    coefficient: float | None = None
    low: float | None = None
    high: float | None = None


class Lesson(NamedTuple):
    """``effects`` in the order of the criteria, ``pairs`` behind them, ``r2`` from 0 to 1.

    ``reason`` says why there is none: ``"few"`` pairs, of which ``needed`` are enough,
    ``"nothing"`` to judge, ``"same"`` quality of all; else it is ``None``.
    """

    effects: list
    pairs: int
    needed: int
    r2: float | None = None
    reason: str | None = None


def learn(shares, quality):
    """Return a ``Lesson`` on how criteria go with the quality of pairs.

    :param shares: float ``(pairs, criteria)`` from 0 to 1: how far each criterion was met;
        NaN where it did not apply
    :param quality: float ``(pairs,)`` from 0 to 100
    """
    shares, quality = np.asarray(shares, float), np.asarray(quality, float)
    count = shares.shape[1]
    status = ["unclear"] * count
    known = ~np.isnan(shares)
    for place in range(count):
        if not len(shares) or known[:, place].mean() < LEAST_KNOWN:
            status[place] = "unknown"
    judged = [place for place in range(count) if status[place] == "unclear"]
    complete = known[:, judged].all(axis=1)
    x, y = shares[complete], quality[complete]
    for place in list(judged):
        if len(x) and _rests_on_few(x[:, place]):
            status[place] = "constant"
            judged.remove(place)
    needed = max(LEAST_PAIRS, LEAST_PAIRS_EACH * len(judged))
    if len(x) < needed:
        return _refuse(status, len(x), needed, "few")
    judged = _untie(x, judged, status)
    if not judged:
        return _refuse(status, len(x), needed, "nothing")
    if np.ptp(y) < 1e-9:
        return _refuse(status, len(x), needed, "same")
    return _fit(x, y, judged, status, needed)


def _refuse(status, pairs, needed, reason):
    # Nothing was judged.
    effects = [Effect("unknown" if name == "unclear" else name) for name in status]
    return Lesson(effects, pairs, needed, reason=reason)


def _fit(x, y, judged, status, needed):
    fit = sm.OLS(y, sm.add_constant(x[:, judged], has_constant="add")).fit(
        cov_type="HC3"
    )
    intervals = fit.conf_int((1 - CONFIDENCE) / len(judged))
    effects = [Effect(name) for name in status]
    for row, place in enumerate(judged, start=1):
        low, high = intervals[row].tolist()
        # Those that go with another one are kept in the model, and not judged.
        if status[place] == "unclear":
            name = "more" if low > 0 else "less" if high < 0 else "unclear"
            effects[place] = Effect(name, float(fit.params[row]), low, high)
    return Lesson(effects, len(x), needed, float(fit.rsquared))


def _untie(x, judged, status):
    """Leave out criteria that go with others, and mark both ``"tied"``; return the rest.

    The one with the largest variance inflation goes first (D. A. Belsley, E. Kuh,
    R. E. Welsch, "Regression Diagnostics", 1980), until none is above the limit; then those
    that few pairs tell from the others. Of those that stay, whichever it goes with most is
    no longer told apart from it.
    """
    judged = list(judged)
    while len(judged) > 1:
        left = [_get_unexplained(x[:, judged], row) for row in range(len(judged))]
        worst = int(np.argmin([unexplained for unexplained, __ in left]))
        if left[worst][0] * MOST_INFLATION > 1:
            worst = int(np.argmax([heaviest for __, heaviest in left]))
            if left[worst][1] * LEAST_OTHERS <= 1:
                break
        gone = judged.pop(worst)
        close = np.abs(np.corrcoef(x[:, [gone, *judged]], rowvar=False)[0, 1:])
        status[gone] = status[judged[int(np.argmax(close))]] = "tied"
    is_clear = any(status[place] != "tied" for place in judged)
    return judged if is_clear else []


def _get_unexplained(columns, place):
    """Return ``(share of the variance of a column that the others leave, most of one pair)``.

    The first is 1 / inflation, the second the largest share of what is left that is one
    pair's: its effect follows from nothing else, so it is that pair's by as much. By least
    squares of NumPy, which take columns that are the sum of others as they come.
    """
    centred = columns - columns.mean(axis=0)
    own, others = centred[:, place], np.delete(centred, place, axis=1)
    fitted = others @ np.linalg.lstsq(others, own, rcond=None)[0]
    left = (own - fitted) ** 2
    total = left.sum()
    return float(total / (own**2).sum()), float(left.max() / total) if total else 1.0


def _rests_on_few(column):
    """Tell whether few pairs are not like the others in ``column``, or one is far from them."""
    others = len(column) - np.unique(column.round(9), return_counts=True)[1].max()
    squares = (column - column.mean()) ** 2
    return others < LEAST_OTHERS or squares.max() * LEAST_OTHERS > squares.sum()


def pair_quality(is_closed, held, expected, usefulness):
    """Return how well a pair went, from 0 to 100: the mean of what is known of it.

    That it came to its end, that it met as often as agreed, and how useful the two found
    their meetings: each counts the same.

    :param bool is_closed: closed by both, not ended early
    :param int held: meetings held; ``expected`` is how many the rhythm makes (> 0)
    :param usefulness: mean of the answers from 1 to 5, ``None`` without any
    """
    parts = [100.0 * is_closed, 100.0 * min(held / expected, 1.0)]
    if usefulness is not None:
        parts.append(25.0 * (usefulness - 1))
    return sum(parts) / len(parts)


def suggest(weight, status):
    """Return the weight to try, from 0 to 100: half as much again, half, or the same."""
    if status == "more":
        return min(MOST_WEIGHT, max(weight + 1, round(weight * (1 + STEP))))
    if status == "less":
        return round(weight * STEP)
    return weight


def enough_new(new, criteria):
    """Tell whether ``new`` pairs allow to look again, without telling about one of them.

    A look tells two figures of each criterion and one of the whole. As many new pairs would
    keep two looks from being solved, but not from telling mostly about one of them, so it
    takes twice as many: see ``tests/test_core_learning.py``.
    """
    return new >= max(10, 4 * criteria + 4)
