"""A served demo database and a real browser; ``setup/test.sh`` starts the first.

Read from the environment: ``MENTORAT_URL``, ``MENTORAT_DB``, ``MENTORAT_ADMIN_PASSWORD``,
``MENTORAT_OUT`` (files of the demo job), ``MENTORAT_MAILBOX``, ``MENTORAT_PRISTINE`` (the demo
database before anybody used it), ``MENTORAT_OCA`` (OCA's queue of jobs) and ``CHROMIUM``.
"""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2] / "setup"))

import demo_story as story
from demo_browser import DESKTOP, launch, log_in, new_page
from demo_client import Person

# What Chromium reports when the machine has no network or the demo no picture.
FOREIGN = ("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION")


class Browser:
    """Pages of people who are logged in, with what went wrong on them."""

    def __init__(self, chromium, url, password):
        self.chromium, self.url, self.password = chromium, url, password
        self.problems = []

    def open(self, login, path, size=DESKTOP):
        """Return a page of ``login`` at ``path``."""
        page = new_page(self.chromium, self.url, size)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note_console)
        log_in(page, login, self.password)
        page.goto(path)
        return page

    def _note_console(self, message):
        if message.type == "error" and not any(f in message.text for f in FOREIGN):
            self.problems.append(f"{message.text} at {message.location.get('url')}")


@pytest.fixture(scope="session")
def url():
    return os.environ["MENTORAT_URL"]


@pytest.fixture(scope="session")
def out():
    return Path(os.environ["MENTORAT_OUT"])


@pytest.fixture(scope="session")
def person(url):
    """Return a function from a login to a ``Person`` who calls Odoo over HTTP."""
    people = {}

    def get(login):
        if login not in people:
            people[login] = Person(
                url,
                os.environ["MENTORAT_DB"],
                login,
                os.environ["MENTORAT_ADMIN_PASSWORD"],
            )
        return people[login]

    admin = get(story.ADMINISTRATOR)
    users = admin.read("res.users", [("id", "!=", admin.uid)], ["login"])
    admin.call(
        "res.users",
        "write",
        [user["id"] for user in users],
        {"password": os.environ["MENTORAT_ADMIN_PASSWORD"]},
    )
    return get


@pytest.fixture(scope="session")
def programme_id(person):
    return person(story.ADMINISTRATOR).reference(story.PROGRAMME)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium, url, person):
    """The browser; a test in which a page reports an error fails."""
    browser = Browser(chromium, url, os.environ["MENTORAT_ADMIN_PASSWORD"])
    yield browser
    for context in chromium.contexts:
        context.close()
    assert not browser.problems
