"""Workbooks that take too long for a page; what the sheets of results tell."""

from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, tagged

from odoo.addons.mentorat_matching.core.workbook import build

from ..controllers import export as export_controller
from ..core.indicators import Figure, Measure
from ..models import mentorat_workbook_mixin
from .common import EvaluationMixin


class ResultsMixin(EvaluationMixin):
    def _keep(self, indicator, day, figure, role=None):
        """Keep ``figure`` of an indicator of the programme at ``day``."""
        measure = Measure(
            self.programme,
            self.env["mentorat.evaluation"],
            role,
            None,
            5,
            figure,
        )
        self.env["mentorat.indicator.value"]._replace([(indicator, measure)], day)


class TestResultSheets(ResultsMixin, TransactionCase):
    def _read(self):
        sheets = self.programme.with_user(self.engineer)._get_export_sheets()
        with build(sheets) as output:
            return openpyxl.load_workbook(output)

    def test_intervals_and_what_they_stand_beside(self):
        day = date(2030, 1, 31)
        figure = Figure(50.0, 30, 32.0, 68.0, 40.0, 31)
        self._keep(self.active_pairs, day, figure)
        self._keep(self.active_pairs, day, Figure(None, 3), "mentor")
        rows = list(self._read()["Indicators"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(
            sorted((row[2] or "", *row[6:9], *row[11:]) for row in rows),
            [
                ("", 50.0, 32.0, 68.0, 30, 40.0, 31),
                ("Mentors", "Fewer than 5 people", None, None, 3, None, None),
            ],
        )

    def test_a_chart_for_each_figure_with_more_than_one_date(self):
        days = [date(2030, 1, 31), date(2030, 4, 30), date(2030, 7, 31)]
        for day, value in zip(days, (50.0, 60.0, None), strict=True):
            self._keep(self.active_pairs, day, Figure(value, 9 if value else 4))
        self._keep(self.recommendation, days[0], Figure(10.0, 9))
        sheet = self._read()["Trends"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(
            [(row[0], row[3].date(), row[4]) for row in rows],
            [
                ("Active pairs", days[0], 50.0),
                ("Active pairs", days[1], 60.0),
                ("Recommendation", days[0], 10.0),
            ],
        )
        [chart] = sheet._charts
        self.assertEqual(chart.series[0].val.numRef.f, "Trends!$E$2:$E$3")

    def test_programme_without_anything(self):
        programme = self.other_programme.with_user(self.other_engineer)
        with build(programme._get_export_sheets()) as output:
            book = openpyxl.load_workbook(output)
        self.assertEqual(len(book.sheetnames), 8)
        for sheet in book:
            if sheet.title != "Programme":
                self.assertEqual((sheet.max_row, sheet._charts), (1, []))


@tagged("post_install", "-at_install")
class TestLargeExport(ResultsMixin, HttpCase):
    def setUp(self):
        super().setUp()
        limit = "MOST_ROWS_AT_ONCE"
        for target, name, options in (
            (mentorat_workbook_mixin, limit, {"new": 1}),
            (export_controller, limit, {"new": 1}),
            (type(self.env["ir.cron"]), "_commit_progress", {}),
        ):
            self.startPatcher(patch.object(target, name, **options))
        self.exports = self.env["mentorat.export"]

    def _ask(self, user=None):
        programme = self.programme.with_user(user or self.engineer)
        action = programme.with_context(lang="en_US").action_export_xlsx()
        self.assertEqual(action["res_model"], "mentorat.export")
        return self.exports.search([], limit=1)

    def _build(self):
        self.exports._cron_build()
        self.env.invalidate_all()

    def test_made_by_the_cron_and_fetched(self):
        export = self._ask()
        self.assertEqual((export.state, export.user_id), ("queued", self.engineer))
        # Asked again: it is under way.
        self.assertEqual(self._ask(), export)
        self._build()
        self.assertEqual(export.state, "done")
        self.authenticate(self.engineer.login, self.engineer.login)
        url = export.with_user(self.engineer).action_download()["url"]
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        people = openpyxl.load_workbook(BytesIO(response.content))["Participations"]
        self.assertEqual(
            {row[0] for row in people.iter_rows(min_row=2, values_only=True)},
            {"Morgan Mentor", "Merle Mentee"},
        )
        # A page does not wait for it.
        page = self.url_open(
            f"/mentorat/programme/{self.programme.id}/export.xlsx",
            allow_redirects=False,
        )
        self.assertEqual(page.status_code, 303)
        self.assertTrue(page.headers["Location"].endswith("/odoo/mentoring-exports"))

    def test_who_left_the_team_gets_nothing(self):
        export = self._ask()
        self.programme.engineer_ids = self.other_engineer
        self._build()
        self.assertEqual(export.state, "failed")
        self.assertFalse(export.workbook)
        self.assertIn("engineers and referents", export.message)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.plain).action_export_xlsx()

    def test_nobody_else_reads_it(self):
        export = self._ask(self.referent)
        self._build()
        self.assertEqual(export.state, "done")
        for user in (self.engineer, self.administrator):
            self.assertFalse(self.exports.with_user(user).search([]))
        self.assertTrue(self.exports.with_user(self.referent).search([]))
        self.programme.referent_ids = False
        self.env.invalidate_all()
        self.assertFalse(self.exports.with_user(self.referent).search([]))

    def test_what_stops_the_server_does_not_go_on_for_ever(self):
        export = self._ask()
        with patch.object(type(self.exports), "_build", side_effect=KeyboardInterrupt):
            for _round in range(3):
                # Not assertRaises, which would take back what the cron has committed.
                with suppress(KeyboardInterrupt):
                    self.exports._cron_build()
        self.assertEqual((export.state, export.attempts), ("queued", 3))
        self._build()
        self.assertEqual((export.state, export.attempts), ("failed", 4))

    def test_one_is_made_at_a_time(self):
        first, second = self._ask(), self._ask(self.referent)
        self.exports._cron_build()
        self.assertEqual((first.state, second.state), ("done", "queued"))
        self.exports._cron_build()
        self.assertEqual(second.state, "done")

    def test_deleted_after_some_days(self):
        export = self._ask()
        self._build()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", export._name),
                ("res_id", "=", export.id),
                ("res_field", "=", "workbook"),
            ]
        )
        self.assertTrue(attachment)
        self.exports._gc_exports()
        self.assertTrue(export.exists())
        week_ago = fields.Datetime.now() - timedelta(days=8)
        self.cr.execute("UPDATE mentorat_export SET create_date = %s", [week_ago])
        self.env.invalidate_all()
        self.exports._gc_exports()
        self.assertFalse(export.exists() or attachment.exists())
