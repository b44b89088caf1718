"""Dashboards: the last figures that are shown, and the spreadsheet on them."""

import json
from datetime import date

from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    odoo_charts,
    odoo_view_links,
)

from ..core.indicators import Figure
from .test_export_large import ResultsMixin


class TestResult(ResultsMixin, TransactionCase):
    def _read(self, user=None):
        results = self.env["mentorat.result"].with_user(user or self.engineer)
        return results.search([("programme_id", "=", self.programme.id)])

    def test_the_last_figure_where_it_is_shown(self):
        for day, value, people in ((1, 50.0, 20), (2, 60.0, 21)):
            self._keep(self.active_pairs, date(2030, 1, day), Figure(value, people))
        self._keep(self.recommendation, date(2030, 1, 1), Figure(10.0, 9))
        result = self._read().filtered(
            lambda result: result.indicator_id == self.active_pairs
        )
        self.assertEqual((result.value, result.people), (60.0, 21))
        self.assertEqual(result.date, date(2030, 1, 2))
        self.assertEqual(result.display_value, "60 %")
        self.assertEqual((result.level, result.unit), ("behaviour", "percent"))
        self.assertEqual(result.kind, self.programme.kind)
        self.assertEqual(len(self._read()), 2)
        # One that is hidden is not replaced by the one before.
        self._keep(self.active_pairs, date(2030, 1, 3), Figure(None, 4))
        self.assertEqual(self._read().indicator_id, self.recommendation)

    def test_roles_side_by_side(self):
        day = date(2030, 1, 1)
        for role, value in ((None, 50.0), ("mentor", 60.0), ("mentee", 40.0)):
            self._keep(self.active_pairs, day, Figure(value, 9), role)
        self.assertEqual(
            {(result.role, result.value) for result in self._read()},
            {(False, 50.0), ("mentor", 60.0), ("mentee", 40.0)},
        )

    def test_grouped_over_programmes(self):
        self._keep(self.active_pairs, date(2030, 1, 1), Figure(50.0, 9))
        groups = (
            self.env["mentorat.result"]
            .with_user(self.administrator)
            ._read_group(
                [("programme_id", "=", self.programme.id)],
                ["company_id", "level", "indicator_id"],
                ["value:avg"],
            )
        )
        self.assertEqual(groups, [(self.company, "behaviour", self.active_pairs, 50.0)])

    def test_button(self):
        self._keep(self.active_pairs, date(2030, 1, 1), Figure(50.0, 9))
        action = self.programme.with_user(self.engineer).action_view_dashboard()
        found = self.env["mentorat.result"].search(action["domain"])
        self.assertEqual(found, self._read())


@tagged("post_install", "-at_install")
class TestDashboard(ResultsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "mentorat_evaluation.spreadsheet_dashboard_mentoring"
        )
        cls.book = json.loads(cls.dashboard.spreadsheet_data)

    def test_what_it_names_exists(self):
        found = fields_in_spreadsheet(self.book)
        self.assertEqual(set(found), {"mentorat.report", "mentorat.result"})
        for model, names in found.items():
            self.assertLessEqual(names, set(self.env[model]._fields), model)
        for definition in self.book["globalFilters"]:
            self.assertIn(definition["modelName"], self.env)
            for source in [*self.book["pivots"].values(), *odoo_charts(self.book)]:
                chain = source["fieldMatching"][definition["id"]]["chain"]
                model = source.get("model") or source["metaData"]["resModel"]
                field = self.env[model]._fields[chain]
                self.assertEqual(field.comodel_name, definition["modelName"])

    def test_what_it_asks_for_can_be_asked(self):
        """Each source groups and counts as the people who open it."""
        sources = [
            (
                pivot["model"],
                pivot["domain"],
                [part["fieldName"] for part in pivot["rows"] + pivot["columns"]],
                [measure["id"] for measure in pivot["measures"]],
            )
            for pivot in self.book["pivots"].values()
        ] + [
            (
                chart["metaData"]["resModel"],
                chart["searchParams"]["domain"],
                chart["metaData"]["groupBy"],
                [chart["metaData"]["measure"]],
            )
            for chart in odoo_charts(self.book)
        ]
        self.assertEqual(len(sources), 6)
        for model, domain, groupby, measures in sources:
            aggregates = [
                name if name == "__count" or ":" in name else f"{name}:sum"
                for name in measures
            ]
            with self.subTest(model=model, domain=domain):
                self.env[model].with_user(self.engineer).formatted_read_group(
                    domain, groupby, aggregates
                )
        for link in odoo_view_links(self.book):
            model = self.env[link["action"]["modelName"]].with_user(self.engineer)
            model.search_count(link["action"]["domain"])
            kinds = [kind for __, kind in link["action"]["views"]]
            self.assertIn(link["viewType"], kinds)
            model.get_views([(False, kind) for kind in kinds])

    def test_cells_name_sheets_and_pivots_that_exist(self):
        sheets = {sheet["name"]: sheet for sheet in self.book["sheets"]}
        for sheet in sheets.values():
            for cell in sheet["cells"].values():
                if cell.startswith("=PIVOT"):
                    number = cell.partition("(")[2].partition(",")[0]
                    self.assertIn(number, self.book["pivots"])
            for figure in sheet["figures"]:
                key = figure["data"].get("keyValue")
                if key:
                    name, cell = key.split("!")
                    self.assertIn(cell, sheets[name]["cells"])

    @mute_logger("odoo.http")
    def test_team_only(self):
        for role, user in self._roles().items():
            self.authenticate(user.login, user.login)
            expected = role in (
                "administrator",
                "engineer",
                "other_engineer",
                "referent",
                "foreigner",
            )
            with self.subTest(role=role):
                address = f"/spreadsheet/dashboard/data/{self.dashboard.id}"
                answer = self.url_open(address, allow_redirects=False)
                self.assertEqual(answer.status_code == 200, expected)
                if expected:
                    snapshot = answer.json()["snapshot"]
                    self.assertEqual(snapshot["pivots"], self.book["pivots"])
