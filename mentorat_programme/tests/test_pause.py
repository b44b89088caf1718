from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .follow_up import FollowUpCase
from .test_portal import HOME, PortalCase


class TestPause(FollowUpCase):
    def _pause(self, first=0, last=28, user=None, **options):
        pair = self.pair.with_user(user or self.mentee)
        return pair._pause(self._day(first), self._day(last), **options)

    # WHO

    def test_either_of_the_two_and_the_team(self):
        for user in (self.mentor, self.mentee, self.referent, self.engineer):
            self._pause(user=user)
            self.assertTrue(self.pair.is_paused)
            self.assertTrue(self.pair.with_user(user).can_resume)
            self.pair.with_user(user).action_resume()
            self.assertFalse(self.pair.is_paused)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_else(self):
        users = (self.manager, self.hr_officer, self.other_engineer, self.outsider)
        for user in (*users, self.foreigner, self.plain):
            with self.assertRaises(AccessError):
                self._pause(user=user)
            with self.assertRaises(AccessError):
                self.pair.with_user(user).action_resume()

    def test_dates_are_written_by_nobody(self):
        with self.assertRaises(AccessError):
            self.pair.with_user(self.engineer).date_pause_start = self.today

    # DATES

    def test_bad_dates(self):
        for first, last in ((0, 0), (5, 4), (-1, 5), (0, 400)):
            with self.assertRaises(UserError):
                self._pause(first, last)
        with self.assertRaises(UserError):
            self.pair._pause(False, self._day(3))

    def test_only_at_work(self):
        self.pair.state = "accepted"
        with self.assertRaisesRegex(UserError, "at work"):
            self._pause()
        self.assertFalse(self.pair.with_user(self.mentee).can_pause)

    def test_asked_twice_it_is_one(self):
        for __ in range(2):
            self._pause()
        self.assertEqual(len(self._mails("mail_template_pair_paused")), 1)
        with self.assertRaisesRegex(UserError, "set already"):
            self._pause(1, 5)

    def test_a_pause_to_come(self):
        self._pause(10, 20)
        self._look()
        self.assertFalse(self.pair.is_paused)
        self.assertEqual(self.pair.health, "good")
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            self._run_health()
            self.assertEqual(self.pair.health, "paused")
        self.pair.with_user(self.mentor).action_resume()
        self.assertFalse(self.pair.date_pause_start)
        self.assertFalse(self.pair.date_resumed)

    def test_search(self):
        pairs = self.env["mentorat.pair"].with_user(self.referent)
        self.assertFalse(pairs.search([("is_paused", "=", True)]))
        self._pause()
        self.assertEqual(pairs.search([("is_paused", "=", True)]), self.pair)
        self.assertFalse(pairs.search([("is_paused", "=", False)]) & self.pair)
        self.assertEqual(
            pairs.search([("is_paused", "!=", True), ("id", "=", self.pair.id)]),
            pairs,
        )

    # THE END

    def test_the_end_moves_and_comes_back(self):
        end = self.pair.date_end
        self._pause(0, 28)
        self.assertEqual(self.pair.date_end, end)
        self.pair.action_resume()
        self._pause(0, 28, move_end=True)
        self.assertEqual(self.pair.date_end, end + timedelta(days=28))
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            self.pair.with_user(self.mentor).action_resume()
        self.assertEqual(self.pair.date_end, end + timedelta(days=10))
        self.pair.with_user(self.mentor).action_resume()
        self.assertEqual(self.pair.date_end, end + timedelta(days=10))

    def test_it_goes_on_by_itself(self):
        end = self.pair.date_end
        self._pause(0, 28, move_end=True)
        seats = self.mentor_participation.seats_taken
        with freeze_time(fields.Datetime.now() + timedelta(days=27)):
            self._run_health()
            self.assertEqual(self.pair.health, "paused")
        self.assertEqual(self.mentor_participation.seats_taken, seats)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self._run_health()
            self.assertEqual(self.pair.date_resumed, self._day(30))
        self.assertEqual(self.pair.date_end, end + timedelta(days=28))
        self.assertFalse(self.pair.date_pause_start)
        lines = self._mails("mail_template_pair_resumed", self.pair)
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)

    # WHILE IT LASTS

    def test_no_alert_and_no_nudge(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=44)
        self._pause()
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self._run_health()
            self.assertEqual((self.pair.health, self._codes()), ("paused", []))
            self.pair.with_user(self.referent).action_nudge()
        self.assertFalse(self.pair.activity_ids)
        self.assertFalse(self._mails("mail_template_pair_nudge"))

    def test_an_alert_is_taken_back(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=60)
        self._look()
        self.assertTrue(self.pair.activity_ids)
        self._pause()
        self._look()
        self.assertFalse(self.pair.activity_ids)

    def test_silence_counts_from_its_end(self):
        self._pause(0, 28)
        self._look()
        with freeze_time(fields.Datetime.now() + timedelta(days=60)):
            self.pair.action_resume()
            self.assertEqual(self.pair.health, "paused")
            self._look()
            self.assertEqual(self.pair.health, "good")

    def test_an_end_ends_the_pause(self):
        self._pause(0, 28)
        self.pair.with_user(self.mentor).action_end()
        self.assertFalse(self.pair.date_pause_start)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self._run_health()
        self.assertFalse(self._mails("mail_template_pair_resumed"))

    # WHO KNOWS

    def test_the_other_is_told(self):
        self._pause(user=self.mentee)
        lines = self._mails("mail_template_pair_paused", self.pair)
        self.assertEqual(lines.partner_id, self.mentor.partner_id)
        lines._send()
        mail = self.env["mail.mail"].search(
            [("model", "=", "mentorat.pair"), ("res_id", "=", self.pair.id)]
        )
        for name in ("Morgan", "Merle"):
            self.assertNotIn(name, mail.body_html + mail.subject)
        self.pair.with_user(self.mentor).action_resume()
        lines = self._mails("mail_template_pair_resumed", self.pair)
        self.assertEqual(lines.partner_id, self.mentee.partner_id)

    def test_both_are_told_by_the_team(self):
        wizard = (
            self.env["mentorat.pause.wizard"]
            .with_user(self.referent)
            .create({"pair_ids": self.pair.ids})
        )
        self._meet(3, "planned")
        self.assertEqual(wizard.meeting_count, 1)
        wizard.action_pause()
        self.assertTrue(self.pair.is_paused)
        lines = self._mails("mail_template_pair_paused", self.pair)
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        self.assertEqual(self.pair.meeting_ids.mapped("state").count("planned"), 1)

    def test_history(self):
        self._pause()
        self.pair.action_resume()
        logs = self.env["mentorat.log"].search([("pair_id", "=", self.pair.id)])
        self.assertEqual(logs.mapped("to_state")[:2], ["resumed", "paused"])
        self.assertFalse(any(logs.mapped("reason")))

    def test_history_says_from_which_day(self):
        """What was said ahead, and what nobody noticed on the day."""
        self._pause(3, 28)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self._run_health()
        # Given up before it began.
        self._pause(7, 9)
        self.pair.action_resume()
        logs = self.env["mentorat.log"].search([("pair_id", "=", self.pair.id)])
        days = logs.sorted("id").mapped("date_effective")[-4:]
        self.assertEqual(
            days, [self._day(3), self._day(28), self._day(7), self._day(0)]
        )


