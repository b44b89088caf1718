"""The life of a pair on the phone: times, messages, goals, closing; an early end; a concern."""

from datetime import date, timedelta
from io import BytesIO

import demo_story as story
import pytest
from demo_browser import PHONE
from pypdf import PdfReader

MENTOR = "toni.jimenez23@example.com"
MENTEE = "ernest.reed47@example.com"
LEAVER = "doris.cole31@example.com"
LEFT = "keith.byrd52@example.com"
ETHICS = "demo"
WORDS = "We both kept our word, and I kept mine."
GOAL = "Convince with one good argument"
CONCERN = "Somebody outside asked what we talk about."


def get_pair(person, login, **other):
    [pair] = [
        row
        for row in person(login).read(
            "mentorat.pair", [], ["mentor_name", "mentee_name"]
        )
        if all(row[name] == value for name, value in other.items())
    ]
    return f"/my/mentoring/pair/{pair['id']}"


@pytest.fixture(scope="module")
def path(person):
    return get_pair(person, MENTEE, mentor_name="Toni Jimenez")


def test_times_are_proposed_and_chosen(browser, path):
    page = browser.open(MENTEE, f"{path}/meeting", PHONE)
    days = [date.today() + timedelta(days=number) for number in (14, 15, 16)]
    names = ("date_start", "second_start", "third_start")
    for name, day in zip(names, days, strict=True):
        page.fill(f"input[name={name}]", f"{day}T10:00")
    page.click("button[name=propose]")
    page.wait_for_load_state()
    assert "You proposed these times" in page.inner_text("main")
    page = browser.open(MENTOR, path, PHONE)
    choices = page.locator("form[action$='/accept'] button")
    assert choices.count() == 3
    choices.nth(1).click()
    page.wait_for_url("**done=planned**")
    assert "proposes these times" not in page.inner_text("main")


def test_messages_are_between_the_two(browser, path):
    page = browser.open(MENTEE, f"{path}/messages", PHONE)
    page.fill("textarea[name=body]", "See you in the blue room")
    page.click("form[action$='/messages'] button[type=submit]")
    page.wait_for_selector("ol:has-text('See you in the blue room')")
    page = browser.open(MENTOR, path, PHONE)
    assert "1 unread" in page.inner_text("#messages")
    page.click("#messages a")
    page.wait_for_selector("ol:has-text('See you in the blue room')")
    page.goto(path)
    assert "unread" not in page.inner_text("#messages")


def test_a_past_meeting_in_two_taps(browser, path):
    page = browser.open(MENTEE, path, PHONE)
    page.click("summary:has-text('We met')")
    page.select_option("select[name=own_usefulness]", index=4)
    page.click("form[action$='/meeting/log'] button[type=submit]")
    page.wait_for_load_state()
    assert date.today().strftime("%m/%d/%Y") in page.inner_text("#meetings")


def test_goal_confirmed_by_the_mentor(browser, path):
    page = browser.open(MENTEE, f"{path}/goal", PHONE)
    page.fill("input[name=title]", GOAL)
    page.click("form:has(input[name=title]) button[type=submit]")
    page.wait_for_url("**done=saved**")
    page.fill("input[name=progress]", "100")
    page.click("form[action$='/progress'] button")
    page.wait_for_load_state()
    page = browser.open(MENTOR, path, PHONE)
    page.click("form[action$='/confirm'] button")
    page.wait_for_load_state()
    assert "Reached" in page.inner_text("#goals")


def test_closing_by_both(browser, path):
    page = browser.open(MENTEE, path, PHONE)
    page.click("form[action$='/closing/begin'] button")
    page.wait_for_url("**done=closing**")
    for login, thanks in ((MENTEE, WORDS), (MENTOR, "Go on asking.")):
        page = browser.open(login, "/my/mentoring", PHONE)
        page.click(f"a[href$='{path}/closing']")
        page.fill("textarea[name=harvest]", "I speak earlier.")
        page.fill("textarea[name=thanks]", thanks)
        page.click("form:has(textarea[name=thanks]) button[type=submit]")
        page.wait_for_url("**done=closed**")
    text = page.inner_text("main")
    assert "Completed" in text
    assert WORDS in text
    with page.expect_download() as download:
        page.click("a[href$='/certificate']")
    content = BytesIO(download.value.path().read_bytes())
    certificate = "".join(p.extract_text() for p in PdfReader(content).pages)
    assert "Toni Jimenez" in certificate
    assert "Ernest Reed" not in certificate


def test_early_end_in_two_clicks(browser, person):
    path = get_pair(person, LEAVER, mentor_name="Keith Byrd")
    page = browser.open(LEAVER, path, PHONE)
    page.click("a[href$='/end']")
    page.select_option("select[name=reason]", "fit")
    page.click("form:has(select[name=reason]) button[type=submit]")
    page.wait_for_url("**done=ended**")
    assert "normal outcome" in page.inner_text("main")
    page = browser.open(LEFT, path, PHONE)
    text = page.inner_text("main")
    assert "normal outcome" in text
    assert "suit" not in text
    page.click("form[action$='/another'] button")
    page.wait_for_load_state()
    assert "not looking for another match" in page.inner_text("main")


def test_concern_without_a_name(browser, person, programme_id):
    admin = person(story.ADMINISTRATOR)
    [ethics] = admin.read("res.users", [("login", "=", ETHICS)], ["id"])
    admin.call(
        "mentorat.programme",
        "write",
        [programme_id],
        {"ethics_contact_id": ethics["id"]},
    )
    page = browser.open(MENTEE, "/my/mentoring", PHONE)
    page.click("a[href^='/my/mentoring/concern'] >> nth=0")
    page.select_option("select[name=kind]", index=1)
    page.fill("textarea[name=body]", CONCERN)
    page.check("input[name=is_anonymous]")
    page.click("form:has(textarea[name=body]) button[type=submit]")
    code = page.inner_text("#code")
    answer_as_ethics_contact(browser, person)
    page.goto("/my/mentoring/concern/follow")
    page.fill("input[name=code]", code)
    page.click("form:has(input[name=code]) button[type=submit]")
    page.wait_for_selector("#answer:has-text('We spoke to them')")
    # Nobody else finds that there is one.
    for login in (story.ADMINISTRATOR, story.ENGINEER, story.REFERENT, MENTOR):
        assert person(login).call("mentorat.concern", "search_count", []) == 0
    assert person(ETHICS).call("mentorat.concern", "search_count", []) == 1


def answer_as_ethics_contact(browser, person):
    [concern] = person(ETHICS).read("mentorat.concern", [], ["author_id", "about"])
    assert not concern["author_id"]
    page = browser.open(ETHICS, f"/odoo/mentorat.concern/{concern['id']}")
    page.wait_for_selector(f".o_form_sheet:has-text('{CONCERN}')")
    page.click("button[name=action_take]")
    page.wait_for_selector(".o_arrow_button_current:has-text('progress')")
    page.fill("div[name=outcome] textarea", "We spoke to them.")
    page.click("button[name=action_close]")
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector(".o_arrow_button_current:has-text('Closed')")
