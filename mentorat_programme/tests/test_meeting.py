from datetime import datetime, timedelta

import vobject
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import MentoratCase

WHEN = datetime(2030, 3, 1, 9, 0)


class TestMeeting(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()

    def _plan(self, user=None, **values):
        return (
            self.env["mentorat.meeting"]
            .with_user(user or self.mentee)
            .create({"pair_id": self.pair.id, "date_start": WHEN, **values})
        )

    def _lines(self, meeting):
        return self.env["mentorat.outbox"].search(
            [("event", "=like", f"mentorat.meeting,{meeting.id},%")]
        )

    def test_invitation(self):
        meeting = self._plan(hours=1.5, place="Room 12")
        lines = self._lines(meeting)
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        for line in lines:
            line._send()
        mails = self.env["mail.mail"].search(
            [("model", "=", "mentorat.meeting"), ("res_id", "=", meeting.id)]
        )
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            self.assertNotIn("Room 12", mail.body_html)
            for name in ("Morgan", "Merle"):
                self.assertNotIn(name, mail.body_html + mail.subject)
            calendar = vobject.readOne(mail.attachment_ids.raw.decode())
            self.assertEqual(calendar.vevent.dtstart.value.replace(tzinfo=None), WHEN)
            self.assertEqual(calendar.vevent.summary.value, "Mentoring meeting")
            self.assertFalse(mail.attachment_ids.public)

    def test_moving_and_cancelling_write_again(self):
        meeting = self._plan()
        meeting.date_start = WHEN + timedelta(days=1)
        meeting.action_cancel()
        self.assertEqual(len(self._lines(meeting)), 6)
        calendar = vobject.readOne(meeting.sudo()._get_ics().decode())
        self.assertEqual(calendar.method.value, "CANCEL")
        self.assertEqual(calendar.vevent.sequence.value, "2")

    def test_calendar_by_consent(self):
        internal = self._create_participation(self.plain_employee, "mentee")
        pair = self._create_pair(mentee=internal)
        meetings = self.env["mentorat.meeting"].with_user(self.plain)
        values = {"pair_id": pair.id, "date_start": WHEN}
        self.assertFalse(meetings.create(values).sudo()._get_events())

        internal.calendar_consent = True
        meeting = meetings.create(values)
        event = meeting.sudo()._get_events()
        self.assertEqual(event.partner_ids, self.plain.partner_id)
        self.assertEqual(event.user_id, self.plain)
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.name, "Appointment")
        self.assertNotIn("Morgan", event.description or "")
        self.assertFalse(event.res_model)
        meeting.date_start = WHEN + timedelta(days=2)
        self.assertEqual(event.start, meeting.date_start)
        meeting.action_cancel()
        self.assertFalse(event.exists())

    def test_only_the_two_write(self):
        meeting = self._plan()
        for user in (self.engineer, self.referent, self.administrator):
            with self.assertRaises(AccessError):
                meeting.with_user(user).action_cancel()
            with self.assertRaises(AccessError):
                meeting.with_user(user).date_start = WHEN

    def test_held_is_kept(self):
        meeting = self._plan()
        meeting.action_hold()
        self.assertEqual(self.pair.meeting_count, 1)
        with self.assertRaisesRegex(UserError, "it is kept"):
            meeting.unlink()

    def test_logged_after_midnight_once(self):
        meetings = self.env["mentorat.meeting"].with_user(self.mentee)
        with freeze_time("2030-03-02 00:29:00"):
            today = datetime.now().date()
            first = meetings._log(self.pair, today, 1.5, "held")
            second = meetings._log(self.pair, today, 1.5, "held", usefulness=4)
        self.assertEqual(first, second)
        self.assertEqual(first.date_start, datetime(2030, 3, 1, 22, 59))
        self.assertEqual((first.state, first.own_usefulness), ("held", 4))
        self.assertFalse(self._lines(first))

    def test_pair_must_be_active(self):
        self.pair.state = "accepted"
        with self.assertRaisesRegex(UserError, "once the pair is active"):
            self._plan()

    def test_duration(self):
        for hours in (0, -1, 25):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._plan(hours=hours)
