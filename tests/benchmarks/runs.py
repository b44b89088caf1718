"""A matching run from the button to the stored proposals, in Odoo's workers, beside the engine alone.

    setup/odoo.sh --python tests/benchmarks/runs.py                                  the tables
    setup/odoo.sh --python tests/benchmarks/runs.py --mentees 500 --mentors 250      a smaller company
    setup/odoo.sh --python tests/benchmarks/runs.py --tight                          fewer places than mentees
    setup/odoo.sh --python tests/benchmarks/runs.py --keep                           keep the database

Makes a database with a company all of which takes part in one programme, and serves a copy of it by two workers with
Odoo's default limits. The engineer launches two runs, looks at what they found and publishes one, each over HTTP. The
engine alone solves, proves and finds the alternatives of the same problem, in one process.
"""

import argparse
import re
import secrets
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

import numpy as np
import psutil
from company import People
from engine import alternatives, assign, certify
from matching_company import PROGRAMME, MatchingCompany
from served import Client, environment, log_in, prepared, served, worker_options

RUN = "mentorat.matching.run"
PROPOSAL = "mentorat.matching.proposal"
TIMEOUT = 600  # seconds
ROUNDS = 3
ALTERNATIVES = 3  # of each mentee, as a run keeps them
# What the project wants of itself.
MOST_RATIO = 4
MOST_SECONDS = 20
MOST_MEGABYTES = 1024
STAGES = re.compile(
    r" (\d+) INFO .* Matching run \d+: read in ([\d.]+) s, solved in ([\d.]+) s, kept in ([\d.]+) s, (\d+) queries"
)
REQUEST = re.compile(r'werkzeug: .*" \d+ - (\d+) [\d.]+ [\d.]+$', re.MULTILINE)
TROUBLE = re.compile(
    r"^.*(?:timeout|limit\b.*reached|CPU time limit|MemoryError|killed|Traceback).*$",
    re.MULTILINE | re.IGNORECASE,
)


class Workers:
    """The processes of a server: who they are, and the most memory that each has had."""

    def __init__(self, server):
        self.parent = psutil.Process(server.process.pid)
        self.peaks = {}
        self.sample()

    def sample(self):
        for worker in self.parent.children():
            try:
                status = Path(f"/proc/{worker.pid}/status").read_text()
            except OSError:
                continue
            # What has just ended has none.
            for peak in re.findall(r"VmHWM:\s+(\d+)", status):
                self.peaks[worker.pid] = int(peak) / 1024

    def lost(self):
        """Return how many have ended."""
        return len(set(self.peaks) - {worker.pid for worker in self.parent.children()})


class Watch:
    """Times requests, and reads from the server's log how many queries they took."""

    def __init__(self, server):
        self.server, self.rows = server, []

    def request(self, what, call):
        before = len(self.read_log())
        begun = time.perf_counter()
        answer = call()
        seconds = time.perf_counter() - begun
        queries = sum(map(int, REQUEST.findall(self.read_log()[before:])))
        self.rows.append((what, seconds, queries))
        return answer

    def read_log(self):
        return self.server.log.read_text(errors="replace")


def match(server, engineer, workers, programme_id, **options):
    """Launch a run and wait for its proposals: its id, and the seconds until they are stored."""
    [run_id] = engineer.call(RUN, "create", [{"programme_id": programme_id, **options}])
    begun = time.perf_counter()
    engineer.call(RUN, "action_launch", [run_id])
    state = "queued"
    while state in ("queued", "running"):
        if time.perf_counter() - begun > TIMEOUT:
            sys.exit("The run does not end")
        time.sleep(0.1)
        workers.sample()
        statement = f"SELECT state, message, is_optimal FROM mentorat_matching_run WHERE id = {run_id}"
        [(state, message, is_proven)] = server.query(statement)
    seconds = time.perf_counter() - begun
    if (state, is_proven) != ("done", True):
        sys.exit(f"The run is {state}, not proven to be the best: {message}")
    return run_id, seconds


