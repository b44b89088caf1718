"""The workbook of a large programme as the cron makes it, beside xlsxwriter alone.

    setup/odoo.sh --python tests/benchmarks/export.py                100,000 rows
    setup/odoo.sh --python tests/benchmarks/export.py --pairs 700    fewer
    setup/odoo.sh --python tests/benchmarks/export.py --keep         keep the database

Makes a database with two programmes, one nine times as large as the other: people, pairs, meetings,
and ten years of figures. Odoo's scheduler makes the workbook of each, in a process of its own. The
large one is opened again, its rows are counted, and xlsxwriter alone writes its cells, in its
constant-memory mode and in a process of its own. Memory is what a process takes at most beyond
what it has when it begins: Odoo, or the cells that are in memory already.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import indicators
from served import create_user, environment, prepared

DATABASE = "mentorat_export_benchmark"
NAMES = ("Small", "Large")
# Of ten years.
MONTHS = 120
# What the project wants of itself.
MOST_MEGABYTES = 300
# For each thousand rows; the programme and its figures are read in any case.
MOST_QUERIES_PER_BATCH = 15
# The sheets that grow, and what each row is of.
SHEETS = {
    "Participations": ("mentorat.participation", []),
    "Pairs": ("mentorat.pair", []),
    "Meetings": ("mentorat.meeting", []),
    "Trends": ("mentorat.indicator.value", [("shown", "=", True)]),
}


def fill(env, pairs):
    """Create the large programme, and move a tenth of its pairs to the small one."""
    indicators.fill(env, pairs)
    large = env["mentorat.programme"].search([("name", "=", "Large")])
    large.engineer_ids = create_user(env, "writer", "mentorat_programme.group_engineer")
    small = large.copy({"name": "Small", "engineer_ids": large.engineer_ids.ids})
    env.flush_all()
    env.cr.execute(
        """
        UPDATE mentorat_participation SET programme_id = %(small)s
          FROM mentorat_pair pair
         WHERE pair.id %% 10 = 0 AND pair.programme_id = %(large)s
           AND mentorat_participation.id IN (pair.mentor_id, pair.mentee_id);
        UPDATE mentorat_meeting SET programme_id = %(small)s
         WHERE pair_id %% 10 = 0 AND programme_id = %(large)s;
        UPDATE mentorat_pair SET programme_id = %(small)s
         WHERE id %% 10 = 0 AND programme_id = %(large)s;
        INSERT INTO mentorat_indicator_value
            (indicator_id, programme_id, role, date, threshold, shown, value, people,
             low, high)
        SELECT indicator.id, %(large)s, role, %(today)s::date - 30 * month, 5,
               month %% 7 > 0, CASE WHEN month %% 7 > 0 THEN month %% 100 END,
               CASE WHEN month %% 7 > 0 THEN 40 ELSE 3 END,
               CASE WHEN month %% 7 > 0 THEN month %% 90 END,
               CASE WHEN month %% 7 > 0 THEN month %% 90 + 20 END
          FROM mentorat_indicator indicator
         CROSS JOIN unnest(ARRAY[NULL, 'mentor', 'mentee']) role
         CROSS JOIN generate_series(1, %(months)s) month;
        """,
        {
            "large": large.id,
            "small": small.id,
            "today": date.today(),
            "months": MONTHS,
        },
    )
    env.invalidate_all()


@contextmanager
def measured(result):
    """Note in ``result`` the seconds, and the megabytes at most beyond those at the start."""
    # The peak of memory begins again here.
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = read_memory("VmRSS"), time.perf_counter()
    yield
    result["seconds"] = time.perf_counter() - begun
    result["megabytes"] = read_memory("VmHWM") - before
    result["peak"] = read_memory("VmHWM")


def read_memory(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024


def run_cron(name, path):
    """Have the scheduler make the workbook of a programme, and write it to ``path``."""
    import odoo.sql_db

    with environment(DATABASE) as env:
        programme = env["mentorat.programme"].search([("name", "=", name)])
        own = programme.with_user(programme.engineer_ids)
        own.env["mentorat.export"]._queue(own)
        env.cr.commit()
        result = {"rows": programme._count_export_rows()}
        result["sheets"] = {
            title: env[model].search_count(
                [*domain, ("programme_id", "=", programme.id)]
            )
            for title, (model, domain) in SHEETS.items()
        }
        cron = env.ref("mentorat_evaluation.ir_cron_export")
        before = odoo.sql_db.sql_counter
        with measured(result):
            cron.method_direct_trigger()
        result["queries"] = odoo.sql_db.sql_counter - before
        env.cr.commit()
        env.invalidate_all()
        export = env["mentorat.export"].search([], limit=1)
        assert export.state == "done", export.message
        path.write_bytes(b64decode(export.workbook))
    print(json.dumps(result))


def write_alone(path):
    """Write the cells of the workbook at ``path`` once more, by xlsxwriter alone."""
    import openpyxl
    import xlsxwriter

    book = openpyxl.load_workbook(path, read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    result = {"sheets": {title: len(sheets[title]) - 1 for title in SHEETS}}
    with tempfile.TemporaryFile() as output, measured(result):
        workbook = xlsxwriter.Workbook(output, {"constant_memory": True})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        text, number = workbook.add_format(), workbook.add_format({"num_format": "0.0"})
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(line, place, value, text)
                    elif isinstance(value, datetime):
                        sheet.write_datetime(line, place, value, moment)
                    elif value is not None:
                        sheet.write_number(line, place, value, number)
        workbook.close()
    print(json.dumps(result))


def run(*arguments):
    """Return what a process of its own, this file with ``arguments``, tells."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return json.loads(subprocess.check_output(command, text=True).splitlines()[-1])


