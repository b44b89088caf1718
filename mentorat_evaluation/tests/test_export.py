from datetime import datetime
from io import BytesIO

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import EvaluationMixin

FORMULA = '=HYPERLINK("http://example.com","x")'


@tagged("post_install", "-at_install")
class TestExport(EvaluationMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentee_employee.name = FORMULA
        cls.pair = cls._create_pair("accepted")
        cls.pair.with_user(cls.engineer).action_activate()
        run = cls.env["mentorat.matching.run"].create(
            {"programme_id": cls.programme.id}
        )
        cls.env["mentorat.matching.proposal"].create(
            {
                "run_id": run.id,
                "mentor_id": cls.mentor_participation.id,
                "mentee_id": cls.mentee_participation.id,
                "score": 82.5,
                "pair_id": cls.pair.id,
            }
        )
        cls.env["mentorat.meeting"].create(
            {
                "pair_id": cls.pair.id,
                "date_start": "2030-03-01 09:00:00",
                "hours": 1.5,
                "state": "held",
            }
        )
        cls.evaluation = cls._open_evaluation(people=4)
        for invitation, score in zip(
            cls.evaluation.invitation_ids, (10, 9, 9, 8, 3, 10), strict=True
        ):
            invitation._record({cls.recommend.id: str(score)})
        cls.evaluation.with_user(cls.engineer).action_close()

    def _get(self, user, programme=None):
        self.authenticate(user.login, user.login)
        programme_id = (programme or self.programme).id
        return self.url_open(f"/mentorat/programme/{programme_id}/export.xlsx")

    def _sheets(self, response):
        workbook = openpyxl.load_workbook(BytesIO(response.content))
        return {
            sheet.title: [
                tuple(cell.value for cell in row) for row in sheet.iter_rows()
            ]
            for sheet in workbook
        }

    def test_values(self):
        response = self._get(self.engineer)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        sheets = self._sheets(response)
        self.assertEqual(
            list(sheets),
            [
                "Programme",
                "Participations",
                "Pairs",
                "Meetings",
                "Indicators",
                "Campaigns",
                "Trends",
                "Decisions",
            ],
        )
        self.assertIn(("Name", self.programme.name), sheets["Programme"])
        self.assertIn(("Meetings held", 1), sheets["Programme"])
        people = {row[0]: row for row in sheets["Participations"][1:]}
        self.assertEqual(len(people), 6)
        self.assertEqual(
            people["Morgan Mentor"][:4],
            ("Morgan Mentor", "Mentor", "Research", "Accepted"),
        )
        pair = dict(zip(sheets["Pairs"][0], sheets["Pairs"][1], strict=True))
        self.assertEqual((pair["Mentor"], pair["Mentee"]), ("Morgan Mentor", FORMULA))
        self.assertEqual((pair["State"], pair["Meetings held"]), ("Active", 1))
        self.assertEqual(pair["Matching score"], 82.5)
        meeting = sheets["Meetings"][1]
        self.assertEqual(meeting[1:], (datetime(2030, 3, 1, 9), 1.5, "Held"))
        # Of mentors and mentees together.
        indicators = {row[0]: row for row in sheets["Indicators"][1:] if not row[2]}
        self.assertAlmostEqual(indicators["Recommendation"][6], 50.0)
        self.assertEqual(indicators["Recommendation"][11], 6)
        self.assertEqual(indicators["Active pairs"][6], "Fewer than 5 people")
        self.assertEqual(
            sheets["Campaigns"][1][:4],
            ("Midway", "Midway", "Mentors and mentees", "Closed"),
        )
        self.assertEqual(sheets["Campaigns"][1][6:], (6, 6, 100.0, 5))
        trends = {
            row[0]: row[4]
            for row in sheets["Trends"][1:]
            if row[1] == "Mentors and mentees"
        }
        self.assertEqual(trends["Recommendation"], 50.0)
        self.assertNotIn("Active pairs", trends)
        self.assertEqual(len(sheets["Decisions"]), 1)

    def test_names_are_no_formulas(self):
        workbook = openpyxl.load_workbook(BytesIO(self._get(self.engineer).content))
        cells = [
            cell
            for sheet in workbook
            for row in sheet.iter_rows()
            for cell in row
            if FORMULA in str(cell.value)
        ]
        self.assertGreaterEqual(len(cells), 3)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_team_only(self):
        for name, user in self._roles().items():
            is_team = name in ("administrator", "engineer", "referent")
            with self.subTest(role=name):
                response = self._get(user)
                self.assertEqual(response.status_code, 200 if is_team else 404)
                if not is_team:
                    missing = self.url_open(
                        "/mentorat/programme/2147483600/export.xlsx"
                    )
                    self.assertEqual(missing.status_code, 404)
                    self.assertEqual(missing.text, response.text)

    def test_identifiers_out_of_range(self):
        self.authenticate(self.engineer.login, self.engineer.login)
        for programme_id in ("0", "99999999999999999999"):
            url = f"/mentorat/programme/{programme_id}/export.xlsx"
            self.assertEqual(self.url_open(url).status_code, 404)

    def test_button(self):
        action = self.programme.with_user(self.engineer).action_export_xlsx()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.authenticate(self.engineer.login, self.engineer.login)
        self.assertEqual(self.url_open(action["url"]).status_code, 200)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.plain).action_export_xlsx()

    def test_queries_do_not_grow_with_people(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for sheet in self.programme.with_user(self.engineer)._get_export_sheets():
                list(sheet.rows)
            return self.cr.sql_log_count - before

        count()
        few = count()
        for person in self._create_people(20):
            mentor = self._create_participation(
                self._create_employee(f"M {person.id}"), "mentor"
            )
            self._create_pair("accepted", mentor, person)
        self.assertLessEqual(count(), few + 2)
