"""What became of people who took part, beside that of similar people who did not.

Exact matching: the two are compared within cells of people who have the same department,
job and band of seniority on the same day. What is told is what happened to those who took
part: each cell weighs as many as its participants, so that the others stand for them (the
average effect on the treated; S. M. Iacus, G. King, G. Porro, "Causal Inference without
Balance Checking: Coarsened Exact Matching", Political Analysis 20, 2012). Weights of
Mantel and Haenszel would be steadier, but tell of a mixture of the two groups that nobody
asked about.

Nobody is assigned at random here: a difference is no proof of an effect.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from statsmodels.stats.proportion import confint_proportions_2indep

# Fewest people on each side of a comparison.
LEAST_SIDE = 30
# How long people are looked at after they started.
FOLLOW_UP_MONTHS = 12
# From these completed years in the company on, the next band starts: 0-2, 3-5, 6-10, 11+.
SENIORITY_BOUNDS = (3, 6, 11)


class Comparison(NamedTuple):
    """Two shares in percent, their difference in points with its interval of 95 %.

    ``people`` and ``reference_people`` are those compared on each side, ``left_out`` the
    participants who were like nobody else. Shares, difference and interval are ``None``
    when one of the sides is too small.
    """

    share: float | None
    reference: float | None
    difference: float | None
    low: float | None
    high: float | None
    people: int
    reference_people: int
    left_out: int


def compare(participants, others, left_out=0):
    """Return a ``Comparison`` of the shares of those of whom something is true.

    The interval is that of R. G. Newcombe ("Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17, 1998, method 10): it keeps within
    -100 and 100, and has a width where everybody stayed. The others are weighted, and one
    of them may be in several cells, on several days: they count as L. Kish's effective
    number, (sum of weights)² / sum of squared weights, of persons.

    :param participants: list of (cell, bool), one a person; a cell is any hashable value
    :param others: list of (person, cell, bool), a person once in a cell
    :param int left_out: participants of whom no cell is known
    """
    taken = Counter(cell for cell, _outcome in participants)
    there = Counter(cell for _person, cell, _outcome in others)
    compared = [(cell, outcome) for cell, outcome in participants if there[cell]]
    weights, met = defaultdict(float), 0.0
    for person, cell, outcome in others:
        if taken[cell]:
            weight = taken[cell] / there[cell]
            weights[person] += weight
            met += weight * outcome
    count, reference_count = len(compared), len(weights)
    left_out += len(participants) - count
    if min(count, reference_count) < LEAST_SIDE:
        return Comparison(*[None] * 5, count, reference_count, left_out)
    share = sum(outcome for _cell, outcome in compared) / count
    # Sums of fractions may end a hair above 1.
    reference = min(met / count, 1.0)
    effective = count**2 / sum(weight**2 for weight in weights.values())
    low, high = confint_proportions_2indep(
        share * count, count, reference * effective, effective, method="newcomb"
    )
    return Comparison(
        100.0 * share,
        100.0 * reference,
        100.0 * (share - reference),
        100.0 * float(low),
        100.0 * float(high),
        count,
        reference_count,
        left_out,
    )


def last_cut(days, size):
    """Return the latest of ``days`` up to which people are counted, or ``None``.

    People are added by groups of ``size`` or more, whole days at a time: between two
    figures made up to two cuts, as many people at least have come. From the same days come
    the same cuts, whenever it is asked.

    :param days: the day of each person, in any order
    """
    cut, waiting = None, 0
    for day, people in sorted(Counter(days).items()):
        waiting += people
        if waiting >= size:
            cut, waiting = day, 0
    return cut
