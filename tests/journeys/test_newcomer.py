"""One newcomer, from the application on a phone to the first note in a pair."""

import time

import demo_story as story
from demo_browser import PHONE

NEWCOMER = "randall.lewis74@example.com"
MANAGER = "demo"
SECRET = "My first sealed thought"
PURPOSE = "See further than my own desk"


def get_participation(person, programme_id):
    [participation] = person(story.ENGINEER).read(
        "mentorat.participation",
        [("programme_id", "=", programme_id), ("employee_name", "=", "Randall Lewis")],
        ["state", "user_id", "charter_accepted", "training_done"],
    )
    return participation


def test_newcomer_finds_a_mentor(browser, person, programme_id):
    apply_on_the_phone(browser, programme_id)
    participation = get_participation(person, programme_id)
    assert participation["state"] == "submitted"

    approve_on_the_portal(browser)
    participation = get_participation(person, programme_id)
    assert participation["state"] == "approved"

    accept_as_engineer(browser, participation["id"])
    participation = get_participation(person, programme_id)
    assert participation["state"] == "accepted"

    accept_the_charter_on_the_phone(browser)
    take_the_course(browser, person)
    participation = get_participation(person, programme_id)
    assert participation["charter_accepted"] and participation["training_done"]

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

    complete_the_agreement_on_the_phone(browser, pair["id"])
    sign_on_the_phone(browser, NEWCOMER, pair["id"])
    sign_on_the_phone(browser, mentor["login"], pair["id"])
    sign_as_referent(browser, pair["id"])
    [pair] = person(story.ENGINEER).read(
        "mentorat.pair", [("id", "=", pair["id"])], ["state", "agreement_state"]
    )
    assert (pair["state"], pair["agreement_state"]) == ("active", "signed")
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


def approve_on_the_portal(browser):
    page = browser.open(MANAGER, "/my/mentoring/requests", PHONE)
    # What the person wrote is not the manager's.
    assert "further than my desk" not in page.content()
    page.click("article:has-text('Randall Lewis') form[action$='/approve'] button")
    page.wait_for_url("**done=approved**")
    assert "Approved" in page.inner_text("main")


def accept_as_engineer(browser, participation_id):
    page = browser.open(
        story.ENGINEER, f"/odoo/mentoring-participations/{participation_id}"
    )
    page.click("button[name=action_accept]")
    page.wait_for_selector(".o_arrow_button_current:has-text('Accepted')")


def accept_the_charter_on_the_phone(browser):
    page = browser.open(NEWCOMER, "/my/mentoring", PHONE)
    page.click("#next_step_title:has-text('Accept the charter') >> xpath=../..//a")
    page.check("#conflict_none")
    page.click("form[action$='/accept'] button[type=submit]")
    page.wait_for_url("**done=accepted**")


def take_the_course(browser, person):
    page = browser.open(NEWCOMER, "/my/mentoring")
    page.click("#next_step_title:has-text('Follow your course') >> xpath=../..//a")
    page.wait_for_load_state()
    slides = page.eval_on_selector_all(
        "a[href*='/slides/slide/']",
        "links => [...new Set(links.map(link => new URL(link.href).pathname))]",
    )
    for slide in slides:
        page.goto(f"{slide}?fullscreen=1")
        answers = page.locator(".o_wslides_js_lesson_quiz_question a[data-answer-id]")
        page.wait_for_selector(".o_wslides_fs_sidebar_list_item.active")
        page.wait_for_load_state("networkidle")
        if answers.count():
            answer_right(page, answers, person)
        page.wait_for_selector(
            ".o_wslides_fs_sidebar_list_item.active .o_wslides_slide_completed"
        )


def answer_right(page, answers, person):
    numbers = answers.evaluate_all(
        "links => links.map(a => Number(a.dataset.answerId))"
    )
    right = person(story.ADMINISTRATOR).read(
        "slide.answer", [("id", "in", numbers), ("is_correct", "=", True)], ["id"]
    )
    for answer in right:
        page.click(f"a[data-answer-id='{answer['id']}']")
    page.click(".o_wslides_js_lesson_quiz_submit")


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
    page.click("details:has(form[action$='/yes']) summary")
    page.click("form[action$='/yes'] button")
    page.wait_for_load_state()
    assert "Thank you" in page.inner_text("main")


def complete_the_agreement_on_the_phone(browser, pair_id):
    page = browser.open(NEWCOMER, "/my/mentoring", PHONE)
    page.click(f"a[href$='/my/mentoring/pair/{pair_id}/agreement']")
    page.fill("textarea[name=purpose]", PURPOSE)
    page.fill("textarea[name=place]", "The blue room")
    page.click("form:has(textarea[name=purpose]) button[type=submit]")
    page.wait_for_url("**done=saved**")
    assert PURPOSE in page.inner_text("main")
    page.click("form[action$='/ready'] button")
    page.wait_for_selector(".o_portal_sign_submit")


def sign_on_the_phone(browser, login, pair_id):
    page = browser.open(login, f"/my/mentoring/pair/{pair_id}", PHONE)
    page.click("#agreement a[href*='/my/mentoring/agreement/']")
    sign(page)


def sign_as_referent(browser, pair_id):
    page = browser.open(story.REFERENT, f"/odoo/mentoring-pairs/{pair_id}")
    page.click("button[name=action_view_agreement]:visible")
    page.wait_for_url("**/my/mentoring/agreement/**")
    # The frame, without the words of the two.
    assert PURPOSE not in page.content()
    sign(page)


def sign(page):
    """Sign with the name that is suggested, written as a signature by the widget."""
    button = page.locator(".o_portal_sign_submit:not([disabled])")
    button.click()
    page.wait_for_url("**done=signed**")
    assert "Your signature is kept" in page.inner_text("main")


def write_a_note_on_the_phone(browser, pair_id):
    page = browser.open(NEWCOMER, f"/my/mentoring/pair/{pair_id}/note", PHONE)
    page.fill("textarea[name=body]", SECRET)
    page.click("form:has(textarea[name=body]) button[type=submit]")
    page.wait_for_url("**done=saved**")
    assert SECRET in page.inner_text("main")
