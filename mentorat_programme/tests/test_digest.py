from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from ..models import mentorat_digest
from .follow_up import FollowUpCase


class TestDigest(FollowUpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digests = cls.env["mentorat.digest"]
        # The next Monday, noon.
        days = 7 - cls.today.weekday()
        cls.monday = fields.Datetime.to_datetime(cls._day(days)) + timedelta(hours=12)

    def _write(self, days=0):
        with freeze_time(self.monday + timedelta(days=days)):
            return self._run_cron(self.digests._cron_write)

    def _get_lines(self, user):
        digest = self.digests.search(
            [("user_id", "=", user.id)], order="id desc", limit=1
        )
        return digest.lines

    def _get_readers(self):
        return self._mails("mail_template_digest").partner_id

    def test_who_has_something_to_do(self):
        self._write()
        people = self.mentor | self.mentee
        self.assertEqual(self._get_readers(), people.partner_id)
        [line] = self._get_lines(self.mentee)
        self.assertEqual(line["title"], "Passing it on")
        self.assertEqual(line["text"], "Plan your next meeting.")
        self.assertIn(f"/my/mentoring/pair/{self.pair.id}", line["url"])
        self.assertFalse(self._get_lines(self.referent))

    def test_nothing_to_do_no_mail(self):
        self._meet(40, "planned")
        self._write()
        self.assertFalse(self._get_readers())

    def test_steps(self):
        meeting = self._meet(0, "planned")
        for days, text in (
            (-1, "Say whether your last meeting took place."),
            (3, "You meet on"),
        ):
            meeting.date_start = self.monday + timedelta(days=days)
            self._write()
            [line] = self._get_lines(self.mentor)
            self.assertIn(text, line["text"])
            self.digests.search([]).unlink()

    def test_first_meeting_and_answer(self):
        self.first.state = "planned"
        self.first.unlink()
        second = self._create_participation(self.plain_employee, "mentee")
        other = self._create_pair("proposed", mentee=second)
        other.mentor_answer = "accepted"
        self._write()
        texts = {
            user: [line["text"] for line in self._get_lines(user)]
            for user in (self.mentor, self.mentee, self.plain)
        }
        self.assertEqual(texts[self.mentor], ["Plan your first meeting."])
        self.assertEqual(
            texts[self.plain], ["Somebody is proposed to you. Give your answer."]
        )

    def test_once_a_week(self):
        self._write()
        for days in range(1, 7):
            self._write(days)
        self.assertEqual(len(self._mails("mail_template_digest")), 2)
        self._write(7)
        self.assertEqual(len(self._mails("mail_template_digest")), 4)

    def test_one_mail_for_all_that_somebody_is(self):
        """Somebody of the team who is in a pair too."""
        self.mentor_employee.user_id = self.referent
        second = self._create_participation(self.plain_employee, "mentee")
        pair = self._create_pair(mentee=second)
        pair.date_start = self._day(-60)
        self._look()
        self.assertEqual(pair.health, "risk")
        self._write()
        mails = self._mails("mail_template_digest")
        self.assertEqual(
            len(
                mails.filtered(lambda line: line.partner_id == self.referent.partner_id)
            ),
            1,
        )
        texts = [line["text"] for line in self._get_lines(self.referent)]
        self.assertEqual(len(texts), 3)
        self.assertIn("Pairs at risk: 1.", texts[0])

    def test_the_team(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self.mentor_participation.is_muted = True
        self._look()
        self._write()
        for user in (self.referent, self.engineer):
            [line] = self._get_lines(user)
            self.assertIn("Pairs at risk: 1.", line["text"])
            self.assertTrue(line["url"].endswith("/odoo/mentoring-board"))
        self.assertNotIn(self.other_engineer.partner_id, self._get_readers())
        self.assertNotIn(self.mentor.partner_id, self._get_readers())

    def test_no_second_mail_after_a_nudge(self):
        with freeze_time(self.monday - timedelta(days=2)):
            self.pair.with_user(self.referent).action_nudge()
        self._write()
        self.assertFalse(self._get_readers())
        self._write(7)
        self.assertEqual(len(self._get_readers()), 2)

    def test_paused_or_muted(self):
        self.mentee_participation.is_muted = True
        self._write()
        self.assertEqual(self._get_readers(), self.mentor.partner_id)
        self.pair._pause(self.today, self._day(60))
        self._write(7)
        self.assertEqual(len(self._mails("mail_template_digest")), 1)

    def test_goes_on_where_it_was_cut(self):
        with patch.object(mentorat_digest, "BATCH", 2):
            progress = self._write()
            self.assertEqual(progress.call_args.args, (2,))
            self.assertTrue(progress.call_args.kwargs["remaining"])
            rounds = 0
            while progress.call_args.kwargs["remaining"] and rounds < 20:
                progress, rounds = self._write(), rounds + 1
        self.assertEqual(len(self._mails("mail_template_digest")), 2)
        self.assertEqual(self._write().call_args.args, (0,))

    def test_mails_name_nobody(self):
        self._write()
        self._mails("mail_template_digest")._send()
        mails = self.env["mail.mail"].search([("model", "=", "mentorat.digest")])
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertIn("Plan your next meeting.", mail.body_html)
            self.assertEqual(len(mail.recipient_ids), 1)
            for name in ("Morgan", "Merle"):
                self.assertNotIn(name, mail.body_html + mail.subject)

    def test_mail_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mentee.lang = "fr_FR"
        self._write()
        lines = self._mails("mail_template_digest")
        lines._send()
        mails = self.env["mail.mail"].search([("model", "=", "mentorat.digest")])
        self.assertEqual(len(mails), 2)
        by_reader = {mail.recipient_ids: mail for mail in mails}
        english = by_reader[self.mentor.partner_id]
        french = by_reader[self.mentee.partner_id]
        self.assertIn("Plan your next meeting.", english.body_html)
        self.assertIn("Fixez votre prochaine rencontre.", french.body_html)

    def test_forgotten_after_a_while(self):
        self._write()
        with freeze_time(self.monday + timedelta(days=60)):
            self.digests._gc_digests()
        self.assertTrue(self.digests.search([]))
        with freeze_time(self.monday + timedelta(days=61)):
            self.digests._gc_digests()
        self.assertFalse(self.digests.search([]))
