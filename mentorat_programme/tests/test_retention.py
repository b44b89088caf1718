from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import MentoratCase


class TestRetention(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refused = cls._create_participation(
            cls.plain_employee,
            "mentee",
            [(cls.weaving, cls.skilled)],
            state="refused",
            motivation="Because of Perrine",
        )

    def _end(self, months):
        """Let the programme have ended as many months and a day ago."""
        today = fields.Date.today()
        end = today - relativedelta(months=months) - timedelta(days=1)
        self.programme.write({"date_start": end - timedelta(days=90), "date_end": end})

    def _run(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            self.env["mentorat.participation"]._cron_anonymise()
        return progress.call_args.kwargs["remaining"]

    def test_applications_not_taken(self):
        self._end(5)
        self._run()
        self.assertEqual(self.refused.employee_id, self.plain_employee)
        self._end(6)
        self.assertEqual(self._run(), 0)
        self.assertFalse(self.refused.employee_id)
        self.assertFalse(self.refused.skill_ids)
        self.assertFalse(self.refused.user_id)
        self.assertFalse(self.refused.motivation_text)
        self.assertEqual(self.refused.anonymised_on, fields.Date.today())
        self.assertEqual(self.refused.state, "refused")
        self.assertNotIn("Perrine", self.refused.with_user(self.engineer).display_name)
        # The others keep their names: their period is longer.
        self.assertEqual(self.mentee_participation.employee_id, self.mentee_employee)
        self.assertEqual(len(self.mentee_participation.skill_ids), 1)

    def test_participations_and_their_pair(self):
        pair = self._create_pair()
        pair.action_end()
        self._end(24)
        self._run()
        self.assertFalse(self.mentee_participation.employee_id)
        self.assertFalse(self.mentor_participation.employee_id)
        self.assertEqual(pair.state, "ended")
        self.assertTrue(pair.date_end)
        logs = self.env["mentorat.log"].search([("pair_id", "=", pair.id)])
        self.assertTrue(logs)
        self.assertFalse(logs.user_id)
        history = " ".join(self.programme.message_ids.mapped("body"))
        self.assertIn("no longer name anybody: 3", history)
        self.assertNotIn("Merle", history)

    def test_somebody_in_a_live_pair_is_left_alone(self):
        self._create_pair()
        self._end(24)
        self._run()
        self.assertEqual(self.mentee_participation.employee_id, self.mentee_employee)

    def test_other_programmes_are_left_alone(self):
        other = self.other_programme
        mine = self._create_participation(
            self.plain_employee, "mentor", state="withdrawn"
        )
        mine.programme_id = other
        self._end(30)
        self._run()
        self.assertEqual(mine.employee_id, self.plain_employee)

    def test_an_interrupted_run_is_finished(self):
        employees = self._new_employees([{"name": f"E{i}"} for i in range(4)])
        for employee in employees:
            self._create_participation(employee, "mentee", state="withdrawn")
        self._end(7)
        module = "odoo.addons.mentorat_programme.models.mentorat_retention_mixin.BATCH"
        with patch(module, 2):
            self.assertEqual(self._run(), 3)
            self.assertEqual(self._run(), 1)
            self.assertEqual(self._run(), 0)
        self.assertEqual(self._run(), 0)

    def test_what_pairs_wrote(self):
        pair = self._create_pair()
        own = self.env(user=self.mentee)
        note = own["mentorat.note"].create({"pair_id": pair.id, "body": "Mine"})
        goal = own["mentorat.goal"].create({"pair_id": pair.id, "title": "Ours"})
        meeting = own["mentorat.meeting"].create(
            {
                "pair_id": pair.id,
                "date_start": "2030-01-01 09:00:00",
                "place": "Room 12",
                "agenda": "Our agenda",
                "own_usefulness": 4,
            }
        )
        action = own["mentorat.action"].create({"pair_id": pair.id, "title": "Call"})
        dropped = own["mentorat.goal"].create(
            {"pair_id": pair.id, "title": "Dropped", "progress": 10}
        )
        dropped.action_drop()
        self._end(1)
        self._run()
        self.assertTrue(note.exists())
        pair.action_end()
        pair.date_end = fields.Date.today() - relativedelta(months=4)
        self._run()
        self.assertFalse(note.exists())
        self.assertFalse((goal | dropped).exists())
        self.assertFalse(action.exists())
        self.assertTrue(meeting.exists())
        self.assertFalse(meeting.sudo().place_sealed)
        self.assertFalse(meeting.sudo().agenda_sealed)
        self.assertFalse(meeting.sudo().mentee_usefulness)

    def test_preview_is_what_is_done(self):
        self._end(6)
        action = self.programme.with_user(self.engineer).action_view_due()
        due = self.env["mentorat.participation"].search(action["domain"])
        self.assertEqual(due, self.refused)

    def test_asked_by_the_person_done_by_the_engineer(self):
        participation = self.mentee_participation
        for user in (self.mentor, self.engineer, self.manager):
            with self.assertRaises(AccessError):
                participation.with_user(user).action_ask_erasure()
        for _twice in range(2):
            participation.with_user(self.mentee).action_ask_erasure()
        self.assertEqual(participation.erasure_requested_on, fields.Date.today())
        self.assertEqual(participation.activity_ids.user_id, self.engineer)
        self.assertEqual(len(participation.activity_ids), 1)
        for user in (self.mentee, self.referent, self.manager, self.other_engineer):
            with self.assertRaises(AccessError):
                participation.with_user(user).action_erase()
        participation.with_user(self.engineer).action_erase()
        self.assertFalse(participation.employee_id)
        self.assertFalse(participation.user_id)
        self.assertFalse(participation.activity_ids)

    def test_a_live_pair_ends_first(self):
        pair = self._create_pair()
        with self.assertRaisesRegex(UserError, "End it first"):
            self.mentee_participation.with_user(self.engineer).action_erase()
        pair.action_end()
        self.mentee_participation.with_user(self.engineer).action_erase()
        self.assertFalse(self.mentee_participation.employee_id)

    @mute_logger("odoo.sql_db")
    def test_two_anonymised_participations_live_together(self):
        other = self._create_participation(
            self.manager_employee, "mentee", state="refused"
        )
        (self.refused | other)._anonymise()
        self.env.flush_all()
        self.assertFalse((self.refused | other).employee_id)
