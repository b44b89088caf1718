"""A campaign whose server is killed while it sends: nobody lost, one mail too many at most."""

import os
import re
import time
from collections import defaultdict
from email import policy
from email.parser import BytesParser

import demo_story as story
import pytest
import requests
from crashing_server import CrashingServer, copy_pristine
from demo_client import Person
from lxml import html

PROGRAMME = "mentorat_programme.programme_crossing"
SURVEY = "mentorat_evaluation.survey_how_it_goes"
KILL_AT = (3, 9)
TIMEOUT = 150  # seconds
LINK = re.compile(r"https?://[^\s\"<>]+(/mentoring/answer/\d+/[0-9a-f]+)")


@pytest.fixture
def server(tmp_path):
    server = CrashingServer(copy_pristine("campaign"), tmp_path)
    server.start()
    yield server
    server.close()


def read_links(server):
    """Return ``{address: [path of the link, of each mail received]}``."""
    found = defaultdict(list)
    for path in server.mailbox.glob("*.eml"):
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        body = message.get_body(("html",))
        link = body and LINK.search(body.get_content())
        if link:
            found[message["To"].addresses[0].addr_spec].append(link[1])
    return found


def wait_for(server, number):
    """Wait until as many people were written to, and return what they received."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        links = read_links(server)
        if len(links) >= number:
            return links
        server.wake()
        time.sleep(0.2)
    raise TimeoutError(f"{len(links)} of {number} people were written to")


def answer(session, address):
    """Open a link and answer all scales with 7; return the text of what comes back."""
    page = session.get(address)
    forms = html.fromstring(page.text).xpath("//form[.//input[@name='csrf_token']]")
    if page.status_code != 200 or not forms:
        return page.text
    fields = {
        field.get("name"): "7" for field in forms[-1].xpath(".//input[@value='7']")
    }
    [token] = forms[-1].xpath(".//input[@name='csrf_token']/@value")
    return session.post(address, data={**fields, "csrf_token": token}).text


def test_nobody_is_lost(server):
    password = os.environ["MENTORAT_ADMIN_PASSWORD"]
    admin = Person(server.url, server.database, story.ADMINISTRATOR, password)
    [evaluation_id] = admin.call(
        "mentorat.evaluation",
        "create",
        [
            {
                "name": "Cut off",
                "programme_id": admin.reference(PROGRAMME),
                "survey_id": admin.reference(SURVEY),
            }
        ],
    )
    admin.call("mentorat.evaluation", "action_open", [evaluation_id])
    [(people,)] = server.query(
        "SELECT count(*) FROM mentorat_evaluation_invitation"
        f" WHERE evaluation_id = {evaluation_id} AND user_id IS NOT NULL"
    )
    assert people > max(KILL_AT)
    for number in KILL_AT:
        wait_for(server, number)
        server.kill()
        server.start()
    wait_for(server, people)
    # What is left to send is sent: nothing more is under way.
    time.sleep(2)
    links = read_links(server)
    assert len(links) == people
    assert sum(map(len, links.values())) <= people + len(KILL_AT)
    # Who received two mails has one link.
    assert all(len(set(paths)) == 1 for paths in links.values())
    assert len({path for paths in links.values() for path in paths}) == people
    lines = server.query(
        "SELECT count(*), count(DISTINCT partner_id), min(state), max(state)"
        " FROM mentorat_outbox WHERE event LIKE 'mentorat.evaluation.invitation,%'"
    )
    assert lines == [(people, people, "sent", "sent")]

    # The link is of use once, and by nobody else's hand.
    path = next(iter(links.values()))[0]
    session = requests.Session()
    assert "Thank you!" in answer(session, server.url + path)
    assert "no longer opens anything" in answer(session, server.url + path)
    assert "no longer opens anything" in answer(
        session, server.url + path[:-4] + "0000"
    )
    kept = server.query(
        "SELECT count(*), count(DISTINCT question_id) FROM mentorat_answer"
        f" WHERE evaluation_id = {evaluation_id}"
    )
    assert kept[0][0] == kept[0][1] > 0
