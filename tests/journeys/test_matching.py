"""From the weights of a programme to a no on a phone: a run, locked, made again, published."""

import os

import demo_story as story
import pytest
from demo_browser import PHONE
from matching_people import MENTORS, Matching

REASON = "We have worked together for years."


@pytest.fixture(scope="module")
def matching(url, person):
    # Who opens the page has a password.
    person(story.ENGINEER)
    return Matching(url, os.environ["MENTORAT_DB"])


def open_run(browser, run_id):
    page = browser.open(story.ENGINEER, f"/odoo/mentoring-runs/{run_id}")
    page.wait_for_selector(".o_form_sheet")
    return page


def get_last_run(matching, *states):
    engineer = matching.log_in(story.ENGINEER)
    [run] = engineer.read(
        "mentorat.matching.run",
        [("programme_id", "=", matching.programme_id)],
        ["id"],
        order="id desc",
        limit=1,
    )
    matching.wait(run["id"], *states)
    return run["id"]


def test_weigh_run_lock_and_publish(browser, matching):
    weigh(browser, matching)
    page = browser.open(
        story.ENGINEER, f"/odoo/mentoring-programmes/{matching.programme_id}"
    )
    page.locator("button[name=action_match]:visible").click()
    page.wait_for_selector(".o_form_sheet h1:has-text('Run')")
    first = get_last_run(matching, "done")
    locked = lock_one(browser, matching, first)

    page = open_run(browser, first)
    page.locator("button[name=action_rerun]:visible").click()
    page.wait_for_selector(".o_form_sheet h1:has-text('Run 2')")
    second = get_last_run(matching, "done")
    assert second != first
    pairs = get_pairs(matching, second)
    assert locked in pairs and len(pairs) == MENTORS
    give_logins(matching, locked)

    page = open_run(browser, second)
    page.locator("button[name=action_apply]:visible").click()
    page.locator(".modal-footer .btn-primary").click()
    page.wait_for_selector(".o_arrow_button_current:has-text('Published')")

    decline_on_the_phone(browser, matching, second, locked)


def weigh(browser, matching):
    """Change the first weight by its slider, and see the shares follow."""
    page = browser.open(
        story.ENGINEER, f"/odoo/mentoring-programmes/{matching.programme_id}"
    )
    page.locator(".o_notebook .nav-link", has_text="Matching").click()
    row = page.locator(".o_field_widget[name=criterion_ids] .o_data_row").first
    share = row.locator("td[name=share]").inner_text()
    row.locator("td[name=weight]").click()
    slider = row.locator("input[type=range]:not([disabled])")
    before = int(slider.input_value())
    slider.focus()
    for _press in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([row, share]) => row.querySelector('td[name=share]').innerText !== share",
        arg=[row.element_handle(), share],
    )
    page.locator(".o_form_button_save").click()
    page.wait_for_selector(
        ".o_form_status_indicator_buttons.invisible", state="attached"
    )
    [criterion] = matching.log_in(story.ENGINEER).read(
        "mentorat.criterion",
        [("programme_id", "=", matching.programme_id)],
        ["weight"],
        limit=1,
    )
    assert criterion["weight"] == before + 10


def lock_one(browser, matching, run_id):
    """Lock the first card of the board; return its (mentor, mentee)."""
    page = open_run(browser, run_id)
    page.locator("button[name=action_review]:visible").first.click()
    card = page.locator(
        ".o_kanban_record:not(.o_mentorat_line):not(.o_kanban_ghost)"
    ).first
    card.hover()
    card.locator(".o_dropdown_kanban").click()
    page.locator(".dropdown-item", has_text="Lock").click()
    page.locator(".o_mentorat_review_bar", has_text="1 locked").wait_for()
    [pair] = get_pairs(matching, run_id, ("locked", "=", True))
    return pair


def get_pairs(matching, run_id, *domain):
    found = matching.log_in(story.ENGINEER).read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id), *domain],
        ["mentor_id", "mentee_id"],
    )
    return [(row["mentor_id"][0], row["mentee_id"][0]) for row in found]


def give_logins(matching, participations):
    """Let two of the generated people log in, as ``mentor@`` and ``mentee@``."""
    admin = matching.log_in(story.ADMINISTRATOR)
    portal = admin.reference("base.group_portal")
    for role, participation in zip(("mentor", "mentee"), participations, strict=True):
        login = f"{role}@phone.example.com"
        [user] = admin.call(
            "res.users",
            "create",
            [
                {
                    "name": f"Phoning {role}",
                    "login": login,
                    "email": login,
                    "password": matching.password,
                    "group_ids": [(6, 0, [portal])],
                }
            ],
            context={"no_reset_password": True},
        )
        [row] = admin.read(
            "mentorat.participation", [("id", "=", participation)], ["employee_id"]
        )
        admin.call("hr.employee", "write", row["employee_id"][0], {"user_id": user})


def decline_on_the_phone(browser, matching, run_id, pair):
    mentee = browser.open("mentee@phone.example.com", "/my/mentoring", PHONE)
    mentee.click("a[href*='/my/mentoring/proposal/'] >> nth=0")
    mentee.wait_for_load_state()
    text = mentee.inner_text("main")
    assert "Phoning mentor" not in text and "Tested mentor" in text
    mentee.click("details:has(form[action$='/no']) summary")
    mentee.fill("textarea[name=reason]", REASON)
    mentee.click("form[action$='/no'] button")
    mentee.wait_for_load_state()
    assert "Nobody is told that it was you" in mentee.inner_text("main")

    [proposal] = matching.log_in(story.ENGINEER).read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id), ("mentee_id", "=", pair[1])],
        ["state", "decline_reason"],
    )
    assert (proposal["state"], proposal["decline_reason"]) == ("declined", REASON)
    # The other reads the same neutral words, and no reason.
    path = f"/my/mentoring/proposal/{proposal['id']}"
    mentor = browser.open("mentor@phone.example.com", path, PHONE)
    text = mentor.inner_text("main")
    assert "no longer open" in text and REASON not in text
