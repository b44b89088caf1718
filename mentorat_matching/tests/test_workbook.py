"""Workbooks are opened again by another library."""

from datetime import date, datetime

import openpyxl

from odoo.tests import BaseCase

from ..core.workbook import MOST_ROWS, Chart, Column, Sheet, build

DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "http://example.com",
    "{=1}",
    '=HYPERLINK("x")',
)


class TestWorkbook(BaseCase):
    def _read(self, sheets):
        with build(sheets) as output:
            return openpyxl.load_workbook(output)

    def test_texts_stay_texts(self):
        rows = [(text, text) for text in DANGEROUS]
        columns = [Column(DANGEROUS[0]), Column(DANGEROUS[3], "number")]
        sheet = self._read([Sheet("Names", columns, rows)])["Names"]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertEqual(len(cells), 2 * len(DANGEROUS) + 2)
        for cell in cells:
            self.assertEqual(cell.data_type, "s", cell.value)
            self.assertIsNone(cell.hyperlink)
        self.assertEqual([cell.value for cell in sheet["A"]][1:], list(DANGEROUS))
        self.assertEqual(sheet["B1"].value, DANGEROUS[3])

    def test_kinds(self):
        columns = [
            Column("Day", "date"),
            Column("Time", "datetime"),
            Column("Count", "integer"),
            Column("Share", "number", 30),
            Column("Empty"),
        ]
        row = (date(2030, 1, 2), datetime(2030, 1, 2, 14, 30), 3, 0.5, None)
        sheet = self._read([Sheet("Kinds", columns, [row])])["Kinds"]
        self.assertEqual(sheet["A2"].value, datetime(2030, 1, 2))
        self.assertEqual(sheet["A2"].number_format, "yyyy-mm-dd")
        self.assertEqual(sheet["B2"].value, datetime(2030, 1, 2, 14, 30))
        self.assertEqual((sheet["C2"].value, sheet["D2"].value), (3, 0.5))
        self.assertIsNone(sheet["E2"].value)
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertGreater(sheet.column_dimensions["D"].width, 25)

    def test_row_of_another_length(self):
        with self.assertRaises(ValueError):
            build([Sheet("Names", [Column("A")], [("x", "y")])])

    def test_empty(self):
        sheet = self._read([Sheet("Names", [Column("A")], [])])["Names"]
        self.assertEqual(sheet.max_row, 1)

    def test_rows_are_taken_one_by_one(self):
        def rows():
            for number in range(3):
                taken.append(number)
                yield (f"Person {number}", number)

        taken = []
        sheets = [Sheet("Names", [Column("A"), Column("B", "integer")], rows())]
        self.assertFalse(taken)
        sheet = self._read(iter(sheets))["Names"]
        self.assertEqual(taken, [0, 1, 2])
        self.assertEqual(sheet.auto_filter.ref, "A1:B4")
        self.assertEqual([cell.value for cell in sheet["B"]][1:], [0, 1, 2])

    def test_more_rows_than_the_format_holds(self):
        # Empty ones cost nothing.
        rows = ((None,) for _row in range(MOST_ROWS))
        with self.assertRaisesRegex(ValueError, "Row 1048576 of “Names”"):
            build([Sheet("Names", [Column("A")], rows)])

    def test_charts(self):
        columns = [Column("Name"), Column("Day", "date"), Column("Share", "number")]
        rows = [("A", date(2030, 1, 2), 1.5), ("A", date(2030, 2, 2), 2.5)]
        sheet = Sheet(
            "Trend’s",
            columns,
            iter(rows),
            lambda: [Chart("Over time", "line", [(0, 1)], 0, 1, 2)],
        )
        [chart] = self._read([sheet])["Trend’s"]._charts
        [series] = chart.series
        self.assertEqual(series.val.numRef.f, "'Trend’s'!$C$2:$C$3")
        self.assertEqual(series.cat.numRef.f, "'Trend’s'!$B$2:$B$3")
        self.assertEqual(series.tx.strRef.f, "'Trend’s'!$A$2")
