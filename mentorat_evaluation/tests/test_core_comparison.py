"""Comparison of those who took part with similar people: the rules, on plain values."""

from datetime import date
from math import sqrt

from odoo.tests import BaseCase

from ..core import comparison
from ..core.comparison import LEAST_SIDE, Careers, last_cut

Z = 1.959963984540054


def wilson(share, people):
    """The score interval of one proportion, by its formula (E. B. Wilson, 1927)."""
    centre = (share + Z**2 / (2 * people)) / (1 + Z**2 / people)
    half = (
        Z
        * sqrt(share * (1 - share) / people + Z**2 / (4 * people**2))
        / (1 + Z**2 / people)
    )
    return centre - half, centre + half


def group(cell, stayed, gone):
    return [(cell, True)] * stayed + [(cell, False)] * gone


def number(rows, first=0):
    return [(place, *row) for place, row in enumerate(rows, first)]


def compare(participants, others, left_out=0):
    """Compare lists of (cell, outcome), and of (person, cell, outcome)."""
    names = sorted({cell for cell, _outcome in participants})
    return comparison.compare(
        [
            (
                [outcome for cell, outcome in participants if cell == name],
                [person for person, cell, _outcome in others if cell == name],
                [outcome for _person, cell, outcome in others if cell == name],
            )
            for name in names
        ],
        left_out,
    )


class TestComparison(BaseCase):
    def test_by_hand(self):
        participants = group("a", 18, 2) + group("b", 5, 5)
        others = number(group("a", 8, 2) + group("b", 12, 8))
        result = compare(participants, others)
        # 23 of 30 stayed; of the others 20 × 0.8 + 10 × 0.6 = 22 of 30.
        self.assertAlmostEqual(result.share, 2300 / 30)
        self.assertAlmostEqual(result.reference, 2200 / 30)
        self.assertAlmostEqual(result.difference, 100 / 30)
        self.assertEqual((result.people, result.reference_people), (30, 30))
        self.assertEqual(result.left_out, 0)
        # Ten of them weigh 2, twenty a half: 30² / (10 × 4 + 20 × 0.25) = 20 persons.
        low, high = wilson(23 / 30, 30)
        other_low, other_high = wilson(22 / 30, 20)
        self.assertAlmostEqual(
            result.low / 100,
            1 / 30 - sqrt((23 / 30 - low) ** 2 + (other_high - 22 / 30) ** 2),
        )
        self.assertAlmostEqual(
            result.high / 100,
            1 / 30 + sqrt((high - 23 / 30) ** 2 + (22 / 30 - other_low) ** 2),
        )

    def test_equal_shares(self):
        result = compare(group(1, 24, 6), number(group(1, 32, 8)))
        self.assertAlmostEqual(result.difference, 0)
        self.assertLess(result.low, 0)
        self.assertGreater(result.high, 0)

    def test_a_difference_that_comes_of_the_cells_alone(self):
        # In each cell the shares are the same; taken together they are not.
        participants = group("steady", 36, 4) + group("moving", 5, 5)
        others = number(group("steady", 9, 1) + group("moving", 20, 20))
        result = compare(participants, others)
        self.assertAlmostEqual(result.difference, 0)
        self.assertAlmostEqual(result.reference, 82)

    def test_everybody_stayed(self):
        result = compare(group(1, 30, 0), number(group(1, 30, 0)))
        self.assertAlmostEqual(result.difference, 0)
        self.assertTrue(-15 < result.low < -5 < 5 < result.high < 15)

    def test_too_few_on_either_side(self):
        for here, there in ((LEAST_SIDE - 1, 90), (90, LEAST_SIDE - 1), (0, 0)):
            result = compare(group(1, here, 0), number(group(1, there, 0)))
            self.assertEqual(result[:5], (None,) * 5)
            compared = (here, there) if here and there else (0, 0)
            self.assertEqual((result.people, result.reference_people), compared)
        result = compare(group(1, LEAST_SIDE, 0), number(group(1, LEAST_SIDE, 0)))
        self.assertEqual(result.difference, 0)

    def test_those_who_are_like_nobody_are_left_out(self):
        participants = group("a", 30, 0) + group("alone", 0, 7)
        others = number(group("a", 30, 10) + group("elsewhere", 50, 0))
        result = compare(participants, others, left_out=2)
        self.assertEqual((result.people, result.left_out), (30, 9))
        self.assertEqual(result.reference_people, 40)
        self.assertEqual((result.share, result.reference), (100, 75))

    def test_the_same_person_on_several_days_is_one(self):
        participants = group("may", 30, 0) + group("june", 30, 0)
        twice = number(group("may", 40, 0)) + number(group("june", 40, 0))
        apart = number(group("may", 40, 0)) + number(group("june", 40, 0), first=40)
        once, two = compare(participants, twice), compare(participants, apart)
        self.assertEqual((once.reference_people, two.reference_people), (40, 80))
        # Fewer people know less.
        self.assertLess(two.high, once.high)

    def test_people_are_added_by_groups(self):
        days = [date(2030, 1, day) for day in (1, 1, 1, 2, 2, 3, 4, 5, 6, 6, 7)]
        self.assertIsNone(last_cut([], 5))
        self.assertIsNone(last_cut(days[:4], 5))
        self.assertEqual(last_cut(days[:5], 5), date(2030, 1, 2))
        # 4 more: not yet.
        self.assertEqual(last_cut(days[:8], 5), date(2030, 1, 2))
        self.assertEqual(last_cut(reversed(days), 5), date(2030, 1, 6))


