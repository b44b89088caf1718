"""Matching runs as jobs of OCA's ``queue_job``, between two Odoo processes."""

import os
import subprocess
import sys
from configparser import ConfigParser

import pytest
from crashing_server import CrashingServer, copy_pristine
from faulty_matching import FaultyMatching


class QueueServer(CrashingServer):
    """One of several processes on a database, that computes jobs and runs no cron."""

    def wake(self):
        """Tell whoever shares the jobs out to look at them, as a new job does."""
        self.query(
            "SELECT pg_notify('queue_job', uuid) FROM queue_job "
            "WHERE state NOT IN ('done', 'failed')"
        )


class QueuedMatching(FaultyMatching):
    """Matching of a programme by two servers, the first of which serves its people."""

    def get_worker(self):
        """Return the number of the process that executes a statement on proposals now."""
        [(name,)] = self.query(
            "SELECT application_name FROM pg_stat_activity WHERE state = 'active' "
            "AND datname = current_database() "
            "AND query LIKE 'INSERT INTO \"mentorat_matching_proposal\"%'"
        )
        return int(name.rpartition("-")[2])

    def get_jobs(self):
        """Return the states of all jobs, oldest first."""
        return [row[0] for row in self.query("SELECT state FROM queue_job ORDER BY id")]


@pytest.fixture(scope="module")
def options():
    """Options of Odoo with the queue beside the suite."""
    parser = ConfigParser()
    parser.read(os.environ["ODOO_RC"])
    ours = parser["options"]["addons_path"]
    return [
        *("--addons-path", f"{ours},{os.environ['MENTORAT_OCA']}/odoo/addons"),
        *("--load", "base,web,queue_job", "--max-cron-threads", "0"),
    ]


@pytest.fixture(scope="module")
def servers(options, tmp_path_factory):
    database = copy_pristine("queue")
    with pytest.MonkeyPatch.context() as patch:
        # A library that the queue asks for stands beside it.
        patch.setenv("PYTHONPATH", os.environ["MENTORAT_OCA"])
        install = ["-d", database, "-i", "queue_job", "--stop-after-init", "--no-http"]
        subprocess.run(
            [sys.executable, "-m", "odoo", *options, *install],
            check=True,
            capture_output=True,
        )
        servers = [
            QueueServer(database, tmp_path_factory.mktemp("queue"), *options)
            for _number in range(2)
        ]
        for server in servers:
            server.start()
        yield servers
        for server in servers:
            server.close()


@pytest.fixture(scope="module")
def matching(servers):
    return QueuedMatching(servers[0])


def test_a_job_computes_a_run(matching):
    run_id = matching.launch()
    matching.wait(run_id, "done")
    [(optimal, attempts)] = matching.query(
        f"SELECT is_optimal, attempts FROM mentorat_matching_run WHERE id = {run_id}"
    )
    assert (optimal, attempts) == (True, 1)
    assert matching.get_jobs() == ["done"]


def test_the_other_process_takes_over(matching, servers):
    with matching.slow("INSERT", "mentorat_matching_proposal"):
        run_id = matching.launch()
        matching.wait_for_statement('INSERT INTO "mentorat_matching_proposal"')
        worker = matching.get_worker()
        [killed] = [server for server in servers if server.process.pid == worker]
        killed.kill()
    matching.wait(run_id, "done")
    [(attempts,)] = matching.query(
        f"SELECT attempts FROM mentorat_matching_run WHERE id = {run_id}"
    )
    assert attempts == 2
    assert matching.get_jobs() == ["done", "done"]
