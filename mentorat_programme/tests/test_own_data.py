import json
from io import BytesIO

from lxml import html
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from ..models.mentorat_own_data import NOT_GIVEN
from .common import MentoratMixin

URL = "/my/mentoring/data"


@tagged("post_install", "-at_install")
class TestOwnData(MentoratMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentee_participation.motivation_text = "I want to weave"
        cls.mentor_participation.motivation_text = "I love to teach"
        cls.pair = cls._create_pair()
        for user, body in ((cls.mentee, "My secret"), (cls.mentor, "His secret")):
            cls.env["mentorat.note"].with_user(user).create(
                {"pair_id": cls.pair.id, "body": body}
            )
        for user, body in ((cls.mentee, "My message"), (cls.mentor, "His message")):
            cls.env["mentorat.message"].with_user(user).create(
                {"pair_id": cls.pair.id, "body": body}
            )
        action = cls.env["mentorat.action"].with_user(cls.mentor)
        action.create({"pair_id": cls.pair.id, "title": "Call the weaver"})
        meeting = cls.env["mentorat.meeting"].with_user(cls.mentee)
        meeting = meeting.create(
            {
                "pair_id": cls.pair.id,
                "date_start": "2030-03-01 09:00:00",
                "agenda": "Our agenda",
            }
        )
        meeting.own_usefulness = 4
        goal = cls.env["mentorat.goal"].with_user(cls.mentee)
        goal.create({"pair_id": cls.pair.id, "title": "Weave alone"})
        cls.env.flush_all()

    def _json(self, user):
        self.authenticate(user.login, user.login)
        response = self.url_open(f"{URL}.json")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        return json.loads(response.content)

    def test_every_stored_field_is_given_or_left_out_with_a_reason(self):
        participation = self.mentee_participation
        names = {name for name, field in participation._fields.items() if field.store}
        self.assertEqual(set(NOT_GIVEN) - names, set())
        self.assertTrue(all(NOT_GIVEN.values()))
        data = self._json(self.mentee)
        labels = participation.fields_get(names - set(NOT_GIVEN), ["string"])
        [given] = data["Participations"]
        filled = {
            values["string"]
            for name, values in labels.items()
            if participation[name] not in (False, None) and participation[name]
        }
        self.assertEqual(set(given), filled)
        self.assertIn("I want to weave", given.values())

    def test_own_words_alone(self):
        text = json.dumps(self._json(self.mentee))
        for words in (
            *("I want to weave", "My secret", "My message", "Weave alone"),
            *("Morgan Mentor", "Call the weaver", "Our agenda", "useful it was to me"),
        ):
            self.assertIn(words, text)
        for words in (
            *("I love to teach", "His secret", "His message", "Maud"),
            "m_engineer",
        ):
            self.assertNotIn(words, text)
        text = json.dumps(self._json(self.mentor))
        self.assertIn("His secret", text)
        self.assertNotIn("useful it was to me", text)
        self.assertNotIn("My secret", text)
        for user in (self.plain, self.outsider, self.engineer, self.administrator):
            self.assertFalse(any(self._json(user).values()))

    def test_readable_copy(self):
        self.authenticate(self.mentee.login, self.mentee.login)
        response = self.url_open(f"{URL}.pdf")
        pages = PdfReader(BytesIO(response.content)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        self.assertIn("I want to weave", text)
        self.assertIn("My secret", text)
        self.assertNotIn("His secret", text)

    def test_report_of_another_is_one_s_own(self):
        self.authenticate(self.plain.login, self.plain.login)
        response = self.url_open(
            f"/report/html/mentorat_programme.report_own_data/{self.mentee.id}"
        )
        self.assertNotIn("I want to weave", response.text)

    def test_erasure_is_asked_for_once(self):
        self.authenticate(self.mentee.login, self.mentee.login)
        page = html.fromstring(self.url_open(URL).text)
        token = page.xpath("//form[contains(@action, 'erasure')]//input/@value")[0]
        for _twice in range(2):
            response = self.url_open(f"{URL}/erasure", data={"csrf_token": token})
            self.assertEqual(response.status_code, 200)
        self.assertTrue(self.mentee_participation.erasure_requested_on)
        self.assertEqual(len(self.mentee_participation.activity_ids), 1)
        self.assertFalse(self.mentor_participation.erasure_requested_on)
        self.assertIn("You asked for erasure", response.text)
