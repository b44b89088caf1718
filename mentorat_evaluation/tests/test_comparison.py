from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

from .common import EvaluationCase


class TestComparison(EvaluationCase):
    """Mentees beside those who are like them; the rules are in ``test_core_comparison``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.start = cls.today - timedelta(days=400)
        cls.over = cls.start + relativedelta(months=12)
        companies = cls.company | cls.other_company
        cls.hr_manager = cls._new_user(
            "m_hr_manager",
            "hr.group_hr_manager",
            company_ids=[Command.set(companies.ids)],
        )
        cls.job, cls.other_job = cls.env["hr.job"].create(
            [{"name": "Weaver"}, {"name": "Carver"}]
        )
        cls.retention = cls.env.ref(
            "mentorat_evaluation.indicator_retention_difference"
        )
        cls.mobility = cls.env.ref("mentorat_evaluation.indicator_mobility_difference")

    @classmethod
    def _hire(cls, count, years=1, **values):
        """Return employees who came ``years`` before the start, and some days."""
        since = cls.start - relativedelta(years=years, days=5)
        return cls._new_employees(
            [
                {
                    "name": f"Employee {number}",
                    "department_id": cls.research.id,
                    "job_id": cls.job.id,
                    "date_version": since,
                    "contract_date_start": since,
                    **values,
                }
                for number in range(count)
            ],
            cls.hr_manager,
        )

    @classmethod
    def _take_part(cls, employees, start=None, role="mentee", programme=None):
        """Return the pairs of new participations of ``employees``, over since."""
        programme = programme or cls.programme
        people = cls.env["mentorat.participation"].create(
            [
                {
                    "programme_id": programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": "accepted",
                }
                for employee in employees
            ]
        )
        partner = cls._create_participation(cls._create_employee("Partner"), "mentor")
        if role == "mentor":
            partner = cls._create_participation(cls._create_employee("Other"), "mentee")
        partner.programme_id = programme
        other = {"mentee": "mentor", "mentor": "mentee"}[role]
        return cls.env["mentorat.pair"].create(
            [
                {
                    "programme_id": programme.id,
                    f"{role}_id": person.id,
                    f"{other}_id": partner.id,
                    "state": "closed",
                    "date_start": start or cls.start,
                    "date_end": cls.today,
                }
                for person in people
            ]
        )

    def _leave(self, employees, day):
        employees.departure_date = day

    def _compute(self, indicator=None, date=None):
        """Return the value kept last, having computed all as of ``date``."""
        self.env.flush_all()
        self.programme._compute_indicator_values(date or self.today)
        return self._value(indicator or self.retention).sorted("date")[-1:]

    def test_retention_by_hand(self):
        mentees, others = self._hire(32), self._hire(40)
        self._take_part(mentees)
        self._leave(mentees[:4], self.over - timedelta(days=1))
        # Of these eight are gone in time, two stay till the last day.
        self._leave(others[:8], self.over - timedelta(days=1))
        self._leave(others[8:10], self.over)
        value = self._compute()
        self.assertTrue(value.shown)
        self.assertAlmostEqual(value.value, 100 * (28 / 32 - 32 / 40))
        self.assertAlmostEqual(value.reference, 80)
        self.assertEqual((value.people, value.reference_people), (32, 40))
        self.assertEqual(
            (value.left_out, value.role, value.date), (0, "mentee", self.over)
        )
        self.assertTrue(value.low < 0 < value.value < value.high)
        self.assertEqual(value.display_value, "+8")

    def test_equal_shares(self):
        mentees, others = self._hire(30), self._hire(30)
        self._take_part(mentees)
        self._leave(mentees[:3] | others[:3], self.start + timedelta(days=30))
        self.assertAlmostEqual(self._compute().value, 0)

    def test_fewer_than_thirty_on_a_side(self):
        self._take_part(self._hire(29))
        others = self._hire(31)
        value = self._compute()
        self.assertEqual((value.shown, value.people), (False, 29))
        self.assertEqual(value.reference_people, 31)
        self.assertEqual(value.display_value, "Fewer than 30 people")
        self._take_part(self._hire(6), self.start + timedelta(days=1))
        self.assertTrue(self._compute().shown)
        others[:2].department_id = self.sales
        self._take_part(self._hire(6), self.start + timedelta(days=2))
        value = self._compute()
        self.assertEqual(
            (value.shown, value.people, value.reference_people), (False, 41, 29)
        )

    def test_who_is_like_a_mentee(self):
        """The same department, job, years and company, there on that day, in no pair."""
        self._take_part(self._hire(30))
        alike = self._hire(30, years=2)
        unlike = (
            self._hire(1, department_id=self.sales.id)
            | self._hire(1, job_id=self.other_job.id)
            | self._hire(1, years=3)
            | self._hire(1, department_id=False)
            | self._hire(1, job_id=False)
            | self._hire(1, company_id=self.other_company.id, department_id=False)
        )
        gone = self._hire(2)
        self._leave(gone, self.start - timedelta(days=1))
        later = self._hire(1)
        later.version_ids.date_version = self.start + timedelta(days=1)
        moved = self._hire(1)
        moved.create_version(
            {
                "date_version": self.start - timedelta(days=1),
                "department_id": self.sales.id,
            }
        )
        untold = self._hire(1)
        untold.active = False
        self._take_part(self._hire(1), self.over, "mentor")
        self.assertEqual(self._compute().reference_people, len(alike))
        self.assertEqual(len(unlike), 6)
        # A pair that starts when the time is over is no reason to leave somebody out.
        self._take_part(alike[:1], self.over + timedelta(days=1), "mentor")
        self.assertEqual(self._compute().reference_people, len(alike))

    def test_mentees_who_are_like_nobody(self):
        self._take_part(self._hire(30) | self._hire(3, years=20))
        self._take_part(self._hire(1, department_id=False))
        self._hire(30)
        value = self._compute()
        self.assertEqual((value.people, value.left_out), (30, 4))

    def test_only_those_whose_time_is_over(self):
        pairs = self._take_part(self._hire(40))
        self._hire(40)
        pairs[30:].date_start = self.start + timedelta(days=60)
        self.assertEqual(self._compute().people, 30)
        pairs[30:34].date_start = self.start + timedelta(days=20)
        # Four more are over: too few to be told apart.
        self.assertEqual(self._compute().people, 30)
        pairs[34:35].date_start = self.start + timedelta(days=20)
        value = self._compute()
        self.assertEqual(value.people, 35)
        self.assertEqual(value.date, self.over + timedelta(days=20))
        before = self.over - timedelta(days=1)
        compared = self.env["mentorat.indicator"]._compare_mentees(
            self.programme, before, "stayed"
        )
        cut, found = compared[self.programme]
        self.assertEqual((cut, found.people, found.left_out), (None, 0, 0))

    def test_kept_as_it_was(self):
        mentees, others = self._hire(30), self._hire(30)
        self._take_part(mentees)
        before = self._compute()
        figures = before.read(["value", "reference", "people", "reference_people"])
        self._leave(others[:1], self.start + timedelta(days=30))
        mentees[0].department_id = self.sales
        self.assertEqual(self._compute(), before)
        self.assertEqual(
            before.read(["value", "reference", "people", "reference_people"]), figures
        )

    def test_mobility_by_hand(self):
        mentees, others = self._hire(30), self._hire(40)
        self._take_part(mentees)

        def move(employees, day, **values):
            for employee in employees:
                employee.create_version({"date_version": day, **values})

        soon = self.start + timedelta(days=100)
        move(mentees[:6], soon, job_id=self.other_job.id)
        move(mentees[6:9], self.over, department_id=self.sales.id)
        # Too late; and something else changed.
        move(mentees[9:12], self.over + timedelta(days=1), job_id=self.other_job.id)
        move(mentees[12:15], soon, marital="married")
        move(others[:4], soon, department_id=self.sales.id)
        value = self._compute(self.mobility)
        self.assertAlmostEqual(value.value, 100 * (9 / 30 - 4 / 40))
        self.assertAlmostEqual(value.reference, 10)

    def test_nobody(self):
        value = self._compute()
        self.assertEqual((value.shown, value.people, value.left_out), (False, 0, 0))
        self.assertFalse(self._compute(self.mobility).shown)

    def test_as_many_queries_for_many(self):
        self._take_part(self._hire(6))
        self._take_part(self._hire(6), programme=self.other_programme)
        indicators = self.env["mentorat.indicator"]

        def count(programmes):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = indicators._compare_mentees(programmes, self.today, "stayed")
            self.assertEqual(len(found), len(programmes))
            return self.cr.sql_log_count - before

        count(self.programme)
        first = count(self.programme)
        self._hire(30)
        self.assertEqual(count(self.programme | self.other_programme), first)
