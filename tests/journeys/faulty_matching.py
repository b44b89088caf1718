"""A programme to match whose server may be killed."""

from contextlib import suppress

import demo_story as story
import requests
from demo_client import DemoError
from matching_people import Matching

# Longer than a living worker is ever silent.
SILENCE = "1 hour"


class FaultyMatching(Matching):
    """The same, on a server that may be killed."""

    def __init__(self, server):
        self.slow, self.crash = server.slow, server.crash
        self.wait_for_statement = server.wait_for_statement
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
