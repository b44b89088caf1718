from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

from ..core.scarcity import SCARCE_HOLDERS, is_scarce
from .common import MatchingCase


class TestSkillMap(MatchingCase):
    def _row(self, skill, programme=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mentorat.skill.map"].search(
            [
                ("skill_id", "=", skill.id),
                ("programme_id", "=", (programme or self.programme).id),
            ]
        )

    def _hold(self, skill, count, company=None, **validity):
        """Return new employees who hold ``skill``."""
        today = fields.Date.today()
        return self.env["hr.employee"].create(
            [
                {
                    "name": f"Holder {number}",
                    "company_id": (company or self.company).id,
                    "employee_skill_ids": [
                        Command.create(
                            {
                                "skill_id": skill.id,
                                "skill_level_id": self.skilled.id,
                                "skill_type_id": self.skill_type.id,
                                "valid_from": today - timedelta(days=90),
                                **validity,
                            }
                        )
                    ],
                }
                for number in range(count)
            ]
        )

    def _leave_on(self, employees, day):
        employees.write(
            {
                "contract_date_start": fields.Date.today() - timedelta(days=400),
                "contract_date_end": day,
            }
        )

    def test_offered_and_asked(self):
        self._create_people("mentee", [[(self.carving, self.skilled)]] * 2)
        self._create_people("mentee", [[(self.carving, self.skilled)]], state="draft")
        carving, weaving = self._row(self.carving), self._row(self.weaving)
        self.assertEqual((carving.asked, carving.offered, carving.missing), (2, 0, 2))
        self.assertEqual((weaving.asked, weaving.offered, weaving.missing), (1, 1, 0))
        # Whoever offers a skill holds it; whoever wants it does not.
        self.assertEqual((carving.holders, weaving.holders), (0, 1))
        self.assertFalse(self._row(self.speaking))

    def test_holders_of_the_company_today(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        self._hold(self.speaking, SCARCE_HOLDERS)
        self._hold(self.speaking, 2, self.other_company)
        self._hold(self.speaking, 2, valid_to=yesterday)
        self._hold(self.speaking, 2).action_archive()
        row = self._row(self.speaking)
        self.assertEqual(
            (row.asked, row.holders, row.is_scarce), (0, SCARCE_HOLDERS, True)
        )
        # Known to each programme of the company.
        self.assertEqual(self._row(self.speaking, self.other_programme).holders, 3)
        self._hold(self.speaking, 1)
        self.assertFalse(self._row(self.speaking).is_scarce)

    def test_scarce_is_defined_once(self):
        for count in range(SCARCE_HOLDERS + 2):
            row = self._row(self.speaking)
            self.assertEqual(row.holders, count)
            self.assertEqual(row.is_scarce, bool(row) and is_scarce(count))
            self._hold(self.speaking, 1)

    def test_a_mentor_who_holds_it_counts_once(self):
        self.mentor_employee.write(
            {
                "employee_skill_ids": [
                    Command.create(
                        {
                            "skill_id": self.weaving.id,
                            "skill_level_id": self.master.id,
                            "skill_type_id": self.skill_type.id,
                            "valid_from": fields.Date.today(),
                        }
                    )
                ]
            }
        )
        self.assertEqual(self._row(self.weaving).holders, 1)

    def test_announced_departures(self):
        today = fields.Date.today()
        self.programme.departure_months = 6
        people = self._hold(self.speaking, SCARCE_HOLDERS + 3)
        self._leave_on(people[0], today + timedelta(days=30))
        self._leave_on(people[1], today + timedelta(days=300))
        row = self._row(self.speaking)
        self.assertEqual(
            (row.leaving, row.is_scarce, row.is_at_risk), (1, False, False)
        )
        people[2:4].write({"departure_date": today + timedelta(days=60)})
        row = self._row(self.speaking)
        # Of six, three go: three are few.
        self.assertEqual((row.leaving, row.is_scarce, row.is_at_risk), (3, False, True))
        self.programme.departure_months = 12
        self.assertEqual(self._row(self.speaking).leaving, 4)
        people[0].departure_date = today - timedelta(days=2)
        self.assertEqual(self._row(self.speaking).leaving, 3)

    def test_retirement_where_the_company_chose_so(self):
        people = self._hold(self.speaking, SCARCE_HOLDERS + 1)
        self.programme.departure_months = 12
        today = fields.Date.today()
        # 62 in half a year, 62 in two years, 70.
        people[0].birthday = today - relativedelta(years=62, months=-6)
        people[1].birthday = today - relativedelta(years=60)
        people[2].birthday = today - relativedelta(years=70)
        self.assertEqual(self._row(self.speaking).leaving, 0)
        self.company.mentorat_retirement_age = 62
        row = self._row(self.speaking)
        self.assertEqual((row.leaving, row.is_at_risk), (1, True))
        people[0].departure_date = today + timedelta(days=20)
        self.assertEqual(self._row(self.speaking).leaving, 1)
        self.company.mentorat_retirement_age = 61
        self.assertEqual(self._row(self.speaking).leaving, 2)

    def test_passed_on_and_gained(self):
        self._create_people("mentee", [[(self.weaving, self.skilled)]] * 2)
        row = self._row(self.weaving)
        self.assertEqual((row.asked, row.covered, row.waiting), (3, 0, 3))
        pair = self._create_pair()
        row = self._row(self.weaving)
        self.assertEqual((row.covered, row.waiting, row.gained), (1, 2, 0))
        # What only one of the two named is not passed on.
        self.mentee_participation.skill_ids = [
            Command.create(
                {"skill_id": self.carving.id, "skill_level_id": self.novice.id}
            )
        ]
        self.assertEqual(self._row(self.carving).covered, 0)
        goals = self.env["mentorat.goal"].create(
            [{"pair_id": pair.id, "skill_id": self.weaving.id}] * 2
        )
        self.assertEqual(self._row(self.weaving).gained, 0)
        goals.published_on = fields.Date.today()
        pair.state = "closed"
        row = self._row(self.weaving)
        self.assertEqual((row.covered, row.waiting, row.gained), (0, 3, 1))
        # The number outlives the goals.
        for _twice in range(2):
            pair._delete_content()
            self.assertEqual(self._row(self.weaving).gained, 1)
        other = self._create_pair("closed")
        goals = goals.create({"pair_id": other.id, "skill_id": self.weaving.id})
        goals.published_on = fields.Date.today()
        self.assertEqual(self._row(self.weaving).gained, 2)
        other._delete_content()
        self.assertEqual(self._row(self.weaving).gained, 2)

    def test_people_of_a_skill(self):
        row = self._row(self.weaving).with_user(self.engineer)
        action = row.action_view_people()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.mentor_participation | self.mentee_participation)

    def test_as_many_queries_for_many(self):
        self._hold(self.speaking, 2)
        rows = self.env["mentorat.skill.map"].with_user(self.engineer)
        fields_read = ["skill_id", "asked", "offered", "holders", "leaving"]
        counts = []
        for people in (2, 2, 40):
            self._hold(self.carving, people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(rows.search_read([], fields_read))
            counts.append(self.env.cr.sql_log_count - before)
        # The first one fills the caches.
        self.assertEqual(counts[1], counts[2])
