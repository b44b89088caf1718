"""The files that the demo job left are opened again and compared with Odoo."""

import email
import os
from email import policy
from pathlib import Path

import demo_story as story
import openpyxl
import pytest
import vobject
from pypdf import PdfReader


@pytest.fixture
def pairs(person, programme_id):
    """The pairs of the demo job: those with a meeting held."""
    return person(story.ENGINEER).read(
        "mentorat.pair",
        [("programme_id", "=", programme_id), ("meeting_ids.state", "=", "held")],
        ["mentor_name", "mentee_name", "matching_score"],
    )


@pytest.fixture
def indicators(person, programme_id):
    return person(story.ENGINEER).read(
        "mentorat.indicator.value",
        [("programme_id", "=", programme_id)],
        ["indicator_id", "display_value", "value", "people", "shown"],
    )


def read_sheet(book, name):
    """Return the rows of a sheet below its title as dicts."""
    rows = [row for row in book[name].iter_rows(values_only=True) if any(row)]
    header = next(i for i, row in enumerate(rows) if len([c for c in row if c]) > 1)
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def test_workbook_holds_pairs_and_indicators(out, pairs, indicators):
    book = openpyxl.load_workbook(out / "programme.xlsx")
    found = {(row["Mentor"], row["Mentee"]) for row in read_sheet(book, "Pairs")}
    assert len(pairs) >= 5
    assert found >= {(p["mentor_name"], p["mentee_name"]) for p in pairs}
    cells = {
        cell for row in book["Indicators"].iter_rows(values_only=True) for cell in row
    }
    assert {value["indicator_id"][1] for value in indicators} <= cells
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]


def test_summary_holds_pairs_and_indicators(out, pairs, indicators):
    reader = PdfReader(out / "programme.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for pair in pairs:
        assert pair["mentor_name"] in text
        assert pair["mentee_name"] in text
    shown = [value for value in indicators if value["shown"]]
    assert shown
    for value in shown:
        assert value["indicator_id"][1] in text
        assert value["display_value"] in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert f"1 / {len(reader.pages)}" in text


def test_mails_invite_and_tell_nothing():
    # Only who they are for, and a neutral invitation.
    invitations = 0
    names = ("Anita", "Oliver")
    for path in Path(os.environ["MENTORAT_MAILBOX"]).glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        recipients = message["to"].addresses
        assert len(recipients) == 1
        body = message.get_body(("html",)).get_content()
        assert story.NOTE not in body and story.GOAL not in body
        if recipients[0].addr_spec != "anita.oliver32@example.com":
            assert not any(name in body for name in names), path
        for part in message.iter_attachments():
            if part.get_filename() == "meeting.ics":
                event = vobject.readOne(part.get_content()).vevent
                assert event.summary.value == "Mentoring meeting"
                assert len(event.contents["attendee"]) == 2
                invitations += 1
    assert invitations >= 2
