"""What a pair writes is nowhere to be read but on its own pages."""

import os
import subprocess

import demo_story as story

MENTEE = "anita.oliver32@example.com"


def test_dump_holds_no_note():
    dump = subprocess.run(
        ["pg_dump", "--data-only", os.environ["MENTORAT_DB"]],
        check=True,
        capture_output=True,
    ).stdout.decode(errors="replace")
    assert "Passing on our craft" in dump
    texts = (story.NOTE, story.GOAL, story.GOAL_SIGN, *story.AGREEMENT.values())
    for text in (*texts, story.MESSAGE, story.ACTION, story.SUMMARY):
        assert text not in dump


def test_team_sees_that_they_meet_and_no_more(browser, person, programme_id):
    [pair] = person(MENTEE).read(
        "mentorat.pair", [("programme_id", "=", programme_id)], ["id"]
    )
    for login in (story.ADMINISTRATOR, story.ENGINEER, story.REFERENT):
        page = browser.open(login, f"/odoo/mentoring-pairs/{pair['id']}")
        page.wait_for_selector(".o_form_sheet:has-text('belong to the two')")
        assert "Anita Oliver" in page.inner_text(".o_form_sheet")
        for text in (story.NOTE, story.GOAL, story.MESSAGE, story.SUMMARY):
            assert text not in page.content()


def test_page_of_the_pair_is_for_the_two(browser, person, programme_id):
    [pair] = person(MENTEE).read(
        "mentorat.pair", [("programme_id", "=", programme_id)], ["id"]
    )
    page = browser.open(MENTEE, f"/my/mentoring/pair/{pair['id']}")
    assert story.NOTE in page.inner_text("main")
    for login in (story.ENGINEER, story.REFERENT, "eli.lambert22@example.com"):
        stranger = browser.open(login, "/my")
        answers = [
            stranger.request.get(f"/my/mentoring/pair/{number}")
            for number in (pair["id"], 999999)
        ]
        assert [answer.status for answer in answers] == [404, 404]
