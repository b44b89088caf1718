"""The meetings of a pair, as a browser asks for them."""

import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .test_portal import PairPortalCase


@tagged("post_install", "-at_install")
class TestPortalMeeting(PairPortalCase):
    def test_meeting_from_plan_to_summary(self):
        self.mentee.tz = "Europe/Paris"
        self._login(self.mentee)
        day = fields.Date.today() + timedelta(days=7)
        self._post(
            f"{self.url}/meeting",
            date_start=f"{day}T10:30",
            hours="1.5",
            place="Room 4",
            state="held",
            pair_id="1",
        )
        meeting = self._parts("mentorat.meeting")
        local = fields.Datetime.context_timestamp(
            meeting.with_context(tz="Europe/Paris"), meeting.date_start
        )
        self.assertEqual(
            local.replace(tzinfo=None), datetime(*day.timetuple()[:3], 10, 30)
        )
        self.assertEqual((meeting.hours, meeting.state), (1.5, "planned"))
        self.assertEqual(meeting.with_user(self.mentor).place, "Room 4")
        page = self._get(f"{self.url}/meeting/{meeting.id}")
        self.assertIn(f'value="{day}T10:30"', page)
        self.assertIn("Europe/Paris", page)

        url = f"{self.url}/meeting/{meeting.id}"
        revision = meeting.revision
        self._post(
            url,
            date_start=f"{day}T10:30",
            hours="1.5",
            place="Room 5",
            summary="",
            version=self._read_version(url),
        )
        self.assertEqual(
            meeting.revision, revision, "Nothing moved: no new invitation."
        )
        self._post(
            url,
            date_start=f"{day}T11:30",
            hours="1.5",
            place="Room 5",
            version=self._read_version(url),
        )
        self.assertEqual(meeting.revision, revision + 1)
        self._post(f"{self.url}/meeting/{meeting.id}/cancel")
        self.assertEqual(meeting.state, "cancelled")
        self._post(f"{self.url}/meeting/{meeting.id}/plan")
        self._post(f"{self.url}/meeting/{meeting.id}/hold")
        self.assertEqual(meeting.state, "held")
        self._login(self.mentor)
        start = meeting.date_start
        self._post(
            url,
            summary="We wove.",
            date_start=f"{day}T20:00",
            own_usefulness="4",
            version=self._read_version(url),
        )
        self.assertEqual(meeting.with_user(self.mentee).summary, "We wove.")
        self.assertEqual(meeting.date_start, start, "What took place does not move.")
        self.assertEqual(meeting.with_user(self.mentor).own_usefulness, 4)
        self.assertFalse(meeting.with_user(self.mentee).own_usefulness)
        self.assertIn("We wove.", self._get(self.url))

    def test_meeting_errors(self):
        good = {"date_start": "2026-01-01T10:00", "hours": "1", "place": ""}
        for values, message in (
            ({"date_start": ""}, "Please give a date and a time"),
            ({"date_start": "tomorrow"}, "Please give a date and a time"),
            ({"date_start": "0001-01-01T00:00"}, "check the year"),
            ({"date_start": "9999-12-31T23:59"}, "check the year"),
            ({"hours": "0"}, "a number from 0.25 to 24"),
            ({"hours": "inf"}, "a number from 0.25 to 24"),
            ({"place": "p" * 501}, "at most 500 fit"),
        ):
            page = self._post(
                f"{self.url}/meeting", status=422, **{**good, **values}
            ).text
            self.assertIn(message, page)
        self.assertFalse(self._parts("mentorat.meeting"))

    def test_no_meeting_before_the_pair_starts(self):
        self.pair.state = "accepted"
        day = fields.Date.today()
        page = self._post(
            f"{self.url}/meeting", status=422, date_start=f"{day}T10:00", hours="1"
        ).text
        self.assertIn("once the pair is active", page)
        self.assertFalse(self._parts("mentorat.meeting"))

    # TWO WINDOWS

    def test_moved_in_two_windows(self):
        day = fields.Date.today() + timedelta(days=7)
        meeting = self._create_part("mentorat.meeting", date_start=f"{day} 10:00:00")
        url = f"{self.url}/meeting/{meeting.id}"
        values = {"hours": "1", "place": "", "version": self._read_version(url)}
        for _click in range(2):
            self._post(url, date_start=f"{day}T11:00", **values)
        self.assertEqual(meeting.revision, 1)
        page = self._post(url, status=422, date_start=f"{day}T12:00", **values).text
        self.assertIn("changed in another window", page)
        self.assertIn(f"{day}T12:00", page)
        self.assertEqual(meeting.date_start.hour, 11)

    def test_moved_and_cancelled_at_once(self):
        day = fields.Date.today() + timedelta(days=7)
        meeting = self._create_part("mentorat.meeting", date_start=f"{day} 10:00:00")
        url = f"{self.url}/meeting/{meeting.id}"
        version = self._read_version(url)
        meeting.with_user(self.mentor).action_cancel()
        page = self._post(
            url, status=422, date_start=f"{day}T11:00", hours="1", version=version
        ).text
        self.assertIn("changed in another window", page)
        self.assertIn(f"{day}T11:00", page)
        self.assertEqual(meeting.state, "cancelled")

    # A MEETING OF THE PAST

    def test_log_in_two_taps(self):
        page = self._get(self.url)
        self.assertIn(f'action="{self.url}/meeting/log"', page)
        today = fields.Date.today()
        self.assertIn(f'value="{today}"', page)
        for _click in range(2):
            self._post(
                f"{self.url}/meeting/log",
                day=today,
                hours="1.5",
                outcome="held",
                own_usefulness="5",
            )
        meeting = self._parts("mentorat.meeting")
        self.assertEqual((meeting.state, meeting.hours), ("held", 1.5))
        self.assertLessEqual(meeting.date_stop, fields.Datetime.now())
        self.assertEqual(meeting.with_user(self.mentee).own_usefulness, 5)
        event = f"mentorat.meeting,{meeting.id},%"
        self.assertFalse(
            self.env["mentorat.outbox"].search([("event", "=like", event)])
        )
        # The other notes the same meeting: it took place once.
        self._login(self.mentor)
        self._post(f"{self.url}/meeting/log", day=today, hours="2", own_usefulness="2")
        self.assertEqual(self._parts("mentorat.meeting"), meeting)
        self.assertEqual(meeting.hours, 1.5)
        self.assertEqual(meeting.with_user(self.mentor).own_usefulness, 2)
        self.assertEqual(meeting.with_user(self.mentee).own_usefulness, 5)

    def test_log_what_was_planned(self):
        yesterday = fields.Datetime.now() - timedelta(days=1)
        meeting = self._create_part("mentorat.meeting", date_start=yesterday)
        page = self._get(self.url)
        self.assertIn("Did it take place?", page)
        self._post(f"{self.url}/meeting/log", day=yesterday.date(), hours="2")
        self.assertEqual(self._parts("mentorat.meeting"), meeting)
        self.assertEqual((meeting.state, meeting.hours), ("held", 2))

    def test_log_errors(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        good = {"day": fields.Date.today(), "hours": "1", "outcome": "held"}
        for values, message in (
            ({"day": tomorrow}, "still to come"),
            ({"day": ""}, "Please give a date"),
            ({"day": "soon"}, "Please give a date"),
            ({"hours": "-1"}, "a number from 0.25 to 24"),
            ({"outcome": "planned"}, "choose one of the list"),
            ({"own_usefulness": "6"}, "choose one of the list"),
        ):
            page = self._post(
                f"{self.url}/meeting/log",
                status=422,
                **{"own_usefulness": "0", **good, **values},
            ).text
            self.assertIn(message, page)
        self.assertFalse(self._parts("mentorat.meeting"))

    def test_missed_then_corrected(self):
        meeting = self._create_part(
            "mentorat.meeting", date_start=fields.Datetime.now() - timedelta(hours=3)
        )
        self._post(f"{self.url}/meeting/{meeting.id}/miss")
        self.assertEqual(meeting.state, "no_show")
        self.assertIn("Missed", self._get(self.url))
        self._post(f"{self.url}/meeting/{meeting.id}/plan")
        self._post(f"{self.url}/meeting/{meeting.id}/hold")
        self.assertEqual(meeting.state, "held")

    # TIME

    def test_clocks_change(self):
        self.mentee.tz = "Europe/Paris"
        self._login(self.mentee)
        for start, message in (
            ("2030-03-31T02:30", "does not exist"),
            ("2030-10-27T02:30", "comes twice"),
        ):
            page = self._post(
                f"{self.url}/meeting", status=422, date_start=start, hours="1"
            ).text
            self.assertIn(message, page)
            self.assertIn("Europe/Paris", page)
        self.assertFalse(self._parts("mentorat.meeting"))
        # The same hour of the day, on both sides of the change.
        for start, utc in (
            ("2030-03-30T10:00", datetime(2030, 3, 30, 9)),
            ("2030-04-01T10:00", datetime(2030, 4, 1, 8)),
        ):
            self._post(f"{self.url}/meeting", date_start=start, hours="1")
            self.assertIn(utc, self._parts("mentorat.meeting").mapped("date_start"))

    def test_two_time_zones(self):
        self.mentor.tz = "Asia/Tokyo"
        self.mentee.tz = "Europe/Paris"
        self._create_part("mentorat.meeting", date_start="2030-03-01 09:00:00")
        self._login(self.mentee)
        page = self._get(self.url)
        self.assertIn("10:00", page)
        self.assertIn("18:00", page)
        self.assertIn("Asia/Tokyo", page)
        self.mentor.tz = "Europe/Berlin"
        page = self._get(self.url)
        self.assertNotIn("For Morgan Mentor", page)

    def test_working_time(self):
        for employee in (self.mentor_employee, self.mentee_employee):
            employee.tz = "UTC"
        # A Friday, then a Saturday.
        friday = self._create_part("mentorat.meeting", date_start="2030-03-01 09:00:00")
        self.assertNotIn("Outside working time", self._get(self.url))
        friday.with_user(self.mentee).date_start = "2030-03-02 09:00:00"
        page = self._get(self.url)
        self.assertIn("Outside working time", page)
        self.assertIn("Morgan Mentor, You", re.sub(r"\s+", " ", page))
        form = self._get(f"{self.url}/meeting")
        self.assertIn("Working time", form)
        self.assertIn("Mon, Tue, Wed, Thu, Fri", form)
        # Whoever has no fixed hours is never outside of them.
        self.mentor_employee.resource_calendar_id = self.env[
            "resource.calendar"
        ].create({"name": "Free", "schedule_type": "flexible"})
        page = re.sub(r"\s+", " ", self._get(self.url))
        self.assertNotIn("Morgan Mentor, You", page)
        self.assertIn("no fixed hours", self._get(f"{self.url}/meeting"))

    @freeze_time("2027-01-15 09:00:00")
    def test_next_date_at_the_rhythm(self):
        self.programme.meeting_interval = 14
        self.pair.date_start = "2027-01-08"
        # Fourteen days after the start, a Friday.
        self.assertEqual(str(self.pair.date_suggested), "2027-01-22")
        self._create_part("mentorat.meeting", date_start="2027-01-10 15:30:00")
        self._post(f"{self.url}/meeting/log", day="2027-01-10", hours="1")
        self.env.invalidate_all()
        # A Sunday and fourteen days: the Monday after.
        self.assertEqual(str(self.pair.date_suggested), "2027-01-25")
        page = self._get(self.url)
        self.assertIn("Monday 25 January", page)
        self.assertIn('value="2027-01-25T15:30"', page)
        # Long ago: the next day on which both work.
        self.programme.meeting_interval = 1
        self.env.invalidate_all()
        self.assertEqual(str(self.pair.date_suggested), "2027-01-18")
        self.pair.state = "closed"
        self.assertFalse(self.pair.date_suggested)
