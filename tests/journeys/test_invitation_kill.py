"""A mass invitation whose server is killed in the middle: nobody lost, one mail too many at most."""

import time
from collections import Counter

import demo_story as story
import pytest
from crashing_server import CrashingServer, copy_pristine

PEOPLE = 200
KILL_AT = (20, 90)


@pytest.fixture
def server(tmp_path):
    server = CrashingServer(copy_pristine("crash"), tmp_path)
    server.start()
    yield server
    server.close()


def recipients(server):
    """Return ``{address: number of mails received}`` for those invited by the test."""
    return Counter(
        address
        for address, __ in server.read_mails()
        if address.endswith("@invited.example.com")
    )


def test_nobody_is_lost(server):
    def read():
        return recipients(server)

    admin = server.log_in(story.ADMINISTRATOR)
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
        server.wait_for_mails(read, number)
        server.kill()
        server.start()
    server.wait_for_mails(read, PEOPLE)
    # What is left to send is sent: nothing more is under way.
    time.sleep(2)
    received = read()
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
