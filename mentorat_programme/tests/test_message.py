from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..models.mentorat_message import MESSAGE_LIMIT
from .common import MentoratCase

SECRET = "zanzibar-message"


class TestMessage(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()

    def _send(self, user=None, body=SECRET, **values):
        messages = self.env["mentorat.message"].with_user(user or self.mentee)
        return messages.create({"pair_id": self.pair.id, "body": body, **values})

    def _mails(self):
        event = f"mentorat.pair,{self.pair.id},message %"
        return self.env["mentorat.outbox"].search([("event", "=like", event)])

    def _unread(self, user):
        self.env.invalidate_all()
        return self.pair.with_user(user).unread_count

    def test_who_reads(self):
        message = self._send()
        for name, user in self._roles().items():
            with self.subTest(role=name):
                # Even where superuser mode lifts access rules.
                text = message.with_user(user).sudo().body
                self.assertEqual(bool(text), user in self.mentor | self.mentee)
                found = self.env["mentorat.message"].with_user(user).search([])
                self.assertEqual(bool(found), user in self.mentor | self.mentee)

    def test_one_mail_until_read(self):
        for _message in range(3):
            self._send()
        self.assertEqual(self._mails().partner_id, self.mentor.partner_id)
        self.assertEqual(len(self._mails()), 1)
        self.assertEqual(self._unread(self.mentor), 3)
        self.assertEqual(self._unread(self.mentee), 0)
        # The answer of the other is told for itself.
        self._send(self.mentor)
        self.assertEqual(
            self._mails().partner_id, (self.mentor | self.mentee).partner_id
        )
        self.assertEqual(len(self._mails()), 2)
        messages = self.env["mentorat.message"].with_user(self.mentor)
        messages._mark_read(self.pair.with_user(self.mentor))
        self.assertEqual(self._unread(self.mentor), 0)
        self.assertEqual(self._unread(self.mentee), 1)
        self._send()
        self.assertEqual(len(self._mails()), 3)

    def test_several_at_once_make_one_mail(self):
        messages = self.env["mentorat.message"].with_user(self.mentee)
        messages.create([{"pair_id": self.pair.id, "body": "Hello"}] * 2)
        self.assertEqual(len(self._mails()), 1)

    def test_mail_quotes_nothing(self):
        self._send()
        self._mails()._send()
        mail = self.env["mail.mail"].search(
            [("model", "=", "mentorat.pair"), ("res_id", "=", self.pair.id)],
            order="id desc",
            limit=1,
        )
        self.assertEqual(mail.recipient_ids, self.mentor.partner_id)
        for words in (SECRET, "Merle", "Morgan"):
            self.assertNotIn(words, f"{mail.subject} {mail.body_html} {mail.body}")
        self.assertFalse(
            self.env["mail.message"].search_count([("body", "ilike", SECRET)])
        )

    def test_ciphertext_only_in_the_database(self):
        message = self._send()
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM mentorat_message t")
        rows = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertNotIn(SECRET, rows)
        self.assertIn('"body_sealed":"gAAAA', rows)
        self.assertRegex(message.display_name, r"^Message \d+$")

    def test_written_once_by_its_author(self):
        message = self._send()
        for user in (self.mentee, self.mentor, self.engineer):
            for values in ({"body": "changed"}, {"date_read": False}):
                with self.assertRaises(AccessError):
                    message.with_user(user).write(values)
            with self.assertRaises(AccessError):
                message.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self._send(author_id=self.mentor.id)
        for user in (self.engineer, self.referent, self.plain, self.outsider):
            with self.assertRaises(UserError):
                self._send(user)
            with self.assertRaises(UserError):
                self.env["mentorat.message"].with_user(user).sudo().create(
                    {"pair_id": self.pair.id, "body": "from the team"}
                )

    def test_text(self):
        for body, words in ((" ", "has a text"), ("x" * (MESSAGE_LIMIT + 1), "5001")):
            with self.assertRaisesRegex(UserError, words):
                self._send(body=body)
        self.assertEqual(len(self._send(body="x" * MESSAGE_LIMIT).body), MESSAGE_LIMIT)

    def test_from_yes_to_the_end(self):
        self.pair.state = "proposed"
        with self.assertRaisesRegex(UserError, "both said yes"):
            self._send()
        self.pair.state = "accepted"
        message = self._send()
        self.pair.action_end()
        with self.assertRaisesRegex(UserError, "has ended"):
            self._send()
        # What is there is still read, and then deleted with all that they wrote.
        self.env["mentorat.message"].with_user(self.mentor)._mark_read(
            self.pair.with_user(self.mentor)
        )
        self.assertTrue(message.date_read)
        self.pair.date_end = fields.Date.today() - relativedelta(months=4)
        self.programme.write({"date_start": "2020-01-01", "date_end": "2020-12-31"})
        due = self.env["mentorat.pair"]._get_due_content(self.programme)
        self.assertEqual(due, self.pair)
        due._delete_content()
        self.assertFalse(message.exists())
        self.assertFalse(self.env["mentorat.pair"]._get_due_content(self.programme))
