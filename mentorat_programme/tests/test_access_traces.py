"""What the suite leaves in models that Odoo shares: it tells nobody who works with whom."""

import re

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .access_records import TEAM, RecordsMixin
from .urls import MISSING, MUTED, VisitMixin

# The two whose story is looked for: a mentor and a mentee with calendars of their own.
OTTO, IDA = (re.compile(f"m_{name}|{name} inner", re.I) for name in ("otto", "ida"))
# Those who know; somebody archived, who was of the team, has no way to ask.
KNOW_ALL = ("otto", "ida", "archived", *TEAM)
SHARED = (
    "mail.activity",
    "mail.message",
    "mail.mail",
    "mail.followers",
    "mail.notification",
    "mail.tracking.value",
    "calendar.event",
    "calendar.attendee",
    "ir.attachment",
    "bus.bus",
    "slide.channel.partner",
    "mentorat.outbox",
)
# One's own appointments, which Odoo shows to every employee as "Busy"; and the mails that
# leave, which Odoo's administrators see.
OPEN = {
    "calendar.event": "internal",
    "calendar.attendee": "internal",
    "mail.followers": "internal",
    "mail.message": "internal",
    "mail.mail": "system",
}


@tagged("post_install", "-at_install")
class TestAccessTraces(VisitMixin, RecordsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As it is without tests, where followers, messages and tracking are not left out.
        cls.env = cls.env(context={})
        cls.otto = cls._new_user("m_otto", "base.group_user", name="Otto Inner")
        cls.ida = cls._new_user("m_ida", "base.group_user", name="Ida Inner")
        employees = [
            cls._create_employee(user.name, user, cls.manager_employee)
            for user in (cls.otto, cls.ida)
        ]
        cls.courses = cls.env["slide.channel"].create(
            [{"name": "Being a mentor"}, {"name": "Being a mentee"}]
        )
        programme = cls.programme.with_env(cls.env(user=cls.engineer))
        programme.mentor_channel_id, programme.mentee_channel_id = cls.courses
        cls.env.flush_all()
        cls.first = {
            model: cls._get_next_id(model) for model in (*SHARED, "res.partner")
        }
        cls._take_part(*employees)
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    @classmethod
    def _get_next_id(cls, model):
        records = cls.env[model].with_context(active_test=False)
        return records.search([], order="id desc", limit=1).id + 1

    @classmethod
    def _take_part(cls, mentor, mentee):
        """Let the two apply, be accepted, become a pair and meet."""
        participations = [
            cls._apply(employee, role)
            for employee, role in ((mentor, "mentor"), (mentee, "mentee"))
        ]
        team = cls.env(user=cls.engineer)
        inner = team["mentorat.pair"].create(
            {
                "programme_id": cls.programme.id,
                "mentor_id": participations[0].id,
                "mentee_id": participations[1].id,
            }
        )
        for user in (cls.otto, cls.ida):
            inner.with_user(user).action_answer_yes()
        inner.action_activate()
        # What the team has to do about them stays to be done.
        participations[1]._declare_conflict("Secret kin")
        own = cls.env(user=cls.ida)["mentorat.meeting"]
        cls.meeting = own.create(
            {
                "pair_id": inner.id,
                "date_start": "2030-05-02 09:00:00",
                "place": "Secret room",
            }
        )
        cls.meeting.with_user(cls.otto).date_start = "2030-05-03 09:00:00"
        cls.events = cls.meeting.sudo()._get_events()
        cls.inner = inner.with_env(cls.env)
        cls.env["mentorat.outbox"].search([("state", "=", "pending")])._send()

    @classmethod
    def _apply(cls, employee, role):
        own = cls.env(user=employee.user_id)["mentorat.participation"]
        participation = own.create(
            {
                "programme_id": cls.programme.id,
                "employee_id": employee.id,
                "role": role,
                "calendar_consent": True,
                "skill_ids": [
                    Command.create(
                        {
                            "skill_id": cls.weaving.id,
                            "skill_level_id": cls.skilled.id,
                        }
                    )
                ],
            }
        )
        participation.action_submit()
        participation.with_user(cls.manager).action_approve()
        accepted = participation.with_user(cls.engineer)
        accepted.action_accept()
        accepted.action_recognise_training("A certificate")
        return participation

    def _roles(self):
        return {**super()._roles(), "otto": self.otto, "ida": self.ida}

    # WHAT IS READ

    @mute_logger(*MUTED)
    def test_what_is_there_to_be_found(self):
        """The story has left its traces, or looking for them would prove nothing."""
        for model in set(SHARED) - {"mail.tracking.value", "mail.notification"}:
            with self.subTest(model=model):
                self.assertTrue(self._read(model, self.env.user))
        self.assertEqual(len(self.events), 2)

    @mute_logger(*MUTED)
    def test_nothing_tells_who_works_with_whom(self):
        for role, user in self._roles().items():
            if role in KNOW_ALL:
                continue
            for model in SHARED:
                with self.subTest(role=role, model=model):
                    for row in self._read(model, user):
                        self.assertFalse(OTTO.search(row) and IDA.search(row), row)

    @mute_logger(*MUTED)
    def test_nothing_tells_who_takes_part(self):
        for role, user in self._roles().items():
            # Of their own team, managers know who takes part.
            if role in ("manager", *KNOW_ALL):
                continue
            for model in SHARED:
                if self._is_open(model, user):
                    continue
                with self.subTest(role=role, model=model):
                    for row in self._read(model, user):
                        self.assertFalse(OTTO.search(row) or IDA.search(row), row)

    def test_appointments_are_of_one_person_alone(self):
        """Nobody else's name is on an event, whoever planned it or moved it."""
        for event in self.events:
            owner = event.user_id
            self.assertEqual(event.create_uid | event.write_uid, owner)
            self.assertEqual(event.attendee_ids.create_uid, owner)
            self.assertEqual(event.message_ids.author_id, owner.partner_id)
            self.assertEqual(event.message_partner_ids, owner.partner_id)
        self.assertEqual(self.events.user_id, self.otto | self.ida)

    def test_followers(self):
        """Any employee reads them: the team of a programme, and nobody who takes part."""
        followers = self.env["mail.followers"].with_user(self.plain)
        models = followers.search([("res_model", "=like", "mentorat.%")]).mapped(
            "res_model"
        )
        self.assertLessEqual(set(models), {"mentorat.programme"})
        people = (self.otto | self.ida).partner_id
        followed = followers.search([("partner_id", "in", people.ids)])
        self.assertEqual(set(followed.mapped("res_model")), {"calendar.event"})

    def test_nobody_is_added_to_the_contacts(self):
        partners = self.env["res.partner"].with_context(active_test=False)
        self.assertFalse(partners.search([("id", ">=", self.first["res.partner"])]))

    def test_mails_are_of_one_person_alone(self):
        mails = self.env["mail.mail"].search([("id", ">=", self.first["mail.mail"])])
        self.assertTrue(mails)
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            text = f"{mail.subject} {mail.body_html} {mail.reply_to} {mail.email_from}"
            others = [
                pattern
                for pattern, user in ((OTTO, self.otto), (IDA, self.ida))
                if pattern.search(text) and mail.recipient_ids != user.partner_id
            ]
            # A manager is told of whom the request is.
            if mail.recipient_ids != self.manager.partner_id:
                self.assertFalse(others, text)
            self.assertNotIn("Secret", text)

    # WHAT IS ASKED FOR OVER HTTP

    @mute_logger(*MUTED)
    def test_files_of_mails(self):
        files = self.env["ir.attachment"].search(
            [
                ("id", ">=", self.first["ir.attachment"]),
                ("res_model", "=", "mail.message"),
            ]
        )
        self.assertEqual(set(files.mapped("name")), {"meeting.ics", "supervision.ics"})
        self.assertFalse(any(files.mapped("public")))
        for role in self._roles():
            # The team, and the two, know of the meeting.
            if role in ("otto", "ida", *TEAM):
                continue
            self._enter(role)
            missing = self._ask(f"/web/content/{MISSING}")
            for file in files:
                # Who supervises wrote the invitation.
                if role == "supervisor" and file.name == "supervision.ics":
                    continue
                with self.subTest(role=role, file=file.name):
                    self._check_alike(self._ask(f"/web/content/{file.id}"), missing)

    @mute_logger(*MUTED)
    def test_threads(self):
        for role in ("plain", "outsider", "other_engineer", "mentor", "system"):
            self._enter(role)
            for model, record in self.records.items():
                with self.subTest(role=role, model=model):
                    self._check_thread(model, record.id)
        posted = [("model", "=like", "mentorat.%"), ("body", "ilike", "Let me in")]
        self.assertFalse(self.env["mail.message"].search(posted))

    def _check_thread(self, model, number):
        params = {"thread_model": model, "thread_id": number}
        try:
            found = self.make_jsonrpc_request("/mail/thread/messages", params)
        except JsonRpcException:
            found = {}
        # Of what is not there Odoo shows all that one reads elsewhere.
        messages = self.env["mail.message"].browse(found.get("messages", ()))
        self.assertNotIn(model, messages.mapped("model"))
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    **params,
                    "post_data": {"body": "Let me in", "message_type": "comment"},
                },
            )

    # READING

    def _is_open(self, model, user):
        if OPEN.get(model) == "system":
            return user == self.system
        return OPEN.get(model) == "internal" and user._is_internal()

    def _read(self, model, user):
        """Return what ``user`` reads of what the story left in ``model``, a text for each."""
        self.env.invalidate_all()
        try:
            found = (
                self.env[model]
                .with_user(user)
                .search([("id", ">=", self.first[model])])
            )
            names = [
                name
                for name in found.fields_get(attributes=[])
                if found._fields[name].store and found._fields[name].type != "binary"
            ]
            rows = found.read(["display_name", *names])
        except AccessError:
            return []
        people = {
            name: found._fields[name].comodel_name
            for name in names
            if found._fields[name].type in ("one2many", "many2many")
            and found._fields[name].comodel_name in ("res.partner", "res.users")
        }
        for row in rows:
            for name, comodel in people.items():
                row[name] = self.env[comodel].browse(row[name]).mapped("display_name")
        return [repr(row) for row in rows]
