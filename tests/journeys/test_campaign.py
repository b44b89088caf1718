"""A campaign on the phone: kept for later, sent once, somebody to contact, difficult experiences."""

import demo_story as story
import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_browser import DESKTOP, PHONE, new_page

PROGRAMME = "mentorat_programme.programme_crossing"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
WORDS = "More time for the first meetings"


def open_campaign(person, moment, survey):
    engineer = person(story.ENGINEER)
    [evaluation_id] = engineer.call(
        "mentorat.evaluation",
        "create",
        [
            {
                "name": f"Journey {moment}",
                "programme_id": engineer.reference(PROGRAMME),
                "moment": moment,
                "survey_id": engineer.reference(f"mentorat_evaluation.{survey}"),
            }
        ],
    )
    engineer.call("mentorat.evaluation", "action_open", [evaluation_id])
    return evaluation_id


@pytest.fixture(scope="module")
def mentee(person):
    """Return the login of a mentee of the programme."""
    engineer = person(story.ENGINEER)
    rows = engineer.read(
        "mentorat.participation",
        [
            ("programme_id", "=", engineer.reference(PROGRAMME)),
            ("role", "=", "mentee"),
            ("state", "=", "accepted"),
            ("user_id", "!=", False),
        ],
        ["user_id"],
    )
    [user] = engineer.read(
        "res.users", [("id", "=", rows[-1]["user_id"][0])], ["login"]
    )
    return user["login"]


@pytest.fixture(scope="module")
def campaign(person):
    return open_campaign(person, "day_30", "survey_day_30")


def open_from_home(page, name):
    page.locator(f"#mentoring_evaluations div:has-text('{name}') > a").first.click()


def check_page(page):
    found = Axe().run(page, context="main", options=RULES).response["violations"]
    assert [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_kept_for_later_and_sent(browser, campaign, mentee):
    page = browser.open(mentee, "/my/mentoring", PHONE)
    open_from_home(page, "Journey day_30")
    page.wait_for_selector("text=Your answers carry no name")
    check_page(page)
    scale = page.locator(".o_mentorat_scale").first
    scale.locator("label:has-text('8')").click()
    page.click("button[name=later]")
    page.wait_for_selector("text=Kept for later")
    check_page(page)
    page.click("text=Go on now")
    assert page.locator(".o_mentorat_scale input:checked").first.input_value() == "8"
    page.check("#contact")
    page.click("button:has-text('Send my answers')")
    page.wait_for_selector("text=Thank you!")
    page.goto("/my/mentoring")
    assert page.locator("text=Journey day_30").count() == 0


def test_the_referent_is_told_who_asks(browser, campaign, mentee, person):
    page = browser.open(
        story.REFERENT,
        "/odoo/action-mentorat_evaluation.mentorat_contact_request_action",
        DESKTOP,
    )
    button = page.locator("button[name=action_done]").first
    button.wait_for()
    assert "To contact" in page.inner_text(".o_list_view")
    button.click()
    page.wait_for_selector(".o_view_nocontent")


def test_a_link_that_opens_nothing(browser, url):
    page = new_page(browser.chromium, url, PHONE)
    answer = page.goto("/mentoring/answer/1/0000")
    assert answer.status == 404
    page.wait_for_selector("text=This link no longer opens anything")
    check_page(page)


def test_difficult_experiences(browser, person, mentee):
    open_campaign(person, "screen", "survey_screen")
    page = browser.open(mentee, "/my/mentoring", PHONE)
    open_from_home(page, "Journey screen")
    page.wait_for_selector("text=For the ethics contact alone")
    check_page(page)
    page.click("button[name=nothing]")
    page.wait_for_selector("text=Nothing was kept")
    page.go_back()
    page.check("input[type=checkbox][name^=question_] >> nth=0")
    page.fill("textarea", WORDS)
    page.click("button:has-text('Tell the ethics contact')")
    page.wait_for_selector("text=Thank you")
    # Without a name, by a code that is shown once.
    assert page.inner_text("#code")
