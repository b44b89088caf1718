"""Concerns: who reads them, that nothing leads to somebody anonymous, and what follows."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..core import secret_code
from ..models import mentorat_concern
from .common import MentoratCase
from .inventory import LOGGERS
from .test_portal import HOME, PAYLOADS, PortalCase

URL = f"{HOME}/concern"


class ConcernMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._new_user("m_contact", "base.group_user")
        cls.deputy = cls._new_user("m_deputy", "base.group_user")
        cls.programme.write(
            {"ethics_contact_id": cls.contact.id, "ethics_deputy_id": cls.deputy.id}
        )
        cls.pair = cls._create_pair()

    def _raise(self, subject=None, user=None, is_anonymous=False, seed=None):
        """Raise a concern; return it in superuser mode, and its code."""
        user = user or self.mentee
        concerns = self.env["mentorat.concern"]
        code = concerns.with_user(user)._raise(
            (subject or self.pair).with_user(user),
            "conduct",
            "Something happened",
            is_anonymous,
            seed or str(uuid4()),
        )
        return concerns.search([], order="id desc", limit=1), code

    def _close(self, concern):
        own = concern.with_user(self.contact)
        own.action_take()
        own.outcome = "It was settled"
        own.action_close()


class TestConcern(ConcernMixin, MentoratCase):
    def _run(self, method="_cron_watch", model="mentorat.concern"):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            getattr(self.env[model], method)()
        return progress.call_args.kwargs["remaining"]

    def _lines(self, concern):
        return self.env["mentorat.outbox"].search(
            [("event", "=like", f"mentorat.concern,{concern.id},%")]
        )

    # WHO READS

    def test_author_and_contact_read(self):
        concern, __ = self._raise()
        for user in (self.mentee, self.contact):
            self.assertEqual(concern.with_user(user).body, "Something happened")
            self.assertIn("Merle", concern.with_user(user).about)
        self.assertFalse(concern.with_user(self.contact).sudo().is_anonymous)
        self.assertEqual(
            concern.date_deadline, fields.Date.today() + timedelta(days=15)
        )

    @mute_logger(*LOGGERS)
    def test_nobody_else_finds_anything(self):
        self._raise()
        self._raise(is_anonymous=True)
        others = {**self._roles(), "deputy": self.deputy}
        del others["mentee"]
        domains = (
            [],
            [("programme_id", "=", self.programme.id)],
            [("contact_id", "=", self.contact.id)],
            [("programme_id.name", "ilike", "Passing")],
        )
        for role, user in others.items():
            concerns = self.env["mentorat.concern"].with_user(user)
            for domain in domains:
                with self.subTest(role=role, domain=domain):
                    self.assertFalse(concerns.search(domain))
                    self.assertFalse(concerns.search_count(domain))
                    self.assertFalse(concerns.search_read(domain, ["kind"]))
                    self.assertFalse(
                        concerns._read_group(domain, [], ["__count"])[0][0]
                    )
                    self.assertFalse(concerns._read_group(domain, ["programme_id"]))
            with self.subTest(role=role), self.assertRaises(AccessError):
                concerns.sudo().search([], limit=1).with_user(user).read(["state"])
            # Superuser mode opens no text to them either.
            texts = concerns.sudo().search([]).mapped("body")
            self.assertEqual(set(texts), {False}, role)

    def test_a_contact_named_later_reads_nothing_of_before(self):
        concern, __ = self._raise()
        later = self._new_user("m_later", "base.group_user")
        self.programme.ethics_contact_id = later
        concerns = self.env["mentorat.concern"]
        self.assertFalse(concerns.with_user(later).search([]))
        self.assertEqual(concerns.with_user(self.contact).search([]), concern)

    def test_only_the_contact_answers(self):
        concern, __ = self._raise(user=self.mentor)
        for user in (self.mentor, self.administrator, self.deputy):
            with self.assertRaises(AccessError):
                concern.with_user(user).action_take()
            with self.assertRaises(AccessError):
                concern.with_user(user).outcome = "Nothing"
        own = concern.with_user(self.contact)
        with self.assertRaises(AccessError):
            own.body = "Something else"
        with self.assertRaises(AccessError):
            own.author_id = self.contact
        with self.assertRaises(AccessError):
            own.create({"programme_id": self.programme.id, "kind": "other"})

    def test_outcome_is_told_at_the_end(self):
        concern, __ = self._raise()
        own = concern.with_user(self.contact)
        with self.assertRaises(UserError):
            own.action_close()
        own.action_take()
        with self.assertRaisesRegex(UserError, "the outcome"):
            own.action_close()
        own.outcome = "It was settled"
        self.env.invalidate_all()
        self.assertFalse(concern.with_user(self.mentee).outcome)
        own.action_close()
        self.assertEqual(concern.with_user(self.mentee).outcome, "It was settled")
        self.assertEqual(concern.date_closed, fields.Date.today())
        answered = self._lines(concern)
        self.assertEqual(answered.partner_id, self.mentee.partner_id)
        self.assertEqual(len(answered), 2)

    # TO WHOM

    def test_deputy_when_the_contact_has_a_part(self):
        for part in (self.mentor_employee, self.mentee_employee):
            part.parent_id = self.manager_employee
            self.programme.ethics_contact_id = self.manager
            concern, __ = self._raise()
            self.assertEqual(concern.contact_id, self.deputy)
            part.parent_id = False
        concern, __ = self._raise()
        self.assertEqual(concern.contact_id, self.manager)
        self.contact.group_ids = self.env.ref("base.group_user")
        employee = self._create_employee("Cleo Contact", self.contact)
        own = self._create_participation(employee, "mentor")
        self.programme.ethics_contact_id = self.contact
        concern, __ = self._raise(self.programme, self.contact)
        self.assertEqual(concern.contact_id, self.deputy)
        self.assertTrue(own)

    def test_nobody_free_of_a_part(self):
        self.programme.ethics_deputy_id = False
        self.contact.active = False
        before = self.env["mentorat.concern"].search_count([])
        with self.assertRaisesRegex(UserError, "staff representatives"):
            self._raise()
        self.assertEqual(self.env["mentorat.concern"].search_count([]), before)

    def test_contacts_of_a_programme(self):
        with self.assertRaisesRegex(ValidationError, "two people"):
            self.programme.ethics_deputy_id = self.contact
        with self.assertRaisesRegex(ValidationError, "internal login"):
            self.programme.ethics_contact_id = self.mentor
        menu = self.env.ref("mentorat_programme.menu_mentorat_concern")
        shown = self.env["ir.ui.menu"].with_user(self.contact)._visible_menu_ids()
        self.assertIn(menu.id, shown)
        shown = self.env["ir.ui.menu"].with_user(self.administrator)._visible_menu_ids()
        self.assertNotIn(menu.id, shown)

    # WHO MAY RAISE

    def test_strangers_raise_nothing(self):
        for user in (self.plain, self.outsider, self.engineer, self.administrator):
            for subject in (self.pair, self.programme):
                with self.assertRaises(AccessError):
                    self._raise(subject, user)
        with self.assertRaises(AccessError):
            self._raise(self.other_programme, self.mentee)

    def test_twelve_months_after(self):
        today = fields.Date.today()
        self.mentee_participation.with_user(self.mentee).action_withdraw()
        self.assertTrue(self._raise()[0])
        self.assertTrue(self._raise(self.programme)[0])
        self.pair.date_end = today - relativedelta(months=13)
        logs = self.env["mentorat.log"].search([("to_state", "=", "withdrawn")])
        logs.date = fields.Datetime.now() - relativedelta(months=13)
        for subject in (self.pair, self.programme):
            with self.assertRaises(AccessError):
                self._raise(subject)

    def test_an_application_alone_is_no_part(self):
        self._create_participation(self.plain_employee, "mentee", state="submitted")
        with self.assertRaises(AccessError):
            self._raise(self.programme, self.plain)

    # ANONYMITY

    def test_no_column_leads_to_the_author(self):
        concern, code = self._raise(is_anonymous=True)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM mentorat_concern WHERE id = %s", [concern.id]
        )
        [row] = self.env.cr.dictfetchall()
        self.assertFalse(
            {"create_uid", "write_uid", "create_date", "write_date"} & set(row)
        )
        # Beside the programme, its contact, the subject and days: nothing but random signs.
        expected = {
            "id": concern.id,
            "programme_id": self.programme.id,
            "contact_id": self.contact.id,
            "kind": "conduct",
            "state": "received",
            "is_anonymous": True,
            "date": fields.Date.today(),
            "date_deadline": fields.Date.today() + timedelta(days=15),
        }
        self.assertEqual({name: row.pop(name) for name in expected}, expected)
        handle, secret = secret_code.split(code)
        self.assertEqual(row.pop("code_handle"), handle)
        kept = {name: value for name, value in row.items() if value}
        self.assertEqual(set(kept), {"form_key", "code_digest", "body_sealed"})
        for value in kept.values():
            for trace in (secret, code, "Something", "m_mentee", "Merle"):
                self.assertNotIn(trace, value)

    def test_nothing_else_changes_with_it(self):
        """No row that is the author's is written in the same transaction, no mail leaves."""
        tables = [
            model._table
            for model in map(self.env.__getitem__, self.env.registry)
            if model._auto and not model._abstract
        ]
        self.env.flush_all()
        before = self._count_rows(tables)
        self._raise(is_anonymous=True)
        self.env.flush_all()
        after = self._count_rows(tables)
        changed = {table for table in tables if before[table] != after[table]}
        self.assertEqual(changed, {"mentorat_concern", "mentorat_programme"})

    def _count_rows(self, tables):
        """Return ``{table: places of its rows}``, which change with each update."""
        found = {}
        for table in tables:
            [[found[table]]] = self.env.execute_query(
                SQL("SELECT array_agg(ctid::text) FROM %s", SQL.identifier(table))
            )
        return found

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_trace(self):
        concern, __ = self._raise(is_anonymous=True)
        for values in ({"author_id": self.mentee.id}, {"pair_id": self.pair.id}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                concern.write(values)
                concern.flush_recordset()

    def test_the_author_is_no_reader_by_login(self):
        concern, __ = self._raise(is_anonymous=True)
        own = self.env["mentorat.concern"].with_user(self.mentee)
        self.assertFalse(own.search([]))
        self.assertFalse(concern.with_user(self.mentee).sudo().body)
        self.assertEqual(concern.with_user(self.contact).body, "Something happened")
        self.assertEqual(concern.with_user(self.contact).about, "The programme")

    def test_code(self):
        concern, code = self._raise(is_anonymous=True)
        __, other = self._raise(is_anonymous=True)
        concerns = self.env["mentorat.concern"].with_user(self.mentee)
        found = concerns._browse_by_code(code.lower().replace("-", " "))._get_told()
        self.assertEqual(found["state"], "received")
        self.assertFalse(found["outcome"])
        self._close(concern)
        self.assertEqual(
            concerns._browse_by_code(code)._get_told()["outcome"], "It was settled"
        )
        handle, secret = secret_code.split(code)
        mixed = handle + secret_code.split(other)[1]
        wrong = "2" if secret[-1] != "2" else "3"
        for guess in (
            "",
            "%" * 24,
            "_" * 24,
            handle,
            mixed,
            handle + secret[:-1] + wrong,
            concern.code_digest,
            concern.form_key,
        ):
            self.assertEqual(concerns._browse_by_code(guess)._get_told(), {}, guess)
        self.assertFalse(
            self._lines(concern).filtered(lambda line: "closed" in line.event)
        )

    def test_a_form_sent_twice(self):
        seed = str(uuid4())
        first, code = self._raise(is_anonymous=True, seed=seed)
        second, again = self._raise(is_anonymous=True, seed=seed)
        self.assertEqual((first, code), (second, again))

    # GIVEN TO SOMEBODY ELSE

    def test_the_author_entrusts_it_to_the_other_contact(self):
        concern, __ = self._raise()
        self._run()
        own = concern.with_user(self.mentee)
        self.assertEqual(own._get_told()["other_contact"], self.deputy.name)
        own._entrust()
        self.assertEqual(concern.contact_id, self.deputy)
        self.assertFalse(concern.with_user(self.contact).search([]))
        self.assertEqual(concern.with_user(self.deputy).body, "Something happened")
        self._run()
        self.assertEqual(
            self._lines(concern).partner_id, (self.contact | self.deputy).partner_id
        )

    def test_entrusting_by_code_leaves_no_trace(self):
        concern, code = self._raise(is_anonymous=True)
        own = self.env["mentorat.concern"].with_user(self.mentee)._browse_by_code(code)
        own._entrust()
        self.assertEqual(concern.contact_id, self.deputy)
        self.assertFalse(concern.author_id or concern.pair_id)

    def test_entrusting_to_nobody(self):
        concern, __ = self._raise()
        own = concern.with_user(self.mentee)
        # The deputy leads the mentor: no free ear.
        self.mentor_employee.parent_id = self.env["hr.employee"].create(
            {"name": "Dana Deputy", "user_id": self.deputy.id}
        )
        self.assertFalse(own._get_told()["other_contact"])
        with self.assertRaisesRegex(UserError, "nobody else"):
            own._entrust()
        self.mentor_employee.parent_id = False
        self._close(concern)
        with self.assertRaisesRegex(UserError, "nobody else"):
            own._entrust()
        self.assertEqual(concern.contact_id, self.contact)

    def test_authors_are_told_once_that_the_contact_left(self):
        concern, __ = self._raise()
        closed, __ = self._raise()
        self._close(closed)
        anonymous, __ = self._raise(is_anonymous=True)
        self.contact.active = False
        for _twice in range(2):
            self._run()
        told = (
            self._lines(concern) | self._lines(closed) | self._lines(anonymous)
        ).filtered(lambda line: line.event.endswith("contact_left"))
        self.assertEqual(told.mapped("res_id"), concern.ids)
        self.assertEqual(told.partner_id, self.mentee.partner_id)
        self.assertTrue(concern.with_user(self.mentee)._get_told()["is_contact_gone"])

    # WHAT FOLLOWS

    def test_contact_is_told_once_and_reminded_once(self):
        concern, __ = self._raise()
        self.assertFalse(self._lines(concern))
        for _twice in range(2):
            self.assertEqual(self._run(), 0)
        self.assertEqual(self._lines(concern).partner_id, self.contact.partner_id)
        self.assertEqual(len(self._lines(concern)), 1)
        concern.date_deadline = fields.Date.today() + timedelta(days=3)
        for _twice in range(2):
            self.assertEqual(self._run(), 0)
        self.assertEqual(len(self._lines(concern)), 2)
        for line in self._lines(concern):
            line._send()
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.contact.partner_id.id)]
        )
        self.assertEqual(len(mails), 2)
        # Whoever sees the queue learns not even of what it is.
        self.assertEqual(set(mails.mapped("model")), {False})
        self.assertEqual(set(mails.mapped("record_name")), {False})
        for mail in mails:
            text = mail.subject + mail.body_html
            for trace in ("Merle", "Morgan", "Passing it on", "oncern", "ethic"):
                self.assertNotIn(trace, text)
        for user in (self.administrator, self.engineer, self.mentee, self.plain):
            messages = self.env["mail.message"].with_user(user)
            found = messages.search([("id", "in", mails.mail_message_id.ids)])
            self.assertFalse(found, user.login)

    def test_closed_ones_are_not_due(self):
        concern, __ = self._raise()
        self._run()
        self._close(concern)
        concern.date_deadline = fields.Date.today() - timedelta(days=3)
        lines = self._lines(concern)
        self._run()
        self.assertEqual(self._lines(concern), lines)

    def test_cron_costs_the_same_for_few_and_many(self):
        counts = []
        for number in (2, 40):
            for _each in range(number):
                self._raise(is_anonymous=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._run()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_an_interrupted_run_is_finished(self):
        for _each in range(5):
            self._raise()
        with patch.object(mentorat_concern, "BATCH", 2):
            self.assertEqual([self._run() for _ in range(3)], [3, 1, 0])

    def test_retention(self):
        kept, __ = self._raise()
        due, __ = self._raise()
        unanswered, __ = self._raise()
        self._run()
        self._close(kept)
        self._close(due)
        due.date_closed = fields.Date.today() - relativedelta(months=24, days=1)
        kept.date_closed = fields.Date.today() - relativedelta(months=23)
        unanswered.date = fields.Date.today() - relativedelta(months=30)
        lines = self._lines(due)
        self.assertTrue(lines)
        self._run("_cron_anonymise", "mentorat.participation")
        self.assertFalse(due.exists())
        self.assertFalse(lines.exists())
        self.assertEqual(kept | unanswered, (kept | unanswered).exists())

    def test_small_numbers_are_no_numbers(self):
        concerns = self.env["mentorat.concern"]
        for number in range(1, 6):
            self._raise(is_anonymous=True)
            expected = {self.programme: 5} if number == 5 else {}
            found = concerns._count_by_programme(self.programme | self.other_programme)
            self.assertEqual(found, expected)

    def test_own_data(self):
        self._raise()
        self._raise(is_anonymous=True)
        data = dict(self.env["mentorat.own.data"].with_user(self.mentee)._collect())
        [row] = data["Concerns"]
        self.assertIn("Something happened", row.values())
        data = dict(self.env["mentorat.own.data"].with_user(self.mentor)._collect())
        self.assertFalse(data["Concerns"])

    def test_no_key_no_concern(self):
        with (
            patch.object(
                type(self.env["mentorat.concern"]), "_get_sealing_keys", lambda s: ""
            ),
            self.assertRaisesRegex(UserError, "Nothing was changed"),
        ):
            self._raise()


@tagged("post_install", "-at_install")
class TestPortalConcern(ConcernMixin, PortalCase):
    def setUp(self):
        super().setUp()
        self._login(self.mentee)
        self.values = {
            "about": f"pair-{self.pair.id}",
            "kind": "conduct",
            "body": "Something happened",
            "form_key": str(uuid4()),
        }
        self.concerns = self.env["mentorat.concern"]

    def _find_code(self, text):
        return text.partition('id="code">')[2].partition("<")[0]

    def test_with_a_name(self):
        self.assertIn(
            f"{URL}?about=pair-{self.pair.id}", self._get(f"{HOME}/pair/{self.pair.id}")
        )
        self.assertIn("My pair with Morgan", self._get(URL))
        text = self._post(URL, 200, **self.values).text
        self.assertIn("15", text)
        self.assertFalse(self._find_code(text))
        concern = self.concerns.search([])
        self.assertEqual(concern.author_id, self.mentee)
        self.assertIn(f"{URL}/{concern.id}", self._get(URL))
        self.assertIn("Something happened", self._get(f"{URL}/{concern.id}"))
        self._close(concern)
        self.assertIn("It was settled", self._get(f"{URL}/{concern.id}"))
        self._login(self.mentor)
        self._get(f"{URL}/{concern.id}", 404)
        self.assertNotIn(f"{URL}/{concern.id}", self._get(URL))

    def test_without_a_name(self):
        values = {**self.values, "is_anonymous": "1"}
        code = self._find_code(self._post(URL, 200, **values).text)
        # A second click shows the same page.
        self.assertEqual(self._find_code(self._post(URL, 200, **values).text), code)
        concern = self.concerns.search([])
        self.assertEqual(len(concern), 1)
        self.assertFalse(concern.author_id)
        self._close(concern)
        self.assertNotIn(code, self._get(URL))
        self._get(f"{URL}/{concern.id}", 404)
        # Anybody who holds the code, whoever they are.
        self._login(self.outsider)
        text = self._post(f"{URL}/follow", 200, code=code.lower()).text
        self.assertIn("It was settled", text)
        for wrong in ("", "2" * 24, "%", code[:-1], "x" * 6000):
            answer = self._post(f"{URL}/follow", 422, code=wrong)
            self.assertNotIn("settled", answer.text)

    def test_no_key(self):
        values = {**self.values, "is_anonymous": "1"}
        code = self._find_code(self._post(URL, 200, **values).text)
        concern = self.concerns.search([])
        concern.with_user(self.contact).acknowledgement = "I look into it"
        with patch.object(type(self.concerns), "_get_sealing_keys", lambda s: ""):
            answer = self._post(f"{URL}/follow", 422, code=code)
            self.assertIn("cannot handle it now", answer.text)
            answer = self._post(URL, 422, **{**values, "form_key": str(uuid4())})
            self.assertIn("Something happened", answer.text)

    def test_bad_input_keeps_what_was_typed(self):
        for change in (
            {"about": "pair-0"},
            {"about": f"programme-{self.other_programme.id}"},
            {"kind": "nothing"},
            {"form_key": "guess"},
            {"form_key": ""},
        ):
            with self.subTest(change=change):
                answer = self._post(URL, 422, **{**self.values, **change})
                self.assertIn("Something happened", answer.text)
        self._post(URL, 422, **{**self.values, "body": ""})
        self._post(URL, 422, **{**self.values, "body": "x" * 6000})
        self.assertFalse(self.concerns.search([]))

    def test_entrust_with_a_name(self):
        self._post(URL, 200, **self.values)
        concern = self.concerns.search([])
        page = self._get(f"{URL}/{concern.id}")
        self.assertIn(f"Entrust it to {self.deputy.name}", " ".join(page.split()))
        self._post(f"{URL}/{concern.id}/entrust")
        self.assertEqual(concern.contact_id, self.deputy)
        self.deputy.active = self.contact.active = False
        page = self._get(f"{URL}/{concern.id}")
        self.assertIn("Nobody else receives concerns", page)
        answer = self._post(f"{URL}/{concern.id}/entrust", 422)
        self.assertIn("nobody else", answer.text)
        self._login(self.mentor)
        self._post(f"{URL}/{concern.id}/entrust", 404)

    def test_entrust_by_a_code(self):
        values = {**self.values, "is_anonymous": "1"}
        code = self._find_code(self._post(URL, 200, **values).text)
        concern = self.concerns.search([])
        self._post(f"{URL}/follow", 422, code=code[:-1], entrust="1")
        self.assertEqual(concern.contact_id, self.contact)
        text = self._post(f"{URL}/follow", 200, code=code).text
        self.assertIn("Entrust it to", text)
        text = self._post(f"{URL}/follow", 200, code=code, entrust="1").text
        self.assertIn(self.deputy.name, text)
        self.assertEqual(concern.contact_id, self.deputy)

    def test_markup_is_text(self):
        body = "\n".join(PAYLOADS)
        self._post(URL, 200, **{**self.values, "body": body})
        text = self._get(f"{URL}/{self.concerns.search([]).id}")
        for payload in PAYLOADS:
            self.assertNotIn(payload, text)

    def test_nobody_to_hear(self):
        (self.contact | self.deputy).active = False
        answer = self._post(URL, 422, **self.values)
        self.assertIn("occupational health", answer.text)
        self.assertIn("Something happened", answer.text)
        self.assertFalse(self.concerns.search([]))
        self.assertFalse(
            self.env["mentorat.outbox"].search([("event", "like", "concern")])
        )
