from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import MentoratCase


class TestInvitation(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mentorat.outbox"].search([]).state = "void"

    def _wizard(self, user=None, **values):
        return (
            self.env["mentorat.invitation.wizard"]
            .with_user(user or self.engineer)
            .create(
                {
                    "programme_id": self.programme.id,
                    "people_domain": str([("id", "in", self.employees.ids)]),
                    **values,
                }
            )
        )

    @property
    def employees(self):
        return self.plain_employee | self.manager_employee | self.mentee_employee

    def _invitations(self):
        return self.env["mentorat.invitation"].search(
            [("programme_id", "=", self.programme.id)]
        )

    def _run(self, model):
        """Run the cron of ``model`` until nothing is left."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            for _turn in range(20):
                self.env[model]._cron_send()
                if not progress.call_args.kwargs["remaining"]:
                    return

    def test_counts_before_inviting(self):
        wizard = self._wizard()
        self.assertEqual(
            (wizard.found_count, wizard.known_count, wizard.new_count), (3, 1, 2)
        )

    def test_each_is_invited_once(self):
        self._wizard().action_invite()
        self.assertEqual(
            self._invitations().employee_id, self.plain_employee | self.manager_employee
        )
        with self.assertRaisesRegex(UserError, "already"):
            self._wizard().action_invite()
        invitations = self.env["mentorat.invitation"].sudo()
        again = self.env["hr.employee.public"].browse(self.employees.ids)
        self.assertEqual(invitations._invite(self.programme, again, "any"), 1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._invitations()[0].copy()

    def test_sent_by_the_queue(self):
        self.manager_employee.user_id = False
        self.manager_employee.work_contact_id.email = "maud@example.com"
        self._wizard(role="mentor").action_invite()
        self.assertEqual(set(self._invitations().mapped("state")), {"queued"})
        self._run("mentorat.invitation")
        self._run("mentorat.invitation")
        self.assertEqual(set(self._invitations().mapped("state")), {"sent"})
        self._run("mentorat.outbox")
        mails = self.env["mail.mail"].search(
            [("model", "=", "mentorat.invitation"), ("state", "=", "outgoing")]
        )
        self.assertEqual(
            sorted(mails.mapped("recipient_ids.email")),
            ["m_plain@example.com", "maud@example.com"],
        )
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            self.assertIn("/apply/mentor", mail.body_html)
            for name in ("Maud", "Perrine"):
                self.assertNotIn(name, mail.body_html + mail.subject)

    def test_nobody_without_an_address_is_forgotten(self):
        self.plain.email = False
        self.plain.partner_id.email = False
        self._wizard().action_invite()
        self._run("mentorat.invitation")
        states = {i.employee_id: i.state for i in self._invitations()}
        self.assertEqual(states[self.plain_employee], "unreachable")
        self.assertEqual(states[self.manager_employee], "sent")

    def test_who_applies_is_marked(self):
        self._wizard().action_invite()
        participation = self._create_participation(
            self.plain_employee, "mentee", [(self.weaving, self.skilled)], "draft"
        )
        participation.with_user(self.plain).action_submit()
        states = {i.employee_id: i.state for i in self._invitations()}
        self.assertEqual(states[self.plain_employee], "applied")
        self.assertEqual(states[self.manager_employee], "queued")
        self.assertEqual(self.programme.invited_applied_count, 1)
        self.assertEqual(self.programme.invitation_count, 2)

    def test_reminded_twice_at_most(self):
        self._wizard().action_invite()
        self._run("mentorat.invitation")
        invitations = self._invitations().with_user(self.engineer)
        for count in (1, 2):
            invitations.action_remind()
            self.assertEqual(set(invitations.mapped("reminder_count")), {count})
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            invitations.action_remind()
        lines = self.env["mentorat.outbox"].search(
            [
                ("res_id", "in", invitations.ids),
                ("event", "like", "mentorat.invitation"),
            ]
        )
        self.assertEqual(len(lines), 6)

    def test_for_the_engineer_alone(self):
        for user in (self.other_engineer, self.foreigner):
            with self.assertRaises(AccessError):
                self._wizard(user).action_invite()
        self._wizard().action_invite()
        for user in (self.referent, self.other_engineer):
            with self.assertRaises(AccessError):
                self._invitations().with_user(user).action_remind()
        self.assertEqual(set(self._invitations().mapped("reminder_count")), {0})

    def test_only_while_applications_are_received(self):
        self.programme.state = "evaluation"
        with self.assertRaisesRegex(UserError, "does not receive"):
            self._wizard().action_invite()

    def test_bad_condition(self):
        for condition in ("os.system('x')", "[('wage', '>', 1)]", "[("):
            with self.assertRaisesRegex(UserError, "cannot be read"):
                self._wizard(people_domain=condition).action_invite()