@tagged("post_install", "-at_install")
class TestPortalPause(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()
        cls.url = f"{HOME}/pair/{cls.pair.id}"
        today = fields.Date.today()
        cls.dates = {
            "date_start": f"{today}",
            "date_end": f"{today + timedelta(days=14)}",
        }

    def test_pause_and_go_on(self):
        self._login(self.mentee)
        self.assertIn("Pause for a while", self._get(self.url))
        self.assertIn("You give no reason", self._get(f"{self.url}/pause"))
        for __ in range(2):
            answer = self._post(f"{self.url}/pause", **self.dates)
        text = self._get(answer.headers["Location"])
        self.assertIn("Your pause is set", text)
        self.assertIn("Go on now", text)
        self.assertTrue(self.pair.is_paused)
        self.assertEqual(self.pair.pause_moved_days, 0)
        for __ in range(2):
            answer = self._post(f"{self.url}/resume")
        text = self._get(answer.headers["Location"])
        self.assertIn("You go on together", text)
        self.assertFalse(self.pair.is_paused)

    def test_the_end_and_the_meetings(self):
        end = self.pair.date_end
        meetings = self.env["mentorat.meeting"].create(
            [
                {
                    "pair_id": self.pair.id,
                    "date_start": fields.Datetime.now() + timedelta(days=days),
                }
                for days in (3, 20)
            ]
        )
        self._login(self.mentor)
        self._post(f"{self.url}/pause", **self.dates, move_end="1", cancel_meetings="1")
        self.assertEqual(self.pair.date_end, end + timedelta(days=14))
        self.assertEqual(meetings.mapped("state"), ["cancelled", "planned"])

    def test_bad_dates_are_shown_again(self):
        self._login(self.mentee)
        for date_end in (self.dates["date_start"], "soon", ""):
            values = {**self.dates, "date_end": date_end}
            text = self._post(f"{self.url}/pause", status=422, **values).text
            self.assertIn(self.dates["date_start"], text)
        self.assertFalse(self.pair.date_pause_start)

    def test_reminders(self):
        self._login(self.mentee)
        self._post(f"{self.url}/reminders", is_muted="1")
        self.assertTrue(self.mentee_participation.is_muted)
        self.assertFalse(self.mentor_participation.is_muted)
        self.assertRegex(self._get(self.url), r'id="is_muted"[^>]*checked')
        self._post(f"{self.url}/reminders")
        self.assertFalse(self.mentee_participation.is_muted)

    def test_nothing_about_health_is_shown(self):
        self.pair.date_start = fields.Date.today() - timedelta(days=60)
        self.env.cr.flush()
        self.assertEqual(self.pair.health, "risk")
        self._login(self.mentee)
        text = self._get(self.url)
        for word in ("At risk", "Not met since"):
            self.assertNotIn(word, text)