class TestCareers(BaseCase):
    day = date(2030, 3, 1)
    early = date(2020, 1, 1)

    def _row(
        self, employee, place="here", since=early, first=early, last=None, joined=None
    ):
        # The first one is who took part.
        joined = self.day if employee == 1 else joined
        return (employee, place, since, first, last, joined)

    def _cells(self, rows, starts=None, outcome="stayed"):
        cells, left_out = Careers(rows).get_cells(starts or [(1, self.day)], outcome)
        return [tuple(part.tolist() for part in cell) for cell in cells], left_out

    def test_alike(self):
        rows = [self._row(1), self._row(2), self._row(3, "there"), self._row(4, None)]
        self.assertEqual(self._cells(rows), ([([True], [2], [True])], 0))
        # Somebody without a place, and somebody unknown, are like nobody.
        for employee in (4, 9):
            self.assertEqual(self._cells(rows, [(employee, self.day)]), ([], 1))

    def test_bands_of_seniority(self):
        # On 1 March 2030: 2 years and a bit, 3 years to the day, 6, 11 and 30.
        firsts = {2027: 2, 2024: 1, 2019: 2, 2000: 0}
        for year, day_of_march in firsts.items():
            own = date(year, 3, day_of_march or 1)
            rows = [
                self._row(number, first=first)
                for number, first in enumerate(
                    [own]
                    + [date(2027, 3, 2), date(2027, 3, 1), date(2024, 3, 2)]
                    + [date(2024, 3, 1), date(2019, 3, 2), date(2019, 3, 1)],
                    start=1,
                )
            ]
            [(_stayed, others, _outcomes)], _left_out = self._cells(rows)
            expected = {2027: [2], 2024: [5, 6], 2019: [5, 6], 2000: [7]}[year]
            self.assertEqual(others, expected, own)

    def test_versions_of_the_day(self):
        rows = [
            self._row(1),
            # Came to this place on the day, left it on the day, will come.
            self._row(2, "there"),
            self._row(2, since=self.day),
            self._row(3),
            self._row(3, "there", since=self.day),
            self._row(4, since=date(2030, 3, 2)),
        ]
        self.assertEqual(self._cells(rows)[0], [([True], [2], [True])])

    def test_gone_and_joined(self):
        over = date(2031, 3, 1)
        rows = [
            self._row(1, last=date(2031, 2, 28)),
            self._row(2, last=over),
            self._row(3, last=date(2031, 2, 28)),
            self._row(4, last=date(2030, 2, 28)),
            self._row(5, joined=over),
            self._row(6, joined=date(2031, 3, 2)),
            self._row(7, first=None),
        ]
        self.assertEqual(
            self._cells(rows)[0], [([False], [2, 3, 6], [True, False, True])]
        )

    def test_moves(self):
        over = date(2031, 3, 1)
        rows = [
            self._row(1),
            self._row(1, since=date(2030, 5, 1)),
            self._row(1, "there", since=over),
            self._row(2),
            self._row(2, "there", since=date(2031, 3, 2)),
            # There and back again is a move.
            self._row(3),
            self._row(3, "there", since=date(2030, 5, 1)),
            self._row(3, since=date(2030, 6, 1)),
            # A move of before is none.
            self._row(4, "there"),
            self._row(4, since=date(2030, 2, 1)),
        ]
        self.assertEqual(
            self._cells(rows, outcome="moved")[0],
            [([True], [2, 3, 4], [False, True, False])],
        )

    def test_nobody(self):
        self.assertEqual(Careers([]).get_cells([], "stayed"), ([], 0))
        self.assertEqual(Careers([]).get_cells([(1, self.day)], "stayed"), ([], 1))