def look(watch, engineer, run_id, other_id):
    """Do what the engineer does with a run, up to its publication."""

    def call(model, method, *args, **kwargs):
        return lambda: engineer.call(model, method, *args, **kwargs)

    own = [("run_id", "=", run_id)]
    runs = Client(engineer, "mentorat_matching.mentorat_matching_run_action")
    review = Client(
        engineer,
        "mentorat_matching.mentorat_matching_review_action",
        review_run_id=run_id,
    )
    watch.request("run, opened", lambda: runs.open_form(run_id))
    watch.request("board: its proposals in a list", lambda: review.read_list(own))
    watch.request(
        "board: in columns", lambda: review.read_kanban(own, group_by="mentor_id")
    )
    watch.request("board: its figures", call(RUN, "get_review", [run_id]))
    [first, *others] = engineer.read(PROPOSAL, own, ["mentee_id", "mentor_id"], limit=6)
    mentee, mentors = first["mentee_id"][0], [line["mentor_id"][0] for line in others]
    watch.request(
        "board: what moves would do",
        call(RUN, "get_move_effects", [run_id], mentee, mentors),
    )
    heat = ["mentee_department_id", "mentor_department_id"]
    watch.request(
        "heat map", call(PROPOSAL, "formatted_read_group", own, heat, ["score:avg"])
    )
    watch.request(
        "fairness and quality",
        call(RUN, "web_read", [run_id], specification={"quality_report": {}}),
    )
    compared = engineer.call(RUN, "action_compare", [run_id, other_id])
    watch.request(
        "comparison of two runs",
        call(
            compared["res_model"],
            "web_read",
            [compared["res_id"]],
            specification={"table": {}},
        ),
    )
    watch.request(
        "workbook", lambda: engineer.download(f"/mentorat/run/{run_id}/export.xlsx")
    )
    watch.request("publishing", call(RUN, "action_apply", [run_id]))


def run_engine(problem):
    """Return the seconds that the engine takes, each time: solving, proving, alternatives."""
    size = len(problem.mentees)
    times = []
    for _round in range(ROUNDS):
        # Another one, that has computed no scores yet.
        problem = replace(problem)
        begun = time.perf_counter()
        given = problem.score_rows(), size, problem.capacities()
        found = assign(*given)
        proof = certify(*given, found)
        alternatives(given[0], np.arange(size), found, ALTERNATIVES)
        times.append(time.perf_counter() - begun)
        assert found.optimal and proof.valid
    return times


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def tell(figures):
    row("what", "measured", "at most")
    row("---", "--:", "--:")
    for line in figures:
        row(*line)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mentees", type=int, default=5000)
    parser.add_argument("--mentors", type=int, default=2500)
    parser.add_argument("--tight", action="store_true")
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    options = parser.parse_args()
    people = People(options.mentees, options.mentors, options.tight)
    database = f"mentorat_matching_{options.mentees}_{options.mentors}"
    database += "_tight" * options.tight
    password = secrets.token_urlsafe()
    with prepared(
        database, lambda env: MatchingCompany(env, people).fill(), options.keep
    ):
        with environment(database) as env:
            env["res.users"].search([("login", "=", "engineer")]).password = password
            programme = env["mentorat.programme"].search([("name", "=", PROGRAMME)])
            problem = env["mentorat.matching.reader"]._read_problem(
                programme, programme.criterion_ids._get_weightings()
            )
            programme_id = programme.id
        with served(database, *worker_options(2)) as server:
            measure(server, password, programme_id, problem)


def measure(server, password, programme_id, problem):
    engineer = log_in(server, "engineer", password)
    workers, watch = Workers(server), Watch(server)
    # In turns, so that whatever else the machine does slows both down.
    alone = run_engine(problem)
    other_id, _seconds = match(server, engineer, workers, programme_id, goal="score")
    alone += run_engine(problem)
    run_id, seconds = match(server, engineer, workers, programme_id)
    alone = statistics.median(alone + run_engine(problem))
    pid, *stages, queries = STAGES.findall(watch.read_log())[-1]
    cron = workers.peaks[int(pid)]
    look(watch, engineer, run_id, other_id)
    workers.sample()
    read, solve, keep = (f"{float(stage) / seconds:.0%}" for stage in stages)
    slowest = max(spent for _what, spent, _queries in watch.rows)
    tell(
        [
            ("engine alone", f"{alone:.1f} s", ""),
            ("from the button to the proposals", f"{seconds:.1f} s", ""),
            ("the same, beside the engine", f"{seconds / alone:.2f}", MOST_RATIO),
            ("reading, solving with proof, storing", f"{read}, {solve}, {keep}", ""),
            ("queries", queries, ""),
            ("memory of the worker", f"{cron:.0f} MB", f"{MOST_MEGABYTES} MB"),
            ("memory of any", f"{max(workers.peaks.values()):.0f} MB", ""),
            ("workers lost", workers.lost(), 0),
            ("slowest request", f"{slowest:.1f} s", f"{MOST_SECONDS} s"),
        ]
    )
    print()
    row("request", "seconds", "queries")
    row("---", "--:", "--:")
    for what, spent, count in watch.rows:
        row(what, f"{spent:.1f}", count)
    trouble = TROUBLE.findall(watch.read_log())
    if trouble:
        sys.exit("\n".join(["\nThe log of the server tells of trouble:", *trouble]))


if __name__ == "__main__":
    main()
