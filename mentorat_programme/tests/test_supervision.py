"""Supervision of mentors: groups, sessions, attendance, the norm and what follows from it."""

from datetime import datetime, timedelta
from unittest.mock import patch

import vobject
from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..models import mentorat_supervised_mentor
from .common import MODULE, MentoratCase
from .inventory import LOGGERS

WHEN = datetime(2030, 3, 1, 9, 0)


class SupervisionMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor = cls._new_user("m_supervisor", f"{MODULE}.group_supervisor")
        cls.other_supervisor = cls._new_user("m_other", f"{MODULE}.group_supervisor")
        cls.programme.supervisor_ids = cls.supervisor | cls.other_supervisor
        cls.plain_mentor = cls._create_participation(cls.plain_employee, "mentor")
        cls.group = cls._create_group(
            "Tuesday", cls.mentor_participation | cls.plain_mentor
        )
        cls.pair = cls._create_pair()

    @classmethod
    def _create_group(cls, name, members, supervisor=None):
        return cls.env["mentorat.supervision.group"].create(
            {
                "name": name,
                "programme_id": cls.programme.id,
                "supervisor_id": (supervisor or cls.supervisor).id,
                "member_ids": [Command.set(members.ids)],
            }
        )

    @classmethod
    def _create_mentors(cls, number):
        employees = cls._new_employees(
            [{"name": f"Mentor {index}"} for index in range(number)]
        )
        return cls.env["mentorat.participation"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "employee_id": employee.id,
                    "role": "mentor",
                    "state": "accepted",
                }
                for employee in employees
            ]
        )

    @classmethod
    def _plan(cls, **values):
        sessions = cls.env["mentorat.supervision"].with_user(cls.supervisor)
        return sessions.create(
            {
                "programme_id": cls.programme.id,
                "group_id": cls.group.id,
                "date_start": WHEN,
                **values,
            }
        )

    def _get_mentor(self, participation=None, user=None):
        mentors = self.env["mentorat.supervised.mentor"].with_user(
            user or self.supervisor
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return mentors.search(
            [("id", "=", (participation or self.mentor_participation).id)]
        )

    def _lines(self, model="mentorat.supervision.attendance"):
        return self.env["mentorat.outbox"].search([("event", "=like", f"{model},%")])


class TestSupervisionGroup(SupervisionMixin, MentoratCase):
    def test_four_to_eight(self):
        self.assertTrue(self.group.is_small)
        self.group.member_ids |= self._create_mentors(6)
        self.assertEqual(self.group.member_count, 8)
        self.assertFalse(self.group.is_small)
        with self.assertRaisesRegex(ValidationError, "at most 8"):
            self.group.member_ids |= self._create_mentors(1)

    def test_mentors_of_the_programme_in_one_group(self):
        with (
            self.assertRaisesRegex(ValidationError, "accepted mentors"),
            self.cr.savepoint(),
        ):
            self.group.member_ids |= self.mentee_participation
        with (
            self.assertRaisesRegex(ValidationError, "in another group"),
            self.cr.savepoint(),
        ):
            self._create_group("Friday", self.mentor_participation)
        self.group.active = False
        self.assertTrue(self._create_group("Friday", self.mentor_participation))

    def test_sessions_to_come_follow_the_group(self):
        session, held = self._plan(), self._plan(date_start="2026-01-05 09:00:00")
        held.action_hold()
        late, lines = self._create_mentors(1), self._lines()
        late.employee_id.user_id = self.outsider
        self.group.with_user(self.engineer).member_ids = [
            Command.unlink(self.mentor_participation.id),
            Command.link(late.id),
        ]
        self.assertEqual(
            session.sudo().attendance_ids.user_id, self.plain | self.outsider
        )
        self.assertEqual(held.sudo().attendance_ids.user_id, self.mentor | self.plain)
        new = self._lines() - lines
        self.assertEqual(new.partner_id, self.outsider.partner_id)
        self.assertEqual(len(new), 1)

    def test_supervisor_of_the_programme(self):
        with self.assertRaisesRegex(ValidationError, "supervisor of the programme"):
            self.group.supervisor_id = self.engineer

    def test_groups_are_the_engineers(self):
        self.group.with_user(self.engineer).name = "Wednesday"
        for user in (self.supervisor, self.referent, self.other_engineer, self.mentor):
            with self.assertRaises(AccessError):
                self.group.with_user(user).name = "Mine"


class TestSupervision(SupervisionMixin, MentoratCase):
    # WHO DOES WHAT

    @mute_logger(*LOGGERS)
    def test_supervisors_plan_their_own(self):
        session = self._plan()
        self.assertEqual(session.hours, 1.5)
        for user in (self.other_supervisor, self.administrator, self.mentor):
            with self.assertRaises(AccessError):
                session.with_user(user).action_hold()
            with self.assertRaises(AccessError):
                session.with_user(user).theme = "Mine"
        with self.assertRaises(UserError):
            self._plan(supervisor_id=self.other_supervisor.id)
        with self.assertRaises(UserError):
            self._plan(programme_id=self.other_programme.id, group_id=False)
        with self.assertRaises(ValidationError):
            group = self._create_group(
                "Friday", self._create_mentors(1), self.other_supervisor
            )
            self._plan(group_id=group.id)
        # No longer named, no longer there: at once.
        self.programme.supervisor_ids -= self.supervisor
        with self.assertRaises(AccessError):
            session.with_user(self.supervisor).action_cancel()
        self.assertFalse(
            self.env["mentorat.supervision"].with_user(self.supervisor).search([])
        )

    def test_one_mentor_alone(self):
        mentor = self._get_mentor()
        session = self._plan(group_id=False, mentor_id=mentor.id)
        self.assertEqual(session.sudo().attendance_ids.user_id, self.mentor)
        self.env.invalidate_all()
        self.assertEqual(session.mentor_id, mentor)
        for user in (self.engineer, self.referent, self.administrator):
            self.assertFalse(session.with_user(user).mentor_id)
        session.mentor_id = self._get_mentor(self.plain_mentor)
        self.assertEqual(session.sudo().attendance_ids.user_id, self.plain)
        elsewhere = self._create_mentors(1)
        self._create_group("Friday", elsewhere, self.other_supervisor)
        with self.assertRaisesRegex(AccessError, "your own groups"):
            self._plan(group_id=False, mentor_id=elsewhere.id)

    @mute_logger("odoo.sql_db")
    def test_hours(self):
        for hours in (0, -1, 9):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self._plan(hours=hours)
        line = self._plan().attendance_ids[0]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            line.hours = -1
            line.flush_recordset()

    def test_held_is_kept(self):
        session = self._plan()
        session.attendance_ids[0].state = "excused"
        session.action_hold()
        self.assertEqual(
            session.attendance_ids.mapped("state"), ["excused", "attended"]
        )
        with self.assertRaisesRegex(UserError, "it is kept"):
            session.unlink()
        session.action_plan()
        session.unlink()

    def test_a_closed_programme_changes_no_more(self):
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "closed"):
            self._plan()

    # INVITATIONS

    def test_everybody_gets_a_file_of_their_own(self):
        self._plan(theme="Limits", place="Room 12")
        lines = self._lines()
        self.assertEqual(lines.partner_id, (self.mentor | self.plain).partner_id)
        lines._send()
        mails = self.env["mail.mail"].search(
            [("model", "=", "mentorat.supervision.attendance")]
        )
        self.assertEqual(len(mails), 2)
        for mail in mails:
            calendar = vobject.readOne(mail.attachment_ids.raw.decode())
            self.assertEqual(calendar.vevent.dtstart.value.replace(tzinfo=None), WHEN)
            self.assertEqual(
                calendar.vevent.attendee.value, f"mailto:{mail.recipient_ids.email}"
            )
            for name in ("Morgan", "Perrine", "Merle", "Limits"):
                self.assertNotIn(name, mail.body_html + mail.subject)

    def test_moved_and_cancelled(self):
        session = self._plan()
        session.date_start = WHEN + timedelta(days=1)
        session.attendance_ids[0].state = "excused"
        session.action_cancel()
        # Two, two, and the one who had not excused themself.
        self.assertEqual(len(self._lines()), 5)
        calendar = vobject.readOne(session.attendance_ids[1].sudo()._get_ics().decode())
        self.assertEqual(calendar.method.value, "CANCEL")
        self.assertEqual(calendar.vevent.sequence.value, "2")

    def test_calendar_by_consent(self):
        self.plain_mentor.calendar_consent = True
        session = self._plan()
        event = session.sudo().attendance_ids.event_id
        self.assertEqual(event.user_id, self.plain)
        self.assertEqual((event.name, event.privacy), ("Appointment", "private"))
        session.date_start = WHEN + timedelta(days=2)
        self.assertEqual(event.start, session.date_start)
        line = session.attendance_ids.filtered(lambda own: own.user_id == self.plain)
        line.with_user(self.plain)._excuse()
        self.assertEqual(line.state, "excused")
        self.assertFalse(event.exists())

    def test_excusing_oneself_alone(self):
        session = self._plan()
        session.attendance_ids.with_user(self.mentor)._excuse()
        self.assertEqual(session.attendance_ids.mapped("state"), ["excused", "invited"])
        session.action_hold()
        session.attendance_ids.with_user(self.plain)._excuse()
        self.assertEqual(session.attendance_ids[1].state, "attended")

    # WHAT IS SEEN

    def test_what_a_supervisor_sees_of_a_pair(self):
        mentor = self._get_mentor()
        [values] = mentor.pair_ids.read()
        self.assertEqual(values["state"], "active")
        self.assertNotIn("Merle", repr(values))
        self.assertFalse(
            self.env["mentorat.pair"].with_user(self.supervisor).search([])
        )
        self.assertFalse(
            self.env["mentorat.participation"].with_user(self.supervisor).search([])
        )
        self.assertFalse(
            self.env["mentorat.meeting"].with_user(self.supervisor).search([])
        )
        self.assertFalse(self._get_mentor(user=self.other_supervisor))

    def test_stage_is_for_the_mentor_and_the_supervisor(self):
        with self.assertRaises(AccessError):
            self.mentor_participation.with_user(self.referent)._assess_stage("novice")
        self.mentor_participation.with_user(self.mentor)._assess_stage("reflective")
        for user, expected in (
            (self.mentor, "reflective"),
            (self.supervisor, "reflective"),
            (self.referent, False),
            (self.administrator, False),
        ):
            self.assertEqual(self._get_mentor(user=user).development_stage, expected)

    def test_engineers_get_totals(self):
        self._plan(date_start="2026-01-05 09:00:00").action_hold()
        programme = self.programme.with_user(self.engineer)
        self.assertEqual(programme.supervision_count, 1)
        self.assertEqual(programme.supervision_attended_hours, 3.0)
        self.assertEqual(programme.supervision_rate, 1.0)
        engineer = self.env["mentorat.supervision.attendance"].with_user(self.engineer)
        self.assertFalse(engineer.search([]))
        self.assertFalse(self._get_mentor(user=self.engineer))
        for name in ("supervision_count", "supervision_attended_hours"):
            with self.assertRaises(AccessError):
                self.programme.with_user(self.supervisor).read([name])

    # THE NORM

    def _hold(self, days_ago, hours=1.5, state="attended"):
        session = self._plan(
            date_start=fields.Datetime.now() - timedelta(days=days_ago), hours=hours
        )
        session.action_hold()
        session.attendance_ids[0].state = state
        return session

    def test_hours_of_twelve_months(self):
        self._hold(400)
        self._hold(200, hours=2)
        self._hold(30)
        self._hold(10, state="absent")
        self._plan()
        mentor = self._get_mentor()
        self.assertEqual(mentor.hours_done, 3.5)
        self.assertEqual(mentor.date_last, fields.Date.today() - timedelta(days=30))

    def test_overdue(self):
        today = fields.Date.today()
        self.assertFalse(self._get_mentor().is_overdue)
        self.pair.date_start = today - timedelta(days=91)
        self.assertEqual(self._get_mentor().date_due, today)
        self.assertFalse(self._get_mentor().is_overdue)
        self.pair.date_start = today - timedelta(days=92)
        self.assertTrue(self._get_mentor().is_overdue)
        self.assertTrue(self.mentor_participation.sudo().supervision_overdue)
        # Without a pair nothing is due.
        self.assertFalse(self._get_mentor(self.plain_mentor).date_due)
        self._hold(92)
        self.assertTrue(self._get_mentor().is_overdue)
        self._hold(90)
        self.assertFalse(self._get_mentor().is_overdue)
        self.programme.supervision_interval_days = 60
        self.assertTrue(self._get_mentor().is_overdue)
        self.pair.action_end()
        self.assertFalse(self._get_mentor().is_overdue)

    def _run(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            self.env["mentorat.supervised.mentor"]._cron_remind()
        return progress.call_args.kwargs["remaining"]

    def test_told_once_for_each_time(self):
        self.pair.date_start = fields.Date.today() - timedelta(days=100)
        for _twice in range(2):
            self.assertEqual(self._run(), 0)
        told = self._lines("mentorat.participation")
        self.assertEqual(told.partner_id, self.mentor.partner_id)
        self.assertEqual(len(told), 1)
        activities = self.group.activity_ids
        self.assertEqual(activities.user_id, self.supervisor | self.referent)
        self.assertEqual(len(activities), 2)
        for activity in activities:
            self.assertNotIn("Morgan", f"{activity.summary} {activity.res_name}")
        self._hold(95)
        self.assertEqual(self._run(), 0)
        self.assertEqual(len(self._lines("mentorat.participation")), 2)
        self.assertEqual(self.group.activity_ids, activities)

    def test_mentors_without_a_group(self):
        self.group.member_ids -= self.mentor_participation
        self.pair.date_start = fields.Date.today() - timedelta(days=100)
        for _twice in range(2):
            self._run()
        activities = self.programme.activity_ids
        self.assertEqual(activities.user_id, self.referent)
        self.assertEqual(len(activities), 1)

    def test_many_cost_the_same(self):
        module = mentorat_supervised_mentor
        since = fields.Date.today() - timedelta(days=100)
        counts = []
        for number in (2, 40):
            mentors = self._create_mentors(number)
            for mentor in mentors:
                mentee = self._create_participation(
                    self._create_employee(f"Mentee {mentor.id}"), "mentee"
                )
                pair = self._create_pair(mentor=mentor, mentee=mentee)
                pair.date_start = since
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._run()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        mentors.sudo().supervision_told_for = False
        with patch.object(module, "BATCH", 30):
            self.assertEqual([self._run(), self._run()], [10, 0])

    def test_readiness(self):
        facts = self.programme._get_readiness_facts()[self.programme.id]
        self.assertTrue(facts["supervisor"])
        facts = self.other_programme._get_readiness_facts()[self.other_programme.id]
        self.assertFalse(facts["supervisor"])

    def test_own_data(self):
        self._hold(30)
        data = dict(self.env["mentorat.own.data"].with_user(self.plain)._collect())
        [row] = data["Supervision"]
        self.assertIn("1.5", row.values())
        self.assertNotIn("Morgan", repr(row))

    def test_long_ago(self):
        """Hours of more than a year ago count no more, to the day."""
        year = relativedelta(months=12)
        now = fields.Datetime.now()
        days = (now - (now - year)).days
        self._hold(days - 2)
        self.assertEqual(self._get_mentor().hours_done, 1.5)
        self._hold(days + 2)
        self.assertEqual(self._get_mentor().hours_done, 1.5)
