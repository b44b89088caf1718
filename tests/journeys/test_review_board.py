"""The engineer goes through a run on its board, and takes everything back."""

import os

import demo_story as story
import pytest
from demo_browser import PHONE
from matching_people import MENTEES, MENTORS, PROGRAMME, Matching

BOARD = ".o_mentorat_review_bar"
LINE = ".o_mentorat_line"
CARD = ".o_kanban_record:not(.o_mentorat_line):not(.o_kanban_ghost)"


@pytest.fixture(scope="module")
def matching(url, person):
    # Who opens the page has a password.
    person(story.ENGINEER)
    return Matching(url, os.environ["MENTORAT_DB"])


@pytest.fixture(scope="module")
def run_id(matching):
    return matching.compute()


def open_board(browser, run_id, **size):
    page = browser.open(story.ENGINEER, f"/odoo/mentoring-runs/{run_id}", **size)
    page.wait_for_selector(".o_form_sheet")
    page.locator("button[name=action_review]:visible").first.click()
    page.wait_for_selector(BOARD)
    # Its lines come after it.
    page.locator(LINE).first.wait_for()
    return page


def total(page):
    """Return (matched, total) that the board shows."""
    figures = page.locator(f"{BOARD} .fs-4").all_inner_texts()
    return int(figures[0].split()[0]), float(figures[1])


def drag(page, card, column):
    start, end = card.bounding_box(), column.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 12)
    page.mouse.down()
    for part in range(1, 9):
        page.mouse.move(
            start["x"] + 30 + (end["x"] + 40 - start["x"] - 30) * part / 8,
            start["y"] + 12 + (end["y"] + 150 - start["y"] - 12) * part / 8,
        )
        page.wait_for_timeout(50)


def test_move_lock_and_undo(browser, run_id):
    page = open_board(browser, run_id)
    assert page.locator(LINE).count() == MENTEES - MENTORS
    before = total(page)
    columns = page.locator(".o_kanban_group")
    drag(page, page.locator(LINE).first, columns.nth(1))
    # What it would change is told before the card is dropped.
    columns.nth(1).locator(".badge").wait_for()
    page.mouse.up()
    page.locator(BOARD, has_text="Changed by hand").wait_for()
    assert total(page)[0] == before[0] == MENTORS
    assert page.locator(LINE).count() == MENTEES - MENTORS
    drag(page, page.locator(CARD).first, columns.first)
    page.mouse.up()
    page.wait_for_function(
        f"document.querySelectorAll('{LINE}').length === {MENTEES - MENTORS + 1}"
    )
    assert total(page)[0] == MENTORS - 1
    undo = page.locator(f"{BOARD} button", has_text="Undo")
    undo.click()
    page.wait_for_function(
        f"document.querySelectorAll('{LINE}').length === {MENTEES - MENTORS}"
    )
    undo.click()
    page.locator(BOARD, has_text="Proven best").wait_for()
    assert total(page) == before
    card = page.locator(CARD).first
    card.hover()
    card.locator(".o_dropdown_kanban").click()
    page.locator(".dropdown-item", has_text="Lock").click()
    page.locator(BOARD, has_text="1 locked").wait_for()


def test_choose_another_mentor_on_a_phone(browser, run_id):
    page = open_board(browser, run_id, size=PHONE)
    page.locator(LINE).first.click()
    choice = page.locator(".o_mentorat_alternatives button:not([disabled])").first
    choice.click()
    page.locator(BOARD, has_text="Changed by hand").wait_for()
    page.locator(f"{BOARD} button", has_text="Undo").click()
    page.locator(BOARD, has_text="Proven best").wait_for()


def test_runs_side_by_side(browser, matching):
    matching.compute()
    page = browser.open(story.ENGINEER, "/odoo/mentoring-runs")
    rows = page.locator(".o_data_row", has_text=PROGRAMME)
    rows.nth(1).wait_for()
    for place in range(2):
        rows.nth(place).locator(".o_list_record_selector input").check()
    page.locator("button[name=action_compare]").first.click()
    table = page.locator(".o_mentorat_comparison")
    table.locator("tr", has_text="Mentees matched").wait_for()
    assert table.locator("thead th").count() == 3
