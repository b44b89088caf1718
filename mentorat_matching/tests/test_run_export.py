"""The workbook of a run, opened again by another library."""

from io import BytesIO

import openpyxl

from odoo.tests import HttpCase, tagged

from odoo.addons.mentorat_programme.tests.common import MentoratMixin

from .common import MatchingMixin

FORMULA = '=HYPERLINK("http://example.com","x")'


@tagged("post_install", "-at_install")
class TestRunExport(MatchingMixin, MentoratMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.mentee_employee.name = FORMULA
        self.mentor_participation.capacity = 1
        self.second = self._create_people("mentee", [[(self.weaving, self.novice)]])
        self.second.employee_id.name = "@SUM(A1)"
        self.sales.name = "+Sales"
        self.run = self._compute()
        self.run.with_user(self.engineer).name = "=1+1"

    def _get(self, user, run_id=None):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/mentorat/run/{run_id or self.run.id}/export.xlsx")

    def _open(self, response):
        return openpyxl.load_workbook(BytesIO(response.content))

    def _rows(self, book, title):
        return [tuple(cell.value for cell in row) for row in book[title].iter_rows()]

    def test_what_it_tells(self):
        run = self.run.with_user(self.engineer)
        run.action_move(self.second.id, self.mentor_participation.id)
        response = self._get(self.engineer)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        book = self._open(response)
        self.assertEqual(
            book.sheetnames,
            ["Run", "Criteria", "Proposals", "Without a mentor", "Changes by hand"],
        )
        facts = dict(self._rows(book, "Run")[1:])
        self.assertEqual(facts["Programme"], self.programme.name)
        self.assertEqual(facts["Inputs (SHA-256)"], self.run.inputs_hash)
        self.assertEqual((facts["Matched"], facts["Mentees to match"]), (1, 2))
        self.assertIn("Exact assignment", facts["Method"])
        self.assertIn("Changed by hand", facts["Proof"])
        self.assertAlmostEqual(facts["Total score"], self.run.total_score)
        self.assertIn(("Skills", 60, "No"), self._rows(book, "Criteria"))
        header, row = self._rows(book, "Proposals")
        proposal = dict(zip(header, row, strict=True))
        self.assertEqual(
            (proposal["Mentor"], proposal["Mentee"]), ("Morgan Mentor", "@SUM(A1)")
        )
        points = [proposal[label] for label in ("Skills", "Lead of the mentor")]
        self.assertAlmostEqual(sum(points), proposal["Score"])
        # No department, no points: the cell is empty, not 0.
        self.assertIsNone(proposal["Another department"])
        _header, line = self._rows(book, "Without a mentor")
        self.assertEqual(line[0], FORMULA)
        self.assertIn("has no place left", line[1])
        _header, change = self._rows(book, "Changes by hand")
        self.assertEqual(change[1], self.engineer.name)
        self.assertIn("@SUM(A1) goes to Morgan Mentor", change[2])

    def test_proof_of_what_was_not_touched(self):
        facts = dict(self._rows(self._open(self._get(self.referent)), "Run")[1:])
        self.assertIn("Proven", facts["Proof"])

    def test_no_text_becomes_a_formula_or_a_link(self):
        cells = [
            cell
            for sheet in self._open(self._get(self.engineer))
            for row in sheet.iter_rows()
            for cell in row
            if str(cell.value)[:1] in ("=", "@", "+")
        ]
        self.assertGreaterEqual(len(cells), 3)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse([cell for cell in cells if cell.hyperlink])

    def test_team_only(self):
        missing = {}
        for name, user in self._roles().items():
            is_team = name in ("administrator", "engineer", "referent")
            with self.subTest(role=name):
                response = self._get(user)
                self.assertEqual(response.status_code, 200 if is_team else 404)
                missing[name] = self._get(user, 2147483600)
                self.assertEqual(missing[name].status_code, 404)
                if not is_team:
                    self.assertEqual(missing[name].text, response.text)

    def test_strange_numbers(self):
        for run_id in ("0", "99999999999999999999"):
            self.assertEqual(self._get(self.engineer, run_id).status_code, 404)

    def test_only_read(self):
        self.authenticate(self.engineer.login, self.engineer.login)
        url = f"/mentorat/run/{self.run.id}/export.xlsx"
        self.assertEqual(self.url_open(url, data={"x": "1"}).status_code, 405)
        self.authenticate(None, None)
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_button(self):
        action = self.run.with_user(self.engineer).action_export()
        self.assertEqual(action["url"], f"/mentorat/run/{self.run.id}/export.xlsx")
