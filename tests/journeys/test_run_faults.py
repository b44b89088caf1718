"""A matching run whose server is killed, or that two people publish at once: all or nothing."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import demo_story as story
import pytest
import requests
from crashing_server import CrashingServer
from demo_client import DemoError
from matching_people import MENTORS, TIMEOUT, Matching

# Longer than a living worker is ever silent.
SILENCE = "1 hour"


class FaultyMatching(Matching):
    """The same, on a server that may be killed."""

    def __init__(self, server):
        self.server = server
        super().__init__(server.url, server.database, server.wake)
        admin = self.log_in(story.ADMINISTRATOR)
        [engineer] = admin.read("res.users", [("login", "=", story.ENGINEER)], ["id"])
        admin.call("res.users", "write", [engineer["id"]], {"password": self.password})

    def apply(self, login, run_id):
        """Publish a run; return what the person was told, None when all went well."""
        try:
            self.log_in(login).call("mentorat.matching.run", "action_apply", [run_id])
        except DemoError as error:
            return str(error)
        return None

    def apply_unheard(self, login, run_id):
        """Publish a run whose server is killed meanwhile: the connection is cut."""
        with suppress(requests.ConnectionError):
            self.apply(login, run_id)

    def count_published(self, run_id):
        """Return (proposals published, mails in the outbox, how many of them differ)."""
        [counts] = self.query(
            "SELECT (SELECT count(*) FROM mentorat_matching_proposal "
            f"WHERE run_id = {run_id} AND published), count(*), "
            "count(DISTINCT (event, partner_id)) FROM mentorat_outbox WHERE event IN "
            "(SELECT 'mentorat.matching.proposal,' || id || ',published' "
            f"FROM mentorat_matching_proposal WHERE run_id = {run_id})"
        )
        return counts

    def withdraw(self, run_id):
        """Take back what was published, so that the next test finds everybody free."""
        self.execute(
            "UPDATE mentorat_matching_proposal SET is_withdrawn = TRUE, is_open = FALSE,"
            " state = 'withdrawn', published = FALSE WHERE run_id = %s",
            run_id,
        )

    @contextmanager
    def slow(self, event, table):
        """Make each row of ``table`` take its time at ``event``, to be killed meanwhile."""
        self.execute(
            "CREATE OR REPLACE FUNCTION slowly() RETURNS trigger AS "
            "$$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        self.execute(
            f"CREATE TRIGGER slowly BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION slowly()"
        )
        try:
            yield
        finally:
            self.execute(f"DROP TRIGGER slowly ON {table}")

    def wait_for_statement(self, words):
        """Wait until the server executes a statement that holds these words."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            found = self.query(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' "
                "AND datname = current_database() AND pid <> pg_backend_pid() "
                f"AND query LIKE '%{words}%'"
            )
            if found[0][0]:
                return
            self.wake()
            time.sleep(0.05)
        raise TimeoutError(f"{words} was not executed")

    def crash(self):
        """Kill the server, wait until the database has noticed, and start it again."""
        self.server.kill()
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            [(busy,)] = self.query(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' "
                "AND datname = current_database() AND pid <> pg_backend_pid()"
            )
            if not busy:
                break
            time.sleep(0.2)
        self.server.start()


@pytest.fixture(scope="module")
def matching(tmp_path_factory):
    source = os.environ["MENTORAT_PRISTINE"]
    server = CrashingServer(
        source.replace("pristine", "faults"), source, tmp_path_factory.mktemp("faults")
    )
    server.start()
    yield FaultyMatching(server)
    server.close()


def test_killed_while_it_waits_or_starts(matching):
    run_id = matching.launch()
    matching.crash()
    matching.execute(
        f"UPDATE mentorat_matching_run SET heartbeat = heartbeat - interval '{SILENCE}' "
        "WHERE id = %s",
        run_id,
    )
    matching.wait(run_id, "done")


