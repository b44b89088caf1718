"""The health of thousands of pairs: the daily cron, and the board of those who follow them.

    setup/odoo.sh --python tests/benchmarks/health.py                  the tables
    setup/odoo.sh --python tests/benchmarks/health.py --pairs 500      fewer pairs
    setup/odoo.sh --python tests/benchmarks/health.py --keep           keep the database

Makes a database with pairs that have met, cancelled, paused, grown silent, and whose people are away or leave. The
cron's method is run as the server runs it, batch by batch, in one process: on a day on which every pair changes, with
alerts and nudges, and on the next, on which none does. Then a copy is served, and the web client's calls for the board
are asked in turns with those for Odoo's own employees, of whom there are as many.
"""

import argparse
import resource
import secrets
import sys
import time
from datetime import date, datetime, timedelta
from unittest.mock import patch

from programme import compare
from served import Client, create_user, environment, log_in, prepared, served

from odoo.fields import Command

DATABASE = "mentorat_health"
LOGINS = ("referent", "officer")
# The referents' board beside as long a list of Odoo's own.
MOST_RATIO = 2
BOARD = "mentorat_programme.mentorat_pair_action_board"


class Company:
    """As many pairs as half of the employees, in two programmes, at work for half a year."""

    def __init__(self, env):
        self.env = env

    def fill(self, number):
        self.referent = create_user(
            self.env, "referent", "mentorat_programme.group_referent"
        )
        self.officer = create_user(self.env, "officer", "hr.group_hr_user")
        people = self.create_people(2 * number)
        for index in range(2):
            own = people[index * number : (index + 1) * number]
            self.create_pairs(self.create_programme(f"Programme {index}"), own)

    def create_people(self, number):
        employees = self.env["hr.employee"].with_user(self.officer)
        departments = self.env["hr.department"].create(
            [{"name": f"Department {index}"} for index in range(8)]
        )
        people = employees
        while len(people) < number:
            start = len(people)
            people += employees.create(
                [
                    {
                        "name": f"Person {index}",
                        "work_email": f"person{index}@example.com",
                        "department_id": departments[index % 8].id,
                        # Those who were made before lead by twenty-five.
                        "parent_id": people[index // 25].id if start else False,
                    }
                    for index in range(start, min(start + 500, number))
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
        return people.with_env(self.env)

    def create_programme(self, name):
        today = date.today()
        return self.env["mentorat.programme"].create(
            {
                "name": name,
                "state": "running",
                "referent_ids": [Command.set(self.referent.ids)],
                "date_start": today - timedelta(days=180),
                "date_end": today + timedelta(days=180),
                "document_ids": [Command.clear()],
            }
        )

    def create_pairs(self, programme, people):
        half = len(people) // 2
        people = self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": programme.id,
                    "employee_id": person.id,
                    "role": "mentor" if index < half else "mentee",
                    "state": "accepted",
                }
                for index, person in enumerate(people)
            ]
        )
        pairs = self.env["mentorat.pair"].create(
            [
                {
                    "programme_id": programme.id,
                    "mentor_id": mentor.id,
                    "mentee_id": mentee.id,
                    "state": "active",
                    "phase": "progress",
                    "date_start": date.today() - timedelta(days=170),
                }
                for mentor, mentee in zip(people[:half], people[half:], strict=True)
                if mentor.employee_id not in mentee.employee_id._get_superiors()
            ]
        )
        self.create_meetings(pairs)

    def create_meetings(self, pairs):
        """Six meetings each: held, the last ones long ago or cancelled, one to come."""
        now = datetime.now()
        rows = []
        for index, pair in enumerate(pairs):
            last = index % 60
            rows += [
                {
                    "pair_id": pair.id,
                    "date_start": now - timedelta(days=last + 25 * number),
                    "state": "held",
                }
                for number in range(4)
            ]
            rows += [
                {
                    "pair_id": pair.id,
                    "date_start": now + timedelta(days=9 + number),
                    "state": "cancelled" if index % 5 else "planned",
                }
                for number in range(2)
            ]
        self.env["mentorat.meeting"].create(rows)


def run_rounds(database):
    """Run the cron's method until nothing is left, on two days; print what each batch cost."""
    print("| day | pairs | seconds | queries | peak memory |")
    print("|---|--:|--:|--:|--:|", flush=True)
    for day in ("all change", "none changes"):
        with environment(database) as env:
            if day == "all change":
                env.cr.execute(
                    "UPDATE mentorat_pair SET health = 'none', health_findings = NULL,"
                    " health_told = NULL, date_nudged = NULL"
                )
            env.cr.execute(
                "DELETE FROM ir_config_parameter"
                " WHERE key = 'mentorat_programme.health_position'"
            )
            env.cr.commit()
            run_round(env, day)


def run_round(env, day):
    left, totals = True, [0, 0.0, 0]
    while left:
        env.invalidate_all()
        with patch.object(type(env["ir.cron"]), "_commit_progress") as progress:
            begun, before = time.perf_counter(), env.cr.sql_log_count
            env["mentorat.pair"]._cron_refresh_health()
            env.cr.commit()
            seconds = time.perf_counter() - begun
            queries = env.cr.sql_log_count - before
        (count,), left = progress.call_args.args, progress.call_args.kwargs["remaining"]
        if count:
            tell(f"{day}, a batch", count, seconds, queries)
        totals = [
            total + found
            for total, found in zip(totals, (count, seconds, queries), strict=True)
        ]
    tell(f"{day}, in all", *totals)


def tell(what, count, seconds, queries):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {what} | {count} | {seconds:.2f} | {queries} | {memory:.0f} MB |",
        flush=True,
    )


def list_pages(server, password):
    """Return what the web client asks for the board, each beside Odoo's own employees."""
    people = {login: log_in(server, login, password) for login in LOGINS}
    board = Client(people["referent"], BOARD)
    employees = Client(people["officer"], "hr.open_view_employee_list_my")
    at_work = [("state", "in", ("active", "closing"))]
    listed = ("employees, 80 rows", employees.read_list)
    columns = (
        "employees by department",
        lambda: employees.read_kanban(group_by="department_id"),
    )
    pivot = {
        "domain": at_work,
        "groupby": ["programme_id", "phase", "health"],
        "aggregates": ["__count"],
    }
    return [
        ("board in a list", lambda: board.read_list(at_work), *listed),
        (
            "those at risk in a list",
            lambda: board.read_list([*at_work, ("health", "=", "risk")]),
            *listed,
        ),
        ("board by health", lambda: board.read_kanban(at_work), *columns),
        (
            "board by phase",
            lambda: board.read_kanban(at_work, group_by="phase"),
            *columns,
        ),
        (
            "board as a pivot",
            lambda: board.call("formatted_read_group", **pivot),
            *listed,
        ),
    ]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    options = parser.parse_args()
    password = secrets.token_urlsafe()
    with prepared(DATABASE, lambda env: Company(env).fill(options.pairs), options.keep):
        run_rounds(DATABASE)
        with environment(DATABASE) as env:
            logins = env["res.users"].search([("login", "in", LOGINS)])
            logins.write({"password": password})
        print()
        with served(DATABASE) as server:
            ratios = compare(list_pages(server, password), options.rounds)
        if max(ratios) > MOST_RATIO:
            sys.exit(f"More than {MOST_RATIO} times as long as Odoo's own")


if __name__ == "__main__":
    main()
