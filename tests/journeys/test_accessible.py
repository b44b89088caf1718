"""Portal pages by axe-core (WCAG 2.1 A and AA, as far as a machine can see) and by keyboard alone."""

import demo_story as story
import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_browser import DESKTOP, PHONE

MENTEE = "anita.oliver32@example.com"
MENTOR = "paul.williams59@example.com"
NOBODY_YET = "randall.lewis74@example.com"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = [
    (MENTEE, "/my/mentoring"),
    (MENTEE, "/my/mentoring/documents"),
    (MENTEE, "/my/mentoring/document/{charter}"),
    (MENTEE, "/my/mentoring/data"),
    (MENTEE, "/my/mentoring/participation/{participation}/preview"),
    (MENTEE, "/my/mentoring/pair/{pair}"),
    (MENTEE, "/my/mentoring/pair/{pair}/meeting"),
    (MENTEE, "/my/mentoring/pair/{pair}/goal"),
    (MENTEE, "/my/mentoring/pair/{pair}/note"),
    (MENTEE, "/my/mentoring/pair/{pair}/messages"),
    (MENTEE, "/my/mentoring/pair/{pair}/action"),
    (MENTEE, "/my/mentoring/pair/{pair}/agreement"),
    (MENTEE, "/my/mentoring/agreement/{agreement}"),
    (MENTEE, "/my/mentoring/pair/{pair}/pause"),
    (MENTEE, "/my/mentoring/pair/{pair}/end"),
    (MENTEE, "/my/mentoring/concern"),
    (MENTOR, "/my/mentoring/supervision"),
    (NOBODY_YET, "/my/mentoring/programme/{programme}/apply/mentor"),
    (story.MANAGER, "/my/mentoring/requests"),
]


@pytest.fixture(scope="module")
def numbers(person, programme_id):
    [pair] = person(MENTEE).read(
        "mentorat.pair",
        [("programme_id", "=", programme_id)],
        ["mentee_id", "agreement_ids"],
    )
    charter = person(story.ENGINEER).reference("mentorat_programme.document_charter")
    return {
        "pair": pair["id"],
        "agreement": pair["agreement_ids"][0],
        "participation": pair["mentee_id"][0],
        "programme": programme_id,
        "charter": charter,
    }


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_page(browser, numbers, login, path):
    page = browser.open(login, path.format(**numbers), PHONE)
    found = Axe().run(page, context="main", options=RULES).response["violations"]
    assert [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found] == []


# What one reaches by the Tab key in the page's main part, once for each group of radios.
STOPS = """() => {
    const seen = new Set();
    return [...document.querySelectorAll(
        "main :is(a[href], button, input, select, textarea, summary)"
    )].filter((element) => {
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility()) {
            return false;
        }
        const group = element.type === "radio" ? element.name : element;
        return seen.has(group) ? false : seen.add(group);
    }).map((element) => element.type === "radio" ? element.name : element.outerHTML);
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
        name: element.type === "radio" ? element.name : element.outerHTML,
        isInMain: Boolean(element.closest("main")),
        isShown: style.outlineStyle !== "none" || style.boxShadow !== "none",
    };
}"""


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_by_keyboard(browser, numbers, login, path):
    page = browser.open(login, path.format(**numbers), DESKTOP)
    page.wait_for_load_state("networkidle")
    # A ring that fades in is there at once.
    page.add_style_tag(content="* { transition: none !important; }")
    wanted, reached, shown = set(page.evaluate(STOPS)), set(), set()
    # Round the whole page once, header and footer included.
    for _press in range(3 * len(wanted) + 60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["isInMain"]:
            reached.add(focused["name"])
            if focused["isShown"]:
                shown.add(focused["name"])
        if wanted <= reached:
            break
    assert not wanted - reached
    # Some have several stops, such as the parts of a date.
    assert not reached - shown
