import re

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EvaluationMixin


@tagged("post_install", "-at_install")
class TestLink(EvaluationMixin, HttpCase):
    """The link of the mail: without a login, for one person, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation = cls._open_evaluation(moment="day_30")
        cls.invitation = cls.evaluation.invitation_ids.filtered(
            lambda invitation: invitation.user_id == cls.mentee
        )
        cls.other = cls.evaluation.invitation_ids - cls.invitation
        cls.path = cls._path(cls.invitation)
        cls.env.flush_all()

    @classmethod
    def _path(cls, invitation):
        base = invitation.get_base_url()
        return invitation._get_answer_url().removeprefix(base)

    def setUp(self):
        super().setUp()
        # A session that belongs to nobody, for the token of the form.
        self.authenticate(None, None)

    def _post(self, path=None, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            f"question_{self.useful.id}": "8",
            f"question_{self.recommend.id}": "9",
            **values,
        }
        return self.url_open(path or self.path, data=data)

    def _answers(self):
        return self.env["mentorat.answer"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )

    def test_mail_holds_it(self):
        lines = self.env["mentorat.outbox"].search(
            [("partner_id", "=", self.mentee.partner_id.id)]
        )
        lines._send()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.mentee.partner_id.ids)], limit=1
        )
        self.assertIn(self.path, mail.body_html)
        self.assertNotIn(self._path(self.other), mail.body_html)

    def test_answering_without_a_login(self):
        page = html.fromstring(self.url_open(self.path).text)
        self.assertTrue(page.xpath(f"//form[@action='{self.path}']"))
        self.assertIn("Thank you!", self._post().text)
        self.assertEqual(set(self._answers().mapped("role")), {"mentee"})
        self.assertFalse(self.invitation.nonce)

    def test_used_or_wrong_links_answer_alike(self):
        self._post()
        used = self.url_open(self.path)
        self.assertEqual(used.status_code, 404)
        self.assertIn("no longer opens anything", used.text)
        token = self.path.rpartition("/")[2]
        other = self._path(self.other).rpartition("/")[2]
        volatile = re.compile(r"[0-9a-f]{40,}o?\d*|\d+")
        for path in (
            f"/mentoring/answer/{self.invitation.id}/{other}",
            f"/mentoring/answer/{self.invitation.id}/{token[:-1]}x",
            f"/mentoring/answer/{self.invitation.id}/_",
            f"/mentoring/answer/{self.other.id}/{token}",
            f"/mentoring/answer/2147483600/{token}",
            f"/mentoring/answer/99999999999999/{token}",
        ):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 404, path)
            self.assertEqual(
                volatile.sub("", answer.text.replace(path, "")),
                volatile.sub("", used.text.replace(self.path, "")),
                path,
            )
            self.assertEqual(self._post(path).status_code, 404)
        self.assertEqual(len(self._answers()), 2)

    def test_sent_twice(self):
        """The second time the link is gone, and nothing is added."""
        self._post()
        self.assertEqual(self._post().status_code, 404)
        self.assertEqual(len(self._answers()), 2)

    def test_expired(self):
        self.evaluation.sudo()._transition("closed")
        self.assertEqual(self.url_open(self.path).status_code, 404)
        self.assertFalse(self.invitation.nonce)

    def test_past_the_deadline(self):
        self.invitation.date_deadline = "2020-01-01"
        self.assertIn("This evaluation is over", self.url_open(self.path).text)
        self.assertIn("This evaluation is over", self._post().text)
        self.assertFalse(self._answers())

    @mute_logger("odoo.http")
    def test_token_of_the_form_is_required(self):
        data = {f"question_{self.useful.id}": "8", f"question_{self.recommend.id}": "9"}
        self.assertEqual(self.url_open(self.path, data=data).status_code, 400)
        self.assertFalse(self._answers())

    def test_headers(self):
        headers = self.url_open(self.path).headers
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["Referrer-Policy"], "same-origin")

    def test_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mentee.lang = "fr_FR"
        self.env.flush_all()
        self.assertIn('lang="fr-FR"', self.url_open(self.path).text)

    def test_nothing_leads_from_the_page_to_others(self):
        page = self.url_open(self.path).text
        self.assertNotIn("Morgan", page)
        self.assertNotIn("Merle", page)

    def test_kept_for_later(self):
        answer = self._post(later="1", **{f"question_{self.change.id}": "Fewer words"})
        self.assertIn("Kept for later", answer.text)
        self.assertFalse(self._answers())
        self.cr.execute(
            "SELECT draft_sealed FROM mentorat_evaluation_invitation WHERE id = %s",
            [self.invitation.id],
        )
        [sealed] = self.cr.fetchone()
        self.assertNotIn("Fewer", sealed)
        page = html.fromstring(self.url_open(self.path).text)
        chosen = page.xpath(f"//input[@name='question_{self.useful.id}'][@checked]")
        self.assertEqual([field.get("value") for field in chosen], ["8"])
        [text] = page.xpath(f"//textarea[@name='question_{self.change.id}']")
        self.assertEqual(text.text, "Fewer words")
        # The other one has a page of their own.
        self.assertNotIn("Fewer", self.url_open(self._path(self.other)).text)
        self._post()
        self.assertFalse(self.invitation.draft_sealed)

    def test_what_is_kept_is_what_was_asked(self):
        self._post(later="1", role="mentor", evil="x" * 9999, question_1="<script>")
        self.invitation.invalidate_recordset()
        self.assertEqual(
            self.invitation._read_draft(),
            {
                f"question_{self.useful.id}": "8",
                f"question_{self.recommend.id}": "9",
            },
        )

    def test_contact(self):
        requests = self.env["mentorat.contact.request"]
        domain = [("participation_id", "=", self.mentee_participation.id)]
        self._post()
        self.assertFalse(requests.search(domain))
        answer = self._post(self._path(self.other), contact="1")
        self.assertIn("Thank you!", answer.text)
        asked = requests.search([("programme_id", "=", self.programme.id)])
        self.assertEqual(asked.participation_id, self.mentor_participation)

    def test_contact_where_it_is_not_offered(self):
        evaluation = self._open_evaluation(moment="midway")
        path = self._path(evaluation.invitation_ids[0])
        self.env.flush_all()
        self.assertNotIn('name="contact"', self.url_open(path).text)
        self._post(path, contact="1")
        self.assertFalse(
            self.env["mentorat.contact.request"].search(
                [("programme_id", "=", self.programme.id)]
            )
        )

    def test_code_too_short(self):
        evaluation = self._open_evaluation(moment="start")
        invitation = evaluation.invitation_ids[0]
        path = self._path(invitation)
        self.env.flush_all()
        answer = self._post(path, code="a-1")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("at least 6 letters", answer.text)
        self.assertIn("Thank you!", self._post(path, code="Blue horse 7").text)

    def test_screen_needs_a_login(self):
        self.programme.ethics_contact_id = self.manager
        evaluation = self._open_evaluation(moment="screen")
        invitation = evaluation.invitation_ids[0]
        self.assertIn("/my/mentoring/experience/", self._path(invitation))
        path = f"/mentoring/answer/{invitation.id}/{invitation._get_token()}"
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)
