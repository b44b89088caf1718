"""Portal pages by axe-core: what WCAG 2.1 A and AA ask for and a machine can see."""

import demo_story as story
import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_browser import PHONE

MENTEE = "anita.oliver32@example.com"
NOBODY_YET = "randall.lewis74@example.com"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = [
    (MENTEE, "/my/mentoring"),
    (MENTEE, "/my/mentoring/documents"),
    (MENTEE, "/my/mentoring/document/{charter}"),
    (MENTEE, "/my/mentoring/data"),
    (MENTEE, "/my/mentoring/pair/{pair}"),
    (MENTEE, "/my/mentoring/pair/{pair}/meeting"),
    (MENTEE, "/my/mentoring/pair/{pair}/goal"),
    (MENTEE, "/my/mentoring/pair/{pair}/note"),
    (NOBODY_YET, "/my/mentoring/programme/{programme}/apply/mentor"),
    (story.MANAGER, "/my/mentoring/requests"),
]


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_page(browser, person, programme_id, login, path):
    [pair] = person(MENTEE).read("mentorat.pair", [], ["id"])
    charter = person(story.ENGINEER).reference("mentorat_programme.document_charter")
    numbers = {"pair": pair["id"], "programme": programme_id, "charter": charter}
    page = browser.open(login, path.format(**numbers), PHONE)
    found = Axe().run(page, context="main", options=RULES).response["violations"]
    assert [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found] == []
