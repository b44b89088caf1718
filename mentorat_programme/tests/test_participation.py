from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MentoratCase


class TestParticipation(MentoratCase):
    def _apply(self, user, employee, role="mentee", skills=True, **values):
        return (
            self.env["mentorat.participation"]
            .with_user(user)
            .create(
                {
                    "programme_id": self.programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "motivation": "I want to learn.",
                    "skill_ids": [
                        Command.create(
                            {
                                "skill_id": self.carving.id,
                                "skill_level_id": self.skilled.id,
                            }
                        )
                    ]
                    if skills
                    else [],
                    **values,
                }
            )
        )

    def test_from_application_to_candidate(self):
        application = self._apply(self.plain, self.plain_employee)
        self.assertEqual(application.state, "draft")
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.manager_user_id, self.manager)
        activity = application.sudo()._get_requests().activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertNotIn("Perrine", activity.summary)

        application.with_user(self.manager).action_approve()
        self.assertEqual(application.state, "approved")
        self.assertFalse(application.sudo()._get_requests().activity_ids)

        application.with_user(self.engineer).action_accept()
        self.assertEqual(application.state, "accepted")
        lines = self.env["mentorat.log"].search(
            [("participation_id", "=", application.id)], order="id"
        )
        self.assertEqual(
            lines.mapped("to_state"), ["submitted", "approved", "accepted"]
        )
        self.assertEqual(lines.user_id, self.plain | self.manager | self.engineer)

    def test_portal_employee_applies(self):
        employee = self._create_employee("Paul Portal", self.outsider)
        application = self._apply(self.outsider, employee)
        application.action_submit()
        # No manager is known: the referents decide.
        activity = application.sudo()._get_requests().activity_ids
        self.assertEqual(activity.user_id, self.referent)
        application.with_user(self.referent).action_approve()

    def test_each_decides_for_their_own_part(self):
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        for user in (self.plain, self.mentee, self.other_engineer, self.hr_officer):
            with self.assertRaises(AccessError):
                application.with_user(user).action_approve()
        with self.assertRaises(UserError):
            application.with_user(self.engineer).action_accept()

    def test_nobody_decides_on_themselves(self):
        employee = self._create_employee("Elsa Engineer", self.engineer)
        application = self._apply(self.engineer, employee)
        application.action_submit()
        application.with_user(self.referent).action_approve()
        with self.assertRaises(AccessError):
            application.action_accept()

    def test_asking_twice_happens_once(self):
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        application.action_submit()
        self.assertEqual(len(application.sudo()._get_requests().activity_ids), 1)
        for __ in range(2):
            application.with_user(self.manager).action_approve()
        self.assertEqual(
            self.env["mentorat.log"].search_count(
                [("participation_id", "=", application.id)]
            ),
            2,
        )

    def test_apply_for_oneself_only(self):
        with self.assertRaises(AccessError):
            self._apply(self.plain, self.manager_employee)

    def test_mass_assignment_is_refused(self):
        for values in (
            {"state": "accepted"},
            {"seats_taken": 1},
            {"manager_user_id": self.plain.id},
            {"date_decided": "2030-01-01 00:00:00"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self._apply(self.plain, self.plain_employee, **values)

    def test_sent_application_is_read_only(self):
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        with self.assertRaisesRegex(UserError, "Take it back"):
            application.motivation = "Another text"
        with self.assertRaisesRegex(UserError, "Take it back"):
            application.skill_ids.priority = "3"
        application.calendar_consent = True
        application.action_draft()
        application.motivation = "Another text"

    def test_closed_door(self):
        self.programme.state = "evaluation"
        with self.assertRaises(UserError):
            self._apply(self.plain, self.plain_employee)

    def test_not_eligible(self):
        application = self._apply(self.plain, self.plain_employee)
        self.programme.eligibility_domain = str(
            [("department_id", "=", self.research.id), ("name", "ilike", "Perrine")]
        )
        with self.assertRaisesRegex(
            UserError, "asks for:\n– Department: Research\nAsk"
        ):
            application.action_submit()
        application.unlink()
        self._assert_refused(
            "another group of employees",
            lambda: self._apply(self.plain, self.plain_employee),
        )

    def _assert_refused(self, message, action):
        """Check that ``action`` is refused with ``message``, and undo it."""
        with self.assertRaises(UserError) as caught:
            action()
        self.assertIn(message, str(caught.exception))

    def test_who_has_left(self):
        self.plain_employee.active = False
        for user in (self.plain, self.engineer):
            self._assert_refused(
                "is archived", lambda u=user: self._apply(u, self.plain_employee)
            )

    def test_past_dates(self):
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        yesterday = fields.Date.today() - timedelta(days=1)
        self.programme.date_deadline = yesterday
        # It could not be sent again.
        self._assert_refused("can no longer be changed", application.action_draft)
        self._assert_refused(
            "closed on", lambda: self._apply(self.plain, self.plain_employee, "mentor")
        )
        # The team registers somebody late, and the person still leaves.
        self._apply(self.engineer, self.manager_employee).action_submit()
        application.action_withdraw()
        self.programme.late_joining = True
        application.action_draft()
        application.action_submit()
        self.programme.write(
            {
                "date_start": yesterday - timedelta(days=9),
                "date_deadline": False,
                "date_end": yesterday,
            }
        )
        self._assert_refused("ended on", application.action_draft)

    def test_one_role_unless_the_programme_says_so(self):
        def apply_as_mentor(user):
            return self._apply(user, self.plain_employee, "mentor")

        application = self._apply(self.plain, self.plain_employee)
        for user in (self.plain, self.engineer):
            self._assert_refused("has one role", lambda u=user: apply_as_mentor(u))
        application.action_withdraw()
        other = apply_as_mentor(self.plain)
        application.action_draft()
        self._assert_refused("has one role", application.action_submit)
        self.programme.both_roles = True
        (application | other).action_submit()
        self.assertEqual({application.state, other.state}, {"submitted"})

    def test_no_skill(self):
        application = self._apply(self.plain, self.plain_employee, skills=False)
        with self.assertRaisesRegex(ValidationError, "at least one skill"):
            application.action_submit()

    def test_level_of_another_skill(self):
        other = self.skill_type.copy({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "not a level"):
            self.mentee_participation.skill_ids.skill_level_id = other.skill_level_ids[
                0
            ]

    def test_once_per_role(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_participation(self.mentee_employee, "mentee")

    def test_motivation_is_not_for_the_manager(self):
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        self.env.invalidate_all()
        for user, expected in (
            (self.plain, "I want to learn."),
            (self.engineer, "I want to learn."),
            (self.referent, "I want to learn."),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(application.with_user(user).motivation, expected)
        for name in ("motivation", "skill_ids"):
            with self.assertRaises(AccessError):
                application.with_user(self.manager).read([name])

    def test_display_name_is_neutral_to_others(self):
        participation = self.mentee_participation
        self.assertIn("Merle", participation.with_user(self.engineer).display_name)
        stranger = participation.with_user(self.hr_officer).sudo()
        self.assertEqual(stranger.display_name, f"Participation {participation.id}")

    def test_manager_follows_the_employee(self):
        self.mentee_employee.parent_id = False
        self.assertFalse(self.mentee_participation.manager_user_id)
        self.sales.manager_id = self.manager_employee
        self.assertEqual(self.mentee_participation.manager_user_id, self.manager)
        self.mentee_employee.user_id = self.plain
        self.assertEqual(self.mentee_participation.user_id, self.plain)

    def test_capacity(self):
        self.assertEqual(self.mentor_participation.capacity, 2)
        self.assertEqual(self.mentee_participation.capacity, 1)
        for capacity in (0, 51):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.mentor_participation.capacity = capacity
                self.mentor_participation.flush_recordset()

    def _create_course(self):
        return self.env["slide.channel"].create(
            {
                "name": "Posture",
                "enroll": "invite",
                "is_published": True,
                "slide_ids": [
                    Command.create(
                        {
                            "name": "Listening",
                            "slide_category": "article",
                            "is_published": True,
                            "html_content": "<p>Listen.</p>",
                        }
                    )
                ],
            }
        )

    def test_training(self):
        channel = self._create_course()
        self.programme.mentee_channel_id = channel
        application = self._apply(self.plain, self.plain_employee)
        application.action_submit()
        application.with_user(self.manager).action_approve()
        application.with_user(self.engineer).action_accept()
        self.assertIn(self.plain.partner_id, channel.channel_partner_ids.partner_id)
        self.assertEqual(application.training_progress, 0)
        channel.slide_ids.with_user(self.plain).sudo()._action_mark_completed()
        self.env.invalidate_all()
        self.assertEqual(application.training_progress, 100)

    def test_training_of_those_who_were_accepted_before(self):
        channel = self._create_course()
        waiting = self._create_participation(
            self.plain_employee, "mentee", state="approved"
        )
        self.programme.with_user(self.engineer).mentee_channel_id = channel
        enrolled = channel.channel_partner_ids.partner_id
        self.assertIn(self.mentee.partner_id, enrolled)
        self.assertNotIn(self.plain.partner_id, enrolled)
        self.assertFalse(self.mentee_participation.training_done)
        self.assertFalse(waiting.training_done)

    def test_training_of_who_gets_a_login_later(self):
        channel = self._create_course()
        self.programme.mentor_channel_id = channel
        employee = self._create_employee("Nour New")
        self._create_participation(employee, "mentor")
        newcomer = self._new_user("m_newcomer", "base.group_portal")
        employee.user_id = newcomer
        self.assertIn(newcomer.partner_id, channel.channel_partner_ids.partner_id)