def test_killed_while_it_keeps_its_result(matching):
    with matching.slow("INSERT", "mentorat_matching_proposal"):
        run_id = matching.launch()
        matching.wait_for_statement('INSERT INTO "mentorat_matching_proposal"')
        matching.crash()
    # Nothing is kept, and the run says that somebody works on it until that is too long ago.
    assert matching.wait(run_id, "running", "done") == "running"
    matching.execute(
        f"UPDATE mentorat_matching_run SET heartbeat = heartbeat - interval '{SILENCE}' "
        "WHERE id = %s",
        run_id,
    )
    matching.wait(run_id, "done")
    [(attempts, optimal)] = matching.query(
        f"SELECT attempts, is_optimal FROM mentorat_matching_run WHERE id = {run_id}"
    )
    assert (attempts, optimal) == (2, True)


def test_killed_while_it_is_published(matching):
    run_id = matching.compute()
    with matching.slow("UPDATE", "mentorat_matching_proposal"):
        person = threading.Thread(
            target=matching.apply_unheard, args=(story.ENGINEER, run_id)
        )
        person.start()
        matching.wait_for_statement('UPDATE "mentorat_matching_proposal"')
        matching.crash()
        person.join()
    assert matching.wait(run_id, "done", "applied") == "done"
    assert matching.count_published(run_id)[:2] == (0, 0)
    assert matching.apply(story.ENGINEER, run_id) is None
    published, mails, different = matching.count_published(run_id)
    assert published == MENTORS
    assert mails == different
    matching.withdraw(run_id)


def test_two_people_publish_at_once(matching):
    run_id = matching.compute()
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                matching.apply,
                (story.ENGINEER, story.ADMINISTRATOR),
                (run_id, run_id),
            )
        )
    told = [answer for answer in answers if answer]
    assert len(told) == 1, answers
    assert "was published by" in told[0]
    published, mails, different = matching.count_published(run_id)
    assert published == MENTORS
    assert mails == different
    matching.withdraw(run_id)


def test_two_runs_are_published_at_once(matching):
    runs = [matching.compute(), matching.compute()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(matching.apply, (story.ENGINEER, story.ADMINISTRATOR), runs)
        )
    told = [answer for answer in answers if answer]
    assert len(told) == 1, answers
    assert "Nothing was published" in told[0]
    counts = [matching.count_published(run_id)[0] for run_id in runs]
    assert sorted(counts) == [0, MENTORS]
    for run_id in runs:
        matching.withdraw(run_id)


def test_two_people_change_a_run_at_once(matching):
    run_id = matching.compute()
    engineer = matching.log_in(story.ENGINEER)
    proposals = engineer.read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id)],
        ["mentor_id", "mentee_id"],
    )
    mentees = [proposal["mentee_id"][0] for proposal in proposals]
    mentors = [proposal["mentor_id"][0] for proposal in proposals]

    def move(number):
        login = (story.ENGINEER, story.ADMINISTRATOR)[number % 2]
        matching.log_in(login).call(
            "mentorat.matching.run",
            "action_move",
            [run_id],
            mentees[number],
            mentors[number - 1],
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(move, range(4)))
    [(pairs, mentors_busy, changes)] = matching.query(
        "SELECT count(*), count(DISTINCT mentor_id), "
        f"(SELECT count(*) FROM mentorat_matching_change WHERE run_id = {run_id}) "
        f"FROM mentorat_matching_proposal WHERE run_id = {run_id}"
    )
    # One place each: nobody has two mentees, whatever came first.
    assert (pairs, mentors_busy, changes) == (MENTORS, MENTORS, 4)
    for _change in range(4):
        engineer.call("mentorat.matching.run", "action_undo", [run_id])
    after = engineer.read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id)],
        ["mentor_id", "mentee_id"],
    )
    assert {(p["mentor_id"][0], p["mentee_id"][0]) for p in after} == set(
        zip(mentors, mentees, strict=True)
    )
