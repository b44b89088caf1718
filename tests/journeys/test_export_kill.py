"""A large workbook whose server is killed while it is made: one file in the end, and all of it."""

import time
from io import BytesIO

import demo_story as story
import openpyxl
import pytest
from crashing_server import CrashingServer, copy_pristine

PROGRAMME = "mentorat_programme.programme_crossing"
# More than a page waits for.
MEETINGS = 15_000
FILES = (
    "SELECT count(*), min(res_id) FROM ir_attachment"
    " WHERE res_model = 'mentorat.export' AND res_field = 'workbook'"
)


@pytest.fixture
def server(tmp_path):
    server = CrashingServer(copy_pristine("export"), tmp_path)
    server.execute(
        """
        INSERT INTO mentorat_meeting
            (pair_id, programme_id, company_id, date_start, hours, state, phase, version)
        SELECT pair.id, programme_id, company_id, date_start + number * INTERVAL '1 hour',
               1, 'held', phase, 1
          FROM mentorat_pair pair CROSS JOIN generate_series(1, %s) number
         WHERE pair.id = (SELECT min(pair.id) FROM mentorat_pair pair
                            JOIN ir_model_data data ON data.res_id = programme_id
                             AND data.model = 'mentorat.programme'
                           WHERE data.module || '.' || data.name = %s)
        """,
        MEETINGS,
        PROGRAMME,
    )
    server.start()
    yield server
    server.close()


def ask(server):
    """Press the button, twice; return the ids of the programme and of the export."""
    admin = server.log_in(story.ADMINISTRATOR)
    programme_id = admin.reference(PROGRAMME)
    for _press in range(2):
        action = admin.call("mentorat.programme", "action_export_xlsx", [programme_id])
        assert action["res_model"] == "mentorat.export"
    [(export_id,)] = server.query("SELECT id FROM mentorat_export")
    return programme_id, export_id


def read_state(server):
    """Return ``(state, attempts)`` of the one export that there is."""
    [row] = server.query("SELECT state, attempts FROM mentorat_export")
    return row


def test_one_file_in_the_end(server):
    programme_id, export_id = ask(server)
    # While rows are read and written.
    server.wait_until(lambda: read_state(server)[1] == 1, "it did not begin", 0.05)
    time.sleep(0.5)
    server.kill()
    assert read_state(server) == ("queued", 1)
    # While the file is kept.
    with server.slow("INSERT", "ir_attachment"):
        server.start()
        server.wait_for_statement('INSERT INTO "ir_attachment"')
        assert read_state(server) == ("queued", 2)
        server.kill()
    assert server.query(FILES) == [(0, None)]
    server.start()
    server.wait_until(lambda: read_state(server)[0] != "queued", "it was not made")
    assert read_state(server) == ("done", 3)
    assert server.query(FILES) == [(1, export_id)]

    admin = server.log_in(story.ADMINISTRATOR)
    content = admin.download(f"/mentorat/export/{export_id}/workbook.xlsx")
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    for title, table in (
        ("Participations", "mentorat_participation"),
        ("Pairs", "mentorat_pair"),
        ("Meetings", "mentorat_meeting"),
    ):
        [(rows,)] = server.query(
            f"SELECT count(*) FROM {table} WHERE programme_id = %s", programme_id
        )
        assert sum(1 for __ in book[title].iter_rows()) == 1 + rows, title
        assert rows >= (MEETINGS if title == "Meetings" else 1)
