"""The pages of an agreement, as a browser asks for them."""

import io
from datetime import timedelta

from markupsafe import escape
from pypdf import PdfReader

from odoo import fields, http
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import draw_signature
from .test_agreement import PURPOSE, AgreementMixin
from .test_portal import HOME, MAX_QUERIES, PAYLOADS, PortalCase
from .urls import MISSING, STRANGE


@tagged("post_install", "-at_install")
class TestPortalAgreement(AgreementMixin, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair_url = f"{HOME}/pair/{cls.pair.id}"
        today = fields.Date.today()
        cls.answers = {
            "version": "1",
            "purpose": PURPOSE,
            "goals": "",
            "place": "The blue room",
            "limits": "",
            "contact": "",
            "meeting_interval": "21",
            "meeting_hours": "1.5",
            "date_mid_term": str(today + timedelta(days=90)),
            "date_end": str(today + timedelta(days=200)),
            "lang": "en_US",
        }

    def _get_url(self, agreement):
        return f"{HOME}/agreement/{agreement.id}"

    def _call_sign(self, agreement, digest=None, **values):
        data = {"name": "Somebody", "signature": draw_signature(), **values}
        url = f"{self._get_url(agreement)}/sign/{digest or agreement.digest}"
        return self.make_jsonrpc_request(url, data)

    def _post_form(self, status=303, **values):
        self.env.invalidate_all()
        return self._post(
            f"{self.pair_url}/agreement", status, **{**self.answers, **values}
        )

    def test_from_the_first_word_to_the_last_signature(self):
        self._login(self.mentee)
        self.assertIn("Complete your agreement", self._get(HOME))
        self.assertIn("Complete the agreement", self._get(self.pair_url))
        page = self._get(f"{self.pair_url}/agreement")
        self.assertIn('value="30"', page)
        answer = self._post_form()
        agreement = self.pair.agreement_ids
        self.assertIn(self._get_url(agreement), answer.headers["Location"])
        page = self._get(self._get_url(agreement))
        self.assertIn(PURPOSE, page)
        self._post(f"{self._get_url(agreement)}/ready")
        self.assertIn("portal.signature_form", self._get(self._get_url(agreement)))
        self.assertIn("Sign your agreement", self._get(HOME))
        for user in (self.mentee, self.mentor, self.referent):
            self._login(user)
            self.assertIn("redirect_url", self._call_sign(agreement))
            page = self._get(self._get_url(agreement))
            self.assertNotIn("portal.signature_form", page)
            self.assertEqual(PURPOSE in page, user != self.referent)
        self.env.invalidate_all()
        self.assertEqual((agreement.state, self.pair.state), ("signed", "active"))

    def test_printed_and_checked(self):
        agreement = self._sign_all()
        url = self._get_url(agreement)
        self._login(self.mentor)
        with self._print_for_real():
            answer = self.url_open(f"{url}/pdf", timeout=60)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        reader = PdfReader(io.BytesIO(answer.content))
        self.assertTrue(reader.attachments)
        for content, status in (
            (answer.content, 303),
            (b"%PDF-1.4 no", 422),
            (b"", 422),
        ):
            checked = self.url_open(
                f"{url}/check",
                data={"csrf_token": http.Request.csrf_token(self)},
                files={"copy": ("a.pdf", content)},
                allow_redirects=False,
            )
            self.assertEqual(checked.status_code, status)
        self._post(f"{url}/check", 422)

    def test_answers_are_kept(self):
        self._login(self.mentee)
        cases = (
            {"date_end": "tomorrow"},
            {"date_mid_term": self.answers["date_end"]},
            {"meeting_interval": "0"},
            {"meeting_hours": "nan"},
            {"lang": "xx_XX"},
            {"purpose": "x" * 5_000_000},
            {"place": "a\x00b"},
            {"version": "one"},
        )
        for values in cases:
            with self.subTest(field=next(iter(values))):
                answer = self._post_form(422, **values)
                self.assertIn("not right yet", answer.text)
                self.assertIn(
                    "The blue room" if "place" not in values else PURPOSE, answer.text
                )
        self.assertFalse(self.pair.agreement_ids)

    def test_somebody_else_changed_it(self):
        self._login(self.mentee)
        self._post_form()
        answer = self._post_form(422, purpose="My other words")
        self.assertIn("another window", answer.text)
        self.assertIn("My other words", answer.text)

    def test_markup_is_text(self):
        self._login(self.mentee)
        for payload in PAYLOADS:
            self.pair.agreement_ids.unlink()
            self._post_form(purpose=payload, place=payload, limits=payload)
            page = self._get(self._get_url(self.pair.agreement_ids))
            self.assertIn(str(escape(payload)), page)
            self.assertNotIn(payload, page)

    def test_the_text_changed_meanwhile(self):
        agreement = self._complete()
        agreement._put_to_signature()
        self._login(self.mentor)
        self.assertIn("has changed", self._call_sign(agreement, "0" * 64)["error"])
        for values in ({"name": ""}, {"signature": "PHN2Zz4="}, {"signature": None}):
            self.assertIn("error", self._call_sign(agreement, **values))
        self.assertFalse(agreement.signature_ids)

    @mute_logger("odoo.http")
    def test_who_signs(self):
        agreement = self._complete()
        agreement._put_to_signature()
        refusals = {}
        for name, user in self._roles().items():
            if user in self.mentor | self.mentee | self.referent:
                continue
            self._login(user)
            for number in (agreement.id, MISSING, *STRANGE):
                url = f"{HOME}/agreement/{number}/sign/{agreement.digest}"
                answer = self.url_open(
                    url,
                    json={"params": {"name": "X", "signature": draw_signature()}},
                ).json()
                error = answer.get("error", {})
                refusals[name, number] = (
                    answer.get("result"),
                    error.get("code"),
                    error.get("message"),
                )
        self.assertEqual(len(set(refusals.values())), 1, refusals)
        self.assertFalse(agreement.signature_ids)

    @mute_logger("odoo.http")
    def test_other_sites_sign_nothing(self):
        agreement = self._complete()
        agreement._put_to_signature()
        self._login(self.mentor)
        url = f"{self._get_url(agreement)}/sign/{agreement.digest}"
        # What a form of another site can send.
        answer = self.url_open(url, data={"name": "X", "signature": draw_signature()})
        self.assertIn(answer.status_code, (400, 415))
        self.assertFalse(agreement.signature_ids)

    def test_number_of_queries(self):
        agreement = self._sign_all()
        self._login(self.mentee)
        for url in (self._get_url(agreement), f"{self.pair_url}/agreement"):
            self._get(url)
            with self.subTest(url=url):
                before = self.env.cr.sql_log_count
                self._get(url)
                self.assertLessEqual(self.env.cr.sql_log_count - before, MAX_QUERIES)
