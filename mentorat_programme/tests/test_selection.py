"""What mentors are chosen by: who reads the note of the team and the person's document."""

from base64 import b64decode
from contextlib import suppress
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from ..core.upload import DOCX, MAX_BYTES, ODT, identify
from .common import MentoratCase

NOTE = "Patient; to be asked again about Fridays."
TEAM = {"administrator", "engineer", "referent"}
PDF = b"%PDF-1.7 the letter of Morgan"
LETTER = ("letter.pdf", "application/pdf", PDF)


class SelectionCase(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._create_participation(
            cls.plain_employee, "mentor", [(cls.weaving, cls.master)], state="draft"
        )

    def _as(self, role):
        return self.application.with_user(self._roles()[role])

    def _files(self):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mentorat.supporting.document"),
                ("res_field", "=", "file"),
            ]
        )


class TestInterview(SelectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application.state = "approved"
        cls.application.with_user(cls.referent).action_note_interview(f" {NOTE} ")

    def test_who_reads(self):
        # The manager and the person as well: every role but the team.
        for role, user in self._roles().items():
            with self.subTest(role=role):
                self.env.invalidate_all()
                record = self.application.with_user(user)
                # Superuser mode is decided by the person too.
                for shown in (record.sudo().with_user(user), record.sudo()):
                    try:
                        text = shown.interview
                    except AccessError:
                        text = False
                    self.assertEqual(text, NOTE if role in TEAM else False)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_column_is_closed(self):
        name = "interview_text"
        for role, user in self._roles().items():
            records = self.env["mentorat.participation"].with_user(user)
            record = records.browse(self.application.id)
            for attempt in (
                lambda r=record: r.read([name]),
                lambda r=record: r.write({name: "Mine"}),
                lambda r=record: r.export_data([name]),
                lambda r=records: r.search([(name, "ilike", "Fridays")]),
                lambda r=records: r.search_count([(name, "!=", False)]),
                lambda r=records: r.search([], order=name),
                lambda r=records: r._read_group([], [name], ["__count"]),
            ):
                # Not allowed to export, or sent already, is a refusal as well.
                with self.subTest(role=role), self.assertRaises(UserError):
                    attempt()
            for model, path in (
                ("mentorat.programme", f"participation_ids.{name}"),
                ("mentorat.participation.skill", f"participation_id.{name}"),
                ("mentorat.pair", f"mentor_id.{name}"),
            ):
                with (
                    self.subTest(role=role, path=path),
                    suppress(AccessError, ValueError),
                ):
                    found = self.env[model].with_user(user)
                    self.assertFalse(found.search_count([(path, "ilike", "Fridays")]))

    def test_is_not_exported(self):
        fields = self.application.with_user(self.engineer).fields_get(["interview"])
        self.assertFalse(fields["interview"].get("exportable", True))

    def test_who_writes(self):
        for role in self._roles().keys() - TEAM:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role).action_note_interview("Mine")
        self.assertEqual(self._as("engineer").interview, NOTE)
        self._as("engineer").action_note_interview(" ")
        self.assertFalse(self.application.interview_text)

    def test_nobody_of_the_team_reads_their_own(self):
        own = self._create_participation(
            self._create_employee("Elsa Engineer", self.engineer), "mentor"
        )
        own.with_user(self.referent).action_note_interview("Knows everybody")
        self.assertFalse(own.with_user(self.engineer).interview)
        with self.assertRaises(AccessError):
            own.with_user(self.engineer).action_note_interview("Excellent")

    def test_is_for_mentors(self):
        with self.assertRaisesRegex(UserError, "for the choice of mentors"):
            self.mentee_participation.with_user(self.engineer).action_note_interview(
                "Anything"
            )

    def test_by_the_wizard(self):
        def open_wizard(role):
            context = {
                "active_model": "mentorat.participation",
                "active_ids": self.application.ids,
                "default_kind": "interview",
            }
            wizards = self.env["mentorat.decision.wizard"].with_user(
                self._roles()[role]
            )
            wizards = wizards.with_context(**context)
            # As the browser does, which asks for the values of the form first.
            shown = wizards.onchange(
                {},
                [],
                {
                    "kind": {},
                    "text": {},
                    "participation_ids": {"fields": {"display_name": {}}},
                },
            )["value"]
            wizard = wizards.create({})
            self.assertEqual(wizard.participation_ids, self.application)
            self.assertEqual(wizard.text or False, shown["text"])
            return wizard

        for role in ("engineer", "referent"):
            wizard = open_wizard(role)
            self.assertEqual(wizard.text, NOTE)
            wizard.text = NOTE + "!"
            wizard.action_apply()
            self.assertEqual(self._as(role).interview, NOTE + "!")
            self._as(role).action_note_interview(NOTE)
        for role in ("manager", "hr_officer", "other_engineer", "plain"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                wizard = open_wizard(role)
                self.assertFalse(wizard.text)
                wizard.action_apply()


class TestSupportingDocument(SelectionCase):
    def test_kept_replaced_removed(self):
        own = self._as("plain")
        own._keep_document(*LETTER)
        document = own.supporting_document_ids
        self.assertEqual((document.name, document.kind), LETTER[:2])
        self.assertEqual(b64decode(document.sudo().file), PDF)
        file = self._files()
        self.assertEqual((file.res_id, file.public), (document.id, False))
        own._keep_document("cv.pdf", "application/pdf", b"%PDF-1.7 other")
        self.assertEqual(own.supporting_document_ids.name, "cv.pdf")
        self.assertEqual(len(self._files()), 1)
        own._remove_document()
        self.assertFalse(own.supporting_document_ids)
        self.assertFalse(self._files())

    def test_pictures_are_left_as_they_are(self):
        # Larger than what Odoo makes smaller, at the price of all its pixels in memory.
        buffer = BytesIO()
        Image.new("1", (2500, 2500)).save(buffer, "PNG")
        picture = buffer.getvalue()
        self._as("plain")._keep_document("me.png", "image/png", picture)
        self.assertEqual(self._files().raw, picture)

    def test_whose_it_is(self):
        for role in self._roles().keys() - {"plain"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role)._keep_document(*LETTER)
        self._as("plain")._keep_document(*LETTER)
        for role in self._roles().keys() - {"plain"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role)._remove_document()

    def test_until_it_is_sent(self):
        own = self._as("plain")
        own._keep_document(*LETTER)
        own.action_submit()
        for change in (lambda: own._keep_document(*LETTER), own._remove_document):
            with self.assertRaisesRegex(UserError, "Take it back first"):
                change()
        own.action_draft()
        own._remove_document()

    def test_is_for_mentors(self):
        with self.assertRaisesRegex(UserError, "for the choice of mentors"):
            self.mentee_participation.with_user(self.mentee)._keep_document(*LETTER)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_or_reads_the_file_itself(self):
        self._as("plain")._keep_document(*LETTER)
        document = self.application.supporting_document_ids
        file = self._files()
        for role, user in self._roles().items():
            own, own_file = document.with_user(user), file.with_user(user)
            for attempt in (
                lambda r=own: r.read(["file"]),
                lambda r=own: r.export_data(["file"]),
                lambda r=own: r.write({"name": "x.html"}),
                lambda r=own: r.write({"file": "eA=="}),
                lambda r=own: r.unlink(),
                lambda r=own: r.copy(),
                lambda r=own: r.create(
                    {
                        "participation_id": self.mentor_participation.id,
                        "name": "x.html",
                        "kind": "text/html",
                        "file": "eA==",
                    }
                ),
                lambda r=own_file: r.read(["datas"]),
                lambda r=own_file: r.write({"public": True}),
                lambda r=own_file: r.generate_access_token(),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    attempt()
            with self.subTest(role=role):
                found = self.env["ir.attachment"].with_user(user)
                for domain in (
                    [("id", "=", file.id)],
                    [
                        ("res_model", "=", "mentorat.supporting.document"),
                        ("res_field", "=", "file"),
                    ],
                ):
                    with suppress(AccessError):
                        self.assertFalse(found.search(domain))

    def test_a_manager_with_the_settings_reads_nothing(self):
        self.plain_employee.parent_id.user_id = self.system
        self._as("plain")._keep_document(*LETTER)
        self._as("plain").action_submit()
        self.assertEqual(self.application.manager_user_id, self.system)
        self.env.invalidate_all()
        document = self.env["mentorat.supporting.document"].with_user(self.system)
        self.assertFalse(document.search([]))
        with self.assertRaises(AccessError):
            self._files().with_user(self.system).read(["datas"])

    def test_goes_with_the_draft(self):
        own = self._as("plain")
        own._keep_document(*LETTER)
        own.unlink()
        self.assertFalse(self._files())

    def test_erased_with_the_note(self):
        self._as("plain")._keep_document(*LETTER)
        self.application.state = "refused"
        self._as("engineer").action_note_interview(NOTE)
        self._as("engineer").action_erase()
        self.assertFalse(self.application.employee_id)
        self.assertFalse(self.application.interview_text)
        self.assertFalse(self.application.supporting_document_ids)
        self.assertFalse(self._files())

    def test_one_s_own_data(self):
        self._as("plain")._keep_document(*LETTER)
        self._as("engineer").action_note_interview(NOTE)
        data = self.env["mentorat.own.data"].with_user(self.plain)._collect()
        [row] = dict(data)["Participations"]
        self.assertEqual(row["Interview note"], NOTE)
        self.assertEqual(row["Supporting document"], "letter.pdf")
        others = self.env["mentorat.own.data"].with_user(self.manager)._collect()
        self.assertNotIn(NOTE, repr(others))


class TestUpload(TransactionCase):
    def test_what_may_be_kept(self):
        odt = b"PK\x03\x04" + bytes(26) + b"mimetype" + ODT.encode() + b"PK\x03\x04"
        docx = b"PK\x03\x04" + b"[Content_Types].xml" + b"word/document.xml"
        png, jpeg = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."
        for name, content, expected in (
            ("letter.pdf", PDF, ("letter.pdf", "application/pdf")),
            ("LETTER.PDF", PDF, ("LETTER.pdf", "application/pdf")),
            ("a.odt", odt, ("a.odt", ODT)),
            ("a.docx", docx, ("a.docx", DOCX)),
            ("a.png", png, ("a.png", "image/png")),
            ("a.jpg", jpeg, ("a.jpg", "image/jpeg")),
            ("a.jpeg", jpeg, ("a.jpeg", "image/jpeg")),
            # Names are for people, not for spreadsheets, shells and folders.
            ("=HYPERLINK(1).pdf", PDF, ("HYPERLINK-1.pdf", "application/pdf")),
            ("../../etc/pass wd.pdf", PDF, ("pass-wd.pdf", "application/pdf")),
            ("C:\\Mes documents\\é.pdf", PDF, ("é.pdf", "application/pdf")),
            ("a\r\nX: y.pdf", PDF, ("a-X-y.pdf", "application/pdf")),
            ("\u202efdp.exe.pdf", PDF, ("fdp.exe.pdf", "application/pdf")),
            ("a.png", PDF, None),
            ("a.pdf", png, None),
            ("a.pdf", b"", None),
            ("a.docx", odt, None),
            ("a.odt", docx, None),
            ("a.docx", b"PK\x03\x04 evil.exe", None),
            ("a.html", b"<html>", None),
            ("a.pdf", b"<script>alert(1)</script>", None),
            ("a.svg", b"<svg/>", None),
            ("a.png", b"<svg/>", None),
            ("a.pdf.html", PDF, None),
            ("a.docm", docx, None),
            (".pdf", PDF, None),
            ("", PDF, None),
        ):
            with self.subTest(name=name):
                self.assertEqual(identify(name, content), expected)

    def test_limit(self):
        self.assertEqual(MAX_BYTES, 5 * 2**20)
