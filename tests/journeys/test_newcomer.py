"""One newcomer, from the application on a phone to the first note in a pair."""

import time

import demo_story as story
from demo_browser import PHONE

NEWCOMER = "randall.lewis74@example.com"
MANAGER = "demo"
SECRET = "My first sealed thought"


def get_participation(person, programme_id):
    [participation] = person(story.ENGINEER).read(
        "mentorat.participation",
        [("programme_id", "=", programme_id), ("employee_name", "=", "Randall Lewis")],
        ["state", "user_id"],
    )
    return participation


def test_newcomer_finds_a_mentor(browser, person, programme_id):
    apply_on_the_phone(browser, programme_id)
    participation = get_participation(person, programme_id)
    assert participation["state"] == "submitted"

    approve_in_the_back_end(browser)
    participation = get_participation(person, programme_id)
    assert participation["state"] == "approved"

    accept_as_engineer(browser, participation["id"])
    participation = get_participation(person, programme_id)
    assert participation["state"] == "accepted"

    match_and_publish(browser, person, programme_id)
    [proposal] = person(story.ENGINEER).read(
        "mentorat.matching.proposal",
        [("mentee_id", "=", participation["id"]), ("published", "=", True)],
        ["mentor_user_id", "score"],
    )
    assert proposal["score"] > 0

    [mentor] = person(story.ADMINISTRATOR).read(
        "res.users", [("id", "=", proposal["mentor_user_id"][0])], ["login"]
    )
    for login in (NEWCOMER, mentor["login"]):
        accept_proposal_on_the_phone(browser, login, proposal["id"])
    [pair] = person(story.ENGINEER).read(
        "mentorat.pair", [("mentee_id", "=", participation["id"])], ["state"]
    )
    assert pair["state"] == "accepted"

    start_as_referent(browser, pair["id"])
    write_a_note_on_the_phone(browser, pair["id"])


def apply_on_the_phone(browser, programme_id):
    page = browser.open(NEWCOMER, "/my/mentoring", PHONE)
    page.click(f"a[href$='/programme/{programme_id}/apply/mentee']")
    page.fill("textarea[name=motivation]", "I would like to look further than my desk.")
    page.select_option("select[name=skill_0]", label="Leadership")
    group = page.locator("select[name=skill_0] option:checked").evaluate(
        "option => option.parentElement.label"
    )
    level = page.locator(
        f"select[name=level_0] optgroup[label='{group}'] option", has_text="Advanced"
    )
    page.select_option("select[name=level_0]", value=level.get_attribute("value"))
    page.click("button[name=send]")
    page.wait_for_url("**done=sent**")
    assert "Your application is sent" in page.inner_text("main")


def approve_in_the_back_end(browser):
    page = browser.open(MANAGER, "/odoo/mentoring-requests")
    page.click(".o_data_row:has-text('Randall Lewis')")
    page.click("button[name=action_approve]")
    page.wait_for_selector(".o_arrow_button_current:has-text('Approved')")
    # What the person wrote is not the manager's.
    assert "further than my desk" not in page.content()


def accept_as_engineer(browser, participation_id):
    page = browser.open(
        story.ENGINEER, f"/odoo/mentoring-participations/{participation_id}"
    )
    page.click("button[name=action_accept]")
    page.wait_for_selector(".o_arrow_button_current:has-text('Accepted')")


def match_and_publish(browser, person, programme_id):
    page = browser.open(story.ENGINEER, f"/odoo/mentoring-programmes/{programme_id}")
    page.click("button[name=action_match]")
    page.wait_for_selector(".o_form_sheet h1:has-text('Run')")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        [run] = person(story.ENGINEER).read(
            "mentorat.matching.run",
            [("programme_id", "=", programme_id)],
            ["state"],
            order="id desc",
            limit=1,
        )
        if run["state"] not in ("queued", "running"):
            break
        time.sleep(0.5)
    assert run["state"] == "done"
    page.reload()
    page.click("button[name=action_apply]")
    # Publishing writes to people: it is confirmed first.
    confirmation = page.locator(".modal-footer .btn-primary")
    confirmation.click()
    page.wait_for_selector(".o_arrow_button_current:has-text('Published')")


def accept_proposal_on_the_phone(browser, login, proposal_id):
    page = browser.open(login, "/my/mentoring", PHONE)
    page.click(f"a[href*='/my/mentoring/proposal/{proposal_id}'] >> nth=0")
    page.click("form[action$='/yes'] button")
    page.wait_for_load_state()
    assert "Thank you" in page.inner_text("main")


def start_as_referent(browser, pair_id):
    page = browser.open(story.REFERENT, f"/odoo/mentoring-pairs/{pair_id}")
    page.click("button[name=action_activate]:visible")
    page.wait_for_selector(".o_arrow_button_current:has-text('Active')")


def write_a_note_on_the_phone(browser, pair_id):
    page = browser.open(NEWCOMER, f"/my/mentoring/pair/{pair_id}/note", PHONE)
    page.fill("textarea[name=body]", SECRET)
    page.click("form:has(textarea[name=body]) button[type=submit]")
    page.wait_for_url("**done=saved**")
    assert SECRET in page.inner_text("main")
