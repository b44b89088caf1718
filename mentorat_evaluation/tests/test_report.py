"""The evaluation report, opened again, in both languages."""

from base64 import b64decode
from datetime import date
from io import BytesIO
from unittest.mock import patch

from pypdf import PdfReader
from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..core.indicators import Figure
from .test_export_large import ResultsMixin

REPORT = "mentorat_evaluation.report_evaluation"
FLOOR_WORDS = "fewer than 5"


@tagged("post_install", "-at_install")
class TestReport(ResultsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.evaluation = cls._open_evaluation(people=8)
        for invitation, score in zip(
            cls.evaluation.invitation_ids, (10, 9, 9, 8, 3, 10, 10), strict=False
        ):
            invitation._record({cls.recommend.id: str(score)})
        cls.evaluation.with_user(cls.engineer).action_close()
        # Of the others, what a test keeps itself.
        cls.programme.indicator_value_ids.filtered(
            lambda value: value.indicator_id != cls.recommendation
        ).unlink()
        cls.env["mentorat.review"].create(
            {
                "name": "Meet two weeks earlier",
                "observation": "Few met in spring",
                "programme_id": cls.programme.id,
                "owner_id": cls.referent.id,
            }
        )

    def _render(self, user=None, lang="en_US", programme=None):
        reports = self.env["ir.actions.report"].with_user(user or self.engineer)
        content, kind = reports.with_context(
            force_report_rendering=True, lang=lang
        )._render_qweb_pdf(REPORT, (programme or self.programme).ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(BytesIO(content))

    def _text(self, **options):
        pages = self._render(**options).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)

    def _values(self):
        report = self.env[f"report.{REPORT}"].with_user(self.engineer)
        values = report._get_report_values(self.programme.ids)
        return values["reports"][self.programme.id]

    def test_numbers_in_both_languages(self):
        self._keep(self.active_pairs, date(2030, 1, 31), Figure(55.0, 30))
        self._keep(self.active_pairs, date(2030, 4, 30), Figure(62.0, 31, 44.0, 77.0))
        self._keep(self.active_pairs, date(2030, 4, 30), Figure(None, 4), "mentor")
        english, french = self._text(), self._text(lang="fr_FR")
        value = self._value(self.recommendation, self.evaluation)
        for text in (english, french):
            for expected in (
                self.programme.name,
                self.programme.purpose,
                value.display_value,
                "62 %",
                "55 %",
                "75 %",
                "44 %",
                "77 %",
                "Meet two weeks earlier",
                "Few met in spring",
                self.referent.name,
                # 7 of 10 answered.
                "70 %",
            ):
                self.assertIn(expected, text)
        for words in ("Evaluation report", "What this cannot show", "Behaviour"):
            self.assertIn(words, english)
        self.assertIn("04/30/2030", english)
        self.assertIn("30/04/2030", french)

    def test_names_nobody_who_takes_part(self):
        self._create_pair()
        for lang in ("en_US", "fr_FR"):
            text = self._text(lang=lang)
            for name in ("Morgan", "Merle", "Person"):
                self.assertNotIn(name, text)

    def test_totals_of_few_are_not_told(self):
        totals = dict(self.programme._get_totals())
        # One mentor; the usual mentee and eight people.
        self.assertEqual((totals["Mentors"], totals["Mentees"]), (FLOOR_WORDS, "9"))
        self.assertEqual(totals["Meetings held"], "0")
        pair = self._create_pair()
        self.env["mentorat.meeting"].create(
            {
                "pair_id": pair.id,
                "date_start": "2030-03-01 09:00:00",
                "hours": 1.5,
                "state": "held",
            }
        )
        totals = dict(self.programme._get_totals())
        self.assertEqual(totals["Pairs under way"], FLOOR_WORDS)
        self.assertEqual(
            (totals["Meetings held"], totals["Hours together"]), ("–", "–")
        )

    def test_what_is_not_shown_is_not_told(self):
        self._keep(self.active_pairs, date(2030, 1, 31), Figure(55.0, 30))
        names = {row["name"] for __, rows in self._values()["levels"] for row in rows}
        self.assertLessEqual({"Active pairs", "Recommendation"}, names)
        # The last one counts, also where it is hidden.
        self._keep(self.active_pairs, date(2030, 4, 30), Figure(None, 4))
        names = {row["name"] for __, rows in self._values()["levels"] for row in rows}
        self.assertIn("Recommendation", names)
        self.assertNotIn("Active pairs", names)

    def test_what_changed_and_beside_whom(self):
        day = date(2030, 4, 30)
        compared = Figure(8.0, 40, -2.0, 18.0, 80.0, 35)
        retention = self.env.ref("mentorat_evaluation.indicator_retention_difference")
        self._keep(retention, day, compared)
        # Beside the rhythm that pairs agreed on, not beside other people.
        frequency = self.env.ref("mentorat_evaluation.indicator_meeting_frequency")
        self._keep(frequency, day, compared)
        report = self._values()
        self.assertFalse(report["changes"] or report["change_plot"])
        [row] = report["comparisons"]
        self.assertEqual(
            (row["result"], row["interval"], row["people"], row["beside"]),
            ("+8", "-2 to +18", 40, "80 %"),
        )
        self.assertEqual(row["beside_people"], 35)
        formulas = (
            "odoo.addons.mentorat_evaluation.report.report_evaluation.CHANGE_FORMULAS"
        )
        self._keep(self.active_pairs, day, compared)
        with patch(formulas, ("active_pair_rate",)):
            report, text = self._values(), self._text()
        self.assertEqual([row["name"] for row in report["changes"]], ["Active pairs"])
        self.assertEqual(
            report["change_plot"]["text"], "Active pairs: 8 % (-2 % to 18 %)"
        )
        self.assertIn(b"<svg", b64decode(report["change_plot"]["plot"].split(",")[1]))
        self.assertIn("Answers to the same questions", text)

    def test_plots_have_a_text(self):
        for month, value in ((1, 55.0), (4, 62.0)):
            self._keep(self.active_pairs, date(2030, month, 28), Figure(value, 30))
        text = self._values()["trends"]["text"]
        self.assertEqual(text, "Active pairs: 01/28/2030 55.0, 04/28/2030 62.0")
        reader = self._render()
        self.assertIn(
            text, self._read_alternatives(reader.trailer["/Root"]["/StructTreeRoot"])
        )
        self.assertTrue(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])

    def _read_alternatives(self, node):
        """Return the text alternatives in the structure tree of a PDF."""
        node = node.get_object()
        if isinstance(node, list):
            return [text for child in node for text in self._read_alternatives(child)]
        if not hasattr(node, "get"):
            return []
        found = [node["/Alt"]] if "/Alt" in node else []
        return found + (self._read_alternatives(node["/K"]) if "/K" in node else [])

    def test_programme_without_anything(self):
        text = self._text(user=self.other_engineer, programme=self.other_programme)
        for words in (
            "No figure can be shown yet",
            "No campaign is over yet",
            "No decision has been written down yet",
            "There is no comparison group",
        ):
            self.assertIn(words, text)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_team_only(self):
        for name, user in self._roles().items():
            if name in ("administrator", "engineer", "referent"):
                self._render(user)
                continue
            with self.subTest(role=name), self.assertRaises(NotFound):
                self._render(user)

    def test_language_is_chosen(self):
        action = self.programme.with_user(self.engineer).action_print_report()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.engineer)
            .with_context(**action["context"])
            .create({"lang": "fr_FR"})
        )
        self.authenticate(self.engineer.login, self.engineer.login)
        response = self.url_open(
            wizard.action_print()["url"].replace("/pdf/", "/html/")
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn('lang="fr-FR"', response.text)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.plain).action_print_report()

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._values()
            return self.cr.sql_log_count - before

        self._keep(self.active_pairs, date(2030, 1, 1), Figure(50.0, 30))
        count()
        few = count()
        for day in range(2, 28):
            for role in (None, "mentor", "mentee"):
                self._keep(
                    self.active_pairs, date(2030, 1, day), Figure(50.0, 30), role
                )
        self._create_people(10)
        self.assertLessEqual(count(), few)
