"""A mass invitation whose server is killed in the middle: nobody lost, one mail too many at most."""

import os
import time
from collections import Counter
from email import policy
from email.parser import BytesParser

import demo_story as story
import pytest
from crashing_server import CrashingServer, copy_pristine
from demo_client import Person

PEOPLE = 200
KILL_AT = (20, 90)
TIMEOUT = 150  # seconds


@pytest.fixture
def server(tmp_path):
    server = CrashingServer(copy_pristine("crash"), tmp_path)
    server.start()
    yield server
    server.close()


def recipients(server):
    """Return ``{address: number of mails received}`` for those invited by the test."""
    counts = Counter()
    for path in server.mailbox.glob("*.eml"):
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if "@invited.example.com" in message["To"]:
            counts[message["To"].addresses[0].addr_spec] += 1
    return counts


def wait_for(server, number):
    """Wait until mails were received by as many people."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if len(recipients(server)) >= number:
            return
        server.wake()
        time.sleep(0.3)
    raise TimeoutError(f"{len(recipients(server))} of {number} people were written to")


def test_nobody_is_lost(server):
    password = os.environ["MENTORAT_ADMIN_PASSWORD"]
    admin = Person(server.url, server.database, story.ADMINISTRATOR, password)
    programme_id = admin.reference(story.PROGRAMME)
    employees = admin.call(
        "hr.employee",
        "create",
        [
            {"name": f"Invited {i}", "work_email": f"p{i}@invited.example.com"}
            for i in range(PEOPLE)
        ],
    )
    wizard = admin.call(
        "mentorat.invitation.wizard",
        "create",
        [
            {
                "programme_id": programme_id,
                "people_domain": str([("id", "in", employees)]),
            }
        ],
    )
    admin.call("mentorat.invitation.wizard", "action_invite", wizard)
    for number in KILL_AT:
        wait_for(server, number)
        server.kill()
        server.start()
    wait_for(server, PEOPLE)
    # What is left to send is sent: nothing more is under way.
    time.sleep(2)
    received = recipients(server)
    assert len(received) == PEOPLE
    assert max(received.values()) <= 1 + len(KILL_AT)
    assert sum(received.values()) <= PEOPLE + len(KILL_AT)
    states = dict(
        server.query(
            "SELECT i.state, count(*) FROM mentorat_invitation i JOIN hr_employee e "
            "ON e.id = i.employee_id WHERE e.name LIKE 'Invited %' GROUP BY i.state"
        )
    )
    assert states == {"sent": PEOPLE}
    lines = server.query(
        "SELECT count(*), count(DISTINCT partner_id), min(state), max(state) "
        "FROM mentorat_outbox WHERE event LIKE 'mentorat.invitation,%'"
    )
    assert lines == [(PEOPLE, PEOPLE, "sent", "sent")]
