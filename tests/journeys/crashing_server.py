"""An Odoo server of a test's own, on a copy of the demo database, that may be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from email import policy
from email.parser import BytesParser
from pathlib import Path

import psycopg2
from demo_client import Person
from psycopg2 import sql

ROOT = Path(__file__).parents[2]
START_TIMEOUT = 90  # seconds
TIMEOUT = 150  # seconds
BUSY = (
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' "
    "AND datname = current_database() AND pid <> pg_backend_pid()"
)


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def copy_database(database, source):
    with closing(psycopg2.connect(dbname="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            names = sql.Identifier(database), sql.Identifier(source)
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(names[0]))
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def copy_pristine(name):
    """Make a copy of the demo database before anybody used it, and return what it is called."""
    source = os.environ["MENTORAT_PRISTINE"]
    database = source.replace("pristine", name)
    copy_database(database, source)
    return database


class CrashingServer:
    """Odoo and a mail server that writes what it receives to ``mailbox``."""

    def __init__(self, database, folder, *options):
        self.database, self.mailbox = database, folder / "mail"
        self.options = options or ("--max-cron-threads", "1")
        self.port, self.mail_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.sink = subprocess.Popen(
            [
                sys.executable,
                ROOT / "setup/mailbox.py",
                str(self.mail_port),
                self.mailbox,
            ]
        )
        self.process = None

    def start(self):
        command = [
            *(sys.executable, Path(__file__).with_name("odoo_bin.py")),
            *("-d", self.database),
            *("--db-filter", f"^{self.database}$", "--http-port", str(self.port)),
            *("--smtp", "127.0.0.1", "--smtp-port", str(self.mail_port)),
            *self.options,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/web/health", timeout=5)
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                # Crons that were cut off start again now, not a minute later.
                self.wake()
                return
        raise TimeoutError("the server does not answer")

    def wake(self):
        """Wake the scheduler as a transaction of Odoo's does."""
        with closing(psycopg2.connect(dbname="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("NOTIFY cron_trigger, %s", (self.database,))

    def kill(self):
        """End the server as a crash of the machine would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def crash(self):
        """Kill the server, wait until the database has noticed, and start it again."""
        self.kill()
        self.wait_until(lambda: not self.query(BUSY)[0][0], "the database is at work")
        self.start()

    def log_in(self, login):
        password = os.environ["MENTORAT_ADMIN_PASSWORD"]
        return Person(self.url, self.database, login, password)

    # DATABASE

    def query(self, statement, *values):
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    def execute(self, statement, *values):
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values or None)

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

    # WAITING

    def wait_until(self, check, problem, pause=0.2):
        """Wake the scheduler until ``check()`` is true, and return what it gives.

        :raises TimeoutError: with ``problem``, when it takes too long
        """
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            found = check()
            if found:
                return found
            self.wake()
            time.sleep(pause)
        raise TimeoutError(problem)

    def wait_for_statement(self, words):
        """Wait until the server executes a statement that holds these words."""
        statement = f"{BUSY} AND query LIKE %s"
        self.wait_until(
            lambda: self.query(statement, f"%{words}%")[0][0],
            f"{words} was not executed",
            0.05,
        )

    def wait_for_mails(self, read, number):
        """Wait until ``read()``, of the mails received, has ``number`` people; return it."""

        def check():
            found = read()
            return found if len(found) >= number else None

        return self.wait_until(check, f"fewer than {number} people were written to")

    def read_mails(self):
        """Give ``(address, message)`` of each mail received."""
        for path in self.mailbox.glob("*.eml"):
            message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            for address in message["To"].addresses[:1]:
                yield address.addr_spec, message

    def close(self):
        for process in (self.process, self.sink):
            if process and process.poll() is None:
                process.terminate()
                process.wait(timeout=30)
