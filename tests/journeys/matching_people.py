"""A programme with people to match, for tests that need one of their own."""

import os
import time
from contextlib import closing

import demo_story as story
import psycopg2
from demo_client import Person

PROGRAMME = "A programme of the tests"
MENTORS, MENTEES = 12, 20
TIMEOUT = 120  # seconds


class Matching:
    """Mentors with a place each, more mentees than places, and runs between them.

    Made by remote calls; what needs many people to decide is set in the database.
    """

    def __init__(self, url, database, wake=lambda: None):
        self.url, self.database, self.wake = url, database, wake
        self.password = os.environ["MENTORAT_ADMIN_PASSWORD"]
        admin = self.log_in(story.ADMINISTRATOR)
        [engineer] = admin.read("res.users", [("login", "=", story.ENGINEER)], ["id"])
        self.programme_id = self._create_programme(admin, engineer["id"])
        self._create_people(admin)

    def log_in(self, login):
        return Person(self.url, self.database, login, self.password)

    def _create_programme(self, admin, engineer_id):
        values = {
            "name": PROGRAMME,
            "engineer_ids": [(6, 0, [engineer_id])],
            "date_start": "2030-01-01",
            "date_end": "2030-12-31",
        }
        [programme_id] = admin.call("mentorat.programme", "create", [values])
        self.execute(
            "UPDATE mentorat_programme SET state = 'running' WHERE id = %s",
            programme_id,
        )
        return programme_id

    def _create_people(self, admin):
        roles = ["mentor"] * MENTORS + ["mentee"] * MENTEES
        employees = admin.call(
            "hr.employee",
            "create",
            [{"name": f"Tested {role} {i}"} for i, role in enumerate(roles)],
        )
        admin.call(
            "mentorat.participation",
            "create",
            [
                {
                    "programme_id": self.programme_id,
                    "employee_id": employee,
                    "role": role,
                    "capacity": 1,
                }
                for employee, role in zip(employees, roles, strict=True)
            ],
        )
        self.execute(
            "UPDATE mentorat_participation SET state = 'accepted' "
            "WHERE programme_id = %s",
            self.programme_id,
        )

    def launch(self):
        """Launch a run and return its id."""
        engineer = self.log_in(story.ENGINEER)
        [run_id] = engineer.call(
            "mentorat.matching.run", "create", [{"programme_id": self.programme_id}]
        )
        engineer.call("mentorat.matching.run", "action_launch", [run_id])
        return run_id

    def wait(self, run_id, *states):
        """Wait until a run is in one of ``states``, and return it."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            [(state, proposals)] = self.query(
                "SELECT run.state, count(proposal.id) FROM mentorat_matching_run run "
                "LEFT JOIN mentorat_matching_proposal proposal "
                f"ON proposal.run_id = run.id WHERE run.id = {run_id} GROUP BY run.id"
            )
            # Nobody ever sees a part of the result.
            assert proposals == (MENTORS if state in ("done", "applied") else 0)
            if state in states:
                return state
            self.wake()
            time.sleep(0.2)
        raise TimeoutError(f"the run is {state}")

    def compute(self):
        run_id = self.launch()
        self.wait(run_id, "done")
        return run_id

    def execute(self, statement, *values):
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)

    def query(self, statement):
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
            return cursor.fetchall()
