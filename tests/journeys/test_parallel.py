"""Six posts of one form at the same instant leave one row, one mail and no error."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import demo_story as story

APPLICANT = "maggie.davidson@example.com"
TIMES = 6


def post_together(person, login, path, action, values):
    """Send the form ``action`` of the page ``path`` six times at once.

    :return: the status of each answer
    """
    who = person(login)
    page = who.open(path)
    form = who.find_form(page, action)
    for name, value in values.items():
        form.fields[name] = value
    data = dict(form.form_values())
    address = urljoin(page.base_url, form.get("action") or "")
    cookies = who.session.cookies

    def send(_number):
        return type(who.session)().post(
            address, data, cookies=cookies, timeout=120, allow_redirects=False
        )

    with ThreadPoolExecutor(TIMES) as pool:
        return [answer.status_code for answer in pool.map(send, range(TIMES))]


def test_application_question_and_charter(person, programme_id):
    path = f"/my/mentoring/programme/{programme_id}/apply/mentee"
    applicant = person(APPLICANT)
    page = applicant.open(path)
    option = page.xpath("//select[@name='skill_0']//option[@value!='']")[0].get("value")
    level = page.xpath("//select[@name='level_0']//option[@value!='']")[0].get("value")
    statuses = post_together(
        person, APPLICANT, path, path, {"skill_0": option, "motivation": "Six times"}
    )
    assert set(statuses) <= {303, 422}, statuses
    assert 303 in statuses
    mine = [("programme_id", "=", programme_id), ("user_id", "=", applicant.uid)]
    rows = applicant.read("mentorat.participation", mine, ["state", "skill_ids"])
    assert len(rows) == 1
    assert len(rows[0]["skill_ids"]) == 1
    assert level


def test_charter(person, programme_id):
    login = "randall.lewis74@example.com"
    charter = person(story.ENGINEER).reference("mentorat_programme.document_charter")
    path = f"/my/mentoring/document/{charter}"
    who = person(login)
    if not who.open(path).xpath("//form[contains(@action, '/accept')]"):
        return
    statuses = post_together(person, login, path, "/accept", {"conflict": "none"})
    assert set(statuses) == {303}, statuses
    rows = who.read("mentorat.acknowledgement", [("document_id", "=", charter)], ["id"])
    assert len(rows) == 1
