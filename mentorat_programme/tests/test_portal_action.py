"""The actions of a pair, and what it prepares for a meeting, as a browser asks for them."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .test_portal import PAYLOADS, PairPortalCase


@tagged("post_install", "-at_install")
class TestPortalAction(PairPortalCase):
    def test_from_new_to_done(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        self._post(
            f"{self.url}/action",
            title="Call the weaver",
            owner="mentor",
            date_deadline=tomorrow,
            date_done=tomorrow,
        )
        action = self._parts("mentorat.action")
        self.assertEqual((action.owner, action.date_deadline), ("mentor", tomorrow))
        self.assertFalse(action.date_done)
        url = f"{self.url}/action/{action.id}"
        self.assertIn("Call the weaver", self._get(self.url))
        self._login(self.mentor)
        for _click in range(2):
            self._post(f"{url}/done")
        self.assertEqual(action.date_done, fields.Date.today())
        self.assertIn("done on", self._get(self.url))
        self._post(f"{url}/reopen")
        self.assertFalse(action.date_done)
        meeting = self._create_part(
            "mentorat.meeting", date_start=fields.Datetime.now()
        )
        self._post(
            url,
            title="Call again",
            owner="both",
            meeting_id=meeting.id,
            version=self._read_version(url),
        )
        self.assertEqual(action.with_user(self.mentee).title, "Call again")
        self.assertEqual(action.meeting_id, meeting)
        self._post(f"{url}/delete")
        self.assertFalse(action.exists())

    def test_errors(self):
        other = self._create_pair(
            mentee=self._create_participation(self.applicant_employee, "mentee")
        )
        elsewhere = (
            self.env["mentorat.meeting"]
            .with_user(self.mentor)
            .create({"pair_id": other.id, "date_start": "2030-03-01 09:00:00"})
        )
        for values, message in (
            ({"title": ""}, "Please fill this in"),
            ({"title": "a" * 501}, "at most 500 fit"),
            ({"owner": "manager"}, "choose one of the list"),
            ({"date_deadline": "soon"}, "Please give a date"),
            ({"meeting_id": elsewhere.id}, "choose one of the list"),
        ):
            page = self._post(
                f"{self.url}/action", status=422, **{"title": "Call", **values}
            ).text
            self.assertIn(message, page)
        self.assertFalse(self._parts("mentorat.action"))
        with self.assertRaisesRegex(ValidationError, "same pair"):
            self._create_part(
                "mentorat.action", self.mentor, title="x", meeting_id=elsewhere.id
            )

    def test_texts_are_escaped(self):
        day = fields.Datetime.now() + timedelta(days=1)
        for payload in PAYLOADS:
            action = self._create_part("mentorat.action", title=payload)
            meeting = self._create_part(
                "mentorat.meeting", date_start=day, agenda=payload
            )
            for url in (
                self.url,
                f"{self.url}/action/{action.id}",
                f"{self.url}/meeting/{meeting.id}",
            ):
                self.assertNotIn(payload, self._get(url), url)

    def test_nothing_is_ticked_after_the_end(self):
        action = self._create_part("mentorat.action", title="Call")
        self.pair.action_end()
        page = self._post(f"{self.url}/action/{action.id}/done", status=422).text
        self.assertIn("has ended", page)

    # PREPARING A MEETING

    def test_agenda_from_the_guide_of_the_phase(self):
        guide = self.env.ref("mentorat_programme.document_letter_mentee")
        self.programme.document_ids |= guide
        self.pair.phase = guide.phase
        url = f"{self.url}/meeting"
        page = self._get(url)
        self.assertIn(f"/my/mentoring/document/{guide.id}", page)
        values = {"date_start": "2030-03-01T10:00", "hours": "2", "agenda": "Hello"}
        page = self._post(url, status=200, suggest=guide.id, **values).text
        self.assertIn("Hello\n- What made you apply just now", page)
        self.assertIn('value="2030-03-01T10:00"', page)
        self.assertFalse(self._parts("mentorat.meeting"))
        # Not the mentor's, and none that is in no programme of theirs.
        other = self.env.ref("mentorat_programme.document_letter_mentor")
        page = self._post(url, status=200, suggest=other.id, **values).text
        self.assertNotIn("Who was a mentor to you", page)
        self._login(self.mentor)
        self.assertNotIn(f"/my/mentoring/document/{guide.id}", self._get(url))

    def test_agenda_is_shared(self):
        day = fields.Date.today() + timedelta(days=7)
        self._post(
            f"{self.url}/meeting",
            date_start=f"{day}T10:00",
            hours="1",
            agenda="What do I want?",
        )
        self._login(self.mentor)
        self.assertIn("What do I want?", self._get(self.url))

    def test_video_call(self):
        day = fields.Date.today() + timedelta(days=7)
        values = {"date_start": f"{day}T10:00", "hours": "1"}
        for address in (
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.org/x",
            "//example.org",
            "https://",
            "https://example.org/ x",
            "java\tscript:alert(1)",
            "https://" + "x" * 500,
        ):
            page = self._post(
                f"{self.url}/meeting", status=422, video_url=address, **values
            ).text
            self.assertIn("begins with https://", page)
            with self.assertRaises(UserError):
                self._create_part("mentorat.meeting", date_start=day, video_url=address)
        address = "https://meet.example.org/our-room"
        self._post(f"{self.url}/meeting", video_url=address, **values)
        meeting = self._parts("mentorat.meeting")
        self._login(self.mentor)
        page = self._get(self.url)
        self.assertIn(f'href="{address}"', page)
        self.assertIn("noopener", page)
        # Neither in the mails nor in the file that goes with them.
        self.assertNotIn(b"our-room", meeting.sudo()._get_ics())
        lines = self.env["mentorat.outbox"].search(
            [("event", "=like", f"mentorat.meeting,{meeting.id},%")]
        )
        lines._send()
        mails = self.env["mail.mail"].search([("res_id", "=", meeting.id)])
        self.assertTrue(mails)
        self.assertFalse(any("our-room" in mail.body_html for mail in mails))

    def test_room_in_one_tap(self):
        start = fields.Datetime.now() + timedelta(days=1)
        meeting, other = (
            self._create_part("mentorat.meeting", date_start=start) for _ in range(2)
        )
        url = f"{self.url}/meeting/{meeting.id}/room"
        self.assertNotIn(url, self._get(self.url))
        self.assertIn("no rooms", self._post(url, status=422).text)
        for pattern in ("https://meet.example.org", "javascript:{room}", "{room}"):
            with self.assertRaisesRegex(ValidationError, "video rooms"):
                self.programme.video_url_pattern = pattern
        self.programme.video_url_pattern = "https://meet.example.org/{room}"
        self.assertIn(url, self._get(self.url))
        self._post(url)
        room = meeting.with_user(self.mentor).video_url
        self.assertRegex(room, r"^https://meet\.example\.org/[0-9a-f]{32}$")
        self._post(url)
        self.assertEqual(meeting.with_user(self.mentor).video_url, room)
        self._post(f"{self.url}/meeting/{other.id}/room")
        self.assertNotEqual(other.with_user(self.mentor).video_url, room)
