"""Attempts to name somebody behind figures that are not of a campaign: groups, lessons."""

from datetime import date, datetime

import numpy as np

from odoo.tests import BaseCase

from ..core.disclosure import protect_groups
from ..core.fairness import compare_groups, keep_told
from ..core.indicators import FLOOR
from ..core.learning import enough_new, learn
from .attacks import Attacker, tell_most
from .common import EvaluationCase

MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)


class TestGroupsThatOverlap(BaseCase):
    """What the fairness ledger tells of the same people, grouped in several ways."""

    def _attack(self, cells):
        """Return who is found among ``cells``: ``{tuple of keys: people}``."""
        names = [f"by_{place}" for place in range(len(next(iter(cells))))]
        people = [
            (0.0, dict(zip(names, keys, strict=True)))
            for keys, count in cells.items()
            for __ in range(count)
        ]
        __, rows = compare_groups(people, names)
        attacker = Attacker(cells)
        attacker.learn(set(cells))
        for row in rows:
            if row.people:
                place = names.index(row.attribute)
                attacker.learn({keys for keys in cells if keys[place] == row.key})
        return attacker.find(FLOOR)

    def test_two_that_are_left(self):
        """Five of a department of seven are one site: of the others nothing is told."""
        cells = {("d", "s"): 5, ("d", "t"): 2, ("e", "t"): 9}
        self.assertEqual(self._attack(cells), [])
        attacker = Attacker(cells)
        attacker.learn({("d", "s"), ("d", "t")})
        attacker.learn({("d", "s")})
        self.assertEqual(attacker.find(FLOOR), [(("d", "t"),)])

    def test_sums_of_three_and_four_cells(self):
        for count in (2, 3, 4):
            cells = {("d", f"s{n}"): 1 for n in range(count)}
            cells |= {("d", "t"): 6, ("e", "t"): 0, ("e", "u"): 9, ("e", "s0"): 5}
            cells = {keys: people for keys, people in cells.items() if people}
            self.assertEqual(self._attack(cells), [], count)

    def test_one_among_very_many_cells(self):
        """320 people whom department and job tell apart; all of one department but one have
        a site of their own."""
        people = [
            (
                0.0,
                {
                    "department": str(number // 16),
                    "job": str(number % 20),
                    "site": "s" if 0 < number < 16 else "t",
                },
            )
            for number in range(320)
        ]
        __, rows = compare_groups(people, ["department", "job", "site"])
        told = {(row.attribute, row.key) for row in rows if row.people}
        self.assertGreater(len(told), 30)
        self.assertFalse({("department", "0"), ("site", "s")} <= told)

    def test_any(self):
        source = np.random.default_rng(1)
        for _number in range(150):
            cells = {}
            for _cell in range(8):
                keys = tuple(source.choice(list("abc"), 3).tolist())
                cells[keys] = int(source.integers(1, 9))
            self.assertEqual(self._attack(cells), [], cells)


class TestUsefulness(EvaluationCase):
    """The ledger beside the indicator of how useful people find their meetings."""

    def _attack(self, mentors, mentees):
        """Return who is found in a quarter in which so many people answered."""
        attacker = Attacker({"mentor": mentors, "mentee": mentees})
        counts = attacker.atoms
        if mentors + mentees >= FLOOR:
            attacker.learn({"mentor", "mentee"})
        for role in counts.keys() - protect_groups(counts):
            attacker.learn({role})
        for role, other in (("mentor", "mentee"), ("mentee", "mentor")):
            events, others = (
                [(MARCH, number) for number in range(counts[name])]
                for name in (role, other)
            )
            if keep_told(events, others):
                attacker.learn({role})
        return attacker.find(FLOOR)

    def test_few_mentors_of_many_mentees(self):
        for mentors in range(13):
            for mentees in range(13):
                self.assertEqual(self._attack(mentors, mentees), [], (mentors, mentees))

    def test_what_is_told(self):
        ten = [(MARCH, number) for number in range(10)]
        self.assertEqual(keep_told(ten, []), ten)
        self.assertEqual(keep_told(ten, ten[:5]), ten)
        self.assertEqual(keep_told(ten, ten[:4]), [])
        self.assertEqual(keep_told(ten[:9], ten), [])
        # By quarter.
        others = [(JUNE, number) for number in range(3)]
        self.assertEqual(keep_told(ten, others), ten)
        more = [(JUNE, number) for number in range(20)]
        self.assertEqual(keep_told([*ten, *more], others), ten)

    def _meet(self, mentors, mentees, number=12):
        """Have ``number`` mentees meet in March; so many of either role answer."""
        people = self._create_people(number)
        people.employee_id[:6].department_id = self.research
        people.employee_id[6:].department_id = self.sales
        guides = self.mentor_participation
        for place in range(mentors):
            employee = self._create_employee(f"Guide {place}")
            guides |= self._create_participation(employee, "mentor")
        guides = guides[-max(mentors, 1) :]
        pairs = self.env["mentorat.pair"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "mentor_id": guides[place % len(guides)].id,
                    "mentee_id": person.id,
                    "state": "closed",
                    "date_start": date(2025, 1, 2),
                    "date_end": date(2025, 12, 31),
                }
                for place, person in enumerate(people)
            ]
        )
        # Meetings are those of pairs at work; that takes no place of the mentors here.
        pairs.state = "active"
        return self.env["mentorat.meeting"].create(
            [
                {
                    "pair_id": pair.id,
                    "date_start": datetime(2025, 3, 3),
                    "state": "held",
                    "mentor_usefulness": 1 if place < mentors else 0,
                    "mentee_usefulness": 5 if place < mentees else 0,
                }
                for place, pair in enumerate(pairs)
            ]
        )

    def _count(self, day=MARCH):
        self.programme.sudo().date_start = date(2025, 1, 1)
        self.programme._compute_indicator_values(day)
        return self.env["mentorat.fairness"].search_count(
            [("measure", "=", "satisfaction"), ("programme_id", "=", self.programme.id)]
        )

    def test_three_mentors_beside_all(self):
        self._meet(3, 12)
        self.assertEqual(self._count(), 0)
        quality = self.env.ref("mentorat_evaluation.indicator_pair_quality")
        shown = self.env["mentorat.indicator.value"].search(
            [("indicator_id", "=", quality.id), ("shown", "=", True)]
        )
        # All 15 together are told.
        self.assertEqual([(v.role, v.people) for v in shown], [(False, 15)])

    def test_an_answer_that_comes_later(self):
        """After the indicator was kept, nothing else is told of that quarter."""
        meetings = self._meet(0, 9)
        self.assertEqual(self._count(), 0)
        meetings[9:].write({"mentee_usefulness": 1})
        self.assertEqual(self._count(JUNE), 0)

    def test_enough_at_once(self):
        meetings = self._meet(6, 12)
        self.assertGreater(self._count(), 0)
        rows = self.env["mentorat.fairness"].search([("measure", "=", "satisfaction")])
        self.assertEqual(set(rows.mapped("date_end")), {MARCH})
        told = rows.read(["people", "value", "reference"])
        meetings.write({"mentee_usefulness": 1})
        self._count(JUNE)
        self.assertEqual(rows.read(["people", "value", "reference"]), told)


