from uuid import uuid4

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import EvaluationMixin


@tagged("post_install", "-at_install")
class TestScreen(EvaluationMixin, HttpCase):
    """Difficult experiences: told to the ethics contact, or nothing at all is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._new_user("m_contact", "base.group_user")
        cls.programme.ethics_contact_id = cls.contact
        cls.evaluation = cls._open_evaluation(moment="screen")
        cls.invitation = cls.evaluation.invitation_ids.filtered(
            lambda invitation: invitation.user_id == cls.mentee
        )
        cls.path = f"/my/mentoring/experience/{cls.invitation.id}"
        cls.env.flush_all()

    def _post(self, **values):
        self.authenticate(self.mentee.login, self.mentee.login)
        data = {"csrf_token": http.Request.csrf_token(self), **values}
        return self.url_open(self.path, data=data)

    def _concerns(self):
        return self.env["mentorat.concern"].search(
            [("programme_id", "=", self.programme.id)]
        )

    def test_nothing(self):
        self.assertIn("Nothing was kept", self._post(nothing="1").text)
        self.assertFalse(self._concerns())
        self.invitation.invalidate_recordset()
        self.assertFalse(self.invitation.answered)

    def test_told(self):
        right = self.rhythm.suggested_answer_ids[1]
        answer = self._post(
            form_key=str(uuid4()),
            is_anonymous="1",
            **{
                f"question_{self.useful.id}": "2",
                f"question_{self.recommend.id}": "1",
                f"question_{self.rhythm.id}": str(right.id),
                f"question_{self.change.id}": "I was shouted at, twice",
            },
        )
        self.assertIn("Thank you", answer.text)
        concern = self._concerns()
        self.assertEqual(concern.contact_id, self.contact)
        self.assertFalse(concern.author_id)
        body = concern.with_user(self.contact).body
        for told in ("About right", "shouted at, twice", self.useful.title):
            self.assertIn(told, body)
        self.assertFalse(concern.with_user(self.engineer).sudo().body)
        # Neither a flag nor an answer.
        self.invitation.invalidate_recordset()
        self.assertFalse(self.invitation.answered)
        self.assertFalse(
            self.env["mentorat.answer"].search(
                [("evaluation_id", "=", self.evaluation.id)]
            )
        )

    def test_with_a_name(self):
        values = {
            f"question_{self.useful.id}": "2",
            f"question_{self.recommend.id}": "1",
            "form_key": str(uuid4()),
        }
        self._post(**values)
        self.assertEqual(self._concerns().author_id, self.mentee)
        # Sent again: the same concern.
        self._post(**values)
        self.assertEqual(len(self._concerns()), 1)

    def test_empty_form_and_strange_key(self):
        self.assertEqual(self._post(form_key=str(uuid4())).status_code, 422)
        answer = self._post(
            form_key="x",
            **{f"question_{self.useful.id}": "2", f"question_{self.recommend.id}": "1"},
        )
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._concerns())

    def test_over(self):
        self.evaluation.sudo()._transition("closed")
        self.assertIn("This evaluation is over", self._post(nothing="1").text)

    def test_home_leads_there(self):
        self.authenticate(self.mentee.login, self.mentee.login)
        self.assertIn(self.path, self.url_open("/my/mentoring").text)

    def test_no_results(self):
        self.evaluation.sudo()._transition("closed")
        results = self.evaluation.with_user(self.engineer)._get_results()
        self.assertEqual({result["people"] for result in results}, {0})

    def test_a_contact_is_needed(self):
        self.programme.ethics_contact_id = False
        evaluation = self._create_evaluation(moment="screen")
        with self.assertRaisesRegex(UserError, "ethics contact"):
            evaluation.with_user(self.engineer).action_open()
