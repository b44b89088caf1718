"""Statistics of the evaluation, and what of them may be shown.

Every function takes plain values. An indicator that has nobody behind it has no value:
``None``, never 0.
"""

from datetime import date
from typing import NamedTuple

# Fewest people behind a figure, and fewest texts shown together. A campaign may ask for
# more, never for less.
FLOOR = 5
TEXT_FLOOR = 10


class Figure(NamedTuple):
    """A statistic (float, or ``None`` when it cannot be computed) and how many people
    are behind it.

    ``low`` and ``high`` are the ends of its 95 % interval. ``reference`` is what it is
    compared with, ``reference_people`` how many people are behind that, ``left_out`` how
    many could be compared with nobody.
    """

    value: float | None
    people: int
    low: float | None = None
    high: float | None = None
    reference: float | None = None
    reference_people: int | None = None
    left_out: int | None = None


class Measure(NamedTuple):
    """What an indicator says of a programme, before anything is held back.

    ``programme`` and ``evaluation`` are records, ``evaluation`` empty for what does not
    come from a campaign. ``role`` is ``"mentor"``, ``"mentee"``, or ``None`` for both
    together. ``date_start`` is the first day of the period, where there is one.
    ``threshold`` is the fewest people asked for. ``date_end`` is the last day of a period
    that is over: the figure is kept with that date instead of that of the computation.
    ``is_frozen`` says that it is kept once and for all: computed again after one more
    event, it would differ by that event.
    """

    programme: object
    evaluation: object
    role: str | None
    date_start: date | None
    threshold: int
    figure: Figure
    date_end: date | None = None
    is_frozen: bool = False


def rate(part, whole, people):
    """Return the percentage of ``part`` in ``whole``, two counts, as a ``Figure``.

    :param int people: number of people that the ``whole`` stands for
    """
    return Figure(100.0 * part / whole if whole else None, people)


def ratio(part, whole, people):
    """Return ``part`` divided by ``whole``, two quantities, as a ``Figure``.

    :param int people: number of people that the ``whole`` stands for
    """
    return Figure(part / whole if whole else None, people)


def mean(scores):
    """Return the arithmetic mean of ``scores``, one number a person, as a ``Figure``."""
    return Figure(sum(scores) / len(scores) if scores else None, len(scores))


def net_recommendation(scores):
    """Return the net promoter score, from -100 to 100, as a ``Figure``.

    Percentage of 9 and 10 minus percentage of 0 to 6, after F. F. Reichheld, "The One
    Number You Need to Grow", Harvard Business Review, December 2003.

    :param scores: answers from 0 to 10, one a person
    """
    if not scores:
        return Figure(None, 0)
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return Figure(100.0 * (promoters - detractors) / len(scores), len(scores))


def share_from(scores, least):
    """Return the percentage of ``scores``, one a person, of at least ``least``."""
    return rate(sum(score >= least for score in scores), len(scores), len(scores))


def shares(choices):
    """Return ``{choice: percentage}`` of ``choices``, one choice a person."""
    return {
        choice: 100.0 * choices.count(choice) / len(choices) for choice in set(choices)
    }


def disclose(figure, threshold):
    """Return ``figure`` without its values when too few people are behind one of them.

    :param int threshold: fewest people asked for; less than ``FLOOR`` counts as ``FLOOR``
    """
    least = max(threshold, FLOOR)
    compared = figure.reference_people
    if figure.people < least or (compared is not None and compared < least):
        return Figure(None, figure.people, reference_people=compared)
    return figure
