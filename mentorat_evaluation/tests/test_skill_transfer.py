from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import EvaluationCase


class TestSkillTransfer(EvaluationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env.ref("mentorat_evaluation.indicator_skills_in_transfer")
        cls.today = fields.Date.today()

    def _stages(self):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["mentorat.skill.transfer"].search(
            [
                ("programme_id", "=", self.programme.id),
                ("skill_id", "=", self.weaving.id),
            ]
        )
        return {row.stage: row.people for row in rows}

    def _measure(self, date=None):
        self.env.flush_all()
        [measure] = self.env["mentorat.indicator"]._figures_skills_in_transfer(
            self.programme, date or self.today
        )
        return measure.figure

    def test_stages_of_a_skill(self):
        self._create_participation(
            self.plain_employee, "mentee", [(self.weaving, self.skilled)]
        )
        self.assertEqual(self._stages(), {"1_waiting": 2})
        pair = self._create_pair()
        self.assertEqual(self._stages(), {"1_waiting": 1, "2_covered": 1})
        goal = self.env["mentorat.goal"].create(
            {"pair_id": pair.id, "skill_id": self.weaving.id}
        )
        goal.published_on = self.today
        pair.state = "closed"
        self.mentee_participation.state = "completed"
        self.assertEqual(self._stages(), {"1_waiting": 1, "3_gained": 1})

    def test_plot(self):
        groups = self.env["mentorat.skill.transfer"].with_user(self.engineer)
        self.env.flush_all()
        rows = groups.formatted_read_group(
            [("programme_id", "=", self.programme.id)],
            ["skill_id", "stage"],
            ["people:sum"],
        )
        self.assertEqual(
            [(row["skill_id"][0], row["stage"], row["people:sum"]) for row in rows],
            [(self.weaving.id, "1_waiting", 1)],
        )

    def test_critical_skills_by_hand(self):
        pair = self._create_pair()
        pair.date_start = self.today - timedelta(days=10)
        # Weaving is passed on, speaking is nobody's.
        self.assertEqual(self._measure()[:2], (None, 2))
        self.programme.critical_skill_ids = self.weaving | self.speaking
        self.assertEqual(self._measure()[:2], (50, 2))
        self.assertEqual(self._measure(self.today - timedelta(days=11))[:2], (0, 0))
        # The mentee alone names it.
        self.mentee_participation.skill_ids = [
            Command.create(
                {"skill_id": self.speaking.id, "skill_level_id": self.novice.id}
            )
        ]
        self.assertEqual(self._measure().value, 50)
        pair.write({"state": "closed", "date_end": self.today})
        self.assertEqual(self._measure()[:2], (0, 0))
        self.assertEqual(self._measure(self.today - timedelta(days=1)).value, 50)

    def test_shown_from_five_people_on(self):
        self.programme.critical_skill_ids = self.weaving
        for count, is_shown in ((3, False), (4, True)):
            self.env["mentorat.pair"].search([]).state = "proposed"
            for number in range(count):
                employee = self._create_employee(f"Mentee {number}")
                mentee = self._create_participation(
                    employee, "mentee", [(self.weaving, self.skilled)]
                )
                mentor = self.mentor_participation
                mentor.capacity = 9
                pair = self._create_pair(mentor=mentor, mentee=mentee)
                pair.date_start = self.today
            self.env.flush_all()
            self.programme._compute_indicator_values(self.today)
            value = self._value(self.indicator)
            self.assertEqual((value.people, value.shown), (count + 1, is_shown))
        self.assertEqual(value.value, 100)

    def test_used_for_the_next_programme(self):
        draft = self.programme.copy(
            {"critical_skill_ids": [Command.set(self.weaving.ids)]}
        )
        rows = self.env["mentorat.skill.map"].search(
            [("programme_id", "=", self.programme.id)]
        )
        action = rows.with_user(self.engineer).action_plan()
        wizards = self.env[action["res_model"]].with_user(self.engineer)
        wizard = wizards.with_context(**action["context"]).create(
            {
                "programme_id": draft.id,
                "skill_ids": [Command.set((self.weaving | self.carving).ids)],
            }
        )
        before = draft.objective_ids
        wizard.action_apply()
        self.assertEqual(draft.critical_skill_ids, self.weaving | self.carving)
        new = draft.objective_ids - before
        self.assertEqual(new.mapped("name"), ["“Carving” is passed on"])
        wizard.action_apply()
        self.assertEqual(len(draft.objective_ids), len(before) + 1)
        wizard.programme_id = self.programme
        with self.assertRaisesRegex(UserError, "Choose a draft"):
            wizard.action_apply()
        wizard.sudo().programme_id = self.other_programme
        with self.assertRaises(AccessError):
            wizard.action_apply()

    def test_as_many_queries_for_many(self):
        indicators = self.env["mentorat.indicator"]

        def count(programmes):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            indicators._figures_skills_in_transfer(programmes, self.today)
            return self.cr.sql_log_count - before

        both = self.programme | self.other_programme
        both.critical_skill_ids = self.weaving
        count(both)
        self.assertEqual(count(both), count(self.programme))
