"""What the evidence file tells of an evaluation, opened again."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from ..core.indicators import Figure
from .test_export_large import ResultsMixin


@tagged("post_install", "-at_install")
class TestEvidence(ResultsMixin, HttpCase):
    def _get_facts(self):
        facts = self.programme.with_user(self.engineer)._get_evidence_facts()
        return {standard: dict(found) for standard, found in facts.items()}

    def test_results_and_decisions(self):
        evaluation = self._open_evaluation(people=4)
        self._answer(evaluation, [9] * 5)
        evaluation.with_user(self.engineer).action_close()
        self.programme.indicator_value_ids.unlink()
        day = date(2030, 1, 1)
        self._keep(self.active_pairs, day, Figure(80.0, 9))
        self._keep(self.recommendation, day, Figure(10.0, 9))
        self._keep(self.recommendation, day, Figure(90.0, 9), "mentor")
        reviews = self.env["mentorat.review"].create(
            [
                {
                    "name": f"Decision {number}",
                    "programme_id": self.programme.id,
                    "owner_id": self.engineer.id,
                }
                for number in range(3)
            ]
        )
        reviews[:2].action_done()
        facts = self._get_facts()["4"]
        self.assertEqual(facts["Indicators shown"], "2")
        self.assertEqual(facts["Targets reached"], "1 of 2")
        self.assertEqual(facts["Decisions"], "Done: 2, To do: 1")
        self.assertEqual(facts["Midway"], "Invited: 6, answered: 5")

    def test_few_are_not_told(self):
        evaluation = self._open_evaluation()
        self._answer(evaluation, [9])
        evaluation.with_user(self.engineer).action_close()
        facts = self._get_facts()
        self.assertEqual(
            facts["4"]["Midway"], "Invited: fewer than 5, answered: fewer than 5"
        )
        self.assertEqual(facts["5"]["Hours attended"], "–")
        self.assertIn("No run", facts["3"]["Matching"])

    def test_matching(self):
        mentor, run = self.mentor_participation, self.env["mentorat.matching.run"]
        run = run.create({"programme_id": self.programme.id})
        self.env["mentorat.matching.proposal"].create(
            {
                "run_id": run.id,
                "mentor_id": mentor.id,
                "mentee_id": self.mentee_participation.id,
                "score": 80.0,
            }
        )
        run.state = "applied"
        facts = self._get_facts()["3"]
        self.assertIn("Exact assignment", facts["Method"])
        # Nobody is compared in groups of one.
        self.assertTrue(facts["Groups compared"].startswith("0, of which 0"))
        self.assertNotIn("Wishes", facts)

    def test_file_holds_the_report_and_the_facts(self):
        self._keep(self.active_pairs, date(2030, 1, 1), Figure(81.0, 9))
        self.authenticate(self.engineer.login, self.engineer.login)
        response = self.url_open(
            f"/mentorat/programme/{self.programme.id}/evidence.zip"
        )
        self.assertEqual(response.status_code, 200)
        with ZipFile(BytesIO(response.content)) as found:
            report = found.read("evaluation/Passing-it-on.pdf")
            summary = found.read("Passing-it-on.pdf")
        for content, words in (
            (report, ("81 %", "What this cannot show")),
            (summary, ("In the records", "Indicators shown", "Supervisions held")),
        ):
            pages = PdfReader(BytesIO(content)).pages
            text = " ".join(" ".join(page.extract_text().split()) for page in pages)
            for word in words:
                self.assertIn(word, text)
