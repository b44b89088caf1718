from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MentoratCase


class TestProgramme(MentoratCase):
    def test_whole_life(self):
        self.programme.state = "draft"
        programme = self.programme.with_user(self.engineer)
        programme._open_anyway("A test")
        for action, state in (
            ("action_start", "running"),
            ("action_evaluate", "evaluation"),
            ("action_close", "closed"),
        ):
            getattr(programme, action)()
            self.assertEqual(programme.state, state)

    def test_closed_changes_no_more(self):
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            self.programme.with_user(self.engineer).name = "Renamed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            self._create_participation(self.plain_employee, "mentee")

    def test_state_is_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self.programme.with_user(self.engineer).state = "closed"

    def test_transition_is_for_its_engineer(self):
        for user in (self.referent, self.plain, self.mentee):
            with self.assertRaises(AccessError):
                self.programme.with_user(user).action_evaluate()

    def test_dates(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.programme.date_end = self.programme.date_start - timedelta(days=1)
            self.programme.flush_recordset()

    def test_eligibility_uses_public_fields_only(self):
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.programme.eligibility_domain = "[('birthday', '!=', False)]"
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.programme.eligibility_domain = "os.system('true')"
        self.programme.eligibility_domain = str(
            [("department_id", "=", self.research.id)]
        )
        self.assertEqual(self.programme.eligible_count, 1)
        employees = self.mentor_employee | self.mentee_employee
        self.assertEqual(
            self.programme._filter_eligible(employees), self.mentor_employee
        )

    def test_applications_close(self):
        self.assertTrue(self.programme._is_accepting())
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        self.assertFalse(self.programme._is_accepting())

    def test_followers_are_of_the_team(self):
        self.programme.message_subscribe((self.mentee | self.engineer).partner_id.ids)
        self.assertEqual(self.programme.message_partner_ids, self.engineer.partner_id)

    def test_delete_keeps_history(self):
        with self.assertRaisesRegex(UserError, "archive it"):
            self.programme.unlink()
        self.other_programme.unlink()

    def test_counts_do_not_cost_more_with_more_people(self):
        def count_queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.programme.read(["participation_count", "mentee_count", "pair_count"])
            return self.env.cr.sql_log_count - before

        count_queries()
        few = count_queries()
        for number in range(20):
            employee = self._create_employee(f"Employee {number}")
            self._create_participation(employee, "mentee")
        self.assertEqual(count_queries(), few)
        self.assertEqual(self.programme.mentee_count, 21)

    def test_counts_are_for_the_team_of_the_programme(self):
        self._create_pair()
        names = ("mentor_count", "mentee_count", "pair_count")
        for role, counts in (
            ("engineer", [1, 1, 1]),
            ("referent", [1, 1, 1]),
            ("administrator", [1, 1, 1]),
            ("other_engineer", [0, 0, 0]),
        ):
            self.env.invalidate_all()
            programme = self.programme.with_user(getattr(self, role))
            with self.subTest(role):
                self.assertEqual([programme[n] for n in names], counts)

    def test_new_programme_names_its_engineer(self):
        programme = (
            self.env["mentorat.programme"]
            .with_user(self.administrator)
            .create(
                {"name": "New", "date_start": "2030-01-01", "date_end": "2030-09-30"}
            )
        )
        self.assertEqual(programme.engineer_ids, self.administrator)
        self.assertFalse(programme.sudo().message_follower_ids)

    def test_engineer_cannot_name_themselves_elsewhere(self):
        with self.assertRaises(AccessError):
            self.programme.with_user(self.other_engineer).engineer_ids = [
                Command.link(self.other_engineer.id)
            ]
