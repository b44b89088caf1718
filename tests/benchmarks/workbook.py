"""The writer of workbooks beside xlsxwriter alone, which writes the same cells.

    setup/odoo.sh --python tests/benchmarks/workbook.py                100,000 rows of eight cells
    setup/odoo.sh --python tests/benchmarks/workbook.py --rows 10000   fewer

Each is a process of its own, in turns, so that the memory of one is not that of the other. xlsxwriter
alone is in constant-memory mode and knows of each cell what it is.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

KINDS = (
    "text",
    "text",
    "text",
    "date",
    "datetime",
    "number",
    "integer",
    "text",
)
DAY, MOMENT = date(2030, 1, 1), datetime(2030, 1, 1, 9)
# What the project wants of itself.
MOST_RATIO = 1.5
MOST_MEGABYTES = 300


def rows(count):
    """Give ``count`` rows, one after the other; one cell in eight is empty now and then."""
    for number in range(count):
        yield (
            f"Mentor {number % 9973}",
            f"=Mentee {number}",
            "Active" if number % 3 else "Closed",
            DAY + timedelta(days=number % 365),
            MOMENT + timedelta(minutes=number),
            number / 7,
            number % 12,
            None if number % 5 == 0 else "Sales",
        )


def write_ours(count, output):
    from core import workbook

    columns = [workbook.Column(f"Column {kind}", kind) for kind in KINDS]
    workbook.write([workbook.Sheet("Rows", columns, rows(count))], output)


def write_alone(count, output):
    import xlsxwriter

    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    sheet = book.add_worksheet("Rows")
    formats = {
        "text": book.add_format(),
        "integer": book.add_format({"num_format": "0"}),
        "number": book.add_format({"num_format": "0.0"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    writers = {
        "text": sheet.write_string,
        "integer": sheet.write_number,
        "number": sheet.write_number,
        "date": sheet.write_datetime,
        "datetime": sheet.write_datetime,
    }
    for place, kind in enumerate(KINDS):
        sheet.write_string(0, place, f"Column {kind}")
    for number, row in enumerate(rows(count), 1):
        for place, kind in enumerate(KINDS):
            if row[place] is not None:
                writers[kind](number, place, row[place], formats[kind])
    book.close()


WRITERS = {"ours": write_ours, "xlsxwriter alone": write_alone}


def measure(name, count):
    """Print what writing cost this process: seconds, megabytes, size of the file."""
    with TemporaryFile() as output:
        started = time.perf_counter()
        WRITERS[name](count, output)
        seconds = time.perf_counter() - started
        size = os.fstat(output.fileno()).st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "size": size / 1e6}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=WRITERS, help="measure one, in this process")
    options = parser.parse_args()
    if options.only:
        return measure(options.only, options.rows)
    results = {name: [] for name in WRITERS}
    for _round in range(options.repeat):
        for name, found in results.items():
            command = [sys.executable, __file__, "--only", name]
            output = subprocess.check_output(
                [*command, "--rows", str(options.rows)], text=True
            )
            found.append(json.loads(output))
    print(f"{options.rows} rows of {len(KINDS)} cells, median of {options.repeat}\n")
    print("| written by | seconds | peak memory | size |")
    print("|---|--:|--:|--:|")
    medians = {}
    for name, found in results.items():
        medians[name] = statistics.median(one["seconds"] for one in found)
        peak = max(one["peak"] for one in found)
        size = found[0]["size"]
        print(f"| {name} | {medians[name]:.2f} | {peak:.0f} MB | {size:.1f} MB |")
    ratio = medians["ours"] / medians["xlsxwriter alone"]
    peak = max(one["peak"] for one in results["ours"])
    print(f"\nRatio {ratio:.2f}, at most {MOST_RATIO} is wanted.")
    return ratio > MOST_RATIO or peak > MOST_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
