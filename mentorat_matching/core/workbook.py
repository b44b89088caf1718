"""XLSX files from plain rows, by the ``xlsxwriter`` library.

No text of a row or a header ever becomes a formula or a link, whatever it starts with.
"""

from io import BytesIO
from typing import NamedTuple

import xlsxwriter

FORMATS = {
    "text": {},
    "integer": {"num_format": "0"},
    "number": {"num_format": "0.0"},
    "date": {"num_format": "yyyy-mm-dd"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm"},
}


class Column(NamedTuple):
    """``kind`` is a key of ``FORMATS``; ``width`` is in characters."""

    title: str
    kind: str = "text"
    width: int = 16


class Sheet(NamedTuple):
    """``rows`` are tuples, one value a column; ``None`` leaves a cell empty.

    A str is written as text in whatever column it stands.
    """

    title: str
    columns: list
    rows: list


def build(sheets):
    """Return the bytes of a workbook: one tab for each of ``sheets``, header frozen."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    header = workbook.add_format(
        {
            "bold": True,
            "bg_color": "#EEF4F6",
            "bottom": 1,
            "text_wrap": True,
            "valign": "top",
        }
    )
    formats = {
        kind: workbook.add_format({"valign": "top", **options})
        for kind, options in FORMATS.items()
    }
    for sheet in sheets:
        worksheet = workbook.add_worksheet(sheet.title)
        worksheet.freeze_panes(1, 0)
        for index, column in enumerate(sheet.columns):
            worksheet.set_column(index, index, column.width)
            worksheet.write_string(0, index, column.title, header)
        for number, row in enumerate(sheet.rows, 1):
            for index, (column, value) in enumerate(
                zip(sheet.columns, row, strict=True)
            ):
                _write(worksheet, number, index, value, column.kind, formats)
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    workbook.close()
    return buffer.getvalue()


def _write(worksheet, row, column, value, kind, formats):
    if value is None:
        return
    if isinstance(value, str):
        worksheet.write_string(row, column, value, formats["text"])
    elif kind in ("date", "datetime"):
        worksheet.write_datetime(row, column, value, formats[kind])
    else:
        worksheet.write_number(row, column, value, formats[kind])
