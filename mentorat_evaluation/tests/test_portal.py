from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EvaluationMixin


@tagged("post_install", "-at_install")
class TestPortal(EvaluationMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation = cls._open_evaluation()
        cls.invitation = cls.evaluation.invitation_ids.filtered(
            lambda i: i.user_id == cls.mentee
        )
        cls.url = f"/my/mentoring/evaluation/{cls.invitation.id}"

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, url=None, **answers):
        """Send ``answers``, ``{name of a question of this class: value}``."""
        data = {
            f"question_{getattr(self, name).id}": value
            for name, value in answers.items()
        }
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url or self.url, data=data)

    def _answers(self):
        self.env.invalidate_all()
        return self.env["mentorat.answer"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )

    def test_page(self):
        self._login(self.mentee)
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("no-store", response.headers["Cache-Control"])
        page = html.fromstring(response.text)
        radios = page.xpath(f"//input[@name='question_{self.recommend.id}']/@value")
        self.assertEqual(radios, [str(value) for value in range(11)])
        choices = page.xpath(f"//input[@name='question_{self.rhythm.id}']/@value")
        self.assertEqual(
            choices, [str(i) for i in self.rhythm.suggested_answer_ids.ids]
        )
        self.assertTrue(page.xpath(f"//textarea[@name='question_{self.change.id}']"))
        self.assertIn("carry no name", response.text)

    def test_answering(self):
        self._login(self.mentee)
        right = self.rhythm.suggested_answer_ids[1]
        response = self._post(
            useful="8", recommend="10", rhythm=str(right.id), change="  More time  "
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("Thank you", response.text)
        answers = {answer.question_id: answer for answer in self._answers()}
        self.assertEqual(len(answers), 4)
        self.assertEqual(answers[self.useful].value, 8.0)
        self.assertEqual(answers[self.recommend].value, 10.0)
        self.assertEqual(answers[self.rhythm].choice_id, right)
        self.assertEqual(answers[self.change].text, "More time")
        self.assertEqual({answer.role for answer in self._answers()}, {"mentee"})
        self.assertTrue(self.invitation.answered)

        again = self._post(useful="1", recommend="1")
        self.assertEqual(again.status_code, 200)
        self.assertIn("You have answered already", again.text)
        self.assertEqual(len(self._answers()), 4)
        self.assertIn("You have answered already", self.url_open(self.url).text)

    def test_errors_keep_what_was_given(self):
        self._login(self.mentee)
        response = self._post(useful="8", trust="11", change="Kept <b>text</b>")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._answers())
        self.assertFalse(self.invitation.answered)
        page = html.fromstring(response.text)
        checked = page.xpath("//input[@type='radio'][@checked]/@value")
        self.assertEqual(checked, ["8"])
        [area] = page.xpath("//textarea")
        self.assertEqual(area.text.strip(), "Kept <b>text</b>")
        for question, count in ((self.recommend, 1), (self.trust, 1), (self.useful, 0)):
            marks = page.xpath(f"//div[@id='question_{question.id}_error']")
            self.assertEqual(len(marks), count)
        self.assertIn("2001 characters", self._post(change="x" * 2001).text)

    def test_bad_values(self):
        self._login(self.mentee)
        for value in ("", " ", "-1", "1e1", "10.0", "DROP", "²", "\x00"):
            response = self._post(useful=value, recommend="9")
            self.assertEqual(response.status_code, 422, value)
        self.assertFalse(self._answers())

    def test_other_fields_are_ignored(self):
        self._login(self.mentee)
        data = {
            f"question_{self.useful.id}": "8",
            f"question_{self.recommend.id}": "9",
            "question_999999": "1",
            "answered": "",
            "role": "mentor",
            "evaluation_id": "1",
            "user_id": "1",
            "csrf_token": http.Request.csrf_token(self),
        }
        self.assertIn("Thank you", self.url_open(self.url, data=data).text)
        self.assertEqual(len(self._answers()), 2)
        self.assertEqual(set(self._answers().mapped("role")), {"mentee"})

    @mute_logger("odoo.http")
    def test_token_is_required(self):
        self._login(self.mentee)
        data = {f"question_{self.useful.id}": "8", f"question_{self.recommend.id}": "9"}
        self.assertEqual(self.url_open(self.url, data=data).status_code, 400)
        self.assertFalse(self._answers())

    def test_not_mine_is_not_found(self):
        # Also for those who see that the invitation exists.
        users = (
            self.mentor,
            self.outsider,
            self.engineer,
            self.administrator,
            self.plain,
        )
        for user in users:
            self._login(user)
            missing = "/my/mentoring/evaluation/2147483600"
            for url in (self.url, missing, "/my/mentoring/evaluation/99999999999999"):
                self.assertEqual(self.url_open(url).status_code, 404, user.login)
            self.assertEqual(self._post(useful="8", recommend="9").status_code, 404)
        self.assertFalse(self._answers())

    def test_without_login(self):
        response = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_closed(self):
        self.evaluation.with_user(self.engineer).action_close()
        self._login(self.mentee)
        self.assertIn("This evaluation is over", self.url_open(self.url).text)
        response = self._post(useful="8", recommend="9")
        self.assertIn("This evaluation is over", response.text)
        self.assertFalse(self._answers())

    def test_draft(self):
        draft = self._create_evaluation()
        invitation = self.env["mentorat.evaluation.invitation"].create(
            {
                "evaluation_id": draft.id,
                "participation_id": self.mentee_participation.id,
            }
        )
        self._login(self.mentee)
        response = self._post(
            f"/my/mentoring/evaluation/{invitation.id}", useful="8", recommend="9"
        )
        self.assertNotIn("Thank you!", response.text)
        self.assertFalse(invitation.answered)

    def test_card(self):
        self._login(self.mentee)
        page = html.fromstring(self.url_open("/my/mentoring").text)
        self.assertTrue(page.xpath(f"//a[@href='{self.url}']"))
        self._post(useful="8", recommend="9")
        page = html.fromstring(self.url_open("/my/mentoring").text)
        self.assertFalse(page.xpath("//section[@id='mentoring_evaluations']"))

    def test_mail(self):
        self.env["mentorat.outbox"].search(
            [("res_id", "=", self.invitation.id)]
        ).filtered(lambda line: line.partner_id == self.mentee.partner_id)._send()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.mentee.partner_id.ids)], limit=1
        )
        self.assertIn(self.invitation._get_answer_url(), mail.body_html)
        self.assertNotIn("Merle", mail.body_html)
        self.assertNotIn("Morgan", mail.body_html)