def compare(repeat, folder):
    """Measure in turns and print the table; return what is not as it should be."""
    found = {name: [] for name in (*NAMES, "alone")}
    for _round in range(repeat):
        for name in NAMES:
            path = folder / f"{name}.xlsx"
            found[name].append(run("--cron", name, "--path", path))
        found["alone"].append(run("--alone", "--path", path))
    print("| written by | rows | seconds | queries | memory | peak of the process |")
    print("|---|--:|--:|--:|--:|--:|")
    seconds = {}
    for name, results in found.items():
        seconds[name] = statistics.median(result["seconds"] for result in results)
        memory = max(result["megabytes"] for result in results)
        peak = max(result["peak"] for result in results)
        one = results[-1]
        print(
            f"| {name if name == 'alone' else 'the cron'} "
            f"| {one.get('rows') or sum(one['sheets'].values()):,} "
            f"| {seconds[name]:.1f} | {one.get('queries', '')} | {memory:.0f} MB "
            f"| {peak:.0f} MB |"
        )
    print(f"\nRatio of the large one: {seconds['Large'] / seconds['alone']:.1f}")
    small, large = found["Small"][-1], found["Large"][-1]
    batches = (large["rows"] - small["rows"]) / 1000
    per_batch = (large["queries"] - small["queries"]) / batches
    print(f"Queries for each thousand rows more: {per_batch:.1f}")
    memory = max(result["megabytes"] for result in found["Large"])
    return [
        text
        for text, is_wrong in (
            ("rows are missing", large["sheets"] != found["alone"][-1]["sheets"]),
            ("memory", memory > MOST_MEGABYTES),
            ("queries", per_batch > MOST_QUERIES_PER_BATCH),
        )
        if is_wrong
    ]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=7200)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    parser.add_argument("--cron", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cron:
        return run_cron(options.cron, options.path)
    if options.alone:
        return write_alone(options.path)
    with (
        prepared(DATABASE, lambda env: fill(env, options.pairs), options.keep),
        tempfile.TemporaryDirectory() as folder,
    ):
        wrong = compare(options.repeat, Path(folder))
    return f"Not as it should be: {', '.join(wrong)}" if wrong else None


if __name__ == "__main__":
    sys.exit(main())
