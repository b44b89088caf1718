"""The messages of a pair, as a browser asks for them."""

import re

from odoo import fields
from odoo.tests import tagged

from ..controllers.portal_message import STEP
from .test_portal import HOME, PAYLOADS, PairPortalCase


@tagged("post_install", "-at_install")
class TestPortalMessage(PairPortalCase):
    def setUp(self):
        super().setUp()
        self.messages_url = f"{self.url}/messages"

    def test_conversation(self):
        self.assertIn("No message yet", self._get(self.messages_url))
        self._post(self.messages_url, body="When shall we meet?", author_id="1")
        message = self._parts("mentorat.message")
        self.assertEqual(message.author_id, self.mentee)
        self.assertNotIn("unread", self._get(self.url))
        self._login(self.mentor)
        for url in (self.url, HOME):
            self.assertIn("unread", self._get(url))
        self.assertIn("A message for you", self._get(HOME))
        self.assertFalse(message.date_read)
        page = self._get(self.messages_url)
        self.assertIn("When shall we meet?", page)
        self.assertIn(">New<", page)
        self.assertTrue(message.date_read)
        for url in (self.url, HOME):
            self.assertNotIn("unread", self._get(url))
        self.assertNotIn(">New<", self._get(self.messages_url))
        self._login(self.mentee)
        self.assertRegex(self._get(self.messages_url), r"·\s+read")

    def test_second_click_sends_once(self):
        page = self._get(self.messages_url)
        key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
        for _click in range(2):
            self._post(self.messages_url, body="Once", form_key=key)
        self.assertEqual(len(self._parts("mentorat.message")), 1)

    def test_pages_newest_last(self):
        messages = self.env["mentorat.message"].with_user(self.mentee)
        messages.create(
            [
                {"pair_id": self.pair.id, "body": f"Number {index}."}
                for index in range(STEP + 5)
            ]
        )

        def shown(url):
            return [int(n) for n in re.findall(r"Number (\d+)\.", self._get(url))]

        newest = list(range(5, STEP + 5))
        self.assertEqual(shown(self.messages_url), newest)
        self.assertEqual(shown(f"{self.messages_url}/page/2"), list(range(5)))
        self.assertEqual(shown(f"{self.messages_url}/page/999"), list(range(5)))
        self.assertEqual(shown(f"{self.messages_url}/page/0"), newest)

    def test_errors_keep_what_was_typed(self):
        for body, message in (
            ("", "Please fill this in"),
            ("  ", "Please fill this in"),
            ("m" * 5001, "at most 5000 fit"),
            # What somebody pastes by mistake.
            ("p" * 5 * 1024**2, "at most 5000 fit"),
        ):
            page = self._post(self.messages_url, status=422, body=body).text
            self.assertIn(message, page)
            self.assertIn(body.strip(), page)
        self.assertFalse(self._parts("mentorat.message"))

    def test_texts_are_escaped(self):
        for payload in PAYLOADS:
            self._create_part("mentorat.message", body=payload)
        page = self._get(self.messages_url)
        for payload in PAYLOADS:
            self.assertNotIn(payload, page)

    def test_the_two_alone(self):
        self._create_part("mentorat.message", body="Between us")
        for user in set(self._roles().values()) - {self.mentor, self.mentee}:
            self._login(user)
            self._get(self.messages_url, status=404)
            self._get(f"{self.messages_url}/page/1", status=404)
            self._post(self.messages_url, status=404, body="Hello")
        self.assertEqual(len(self._parts("mentorat.message")), 1)
        self.assertFalse(self._parts("mentorat.message").date_read)

    def test_before_and_after(self):
        self.pair.state = "proposed"
        self.assertNotIn(self.messages_url, self._get(self.url))
        page = self._post(self.messages_url, status=422, body="Hello").text
        self.assertIn("both said yes", page)
        self.pair.state = "active"
        self._post(self.messages_url, body="Thank you")
        self.pair.write({"state": "ended", "date_end": fields.Date.today()})
        page = self._get(self.messages_url)
        self.assertIn("Thank you", page)
        self.assertNotIn("<textarea", page)
        page = self._post(self.messages_url, status=422, body="Again").text
        self.assertIn("has ended", page)

    def test_queries_do_not_grow(self):
        urls = (self.messages_url, self.url, HOME)
        counts = []
        for _round in range(2):
            for user in (self.mentor, self.mentee):
                self.env["mentorat.message"].with_user(user).create(
                    [{"pair_id": self.pair.id, "body": "Hello"}] * (STEP // 2)
                )
            counts.append([self._count_queries(url) for url in urls])
        self.assertEqual(*counts)
