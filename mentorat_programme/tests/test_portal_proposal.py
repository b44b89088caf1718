"""Times that one of the two proposes, and the other chooses from."""

import re
from datetime import datetime, timedelta

import vobject

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_portal import HOME, PairPortalCase


@tagged("post_install", "-at_install")
class TestPortalProposal(PairPortalCase):
    def setUp(self):
        super().setUp()
        self.day = fields.Date.today() + timedelta(days=7)
        self.times = {
            "date_start": f"{self.day}T09:00",
            "second_start": f"{self.day}T11:00",
            "third_start": f"{self.day}T15:00",
        }

    def _propose(self, **values):
        self._post(f"{self.url}/meeting", hours="1", **{**self.times, **values})
        return self._parts("mentorat.meeting")

    def _at(self, hour):
        return datetime(*self.day.timetuple()[:3], hour)

    def _mails(self, meeting):
        lines = self.env["mentorat.outbox"].search(
            [("event", "=like", f"mentorat.meeting,{meeting.id},%")], order="id"
        )
        return [
            (line.template_id.get_external_id()[line.template_id.id], line.partner_id)
            for line in lines
        ]

    def test_propose_and_accept(self):
        meeting = self._propose(place="Room 4")
        self.assertEqual(meeting.state, "proposed")
        self.assertEqual(meeting._get_slots(), [self._at(hour) for hour in (9, 11, 15)])
        template = "mentorat_programme.mail_template_meeting_proposed"
        self.assertEqual(self._mails(meeting), [(template, self.mentor.partner_id)])
        page = self._get(self.url)
        self.assertIn("You proposed these times", page)
        self.assertNotIn("/accept", page)
        # Who proposed does not choose.
        url = f"{self.url}/meeting/{meeting.id}"
        slot = self._at(9).isoformat()
        page = self._post(f"{url}/accept", status=422, slot=slot).text
        self.assertIn("The other of the two chooses", page)
        self._login(self.mentor)
        self.assertIn("Choose a time", self._get(HOME))
        self.assertIn("Which one suits you?", self._get(self.url))
        for slot in ("0", "", "x", self._at(10).isoformat()):
            self._post(f"{url}/accept", status=422, slot=slot)
        slot = self._at(11).isoformat()
        self.assertIn(f'value="{slot}"', self._get(self.url))
        self._post(f"{url}/accept", slot=slot)
        self.assertEqual((meeting.state, meeting.date_start), ("planned", self._at(11)))
        self.assertEqual(meeting._get_slots(), [self._at(11)])
        fixed = "mentorat_programme.mail_template_meeting"
        self.assertCountEqual(
            self._mails(meeting)[1:],
            [(fixed, self.mentor.partner_id), (fixed, self.mentee.partner_id)],
        )
        calendar = vobject.readOne(meeting.sudo()._get_ics().decode())
        self.assertEqual(calendar.vevent.dtstart.value.hour, 11)

    def test_accepted_twice(self):
        meeting = self._propose()
        url = f"{self.url}/meeting/{meeting.id}"
        self._login(self.mentor)
        for _click in range(2):
            self._post(f"{url}/accept", slot=self._at(9).isoformat())
        # Another choice in a second browser is told; the first one stays.
        slot = self._at(15).isoformat()
        page = self._post(f"{url}/accept", status=422, slot=slot).text
        self.assertIn("changed meanwhile", page)
        self.assertEqual(meeting.date_start, self._at(9))
        self.assertEqual(len(self._mails(meeting)), 3)

    def test_propose_others(self):
        meeting = self._propose()
        url = f"{self.url}/meeting/{meeting.id}"
        self._login(self.mentor)
        page = self._get(url)
        self.assertIn(f'value="{self.day}T15:00"', page)
        values = {
            "date_start": f"{self.day}T16:00",
            "hours": "2",
            "version": self._read_version(url),
        }
        self._post(url, **values)
        self.assertEqual(meeting._get_slots(), [self._at(16)])
        self.assertEqual(meeting.state, "proposed")
        partners = [partner for __, partner in self._mails(meeting)]
        self.assertEqual(partners, [self.mentor.partner_id, self.mentee.partner_id])
        page = self._post(url, status=422, **values).text
        self.assertIn("changed in another window", page)
        self._login(self.mentee)
        self._post(f"{url}/accept", slot=self._at(16).isoformat())
        self.assertEqual((meeting.state, meeting.hours), ("planned", 2))

    def test_none_suits(self):
        meeting = self._propose()
        self._login(self.mentor)
        for _click in range(2):
            self._post(f"{self.url}/meeting/{meeting.id}/cancel")
        self.assertEqual(meeting.state, "cancelled")
        template = "mentorat_programme.mail_template_meeting_declined"
        self.assertEqual(self._mails(meeting)[1:], [(template, self.mentee.partner_id)])
        self.assertFalse(meeting._get_mail_attachments(f"x,{meeting.id},proposal 0"))

    def test_double_click_proposes_once(self):
        page = self._get(f"{self.url}/meeting")
        key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
        for _click in range(2):
            self._propose(form_key=key)
        self.assertEqual(len(self._parts("mentorat.meeting")), 1)
        self.assertEqual(len(self._mails(self._parts("mentorat.meeting"))), 1)

    def test_errors(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        for values, message in (
            ({"second_start": "soon"}, "Please give a date and a time"),
            ({"third_start": f"{yesterday}T10:00"}, "This time is over"),
            ({"date_start": ""}, "Please give a date and a time"),
        ):
            page = self._post(
                f"{self.url}/meeting", status=422, hours="1", **{**self.times, **values}
            ).text
            self.assertIn(message, page)
        self.assertFalse(self._parts("mentorat.meeting"))
        # The same time twice is one.
        meeting = self._propose(
            second_start=self.times["date_start"], third_start="", propose="1"
        )
        self.assertEqual(meeting._get_slots(), [self._at(9)])

    def test_over_meanwhile(self):
        meeting = self._propose()
        past = fields.Datetime.now() - timedelta(hours=1)
        meeting.sudo().second_start = past
        with self.assertRaisesRegex(UserError, "This time is over"):
            meeting.with_user(self.mentor)._accept(past)

    def test_time_zones(self):
        self.mentor.tz = "Asia/Tokyo"
        self._propose()
        self._login(self.mentor)
        page = self._get(self.url)
        # Nine in the morning for who proposed, in the evening in Tokyo.
        self.assertIn("18:00", page)
        self.assertIn("For Merle Mentee", page)

    def test_the_two_alone(self):
        meeting = self._propose()
        for user in set(self._roles().values()) - {self.mentor, self.mentee}:
            seen = meeting.with_user(user)
            with self.assertRaises(AccessError):
                seen._accept(self._at(9))
            with self.assertRaises(AccessError):
                seen._propose([self._at(9)], {"pair_id": self.pair.id})
        with self.assertRaises(AccessError):
            meeting.with_user(self.mentor).action_plan()
        with self.assertRaises(AccessError):
            self.env["mentorat.meeting"].with_user(self.mentee).create(
                {
                    "pair_id": self.pair.id,
                    "date_start": self._at(9),
                    "state": "proposed",
                }
            )
