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

import numpy as np
from dateutil.relativedelta import relativedelta
from statsmodels.stats.proportion import confint_proportions_2indep

# Fewest people on each side of a comparison.
LEAST_SIDE = 30
# How long people are looked at after they started.
FOLLOW_UP_MONTHS = 12
# From these completed years in the company on, the next band starts: 0-2, 3-5, 6-10, 11+.
SENIORITY_BOUNDS = (3, 6, 11)
# A day, as an ordinal, that does not come.
NEVER = np.int64(10**9)


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


class Careers:
    """The dated versions of employees, as arrays, to find who was like whom on which day.

    :param rows: lists of (employee, place, since, first_day, last_day, joined), those of an
        employee one after the other, in the order of ``since``. A place is what people have
        in common (company, department, job), hashable, ``None`` when it is not known;
        ``first_day`` and ``last_day`` in the company, and ``joined``, the first day in a
        pair, are dates or ``None``.
    """

    def __init__(self, rows):
        self._places = [row[1] for row in rows]
        self._employee = np.array([row[0] for row in rows], dtype=np.int64)
        self._since = _to_days([row[2] for row in rows], NEVER)
        self._first = _to_days([row[3] for row in rows], NEVER)
        self._last = _to_days([row[4] for row in rows], NEVER)
        self._joined = _to_days([row[5] for row in rows], NEVER)
        self._until = np.full(len(rows), NEVER)
        # The day on which a later version has another place.
        self._moved = np.full(len(rows), NEVER)
        for row in range(len(rows) - 2, -1, -1):
            if self._employee[row] == self._employee[row + 1]:
                self._until[row] = self._since[row + 1]
                is_elsewhere = self._places[row] != self._places[row + 1]
                moved = self._since if is_elsewhere else self._moved
                self._moved[row] = moved[row + 1]
        at = defaultdict(list)
        for row, place in enumerate(self._places):
            if place:
                at[place].append(row)
        self._rows_at = {place: np.array(found) for place, found in at.items()}

    def get_cells(self, starts, outcome):
        """Return the cells of people who started, and how many are in none.

        The others of a cell were in no pair before its 12 months are over. Later does not
        count: to leave out who joins later would be to choose those who leave.

        :param starts: list of (employee, day), one a person
        :param str outcome: ``"stayed"`` or ``"moved"`` within 12 months
        :return: ``(cells, left out)``; see ``compare`` for the cells
        """
        participants, left_out = defaultdict(list), 0
        for employee, day in starts:
            row = self._find(employee, day.toordinal())
            if row is None:
                left_out += 1
                continue
            band = sum(self._first[row] <= bound for bound in _get_bounds(day))
            participants[day, self._places[row], band].append(row)
        cells = []
        for (day, place, band), rows in participants.items():
            over = (day + relativedelta(months=FOLLOW_UP_MONTHS)).toordinal()
            others = self._rows_at[place]
            others = others[self._is_present(others, day.toordinal())]
            bounds = [day.toordinal(), *_get_bounds(day), -NEVER]
            first = self._first[others]
            is_alike = (bounds[band + 1] < first) & (first <= bounds[band])
            others = others[is_alike & (self._joined[others] > over)]
            cells.append(
                (
                    self._get_outcomes(np.array(rows), over, outcome),
                    self._employee[others],
                    self._get_outcomes(others, over, outcome),
                )
            )
        return cells, left_out

    def _find(self, employee, day):
        """Return the row of somebody on ``day``, or ``None`` when they have no place."""
        low, high = np.searchsorted(self._employee, [employee, employee + 1])
        rows = np.arange(low, high)
        found = rows[self._is_present(rows, day) & (self._first[rows] <= day)]
        return found[0] if len(found) and self._places[found[0]] else None

    def _is_present(self, rows, day):
        return (
            (self._since[rows] <= day)
            & (self._until[rows] > day)
            & (self._last[rows] >= day)
        )

    def _get_outcomes(self, rows, over, outcome):
        # Whoever left keeps the moves of before.
        return (
            self._last[rows] >= over
            if outcome == "stayed"
            else self._moved[rows] <= over
        )


def _to_days(dates, unknown):
    return np.array(
        [unknown if day is None else day.toordinal() for day in dates], dtype=np.int64
    )


def _get_bounds(day):
    """Return the last first days of each higher band of seniority on ``day``."""
    return [(day - relativedelta(years=y)).toordinal() for y in SENIORITY_BOUNDS]


def compare(cells, left_out=0):
    """Return a ``Comparison`` of the shares of those of whom something is true.

    The interval is that of R. G. Newcombe ("Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17, 1998, method 10): it keeps within
    -100 and 100, and has a width where everybody stayed. The others are weighted, and one
    of them may be in several cells, on several days: they count as L. Kish's effective
    number, (sum of weights)² / sum of squared weights, of persons.

    :param cells: list of arrays (outcomes of participants, bool; persons, int, each once;
        outcomes of these persons, bool)
    :param int left_out: participants of whom no cell is known
    """
    count, met, reference_met, weights = 0, 0, 0.0, defaultdict(float)
    for outcomes, persons, reference_outcomes in cells:
        if not len(persons):
            left_out += len(outcomes)
            continue
        count += len(outcomes)
        met += int(np.sum(outcomes))
        reference_met += len(outcomes) * float(np.mean(reference_outcomes))
        weight = len(outcomes) / len(persons)
        for person in np.asarray(persons).tolist():
            weights[person] += weight
    if min(count, len(weights)) < LEAST_SIDE:
        return Comparison(*[None] * 5, count, len(weights), left_out)
    # Sums of fractions may end a hair above 1.
    share, reference = met / count, min(reference_met / count, 1.0)
    effective = count**2 / sum(weight**2 for weight in weights.values())
    low, high = confint_proportions_2indep(
        met, count, reference * effective, effective, method="newcomb"
    )
    return Comparison(
        100.0 * share,
        100.0 * reference,
        100.0 * (share - reference),
        100.0 * float(low),
        100.0 * float(high),
        count,
        len(weights),
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
