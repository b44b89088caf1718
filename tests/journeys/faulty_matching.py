"""A programme to match whose server may be killed, and rows that take their time meanwhile."""

import time
from contextlib import contextmanager, suppress

import demo_story as story
import requests
from demo_client import DemoError
from matching_people import TIMEOUT, Matching

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
