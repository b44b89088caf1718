"""What is read in French: the report for a board, and what sponsors get."""

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import TransactionCase

from ..core.indicators import Figure
from .test_export_large import ResultsMixin


class TestReportFrench(ResultsMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms(
            ["mentorat_evaluation"], ["fr_FR"], overwrite=True
        )

    def setUp(self):
        super().setUp()
        self._keep(self.active_pairs, date(2030, 1, 1), Figure(62.0, 31, 44.0, 77.0))

    def test_report(self):
        reports = self.env["ir.actions.report"].with_user(self.engineer)
        content, __ = reports.with_context(
            force_report_rendering=True, lang="fr_FR"
        )._render_qweb_pdf("mentorat_evaluation.report_evaluation", self.programme.ids)
        pages = PdfReader(BytesIO(content)).pages
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        for words in (
            "Rapport d’évaluation",
            "À quoi il sert",
            "44 % à 77 %",
            "Ce que cela ne peut pas montrer",
            "Aucune décision n’a encore été consignée.",
            "moins de 5",
        ):
            self.assertIn(words, text)
        for words in ("Results", "What ", "People", "Decision", " of "):
            self.assertNotIn(words, text)

    def test_sponsors_read_their_language(self):
        partners = (self.plain | self.hr_officer).partner_id
        self.hr_officer.partner_id.lang = "fr_FR"
        subscription = self.env["mentorat.report.subscription"].create(
            {
                "programme_id": self.programme.id,
                "partner_ids": [Command.set(partners.ids)],
                "date_next": "2030-03-01",
            }
        )
        subscription._send()
        lines = self.env["mentorat.outbox"].search(
            [
                ("template_id.model", "=", "mentorat.report.sending"),
                ("res_id", "in", subscription.sending_ids.ids),
            ]
        )
        lines._send()
        bodies = {
            mail.recipient_ids: (mail.subject, mail.body_html)
            for mail in self.env["mail.mail"].search(
                [("recipient_ids", "in", partners.ids)]
            )
        }
        subject, body = bodies[self.hr_officer.partner_id]
        self.assertEqual(subject, "Le mentorat en chiffres")
        for words in ("Binômes actifs", "44 % à 77 %", "moins de 5", "Bonjour"):
            self.assertIn(words, body)
        subject, body = bodies[self.plain.partner_id]
        self.assertEqual(subject, "Mentoring in figures")
        for words in ("Active pairs", "44 % to 77 %", "fewer than 5", "Hello"):
            self.assertIn(words, body)

    def test_one_language_for_all(self):
        subscription = self.env["mentorat.report.subscription"].create(
            {
                "programme_id": self.programme.id,
                "partner_ids": [Command.set(self.plain.partner_id.ids)],
                "date_next": "2030-03-01",
                "lang": "fr_FR",
            }
        )
        subscription._send()
        [figure] = subscription.sending_ids.content["figures"]
        self.assertEqual(
            (figure["name"], figure["interval"]), ("Binômes actifs", "44 % à 77 %")
        )
