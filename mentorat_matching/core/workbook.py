"""XLSX files from rows that come one after the other, by the ``xlsxwriter`` library.

Rows go to temporary files as they come (``constant_memory``), so that a large workbook takes
no more memory than a small one. No text of a row or a header ever becomes a formula or a
link, whatever it starts with.
"""

from tempfile import TemporaryFile
from typing import NamedTuple

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "text": {},
    "integer": {"num_format": "0"},
    "number": {"num_format": "0.0"},
    "date": {"num_format": "yyyy-mm-dd"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm"},
}
# Rows of the format.
MOST_ROWS = 1_048_576
CHART_SIZE = {"width": 760, "height": 380}
# Of a chart, in rows of the sheet.
CHART_ROWS = 20


class Column(NamedTuple):
    """``kind`` is a key of ``FORMATS``; ``width`` is in characters."""

    title: str
    kind: str = "text"
    width: int = 16


class Chart(NamedTuple):
    """A chart of cells of its sheet, drawn by whoever opens the workbook.

    ``kind`` is ``"line"`` or ``"column"``; ``series`` are ``(first row, last row)``, counted
    from 0 below the header; ``label``, ``category`` and ``value`` are numbers of columns: of
    the name of a series (in its first row, ``None`` for the header of its values), of what
    goes along it, and of its height. A title that begins with "=" would be a formula.
    """

    title: str
    kind: str
    series: list
    label: int | None
    category: int
    value: int


class Sheet(NamedTuple):
    """``rows`` is any iterable of tuples, one value a column; ``None`` leaves a cell empty.

    A str is written as text in whatever column it stands. ``charts`` is called once the rows
    are written, and returns ``Chart``s, shown beside them.
    """

    title: str
    columns: list
    rows: object
    charts: object = tuple


def tabulate(title, columns, records, charts=tuple):
    """Return a ``Sheet`` with a row for each of ``records``, made when it is written.

    :param columns: list of (``Column``, function from a record to the value of its cell)
    """
    return Sheet(
        title,
        [column for column, __ in columns],
        (tuple(tell(record) for __, tell in columns) for record in records),
        charts,
    )


def build(sheets):
    """Return an open file at its start, which goes when it is closed: see ``write``."""
    output = TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    write(sheets, output)
    output.seek(0)
    return output


def write(sheets, output):
    """Write a workbook: one tab for each of ``sheets``, header frozen, with filters.

    :param sheets: any iterable of ``Sheet``
    :param output: binary file that can be written
    :raises ValueError: for a row that is longer or shorter than its sheet has columns, and
        for more rows than the format holds
    """
    workbook = xlsxwriter.Workbook(
        output,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
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
        count = _write_rows(worksheet, sheet, formats)
        worksheet.autofilter(0, 0, count, len(sheet.columns) - 1)
        for place, chart in enumerate(sheet.charts()):
            worksheet.insert_chart(
                1 + place * CHART_ROWS,
                len(sheet.columns) + 1,
                _draw(workbook, sheet, chart),
            )
    workbook.close()


def _write_rows(worksheet, sheet, formats):
    """Write the rows below the header; return how many there were."""
    write_string, write_number = worksheet.write_string, worksheet.write_number
    text = formats["text"]
    writers = [
        worksheet.write_datetime if column.kind.startswith("date") else write_number
        for column in sheet.columns
    ]
    styles = [formats[column.kind] for column in sheet.columns]
    places, width, number = range(len(styles)), len(styles), 0
    for number, row in enumerate(sheet.rows, 1):
        if len(row) != width or number >= MOST_ROWS:
            raise ValueError(f"Row {number} of “{sheet.title}” does not fit.")
        for place, value in zip(places, row, strict=True):
            if value is None:
                continue
            if isinstance(value, str):
                write_string(number, place, value, text)
            else:
                writers[place](number, place, value, styles[place])
    return number


def _draw(workbook, sheet, chart):
    """Return a chart of ``xlsxwriter`` on the cells of ``sheet``."""
    drawn = workbook.add_chart({"type": chart.kind})
    for first, last in chart.series:
        # Below the header.
        first, last = first + 1, last + 1
        name = (0, chart.value) if chart.label is None else (first, chart.label)
        drawn.add_series(
            {
                "name": [sheet.title, *name],
                "categories": [
                    sheet.title,
                    first,
                    chart.category,
                    last,
                    chart.category,
                ],
                "values": [sheet.title, first, chart.value, last, chart.value],
                "marker": {"type": "automatic"},
            }
        )
    drawn.set_title({"name": chart.title, "overlay": False})
    drawn.set_size(CHART_SIZE)
    return drawn
