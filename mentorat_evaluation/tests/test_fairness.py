from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import EvaluationCase

# Of the first quarter of 2025: looked at from 29 June on.
MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)
READY, BEFORE = date(2025, 6, 29), date(2025, 6, 28)


class TestFairness(EvaluationCase):
    """The ledger; what may be shown is in ``test_core_fairness``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["mentorat.fairness"]

    @classmethod
    def _decide(cls, count, department, day=(2025, 2, 3), state="accepted", **values):
        """Return mentees on whom was decided on ``day``."""
        people = cls._create_people(count)
        people.employee_id.write({"department_id": department.id, **values})
        cls.env["mentorat.log"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "participation_id": person.id,
                    "from_state": "approved",
                    "to_state": state,
                    "date": datetime(*day),
                }
                for person in people
            ]
        )
        return people

    @classmethod
    def _match(cls, people, day):
        return cls.env["mentorat.pair"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "mentor_id": cls.mentor_participation.id,
                    "mentee_id": person.id,
                    "state": "closed",
                    "date_start": date(*day),
                    "date_end": date(2025, 12, 31),
                }
                for person in people
            ]
        )

    def _freeze(self, day=READY, programmes=None):
        self.env.flush_all()
        self.ledger._freeze(programmes or self.programme, day)

    def _rows(self, measure, attribute="department", end=MARCH, role="mentee"):
        """Return ``{group: (people, value, ratio)}``, false where it is not shown."""
        rows = self.ledger.search(
            [
                ("programme_id", "=", self.programme.id),
                ("measure", "=", measure),
                ("attribute", "=", attribute),
                ("date_end", "=", end),
                ("role", "=", role),
            ]
        )
        return {
            row.label: row.shown and (row.people, row.value, row.ratio) for row in rows
        }

    def test_match_and_wait_by_hand(self):
        research = self._decide(8, self.research)
        sales = self._decide(8, self.sales)
        # Ten days for eight; a month for two; two after the 90 days.
        self._match(research, (2025, 2, 13))
        self._match(sales[:2], (2025, 3, 5))
        self._match(sales[2:4], (2025, 5, 5))
        self._freeze(BEFORE)
        self.assertFalse(self._rows("match"))
        self._freeze()
        self.assertEqual(
            self._rows("match"), {"Research": (8, 100, 1.6), "Sales": (8, 25, 0.4)}
        )
        # Of two in Sales nothing is shown, so that nothing is of the others.
        self.assertEqual(self._rows("wait"), {"Research": False, "Sales": False})
        apart = self.ledger.search([("is_apart", "=", True)])
        self.assertEqual(set(apart.mapped("measure")), {"match"})
        self.assertEqual(apart.mapped("reference"), [62.5, 62.5])

    def test_acceptance(self):
        self._decide(6, self.research)
        self._decide(3, self.sales)
        self._decide(3, self.sales, state="refused")
        self._freeze()
        self.assertEqual(
            self._rows("acceptance"),
            {"Research": (6, 100, 1.33), "Sales": (6, 50, 0.67)},
        )
        # Nine were accepted: too few yet.
        self.assertFalse(self._rows("match"))

    def test_satisfaction(self):
        pairs = self._match(self._decide(6, self.research), (2025, 1, 2))
        pairs |= self._match(self._decide(6, self.sales), (2025, 1, 2))
        pairs.state = "active"
        self.env["mentorat.meeting"].create(
            [
                {
                    "pair_id": pair.id,
                    "date_start": datetime(2025, 3, day),
                    "state": "held",
                    "mentee_usefulness": answer,
                }
                for number, pair in enumerate(pairs)
                for day, answer in ((3, 5 if number < 6 else 2), (10, 3), (12, 0))
            ]
        )
        self._freeze()
        self.assertEqual(
            self._rows("satisfaction"),
            {"Research": (6, 4, 1.23), "Sales": (6, 2.5, 0.77)},
        )
        self.assertFalse(self._rows("satisfaction", role="mentor"))

    def test_small_groups_are_kept_without_figures(self):
        self._decide(9, self.research)
        self._decide(4, self.sales)
        self._freeze()
        self.assertEqual(self._rows("match"), {"Research": False, "Sales": False})
        self.cr.execute("SELECT DISTINCT people, value, ratio FROM mentorat_fairness")
        self.assertEqual(self.cr.fetchall(), [(None, None, None)])

    def test_a_time_waits_for_enough_people_and_is_kept(self):
        self._decide(5, self.research, (2025, 2, 3))
        self._freeze()
        self.assertFalse(self.ledger.search([]))
        self._decide(5, self.sales, (2025, 5, 3))
        ready = date(2025, 9, 28)
        self._freeze(ready)
        rows = self.ledger.search([])
        self.assertEqual(set(rows.mapped("date_start")), {date(2025, 1, 1)})
        self.assertEqual(set(rows.mapped("date_end")), {JUNE})
        self._decide(1, self.sales, (2025, 5, 4), state="refused")
        self._freeze(ready)
        self._freeze(date(2026, 11, 1))
        self.assertEqual(self.ledger.search([]), rows)
        self.assertEqual(self._rows("acceptance", end=JUNE)["Sales"], (5, 100, 1))
        self._decide(5, self.research, (2025, 7, 1))
        self._decide(5, self.sales, (2025, 8, 1), state="refused")
        self._freeze(date(2026, 11, 1))
        later = self._rows("acceptance", end=date(2025, 9, 30))
        self.assertEqual(later, {"Research": (5, 100, 2), "Sales": (5, 0, 0)})

    def test_sex_and_age_where_the_company_chose_so(self):
        for number, sex in enumerate(("female", "male")):
            self._decide(
                6, self.research, sex=sex, birthday=f"19{60 + 35 * number}-01-01"
            )
        self._freeze()
        self.assertFalse(self.ledger.search([]))
        self.company.write({"mentorat_uses_sex": True, "mentorat_uses_age": True})
        self._freeze()
        self.assertEqual(set(self._rows("match", "sex")), {"Female", "Male"})
        self.assertEqual(len(self._rows("match", "age")), 2)

    def test_indicator(self):
        indicator = self.env.ref("mentorat_evaluation.indicator_fairness_ratio")
        self._match(self._decide(6, self.research), (2025, 2, 13))
        self._match(self._decide(9, self.sales)[:3], (2025, 2, 13))
        self.programme._compute_indicator_values(READY)
        value = self._value(indicator)
        # 3 of 9 by 9 of 15.
        self.assertAlmostEqual(value.value, 0.56)
        self.assertEqual((value.people, value.role, value.date), (9, "mentee", MARCH))
        self.assertEqual(value.date_start, date(2025, 1, 1))

    def test_nobody(self):
        self._freeze()
        self._freeze(programmes=self.env["mentorat.programme"])
        self.assertFalse(self.ledger.search([]))
        found = self.env["mentorat.indicator"]._figures_fairness_ratio(
            self.programme, READY
        )
        self.assertEqual(found, [])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_reads(self):
        self._decide(6, self.research)
        self._decide(6, self.sales)
        self._freeze()
        rows = self.ledger.search([])
        for user in (self.engineer, self.referent, self.administrator):
            self.assertEqual(self.ledger.with_user(user).search([]), rows)
        self.assertFalse(self.ledger.with_user(self.other_engineer).search([]))
        self.assertFalse(self.ledger.with_user(self.foreigner).search([]))
        for user in (self.hr_officer, self.plain, self.mentee):
            with self.assertRaises(AccessError):
                self.ledger.with_user(user).search([])
        with self.assertRaises(AccessError):
            rows.with_user(self.administrator).unlink()

    def test_as_many_queries_for_many(self):
        def count(programmes):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with self.cr.savepoint() as savepoint:
                self._freeze(programmes=programmes)
                self.assertTrue(self.ledger.search_count([]))
                savepoint.rollback()
            return self.cr.sql_log_count - before

        self._decide(6, self.research)
        self._decide(6, self.sales)
        count(self.programme)
        few = count(self.programme)
        self._decide(20, self.research)
        # The caches of the registry are filled first, here as above.
        count(self.programme)
        self.assertEqual(count(self.programme), few)
        # Both are of one company: its events are read together.
        count(self.programme | self.other_programme)
        self.assertEqual(count(self.programme | self.other_programme), few)
