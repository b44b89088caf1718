"""Totals for sponsors: once a period and recipient, whatever happens in between."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase, TransactionCase, freeze_time

from ..core.indicators import Figure
from ..core.sending import next_day
from .test_export_large import ResultsMixin

END = date(2030, 10, 15)


class TestSendingDays(BaseCase):
    def test_next_day(self):
        for frequency, today, expected in (
            ("month", date(2030, 1, 1), date(2030, 2, 1)),
            ("month", date(2030, 12, 31), date(2031, 1, 1)),
            ("quarter", date(2030, 1, 1), date(2030, 4, 1)),
            ("quarter", date(2030, 3, 31), date(2030, 4, 1)),
            ("quarter", date(2030, 12, 1), date(2031, 1, 1)),
            ("end", date(2030, 10, 15), date(2030, 10, 16)),
            ("end", date(2030, 10, 16), None),
        ):
            with self.subTest(frequency=frequency, today=today):
                self.assertEqual(next_day(frequency, today, END), expected)


class TestReportSubscription(ResultsMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outbox = cls.env["mentorat.outbox"]
        cls.cron = cls.env["mentorat.report.subscription"]
        cls.sponsor = cls.env["res.partner"].create(
            {"name": "Sponsor", "email": "sponsor@example.com", "lang": "en_US"}
        )
        cls.programme.write({"date_start": "2030-01-01", "date_end": END})
        cls.startClassPatcher(
            patch.object(type(cls.env["ir.cron"]), "_commit_progress")
        )

    def _subscribe(self, partners=None, **values):
        partners = self.plain.partner_id if partners is None else partners
        subscription = self.cron.with_user(self.engineer).create(
            {
                "programme_id": self.programme.id,
                "partner_ids": [Command.set(partners.ids)],
                "frequency": "month",
                **values,
            }
        )
        with freeze_time("2030-02-10"):
            subscription.action_start()
        return subscription.sudo()

    def _run(self, day):
        with freeze_time(day):
            self.cron._cron_send()

    def _lines(self, subscription):
        return self.outbox.search(
            [
                ("template_id.model", "=", "mentorat.report.sending"),
                ("res_id", "in", subscription.sending_ids.ids),
            ]
        )

    def _body(self, subscription):
        self._lines(subscription)._send()
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", subscription.partner_ids.ids)], limit=1
        )

    def test_once_a_period(self):
        partners = (self.plain | self.hr_officer).partner_id
        subscription = self._subscribe(partners)
        self.assertEqual(subscription.date_next, date(2030, 3, 1))
        self._run("2030-02-28")
        self.assertFalse(subscription.sending_ids)
        for _round in range(2):
            self._run("2030-03-01")
        self.assertEqual(subscription.sending_ids.partner_id, partners)
        self.assertEqual(len(self._lines(subscription)), 2)
        self.assertEqual(subscription.date_next, date(2030, 4, 1))
        # A server that was away sends once, not for each month.
        self._run("2030-07-20")
        self.assertEqual(len(subscription.sending_ids), 4)
        self.assertEqual(subscription.date_next, date(2030, 8, 1))

    def test_killed_in_between(self):
        first, second = self._subscribe(), self._subscribe(self.hr_officer.partner_id)
        send, done = type(self.cron)._send, []

        def killed(subscription):
            if done:
                # What follows the last commit is lost.
                with self.env.cr.savepoint() as savepoint:
                    send(subscription)
                    savepoint.rollback()
                self.env.invalidate_all()
                raise KeyboardInterrupt
            done.append(subscription)
            send(subscription)

        with patch.object(type(self.cron), "_send", killed):
            try:
                self._run("2030-03-01")
            except KeyboardInterrupt:
                done.append("killed")
        self.assertEqual(done[1:], ["killed"])
        self.assertEqual(
            [len(one.sending_ids) for one in (done[0], (first | second) - done[0])],
            [1, 0],
        )
        for _round in range(2):
            self._run("2030-03-01")
        for one in (first, second):
            self.assertEqual(len(one.sending_ids), 1)
            self.assertEqual(len(self._lines(one)), 1)

    def test_says_what_is_shown_and_no_more(self):
        self._keep(self.active_pairs, date(2030, 2, 1), Figure(62.0, 31, 44.0, 77.0))
        self._keep(self.active_pairs, date(2030, 2, 1), Figure(11.0, 9), "mentor")
        self._keep(self.recommendation, date(2030, 2, 1), Figure(None, 4))
        subscription = self._subscribe()
        self._run("2030-03-01")
        mail = self._body(subscription)
        self.assertEqual(mail.recipient_ids, self.plain.partner_id)
        for words in ("Active pairs", "62 %", "44 % to 77 %", "75 %", "fewer than 5"):
            self.assertIn(words, mail.body_html)
        for words in ("Recommendation", "11 %", "Morgan", "Merle", "/odoo/", "/my/"):
            self.assertNotIn(words, mail.body_html)
        # What was sent stays as it was.
        self._keep(self.active_pairs, date(2030, 2, 1), Figure(10.0, 31))
        [figure] = subscription.sending_ids.content["figures"]
        self.assertEqual(figure["result"], "62 %")

    def test_nothing_below_the_threshold(self):
        self._keep(self.active_pairs, date(2030, 2, 1), Figure(None, 4))
        subscription = self._subscribe()
        self._run("2030-03-01")
        body = self._body(subscription).body_html
        self.assertIn("No result can be shown yet", body)
        self.assertNotIn("Active pairs", body)

    def test_people_from_outside_are_confirmed(self):
        with self.assertRaisesRegex(UserError, "Sponsor have no login"):
            self._subscribe(self.sponsor)
        subscription = self._subscribe(self.sponsor, outside_confirmed=True)
        self.assertEqual(subscription.state, "active")
        own = subscription.with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "Stop this sending"):
            own.partner_ids |= self.outsider.partner_id
        own.action_stop()
        own.partner_ids |= self.outsider.partner_id
        self.assertFalse(own.outside_confirmed)
        with self.assertRaisesRegex(UserError, "m_outsider"):
            own.action_start()
        self._run("2030-03-01")
        self.assertFalse(subscription.sending_ids)

    def test_recipients_have_an_address(self):
        self.plain.partner_id.email = False
        with self.assertRaisesRegex(UserError, "e-mail address"):
            self._subscribe()
        with self.assertRaisesRegex(UserError, "e-mail address"):
            self._subscribe(self.env["res.partner"].browse())

    def test_once_after_the_end(self):
        subscription = self._subscribe(frequency="end")
        self.assertEqual(subscription.date_next, date(2030, 10, 16))
        for day in ("2030-10-16", "2030-10-17"):
            self._run(day)
        self.assertEqual(len(subscription.sending_ids), 1)
        self.assertEqual(
            (subscription.state, subscription.date_next), ("stopped", False)
        )
        with freeze_time("2030-11-01"), self.assertRaisesRegex(UserError, "is over"):
            subscription.with_user(self.engineer).action_start()

    def test_closed_and_cancelled_programmes(self):
        for state, count in (("closed", 1), ("cancelled", 0)):
            self.programme.state = "running"
            subscription = self._subscribe()
            self.programme.state = state
            self._run("2030-03-01")
            with self.subTest(state=state):
                self.assertEqual(len(subscription.sending_ids), count)
                self.assertEqual(subscription.state, "stopped")

    def test_queries_do_not_grow_with_recipients(self):
        def count(number):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"P {n}", "email": f"p{n}@example.com"}
                    for n in range(number)
                ]
            )
            subscription = self._subscribe(partners, outside_confirmed=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time("2030-03-01"):
                subscription._send()
            return self.cr.sql_log_count - before

        count(1)
        few = count(2)
        self.assertLessEqual(count(30), few)
