"""What mentors bring to supervision, the register of dilemmas, hours on paper, and the pages."""

import unittest
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.names import find_names
from .common import MentoratCase
from .inventory import LOGGERS
from .test_portal import HOME, PAYLOADS, PortalCase
from .test_supervision import SupervisionMixin

URL = f"{HOME}/supervision"


class TestNames(unittest.TestCase):
    def test_found(self):
        names = ["Merle Mentée", "Jean-Émile van den Rose"]
        for text, found in (
            ("MERLE wonders", ["MERLE"]),
            ("merle, Merle and mentee", ["merle", "Merle", "mentee"]),
            ("what Emile said", ["Emile"]),
            ("Jean", ["Jean"]),
        ):
            self.assertEqual(find_names(text, names), found, text)

    def test_not_found(self):
        names = ["Merle Mentée", "Jean des Roses", "Li Wu", "", False]
        for text in ("merles", "the van of les roseraies", "des mots", "a li b", ""):
            self.assertEqual(find_names(text, names), [], text)


class TestCaseCard(SupervisionMixin, MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervision = cls._plan()

    def _bring(self, user=None, form_key=None, **texts):
        cards = self.env["mentorat.case.card"].with_user(user or self.mentor)
        values = {"phase": "rapport", "theme": "Limits", "question": "How?", "wish": ""}
        cards._bring(
            self.supervision.with_user(user or self.mentor),
            {**values, **texts},
            form_key or str(uuid4()),
        )
        return cards.search([], order="id desc", limit=1)

    def test_who_reads(self):
        card = self._bring()
        for user, name in (
            (self.mentor, self.mentor.name),
            (self.supervisor, self.mentor.name),
            (self.plain, False),
        ):
            seen = card.with_user(user)
            self.assertEqual(seen.theme, "Limits")
            self.assertEqual(seen.author_name, name)
            self.assertEqual(seen.is_mine, user == self.mentor)
        [values] = card.with_user(self.plain).read()
        for trace in ("m_mentor", "Morgan", self.mentor.name):
            self.assertNotIn(trace, repr(values))

    @mute_logger(*LOGGERS)
    def test_nobody_else(self):
        card = self._bring()
        others = {
            **self._roles(),
            "other_supervisor": self.other_supervisor,
        }
        for role in ("mentor", "plain"):
            del others[role]
        for role, user in others.items():
            cards = self.env["mentorat.case.card"].with_user(user)
            with self.subTest(role=role):
                self.assertFalse(cards.search([]))
                self.assertFalse(cards.search_count([("phase", "=", "rapport")]))
                self.assertFalse(card.with_user(user).sudo().theme)
                with self.assertRaises(AccessError):
                    card.with_user(user).read(["phase"])

    def test_names_of_ones_mentees_are_refused(self):
        for texts in (
            {"theme": "About Merle"},
            {"question": "What does MERLE want?"},
            {"wish": "For mentee's sake"},
        ):
            with self.assertRaisesRegex(UserError, "“(Merle|MERLE|mentee)”"):
                self._bring(**texts)
        # Another mentor has no mentee of that name: nothing is told about it.
        self.assertTrue(self._bring(self.plain, theme="About Merle"))

    def test_brought_to_a_planned_session_of_ones_own(self):
        for user in (self.mentee, self.supervisor, self.engineer, self.outsider):
            with self.assertRaisesRegex(UserError, "invited to"):
                self._bring(user)
        self.supervision.action_hold()
        with self.assertRaisesRegex(UserError, "invited to"):
            self._bring()

    def test_a_form_sent_twice(self):
        key = str(uuid4())
        self.assertEqual(self._bring(form_key=key), self._bring(form_key=key))

    def test_taken_back_by_the_author(self):
        card = self._bring()
        for user in (self.plain, self.supervisor):
            card.with_user(user)._take_back()
        self.assertTrue(card.exists())
        with self.assertRaises(AccessError):
            card.unlink()
        card._take_back()
        self.assertFalse(card.exists())

    def test_sealed_in_the_database(self):
        self._bring(question="A question for nobody else")
        self.env.flush_all()
        self.env.cr.execute("SELECT mentorat_case_card::text FROM mentorat_case_card")
        for (row,) in self.env.cr.fetchall():
            self.assertNotIn("nobody else", row)
            self.assertNotIn("Limits", row)

    def test_deleted_after_their_time(self):
        kept, due = self._bring(), self._bring()
        self.supervision.sudo().date_start = fields.Datetime.now() - relativedelta(
            months=2
        )
        run = self.env["mentorat.participation"]._cron_anonymise
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            run()
            self.assertTrue((kept | due).exists())
            self.supervision.sudo().date_start -= relativedelta(months=2)
            run()
        self.assertFalse((kept | due).exists())

    def test_erasure_takes_them_along(self):
        mentor = self.mentor_participation
        card = self._bring()
        mentor.with_user(self.mentor)._assess_stage("novice")
        self.pair.action_end()
        mentor.with_user(self.engineer).action_erase()
        self.assertFalse(card.exists())
        self.assertFalse(mentor.sudo().development_stage)
        self.assertNotIn(mentor, self.group.member_ids)
        self.assertFalse(self._get_mentor())

    def test_own_data(self):
        self._bring()
        data = dict(self.env["mentorat.own.data"].with_user(self.mentor)._collect())
        self.assertIn("Limits", data["Situations"][0].values())
        data = dict(self.env["mentorat.own.data"].with_user(self.plain)._collect())
        self.assertFalse(data["Situations"])

    # DILEMMAS

    def test_dilemmas(self):
        values = {
            "programme_id": self.programme.id,
            "principle": "boundaries",
            "theme": "How far",
            "route": "Asked the referent",
        }
        dilemmas = self.env["mentorat.dilemma"]
        own = dilemmas.with_user(self.supervisor).create(values)
        for user in (self.supervisor, self.other_supervisor, self.referent):
            self.assertEqual(own.with_user(user).route, "Asked the referent")
        for user in (self.engineer, self.mentor, self.hr_officer, self.plain):
            self.assertFalse(own.with_user(user).sudo().theme)
            with self.assertRaises(AccessError):
                own.with_user(user).read(["principle"])
        for user in (self.referent, self.administrator, self.engineer):
            with self.assertRaises(AccessError):
                own.with_user(user).route = "Another"
        with self.assertRaises(UserError):
            dilemmas.with_user(self.supervisor).create(
                {**values, "programme_id": self.other_programme.id}
            )
        self.env.flush_all()
        self.env.cr.execute("SELECT mentorat_dilemma::text FROM mentorat_dilemma")
        self.assertNotIn("How far", repr(self.env.cr.fetchall()))


@tagged("post_install", "-at_install")
class TestPortalSupervision(SupervisionMixin, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervision = cls._plan(theme="Keeping limits", place="Room 12")
        cls.case_url = f"{URL}/session/{cls.supervision.id}"
        cls.values = {
            "theme": "Limits",
            "phase": "rapport",
            "question": "How far do I go?",
            "wish": "",
            "form_key": str(uuid4()),
        }

    def setUp(self):
        super().setUp()
        self._login(self.mentor)

    def test_page(self):
        self.assertIn(URL, self._get(HOME))
        text = self._get(URL)
        for shown in ("Keeping limits", "Room 12", "Passing it on", "Invited"):
            self.assertIn(shown, text)
        self._login(self.mentee)
        self.assertNotIn(URL, self._get(HOME))
        self.assertNotIn("Keeping limits", self._get(URL))

    def test_case(self):
        for _twice in range(2):
            self._post(f"{self.case_url}/case", **self.values)
        self.assertEqual(self._get(URL).count("How far do I go?"), 1)
        card = self.env["mentorat.case.card"].search([])
        self._login(self.plain)
        text = self._get(URL)
        self.assertIn("How far do I go?", text)
        self.assertNotIn("m_mentor", text)
        self.assertNotIn("Morgan", text)
        self._post(f"{URL}/case/{card.id}/delete", 404)
        self._login(self.mentee)
        self._post(f"{URL}/case/{card.id}/delete", 404)
        self._get(f"{self.case_url}/case", 404)
        self._login(self.mentor)
        self._post(f"{URL}/case/{card.id}/delete")
        self.assertFalse(card.exists())

    def test_case_that_names_somebody(self):
        values = {**self.values, "question": "Merle and I?"}
        text = self._post(f"{self.case_url}/case", 422, **values).text
        self.assertIn("Merle and I?", text)
        self.assertIn("please take out", text)
        for change in ({"theme": ""}, {"phase": "nothing"}, {"question": "x" * 6000}):
            self._post(f"{self.case_url}/case", 422, **{**self.values, **change})
        self.assertFalse(self.env["mentorat.case.card"].search([]))

    def test_markup_is_text(self):
        values = {**self.values, "question": "\n".join(PAYLOADS)}
        self._post(f"{self.case_url}/case", **values)
        text = self._get(URL)
        for payload in PAYLOADS:
            self.assertNotIn(payload, text)

    def test_stage(self):
        url = f"{URL}/{self.mentor_participation.id}/stage"
        self._post(url, stage="developing")
        self.assertEqual(
            self.mentor_participation.sudo().development_stage, "developing"
        )
        self._post(url, 422, stage="master")
        self._post(f"{URL}/{self.plain_mentor.id}/stage", 404, stage="novice")
        self._post(f"{URL}/{self.mentee_participation.id}/stage", 404, stage="novice")

    def test_excuse(self):
        for _twice in range(2):
            self._post(f"{self.case_url}/excuse")
        states = {
            line.user_id: line.state for line in self.supervision.sudo().attendance_ids
        }
        self.assertEqual(states, {self.mentor: "excused", self.plain: "invited"})
        self.assertIn("Excused", self._get(URL))

    def test_certificate(self):
        for days, hours, state in (
            (200, 2, "attended"),
            (30, 1.5, "attended"),
            (10, 4, "absent"),
        ):
            session = self._plan(
                date_start=fields.Datetime.now() - timedelta(days=days), hours=hours
            )
            session.action_hold()
            session.attendance_ids.state = state
        response = self.url_open(f"{URL}/{self.mentor_participation.id}/certificate")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        pages = PdfReader(BytesIO(response.content)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for shown in ("Morgan Mentor", "Passing it on", "2.00", "1.50", "3.50"):
            self.assertIn(shown, text)
        for hidden in ("4.00", "Keeping limits", "Perrine", "Merle"):
            self.assertNotIn(hidden, text)
        self._get(f"{URL}/{self.plain_mentor.id}/certificate", 404)
        self._login(self.engineer)
        self._get(f"{URL}/{self.mentor_participation.id}/certificate", 404)