class TestLessons(BaseCase):
    """What a lesson on criteria tells of one pair, to whoever knows how criteria were met.

    An effect is a sum of the qualities of all pairs; with the effects of several looks at
    hand, somebody adds them up so that one pair counts as much as possible.
    """

    MOST = 0.75

    def _get_sums(self, shares, pairs):
        """Return what each effect that is told is a sum of, for ``pairs`` in the end."""
        quality = np.random.default_rng(2).uniform(0, 100, len(shares))
        lesson = learn(shares, quality)
        self.assertIsNone(lesson.reason)
        sums = []
        for place, effect in enumerate(lesson.effects):
            if effect.coefficient is not None:
                row = np.zeros(pairs)
                for pair in range(len(shares)):
                    more = quality.copy()
                    more[pair] += 1
                    moved = learn(shares, more).effects[place].coefficient
                    row[pair] = moved - effect.coefficient
                sums.append(row)
        return sums

    def _draw(self, source, count, criteria, is_binary):
        shares = source.uniform(0, 1, (count, criteria))
        return shares.round() if is_binary else shares

    def test_two_looks(self):
        for criteria in (1, 2, 3):
            new = next(n for n in range(100) if enough_new(n, criteria))
            for seed in range(6):
                source = np.random.default_rng(seed)
                shares = self._draw(source, 30 + new, criteria, seed % 2)
                first = self._get_sums(shares[:30], 30 + new)
                both = [*first, *self._get_sums(shares, 30 + new)]
                with self.subTest(criteria=criteria, seed=seed):
                    self.assertLess(tell_most(first), 0.5)
                    self.assertLess(tell_most(both), self.MOST)

    def test_a_look_after_one_pair_more_would_tell_it(self):
        shares = self._draw(np.random.default_rng(0), 31, 2, False)
        sums = [*self._get_sums(shares[:30], 31), *self._get_sums(shares, 31)]
        self.assertGreater(tell_most(sums), 0.9)

    def test_two_criteria_that_one_pair_tells_apart(self):
        shares = np.zeros((40, 2))
        shares[:12] = 1
        shares[0, 1] = 0
        quality = np.random.default_rng(0).uniform(0, 100, 40)
        effects = learn(shares, quality).effects
        self.assertEqual([effect.status for effect in effects], ["tied", "tied"])
        self.assertEqual([effect.coefficient for effect in effects], [None, None])

    def test_one_pair_far_from_the_others(self):
        shares = np.linspace(0.4, 0.5, 40)[:, None]
        shares[0] = 1
        quality = np.random.default_rng(0).uniform(0, 100, 40)
        lesson = learn(shares, quality)
        self.assertEqual(lesson.effects[0].status, "constant")
