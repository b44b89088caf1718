"""Totals for sponsors whose server is killed at each step: nobody is lost, or told twice."""

from collections import Counter

import demo_story as story
import pytest
from crashing_server import CrashingServer, copy_pristine

SPONSORS = 12
# Of which each has so many sponsors.
SUBSCRIPTIONS = 2
PEOPLE = SPONSORS * SUBSCRIPTIONS
DOMAIN = "sponsors.example.com"
DUE = """
    UPDATE mentorat_report_subscription
       SET date_next = CURRENT_DATE - 2 WHERE state = 'active';
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - INTERVAL '1 minute'
     WHERE id = (SELECT res_id FROM ir_model_data
                  WHERE module = 'mentorat_evaluation' AND name = 'ir_cron_report')
"""


@pytest.fixture
def server(tmp_path):
    server = CrashingServer(copy_pristine("report"), tmp_path)
    server.start()
    # What the demo has left to send is no part of this.
    server.wait_until(
        lambda: (
            not server.query("SELECT 1 FROM mentorat_outbox WHERE state = 'pending'")
        ),
        "the demo is not written to",
    )
    yield server
    server.close()


def subscribe(server):
    """Let the sponsors have the totals of a programme, due two days ago."""
    admin = server.log_in(story.ADMINISTRATOR)
    for number in range(SUBSCRIPTIONS):
        partners = admin.call(
            "res.partner",
            "create",
            [
                {"name": f"Sponsor {i}", "email": f"s{number}-{i}@{DOMAIN}"}
                for i in range(SPONSORS)
            ],
        )
        values = {
            "programme_id": admin.reference(story.PROGRAMME),
            "partner_ids": [(6, 0, partners)],
            "outside_confirmed": True,
            "frequency": "month",
        }
        created = admin.call("mentorat.report.subscription", "create", [values])
        admin.call("mentorat.report.subscription", "action_start", created)
    server.execute(DUE)


def count(server):
    """Return ``(sendings, lines of the outbox, subscriptions that are due)``."""
    [counts] = server.query(
        "SELECT (SELECT count(*) FROM mentorat_report_sending),"
        " (SELECT count(*) FROM mentorat_outbox"
        "   WHERE event LIKE 'mentorat.report.sending,%'),"
        " (SELECT count(*) FROM mentorat_report_subscription"
        "   WHERE state = 'active' AND date_next < CURRENT_DATE)"
    )
    return counts


def test_nobody_is_lost(server):
    def read():
        return Counter(
            address
            for address, __ in server.read_mails()
            if address.endswith(f"@{DOMAIN}")
        )

    # While the rows of the first subscription are written: none of them is kept.
    with server.slow("INSERT", "mentorat_report_sending"):
        subscribe(server)
        server.wait_for_statement('INSERT INTO "mentorat_report_sending"')
        server.kill()
    assert count(server) == (0, 0, SUBSCRIPTIONS)
    # While lines of the outbox become mails: all of a batch, or none.
    with server.slow("INSERT", "mail_mail"):
        server.start()
        server.wait_until(
            lambda: count(server) == (PEOPLE, PEOPLE, 0), "the totals are not kept"
        )
        server.wait_for_statement('INSERT INTO "mail_mail"')
        server.kill()
    assert count(server) == (PEOPLE, PEOPLE, 0)
    assert server.query(
        "SELECT DISTINCT state FROM mentorat_outbox"
        " WHERE event LIKE 'mentorat.report.sending,%'"
    ) == [("pending",)]
    assert not read()
    # While the mails leave.
    server.start()
    server.wait_for_mails(read, PEOPLE // 3)
    server.kill()
    server.start()
    server.wait_for_mails(read, PEOPLE)
    # Nothing more is under way.
    server.wait_until(
        lambda: not server.query("SELECT 1 FROM mail_mail WHERE state = 'outgoing'"),
        "mails are left",
    )
    received = read()
    assert len(received) == PEOPLE
    # The mail that was being handed over, at most.
    assert sum(received.values()) <= PEOPLE + 1
    assert count(server) == (PEOPLE, PEOPLE, 0)
    assert server.query(
        "SELECT count(DISTINCT partner_id), count(DISTINCT period), min(state), max(state)"
        " FROM mentorat_report_sending JOIN mentorat_outbox USING (partner_id)"
        " WHERE event = 'mentorat.report.sending,' || mentorat_report_sending.id || ',sent'"
    ) == [(PEOPLE, 1, "sent", "sent")]
