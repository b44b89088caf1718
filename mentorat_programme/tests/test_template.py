from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MentoratCase


class TestTemplate(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.template = cls.env["mentorat.programme"].create(
            {
                "name": "Welcome aboard",
                "is_template": True,
                "company_id": False,
                "purpose": "Newcomers find their feet.",
                "date_start": "2000-01-01",
                "date_end": "2000-07-01",
                "meeting_interval": 21,
                "engineer_ids": [Command.clear()],
                "objective_ids": [
                    Command.create(
                        {
                            "name": "At ease",
                            "audience": "mentee",
                            "evaluation": "Survey",
                        }
                    ),
                    Command.create({"name": "Valued", "audience": "mentor"}),
                ],
                "phase_ids": [
                    Command.create({"name": "Rapport", "start_day": 0, "days": 30}),
                    Command.create({"name": "Review", "start_day": 90, "days": 7}),
                ],
            }
        )
        french = cls.template.with_context(lang="fr_FR")
        french.purpose = "Les nouveaux prennent leurs marques."
        french.objective_ids[0].name = "À l’aise"

    def _wizard(self, user, **values):
        return (
            self.env["mentorat.programme.template.wizard"]
            .with_user(user)
            .create({"template_id": self.template.id, **values})
        )

    def test_new_from_template(self):
        wizard = self._wizard(
            self.administrator,
            date_start="2030-03-01",
            engineer_ids=self.engineer.ids,
            referent_ids=self.referent.ids,
        )
        self.assertEqual(wizard.name, "Welcome aboard")
        wizard.name = "Welcome, spring"
        action = wizard.action_apply()
        programme = self.env["mentorat.programme"].browse(action["res_id"])
        self.assertEqual(programme.name, "Welcome, spring")
        self.assertFalse(programme.is_template)
        self.assertEqual(programme.state, "draft")
        self.assertEqual(programme.company_id, self.company)
        self.assertEqual(programme.engineer_ids, self.engineer)
        self.assertEqual(programme.date_end, fields.Date.to_date("2030-09-01"))
        self.assertEqual(programme.meeting_interval, 21)
        self.assertEqual(programme.objective_ids.mapped("name"), ["At ease", "Valued"])
        review = programme.phase_ids[1]
        self.assertEqual(review.date_start, fields.Date.to_date("2030-05-30"))
        self.assertEqual(review.date_end, fields.Date.to_date("2030-06-05"))
        french = programme.with_context(lang="fr_FR")
        self.assertEqual(french.purpose, "Les nouveaux prennent leurs marques.")
        self.assertEqual(french.objective_ids[0].name, "À l’aise")
        self.assertTrue(programme.check_ids)

    def test_engineer_fills_a_draft(self):
        draft = self.other_programme
        start = draft.date_start
        draft.objective_ids = [Command.create({"name": "Old"})]
        self._wizard(self.other_engineer, programme_id=draft.id).action_apply()
        self.assertEqual(draft.name, "Another programme")
        self.assertEqual(draft.date_start, start)
        self.assertEqual(draft.engineer_ids, self.other_engineer)
        self.assertEqual(draft.purpose, "Newcomers find their feet.")
        self.assertEqual(draft.objective_ids.mapped("name"), ["At ease", "Valued"])
        self.assertEqual(draft.duration_months, 6)
        french = draft.with_context(lang="fr_FR")
        self.assertEqual(french.objective_ids[0].name, "À l’aise")

    def test_only_a_draft_is_filled(self):
        with self.assertRaisesRegex(UserError, "no longer replaced"):
            self._wizard(self.engineer, programme_id=self.programme.id).action_apply()

    def test_engineers_do_not_create(self):
        with self.assertRaises(AccessError):
            self._wizard(self.engineer, date_start="2030-03-01").action_apply()

    def test_templates_are_for_those_who_run_programmes(self):
        programmes = self.env["mentorat.programme"]
        domain = [("id", "=", self.template.id)]
        for role, user in self._roles().items():
            with self.subTest(role=role):
                seen = bool(programmes.with_user(user).search_count(domain))
                self.assertEqual(
                    seen,
                    role
                    in (
                        "administrator",
                        "engineer",
                        "other_engineer",
                        "referent",
                        "foreigner",
                    ),
                )
        with self.assertRaises(AccessError):
            self.template.with_user(self.engineer).purpose = "Mine"

    def test_a_template_does_not_run(self):
        self.template.engineer_ids = self.engineer
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.template._transition("open")

    def test_a_programme_has_a_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.programme.company_id = False
            self.env.flush_all()

    def test_duplicate(self):
        self.programme.date_start -= timedelta(days=100)
        copy = self.programme.copy()
        today = fields.Date.today()
        self.assertEqual(copy.name, "Passing it on (copy)")
        self.assertEqual(copy.date_start, today)
        self.assertEqual(copy.duration_months, self.programme.duration_months)
        self.assertFalse(copy.participation_ids)
        self.assertEqual(copy.engineer_ids, self.engineer)

    def test_save_as_template(self):
        action = self.programme.with_user(self.administrator).action_save_as_template()
        template = self.env["mentorat.programme"].browse(action["res_id"])
        self.assertTrue(template.is_template)
        self.assertFalse(template.engineer_ids)
        self.assertEqual(template.name, "Passing it on")

    def test_late_joining(self):
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        self.assertFalse(self.programme._is_accepting())
        self.programme.late_joining = True
        self.assertTrue(self.programme._is_accepting())
        self.programme.state = "evaluation"
        self.assertFalse(self.programme._is_accepting())
