"""A campaign whose server is killed while it sends: nobody lost, one mail too many at most."""

import re
import time
from collections import defaultdict

import demo_story as story
import pytest
import requests
from crashing_server import CrashingServer, copy_pristine
from lxml import html

PROGRAMME = "mentorat_programme.programme_crossing"
SURVEY = "mentorat_evaluation.survey_how_it_goes"
KILL_AT = (3, 9)
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
    for address, message in server.read_mails():
        body = message.get_body(("html",))
        link = body and LINK.search(body.get_content())
        if link:
            found[address].append(link[1])
    return found


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
    def read():
        return read_links(server)

    admin = server.log_in(story.ADMINISTRATOR)
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
        server.wait_for_mails(read, number)
        server.kill()
        server.start()
    server.wait_for_mails(read, people)
    # What is left to send is sent: nothing more is under way.
    time.sleep(2)
    links = read()
    assert len(links) == people
    assert sum(map(len, links.values())) <= people + len(KILL_AT)
    # Who received two mails has one link.
    assert all(len(set(paths)) == 1 for paths in links.values())
    assert len({path for paths in links.values() for path in paths}) == people
    lines = server.query(
        "SELECT count(*), count(DISTINCT partner_id), min(state), max(state)"
        " FROM mentorat_outbox WHERE event LIKE 'mentorat.evaluation.invitation,%'"
        " AND res_id IN (SELECT id FROM mentorat_evaluation_invitation"
        f" WHERE evaluation_id = {evaluation_id})"
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
