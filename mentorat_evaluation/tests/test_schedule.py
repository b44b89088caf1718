from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .common import EvaluationCase

START = "2030-03-01"


class TestSchedule(EvaluationCase):
    """Campaigns that open, invite, remind and close by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.write({"date_start": "2030-01-01", "date_end": "2030-12-31"})
        cls.programme.state = "running"
        cls.programme.ethics_contact_id = cls.manager
        cls.supervisor = cls._new_user(
            "m_supervisor", "mentorat_programme.group_supervisor"
        )
        cls.programme.supervisor_ids = cls.supervisor
        cls.pair = cls._create_pair("active")
        cls.pair.date_start = START
        cls.env.flush_all()

    def _follow(self, day):
        self._follow_at(f"{day} 12:00:00")

    def _follow_at(self, moment):
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress")
        with freeze_time(moment), progress:
            self.env["mentorat.evaluation"]._cron_follow()
        self.env.flush_all()

    def _mails(self, evaluation, event):
        lines = self.env["mentorat.outbox"].search(
            [("event", "=like", f"mentorat.evaluation.invitation,%,{event}")]
        )
        ids = evaluation.invitation_ids.ids
        return lines.filtered(lambda line: line.res_id in ids)

    def _plan(self, **values):
        return self._create_evaluation(is_rolling=True, **values)

    def test_nobody_is_due_yet(self):
        evaluation = self._plan(moment="day_30")
        self._follow("2030-03-30")
        self.assertEqual(evaluation.state, "draft")

    def test_day_30(self):
        evaluation = self._plan(moment="day_30")
        self._follow("2030-03-31")
        self.assertEqual(evaluation.state, "open")
        self.assertEqual(
            evaluation.invitation_ids.participation_id,
            self.mentor_participation | self.mentee_participation,
        )
        invitation = evaluation.invitation_ids[0]
        self.assertEqual(str(invitation.date_deadline), "2030-04-30")
        self.assertEqual(len(self._mails(evaluation, "invited")), 2)
        # Another pair, later: invited at its own date, in the same campaign.
        people = self._create_people(1)
        mentor = self._create_participation(self._create_employee("Late"), "mentor")
        pair = self._create_pair("active", mentor, people)
        pair.date_start = "2030-04-10"
        self._follow("2030-04-01")
        self.assertEqual(evaluation.invitation_count, 2)
        self._follow("2030-05-10")
        self.assertEqual(evaluation.invitation_count, 4)
        self._follow("2030-05-10")
        self.assertEqual(evaluation.invitation_count, 4)

    def test_late_start_of_the_campaign(self):
        """A pair that began long ago is not asked how its first month went."""
        evaluation = self._plan(moment="day_30")
        self._follow("2030-07-01")
        self.assertEqual(evaluation.state, "draft")

    def test_delay_of_ones_own(self):
        evaluation = self._plan(moment="day_30", delay_days=10)
        self._follow("2030-03-11")
        self.assertEqual(evaluation.state, "open")

    def test_baseline(self):
        evaluation = self._plan(moment="start", audience="mentees")
        self._follow("2030-01-02")
        self.assertEqual(
            evaluation.invitation_ids.participation_id, self.mentee_participation
        )

    def test_midway(self):
        self.pair.date_mid_term = "2030-06-01"
        evaluation = self._plan(moment="midway")
        self._follow("2030-05-31")
        self.assertEqual(evaluation.state, "draft")
        self._follow("2030-06-01")
        self.assertEqual(evaluation.invitation_count, 2)

    def test_end_and_after(self):
        end = self._plan(moment="end")
        after = self._plan(moment="after_3")
        self.pair.state = "closing"
        self._follow("2030-09-01")
        self.assertEqual((end.invitation_count, after.state), (2, "draft"))
        self.pair.write({"state": "closed", "date_end": "2030-09-05"})
        self._follow("2030-12-04")
        self.assertEqual(after.state, "draft")
        self._follow("2030-12-05")
        self.assertEqual(after.invitation_count, 2)

    def test_pairs_that_ended_early_are_not_asked_about_the_end(self):
        end = self._plan(moment="end")
        self.pair.write({"state": "ended", "date_end": "2030-04-05"})
        self._follow("2030-04-10")
        self.assertEqual(end.state, "draft")
        screen = self._plan(moment="screen")
        self._follow("2030-06-15")
        self.assertEqual(screen.invitation_count, 2)

    def test_supervision(self):
        evaluation = self._plan(moment="supervision", audience="mentors")
        session = self.env["mentorat.supervision"].create(
            {
                "programme_id": self.programme.id,
                "supervisor_id": self.supervisor.id,
                "date_start": "2030-05-02 09:00:00",
            }
        )
        session._set_mentors(self.mentor_participation)
        attendance = session.attendance_ids
        self._follow("2030-05-03")
        self.assertEqual(evaluation.state, "draft")
        attendance.state = "attended"
        self._follow("2030-05-03")
        self.assertEqual(
            evaluation.invitation_ids.participation_id, self.mentor_participation
        )

    def test_managers(self):
        evaluation = self._plan(moment="manager", audience="managers")
        self._follow("2030-06-01")
        invitation = evaluation.invitation_ids
        self.assertEqual(invitation.user_id, self.manager)
        self.assertTrue(invitation._record({self.useful.id: "7"}))
        answer = self.env["mentorat.answer"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertEqual(answer.role, "manager")

    def test_a_manager_is_asked_once(self):
        people = self._create_people(2)
        people.employee_id.parent_id = self.manager_employee
        evaluation = self._open_evaluation(moment="manager", audience="managers")
        self.assertEqual(evaluation.invitation_ids.user_id, self.manager)
        self.assertEqual(evaluation.invitation_count, 1)

    def test_planned_day(self):
        evaluation = self._create_evaluation(date_planned="2030-05-05")
        self._follow("2030-05-04")
        self.assertEqual(evaluation.state, "draft")
        self._follow("2030-05-05")
        self.assertEqual(evaluation.state, "open")
        self.assertEqual(str(evaluation.date_end), "2030-06-04")

    def test_what_is_not_planned_waits(self):
        evaluation = self._create_evaluation()
        self._follow("2030-05-05")
        self.assertEqual(evaluation.state, "draft")

    def test_programme_that_is_not_open(self):
        self.programme.state = "draft"
        evaluation = self._plan(moment="start")
        self._follow("2030-05-05")
        self.assertEqual(evaluation.state, "draft")

    def test_survey_without_questions_opens_nothing(self):
        survey = self.env["survey.survey"].create(
            {"title": "Empty", "survey_type": "mentorat"}
        )
        evaluation = self._plan(moment="start", survey_id=survey.id)
        self._follow("2030-05-05")
        self.assertEqual(evaluation.state, "draft")

    def test_reminders(self):
        evaluation = self._plan(moment="day_30")
        self._follow("2030-03-31")
        first, second = evaluation.invitation_ids
        first._record({self.useful.id: "7"})
        for day, expected in (
            ("2030-04-06", (0, 0)),
            ("2030-04-07", (1, 0)),
            ("2030-04-07", (1, 0)),
            ("2030-04-14", (1, 1)),
            ("2030-04-29", (1, 1)),
        ):
            self._follow(day)
            lines = [self._mails(evaluation, f"reminder-{n}") for n in (1, 2)]
            self.assertEqual(tuple(len(line) for line in lines), expected, day)
        self.assertEqual(lines[0].res_id, second.id)

    def test_one_reminder_when_the_server_was_away(self):
        evaluation = self._plan(moment="day_30")
        self._follow("2030-03-31")
        self._follow("2030-04-20")
        self.assertFalse(self._mails(evaluation, "reminder-1"))
        self.assertEqual(len(self._mails(evaluation, "reminder-2")), 2)
        self._follow("2030-04-21")
        self.assertFalse(self._mails(evaluation, "reminder-1"))

    def test_no_reminder_of_difficult_experiences(self):
        evaluation = self._plan(moment="screen")
        self._follow("2030-06-01")
        self._follow("2030-06-20")
        self.assertFalse(self._mails(evaluation, "reminder-1"))

    def test_closing(self):
        evaluation = self._create_evaluation(
            date_planned="2030-05-05", date_end="2030-05-20"
        )
        self._follow("2030-05-05")
        # Somewhere it is still the 20th.
        self._follow_at("2030-05-21 11:00:00")
        self.assertEqual(evaluation.state, "open")
        self._follow("2030-05-22")
        self.assertEqual(evaluation.state, "closed")

    def test_repeated(self):
        evaluation = self._plan(moment="pulse", repeat_months=2)
        questions = self.env["mentorat.evaluation.question"].create(
            [
                {
                    "name": name,
                    "programme_id": self.programme.id,
                    "evaluation_ids": evaluation.ids,
                }
                for name in ("Is it useful?", "How often?")
            ]
        )
        self._follow("2030-04-15")
        self.assertEqual(str(evaluation.date_end), "2030-05-15")
        self._follow("2030-05-17")
        self.assertEqual(evaluation.state, "closed")
        following = self.programme.evaluation_ids - evaluation
        self.assertEqual(
            (following.state, str(following.date_planned)), ("draft", "2030-06-15")
        )
        self.assertEqual(following.plan_question_ids, questions)
        self.assertEqual(questions[0].evaluation_ids, evaluation | following)
        self._follow("2030-06-14")
        self.assertEqual(following.state, "draft")
        self._follow("2030-06-15")
        self.assertEqual(following.invitation_count, 2)

    def test_not_repeated_after_the_programme(self):
        self.programme.date_end = "2030-06-01"
        evaluation = self._plan(moment="pulse", repeat_months=2)
        self._follow("2030-04-15")
        self._follow("2030-05-17")
        self.assertEqual(self.programme.evaluation_ids, evaluation)

    def test_rolling_campaign_ends_after_the_programme(self):
        evaluation = self._plan(moment="end")
        self.pair.state = "closing"
        self._follow("2030-09-01")
        self.assertGreater(evaluation.date_end, self.programme.date_end)

    def test_few_answers(self):
        evaluation = self._create_evaluation(
            date_planned="2030-05-05", date_end="2030-05-20"
        )
        self._follow("2030-05-05")
        self._follow("2030-05-14")
        self.assertFalse(evaluation.activity_ids)
        self._follow("2030-05-15")
        self._follow("2030-05-16")
        self.assertEqual(evaluation.activity_ids.user_id, self.engineer)
        self.assertEqual(len(evaluation.activity_ids), 1)
        self._follow("2030-05-22")
        self.assertFalse(evaluation.activity_ids)

    def test_who_left_the_company_is_not_written_to(self):
        self.mentee_employee.active = False
        evaluation = self._plan(moment="start", audience="mentees")
        self._follow("2030-05-05")
        self.assertEqual(evaluation.state, "draft")

    def test_what_is_settled(self):
        evaluation = self._open_evaluation()
        for name, value in (
            ("is_rolling", True),
            ("delay_days", 4),
            ("date_planned", "2030-05-05"),
        ):
            with self.assertRaisesRegex(UserError, "settled"):
                evaluation.with_user(self.engineer)[name] = value

    def test_queries_do_not_grow_with_people(self):
        def count(people):
            evaluation = self._create_evaluation(date_planned="2030-05-05")
            self._create_people(people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._follow("2030-05-05")
            spent = self.cr.sql_log_count - before
            with freeze_time("2030-05-06"):
                evaluation.sudo()._transition("closed")
            return spent

        count(1)
        few = count(1)
        self.assertLessEqual(count(30), few + 3)

    def test_time_zones(self):
        """The last day is the person's own."""
        evaluation = self._open_evaluation(date_end=fields.Date.today())
        invitation = evaluation.invitation_ids.filtered("user_id")[0]
        today = invitation.date_deadline
        invitation.user_id.tz = "Pacific/Honolulu"
        with freeze_time(f"{today + timedelta(days=1)} 09:00:00"):
            self.assertTrue(invitation._is_open())
            invitation.user_id.tz = "Pacific/Auckland"
            self.assertFalse(invitation._is_open())
