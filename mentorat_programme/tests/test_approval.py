"""Who decides on an application: question, substitute, reminder, escalation."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MentoratCase
from .test_portal import HOME, PortalCase

# An administrator stands in for the referents of every programme of the company.
DECIDERS = ("manager", "referent", "administrator")
NOBODY = (
    "engineer",
    "other_engineer",
    "hr_officer",
    "outsider",
    "system",
    "foreigner",
    "mentor",
    "mentee",
)


class ApprovalMixin:
    @classmethod
    def _create_substitute(cls):
        cls.substitute = cls._new_user("m_substitute", "base.group_portal")
        cls._create_employee("Sacha Substitute", cls.substitute)

    def _submit(self, employee=None, user=None):
        application = self._create_participation(
            employee or self.plain_employee,
            "mentee",
            [(self.weaving, self.skilled)],
            state="draft",
        )
        application.with_user(user or self.plain).action_submit()
        return application

    def _mails(self, application, template):
        template = self.env.ref(f"mentorat_programme.mail_template_{template}")
        return self.env["mentorat.outbox"].search(
            [("res_id", "=", application.id), ("template_id", "=", template.id)]
        )

    def _asked(self, application):
        return self._activities(application).user_id

    def _activities(self, application):
        return application._get_requests().activity_ids


class TestApproval(ApprovalMixin, MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_substitute()

    def setUp(self):
        super().setUp()
        self.application = self._submit()

    def _as(self, name):
        return self.application.with_user(getattr(self, name))

    # QUESTION

    def test_question_and_answer(self):
        self._as("manager").action_ask("  Which day?  ")
        self.assertEqual(self.application.question, "Which day?")
        asked = self._mails(self.application, "participation_question")
        self.assertEqual(asked.partner_id, self.plain.partner_id)
        self._as("plain").action_answer_question(" Monday ")
        self.assertEqual(self.application.question_answer, "Monday")
        told = self._mails(self.application, "participation_answered")
        self.assertEqual(told.partner_id, self.manager.partner_id)
        self.assertEqual(self.application.state, "submitted")

    def test_mails_hold_neither_question_nor_answer(self):
        self._as("manager").action_ask("Secretquestion")
        self._as("plain").action_answer_question("Secretanswer")
        for template in ("participation_question", "participation_answered"):
            row = self._mails(self.application, template)
            row._send()
            mail = self.env["mail.mail"].search(
                [("recipient_ids", "in", row.partner_id.ids)], order="id desc", limit=1
            )
            text = f"{mail.subject} {mail.body_html}"
            for hidden in ("Secretquestion", "Secretanswer", "Perrine", "Maud"):
                self.assertNotIn(hidden, text)
            self.assertIn("/my/mentoring", text)

    def test_new_question_clears_the_answer(self):
        self._as("manager").action_ask("Which day?")
        self._as("plain").action_answer_question("Monday")
        self._as("manager").action_ask("Which month?")
        self.assertFalse(self.application.question_answer)

    def test_who_asks_and_answers(self):
        for name in DECIDERS:
            self._as(name).action_ask(f"Asked by {name}")
            self.assertEqual(self.application.question, f"Asked by {name}")
        for name in (*NOBODY, "plain"):
            with self.subTest(name), self.assertRaises(AccessError):
                self._as(name).action_ask("May I?")
        for name in (*NOBODY, *DECIDERS):
            with self.subTest(name), self.assertRaises(AccessError):
                self._as(name).action_answer_question("For them")
        self.assertEqual(self.application.question, "Asked by administrator")
        self.assertFalse(self.application.question_answer)

    def test_who_reads_question_and_answer(self):
        self._as("manager").action_ask("Which day?")
        self._as("plain").action_answer_question("Monday")
        names = ["question", "question_answer"]
        application, request = self.application, self.application._get_requests()
        team = ("engineer", "referent", "administrator")
        for record, readers in (
            (application, ("plain", *team)),
            (request, ("manager", *team)),
        ):
            for name in {*NOBODY, *DECIDERS, "plain"}:
                seen = record.with_user(getattr(self, name))
                with self.subTest(name, model=record._name):
                    if name in readers:
                        [values] = seen.read(names)
                        self.assertEqual(values["question"], "Which day?")
                        self.assertEqual(values["question_answer"], "Monday")
                    else:
                        self.assertRaises(AccessError, seen.read, names)

    def test_texts_are_written_by_their_actions_alone(self):
        for name in ("question", "question_answer", "delegate_user_id"):
            value = self.substitute.id if name == "delegate_user_id" else "Mine"
            for user in ("plain", "manager", "hr_officer"):
                with self.subTest(name, user=user), self.assertRaises(UserError):
                    self._as(user).write({name: value})
        self._as("plain").action_draft()
        with self.assertRaises(AccessError):
            self._as("plain").write({"question_answer": "Mine"})

    def test_nothing_to_ask_or_to_answer(self):
        for empty in ("", "  ", False, None):
            with self.assertRaises(UserError):
                self._as("manager").action_ask(empty)
        with self.assertRaisesRegex(UserError, "no question"):
            self._as("plain").action_answer_question("Monday")
        self._as("manager").action_ask("Which day?")
        for empty in ("", "  ", False, None):
            with self.assertRaises(UserError):
                self._as("plain").action_answer_question(empty)

    def test_after_the_decision(self):
        self._as("manager").action_ask("Which day?")
        self._as("manager").action_approve()
        for act in (
            lambda: self._as("manager").action_ask("Which month?"),
            lambda: self._as("plain").action_answer_question("Monday"),
            lambda: self._as("manager").action_delegate(self.substitute.login),
        ):
            with self.assertRaisesRegex(UserError, "no longer awaits"):
                act()

    # SUBSTITUTE

    def test_substitute_decides(self):
        self._as("manager").action_delegate(self.substitute.login)
        self.assertEqual(self.application.delegate_user_id, self.substitute)
        self.assertEqual(self._asked(self.application), self.substitute)
        told = self._mails(self.application, "participation_to_decide").partner_id
        self.assertEqual(told, (self.manager | self.substitute).partner_id)
        self._as("substitute").action_ask("Which day?")
        self._as("plain").action_answer_question("Monday")
        told = self._mails(self.application, "participation_answered").partner_id
        self.assertEqual(told, self.substitute.partner_id)
        self._as("substitute").action_approve()
        self.assertEqual(self.application.state, "approved")
        self.assertFalse(self._asked(self.application))

    def test_manager_takes_it_back(self):
        self._as("manager").action_delegate(self.substitute.login)
        self._as("manager").action_delegate("")
        self.assertFalse(self.application.delegate_user_id)
        self.assertEqual(self._asked(self.application), self.manager)
        with self.assertRaises(AccessError):
            self._as("substitute").action_approve()

    def test_manager_still_decides(self):
        self._as("manager").action_delegate(self.substitute.login)
        self._as("manager").action_approve()
        self.assertEqual(self.application.state, "approved")

    def test_handed_over_twice_is_told_once(self):
        for _click in range(2):
            self._as("manager").action_delegate(self.substitute.login)
        rows = self._mails(self.application, "participation_to_decide")
        to_substitute = rows.filtered(
            lambda row: row.partner_id == self.substitute.partner_id
        )
        self.assertEqual(len(to_substitute), 1)
        self.assertEqual(len(self._activities(self.application)), 1)

    def test_who_hands_over(self):
        for name in (*NOBODY, "plain", "referent", "administrator", "substitute"):
            with self.subTest(name), self.assertRaises(AccessError):
                self._as(name).action_delegate(self.substitute.login)
        self.assertFalse(self.application.delegate_user_id)

    def test_to_whom(self):
        """Unknown, of another company, no employee, oneself: one and the same answer."""
        refused = (
            "nobody.knows",
            self.foreigner.login,
            self.outsider.login,
            self.plain.login,
            self.manager.login,
        )
        messages = set()
        for login in refused:
            with self.subTest(login), self.assertRaises(UserError) as caught:
                self._as("manager").action_delegate(login)
            messages.add(str(caught.exception).replace(login, ""))
        self.assertEqual(len(messages), 1)
        self.assertFalse(self.application.delegate_user_id)

    def test_substitute_reads_no_application(self):
        self._as("manager").action_delegate(self.substitute.login)
        request = self.application._get_requests().with_user(self.substitute)
        self.assertEqual(request.employee_name, "Perrine Plain")
        for name in ("motivation", "skill_ids", "state"):
            with self.assertRaises(AccessError):
                self._as("substitute").read([name])

    # REMINDER AND ESCALATION

    def _run_after(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env["mentorat.participation"]._cron_remind_deciders()

    def _reminders(self, application=None):
        return self._mails(
            application or self.application, "participation_reminder"
        ).partner_id

    def test_reminder(self):
        self.programme.write({"reminder_days": 7, "escalation_days": 14})
        self._run_after(6)
        self.assertFalse(self._reminders())
        for _run in range(2):
            self._run_after(7)
        self.assertEqual(self._reminders(), self.manager.partner_id)
        self.assertEqual(
            len(self._mails(self.application, "participation_reminder")), 1
        )
        self.assertFalse(self.application.date_escalated)

    def test_reminder_reaches_the_substitute(self):
        self._as("manager").action_delegate(self.substitute.login)
        self._run_after(self.programme.reminder_days)
        self.assertEqual(self._reminders(), self.substitute.partner_id)

    def test_escalation(self):
        days = self.programme.escalation_days
        self._run_after(days - 1)
        self.assertEqual(self._asked(self.application), self.manager)
        for delay in (days, days, days + 1):
            self._run_after(delay)
        self.assertTrue(self.application.date_escalated)
        self.assertEqual(self._asked(self.application), self.manager | self.referent)
        self.assertEqual(len(self._activities(self.application)), 2)
        for activity in self._activities(self.application):
            self.assertNotIn("Perrine", activity.summary)
        self.assertEqual(
            len(self._mails(self.application, "participation_reminder")), 1
        )

    def test_after_escalation_either_decides(self):
        other = self._submit(self.manager_employee, self.manager)
        self._run_after(self.programme.escalation_days)
        self._as("manager").action_approve()
        other.with_user(self.referent).action_approve()
        for application in self.application | other:
            self.assertEqual(application.state, "approved")
            self.assertFalse(self._asked(application))

    def test_without_a_manager_the_referents_are_asked_once(self):
        alone = self._submit(self.manager_employee, self.manager)
        self.assertFalse(alone.manager_user_id)
        self.assertEqual(self._asked(alone), self.referent)
        self._run_after(self.programme.escalation_days)
        self.assertEqual(len(self._activities(alone)), 1)
        self.assertEqual(self._reminders(alone), self.referent.partner_id)

    def test_nobody_is_reminded_of_what_is_decided(self):
        self._as("manager").action_approve()
        self._run_after(self.programme.escalation_days)
        self.assertFalse(self._reminders())
        self.assertFalse(self.application.date_escalated)

    def test_nobody_is_reminded_once_the_programme_is_over(self):
        self.programme.state = "evaluation"
        self._run_after(self.programme.escalation_days)
        self.assertFalse(self._reminders())

    # BACK END

    def _decide(self, name, kind, text=False, applications=None):
        applications = applications or self.application
        wizard = (
            self.env["mentorat.decision.wizard"]
            .with_user(getattr(self, name))
            .with_context(
                active_model="mentorat.participation.request",
                active_ids=applications.ids,
                default_kind=kind,
            )
            .create({"text": text})
        )
        self.assertEqual(wizard.request_ids.ids, applications.ids)
        return wizard.action_apply()

    def test_refuse_with_a_reason(self):
        self._decide("manager", "refuse", "A busy quarter")
        self.assertEqual(self.application.state, "refused")
        line = self.env["mentorat.log"].search(
            [("participation_id", "=", self.application.id), ("reason", "!=", False)]
        )
        self.assertEqual(line.reason, "A busy quarter")
        row = self._mails(self.application, "participation_decided")
        row._send()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.plain.partner_id.ids)]
        )
        self.assertTrue(mail)
        for hidden in ("A busy quarter", "Maud"):
            self.assertNotIn(hidden, "".join(mail.mapped("body_html")))
        with self.assertRaises(AccessError):
            line.with_user(self.plain).read(["reason"])

    def test_ask_and_hand_over_from_the_back_end(self):
        self._decide("referent", "ask", "Which day?")
        self.assertEqual(self.application.question, "Which day?")
        self._decide("manager", "delegate", self.substitute.login)
        self.assertEqual(self.application.delegate_user_id, self.substitute)

    def test_the_wizard_gives_no_right(self):
        for kind in ("refuse", "ask", "delegate"):
            for name in ("engineer", "hr_officer", "system", "plain", "mentor"):
                with self.subTest(kind, user=name), self.assertRaises(AccessError):
                    self._decide(name, kind, self.substitute.login)
        self.assertEqual(self.application.state, "submitted")
        self.assertFalse(self.application.question)
        self.assertFalse(self.application.delegate_user_id)

    def test_nothing_is_half_done(self):
        """One request that does not allow it leaves all the others as they were."""
        other = self._submit(self.manager_employee, self.manager)
        other.sudo().state = "withdrawn"
        both = (self.application | other).with_user(self.referent)
        for act in (both.action_approve, both.action_refuse):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        with self.assertRaises(UserError), self.cr.savepoint():
            both.action_ask("Which day?")
        self.assertEqual(self.application.state, "submitted")
        self.assertFalse(self.application.question)
        self.assertFalse(self._mails(self.application, "participation_question"))


@tagged("post_install", "-at_install")
class TestPortalApproval(ApprovalMixin, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_substitute()

    def setUp(self):
        super().setUp()
        self.application = self._submit(self.applicant_employee, self.applicant)
        self.url = f"{HOME}/requests/{self.application.id}"
        self.answer_url = f"{HOME}/participation/{self.application.id}/answer"

    def test_question_and_answer(self):
        self._login(self.manager)
        page = self._post(f"{self.url}/ask", status=422, question="").text
        self.assertIn("Please fill this in", page)
        self._post(f"{self.url}/ask", question="Which <b>day</b>?")
        self.assertIn("Not answered yet", self._get(f"{HOME}/requests"))
        self._login(self.applicant)
        page = self._get(self.apply_url)
        self.assertIn("Which &lt;b&gt;day&lt;/b&gt;?", page)
        self.assertIn(self.answer_url, page)
        self._post(self.answer_url, status=422, answer=" ")
        self._post(self.answer_url, answer="Monday", question="Mine", state="approved")
        self.assertEqual(self.application.question, "Which <b>day</b>?")
        self.assertEqual(self.application.state, "submitted")
        self._login(self.manager)
        self.assertIn("Monday", self._get(f"{HOME}/requests"))

    def test_too_long_is_kept(self):
        self._login(self.manager)
        page = self._post(f"{self.url}/ask", status=422, question="q" * 501).text
        self.assertIn("q" * 501, page)
        self.assertFalse(self.application.question)

    def test_hand_over_and_take_back(self):
        self._login(self.manager)
        page = self._post(f"{self.url}/delegate", status=422, login="nobody").text
        self.assertIn("No colleague of this company", page)
        self.assertIn("nobody", page)
        self._post(f"{self.url}/delegate", login=self.substitute.login)
        page = self._get(f"{HOME}/requests?done=delegated")
        self.assertIn("Handed to a colleague", page)
        self.assertNotIn(f"{self.url}/approve", page)
        self._login(self.substitute)
        self.assertIn("Ariel Applicant", self._get(f"{HOME}/requests"))
        self._login(self.manager)
        self._post(f"{self.url}/take-back")
        self.assertIn(f"{self.url}/approve", self._get(f"{HOME}/requests"))
        self._login(self.substitute)
        self.assertNotIn("Ariel Applicant", self._get(f"{HOME}/requests"))
        self._post(f"{self.url}/approve", status=404)

    def test_portal_substitute_approves(self):
        self.application.with_user(self.manager).action_delegate(self.substitute.login)
        self._login(self.substitute)
        for _click in range(2):
            self._post(f"{self.url}/approve")
        self.assertEqual(self.application.state, "approved")

    def test_not_theirs(self):
        for user in (
            self.applicant,
            self.substitute,
            self.plain,
            self.outsider,
            self.mentor,
            self.hr_officer,
            self.engineer,
            self.other_engineer,
            self.administrator,
            self.system,
            self.foreigner,
        ):
            self._login(user)
            self._post(f"{self.url}/ask", status=404, question="May I?")
            self._post(f"{self.url}/delegate", status=404, login=self.substitute.login)
            self._post(f"{self.url}/take-back", status=404)
            if user != self.applicant:
                self._post(self.answer_url, status=404, answer="For them")
        self._login(self.manager)
        self._post(self.answer_url, status=404, answer="For them")
        self.assertFalse(self.application.question)
        self.assertFalse(self.application.delegate_user_id)

    @mute_logger("odoo.http")
    def test_changes_are_posted_with_a_token(self):
        self._login(self.manager)
        for name in ("ask", "delegate", "take-back"):
            url = f"{self.url}/{name}"
            # Only POST is routed: another way in does not exist.
            self.assertIn(
                self.url_open(url, allow_redirects=False).status_code, (404, 405)
            )
            response = self.url_open(url, data={"question": "x", "login": "x"})
            self.assertEqual(response.status_code, 400, url)
        self.assertFalse(self.application.question)
