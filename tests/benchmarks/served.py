"""What the benchmarks of Odoo share: a database of their own, a server, and the web client."""

import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.extend(
    str(Path(__file__).resolve().parents[2] / folder)
    for folder in ("setup", "tests/journeys", "mentorat_programme/tests")
)

import psutil
import psycopg2
from crashing_server import CrashingServer, copy_database, free_port
from demo_client import Person
from web_client import read_grouping, read_specification

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import config

LIST = 80
KINDS = ("list", "kanban", "form", "search")


@contextmanager
def prepared(database, fill, keep):
    """Have ``database`` with the suite and what ``fill(env)`` creates.

    :param bool keep: use the one that is there, and leave it there
    """
    is_made = keep and exists(database)
    try:
        if not is_made:
            drop(database)
            install(database)
            with environment(database) as env:
                fill(env)
            # As in a database that lives: PostgreSQL has not seen these rows yet.
            execute(database, "ANALYZE")
            is_made = True
        yield
    finally:
        if not (keep and is_made):
            drop(database)


def install(database):
    """Make ``database`` with the suite in it."""
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "odoo",
                "-d",
                database,
                "-i",
                "mentorat_evaluation",
            ),
            *("--stop-after-init", "--no-http", "--log-level", "error"),
        ],
        check=True,
    )


@contextmanager
def environment(database):
    """Give an environment of ``database``, whose changes are kept."""
    config.parse_config(["-d", database, "--no-http", "--log-level", "error"])
    try:
        with Registry(database).cursor() as cr:
            quiet = {
                "tracking_disable": True,
                "mail_create_nolog": True,
                "mail_create_nosubscribe": True,
                "no_reset_password": True,
            }
            yield api.Environment(cr, SUPERUSER_ID, quiet)
    finally:
        # Whoever stays connected keeps it from being copied or dropped.
        close_db(database)


@contextmanager
def served(database, *options):
    """Serve a copy of ``database``, and give the server."""
    with tempfile.TemporaryDirectory() as folder:
        copy_database(f"{database}_served", database)
        server = CrashingServer(f"{database}_served", Path(folder), *options)
        try:
            server.start()
            yield server
        finally:
            # Its crons may be at work on mails that nobody waits for.
            parent = psutil.Process(server.process.pid)
            for process in (parent, *parent.children()):
                process.kill()
            server.close()
            drop(server.database)


def worker_options(count):
    """Return the options of a server with so many workers and Odoo's own limits."""
    return "--workers", str(count), "--gevent-port", str(free_port())


def log_in(server, login, password):
    return Person(server.url, server.database, login, password)


def create_user(env, login, *groups):
    return env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def execute(database, statement, *parameters):
    """Return the rows of ``statement``, if it has any; each statement is committed."""
    with closing(psycopg2.connect(dbname=database)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def exists(database):
    name = "SELECT 1 FROM pg_database WHERE datname = %s"
    return bool(execute("postgres", name, database))


def drop(database):
    execute("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


class Client:
    """What the web client asks for somebody who works with one model."""

    def __init__(self, person, action, **context):
        self.person, self.context = person, context
        found = person.post("/web/action/load", {"action_id": action})
        self.model = found["res_model"]
        self.kinds = [[view, kind] for view, kind in found["views"] if kind in KINDS]
        self.views = self.get_views()

    def get_views(self):
        options = {"toolbar": True, "load_filters": True}
        return self.call("get_views", [*self.kinds, [False, "search"]], options=options)

    def call(self, method, *args, **kwargs):
        return self.person.call(
            self.model, method, *args, context=self.context, **kwargs
        )

    def specify(self, kind):
        return read_specification(self.views, kind, self.model)

    def open_form(self, record_id):
        self.get_views()
        self.read_form(record_id)

    def read_form(self, record_id):
        [record] = self.call(
            "web_read", [record_id], specification=self.specify("form")
        )
        return record

    def read_list(self, domain=()):
        found = self.call(
            "web_search_read",
            domain=list(domain),
            specification=self.specify("list"),
            limit=LIST,
            count_limit=10001,
        )
        assert len(found["records"]) == LIST
        return found

    def read_kanban(self, domain=(), group_by=None):
        return self.call(
            "web_read_group",
            domain=list(domain),
            groupby=[group_by or read_grouping(self.views, "kanban")],
            aggregates=[],
            auto_unfold=True,
            unfold_read_specification=self.specify("kanban"),
            unfold_read_default_limit=LIST,
        )
