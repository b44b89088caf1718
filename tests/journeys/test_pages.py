"""Every first page, on a desktop and on a phone: it shows, fits and reports no error."""

import demo_story as story
import pytest
from demo_browser import DESKTOP, PHONE

MENTEE = "anita.oliver32@example.com"
BACK_END = [
    (story.ADMINISTRATOR, "/odoo/mentoring-programmes", "Passing on our craft"),
    (story.ENGINEER, "/odoo/mentoring-programmes/{programme}", "Match"),
    (story.ENGINEER, "/odoo/mentoring-participations", "Anita Oliver"),
    (story.ENGINEER, "/odoo/mentoring-meetings", "Held"),
    (story.REFERENT, "/odoo/mentoring-pairs", "Anita Oliver"),
    (story.MANAGER, "/odoo/mentoring-requests", "Requests of my team"),
]
PORTAL = [
    (MENTEE, "/my", "Mentoring"),
    (MENTEE, "/my/mentoring", "Passing on our craft"),
    (MENTEE, "/my/mentoring/pair/{pair}", "Who sees what"),
    (MENTEE, "/my/mentoring/pair/{pair}/meeting", "When"),
    (MENTEE, "/my/mentoring/pair/{pair}/goal", "Sign of success"),
    (MENTEE, "/my/mentoring/pair/{pair}/agreement", "Where you meet"),
    (MENTEE, "/my/mentoring/pair/{pair}/messages", "Your message"),
    (MENTEE, "/my/mentoring/pair/{pair}/pause", "You give no reason"),
    (MENTEE, "/my/mentoring/concern", "Stay anonymous"),
    ("paul.williams59@example.com", "/my/mentoring/supervision", "Sessions"),
    (story.MANAGER, "/my/mentoring/requests", "Requests of my team"),
    ("rachel.perry@example.com", "/my/mentoring", "Passing on our craft"),
]


@pytest.fixture(scope="session")
def numbers(person, programme_id):
    [pair] = person(MENTEE).read(
        "mentorat.pair", [("programme_id", "=", programme_id)], ["id"]
    )
    return {"programme": programme_id, "pair": pair["id"]}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("login", "path", "words"), BACK_END + PORTAL)
def test_page(browser, numbers, size, login, path, words):
    page = browser.open(login, path.format(**numbers), size)
    page.wait_for_selector(f":text('{words}') >> visible=true")
    if path.startswith("/my"):
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - window.innerWidth"
        )
        assert overflow <= 0
