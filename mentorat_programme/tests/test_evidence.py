from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..core import archive
from .common import MentoratMixin


@tagged("post_install", "-at_install")
class TestEvidence(MentoratMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charter = cls.env["mentorat.document"].create(
            {"name": "Charter / 2026", "kind": "charter", "body": "<p>Be kind.</p>"}
        )
        cls.charter.action_publish()
        cls.programme.write(
            {
                "document_ids": [Command.set(cls.charter.ids)],
                "drivers": "People leave",
                "objective_ids": [Command.create({"name": "At ease"})],
            }
        )
        letter = cls.env["ir.attachment"].create(
            {"name": "../letter.txt", "raw": b"We support it"}
        )
        check = cls.programme.check_ids.filtered(
            lambda check: (
                check.item_id == cls.env.ref("mentorat_programme.readiness_direction")
            )
        )
        check.write({"attested": True, "evidence_ids": [Command.link(letter.id)]})
        cls.url = f"/mentorat/programme/{cls.programme.id}/evidence.zip"

    def test_holds_the_summary_documents_and_proofs(self):
        self.authenticate(self.engineer.login, self.engineer.login)
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        with ZipFile(BytesIO(response.content)) as found:
            names = found.namelist()
            letter = next(name for name in names if name.endswith("letter.txt"))
            self.assertEqual(found.read(letter), b"We support it")
            summary = PdfReader(BytesIO(found.read("Passing-it-on.pdf")))
            charter = PdfReader(BytesIO(found.read("documents/Charter-2026.pdf")))
        self.assertFalse([name for name in names if ".." in name or name[0] == "/"])
        text = " ".join(" ".join(p.extract_text() for p in summary.pages).split())
        for words in (
            "People leave",
            "At ease",
            "A referent is named",
            "no accreditation",
        ):
            self.assertIn(words, text)
        self.assertIn("Be kind.", charter.pages[0].extract_text())

    def test_is_for_the_team(self):
        missing = self.url.replace(str(self.programme.id), str(2**31 - 1))
        for role, user in self._roles().items():
            self.authenticate(user.login, user.login)
            with self.subTest(role=role):
                status = self.url_open(self.url).status_code
                allowed = role in ("administrator", "engineer", "referent")
                self.assertEqual(status, 200 if allowed else 404)
                self.assertEqual(self.url_open(missing).status_code, 404)

    def test_names_of_files(self):
        self.assertEqual(archive.file_name("Ève & Bo: n°1"), "Ève-Bo-n-1")
        self.assertEqual(archive.file_name("../.."), "file")
        self.assertEqual(archive.file_name("a" * 200, ".pdf"), "a" * 80 + ".pdf")
        content = archive.build([("f", "a", b"1"), ("f", "a", b"2"), ("", "a", b"3")])
        with ZipFile(BytesIO(content)) as found:
            self.assertEqual(found.namelist(), ["f/a", "f/2-a", "a"])
