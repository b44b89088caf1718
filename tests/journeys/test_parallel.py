"""Six posts of one form at the same instant leave one row, one mail and no error."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urljoin

import demo_story as story
import psycopg2
import pytest
import requests

TIMES = 6
LOGIN = "six.times@example.com"
APPLICANT = "Sacha Six"
HOME = "/my/mentoring"


class Six:
    """Somebody who applies in the programme of the demo, and everybody's forms about it."""

    def __init__(self, person, database, programme_id):
        self.person, self.database, self.programme_id = person, database, programme_id
        admin = person(story.ADMINISTRATOR)
        manager = person(story.MANAGER)
        [above] = admin.read("hr.employee", [("user_id", "=", manager.uid)], ["id"])
        portal = admin.reference("base.group_portal")
        [user] = admin.call(
            "res.users",
            "create",
            [
                {
                    "name": APPLICANT,
                    "login": LOGIN,
                    "email": LOGIN,
                    "password": os.environ["MENTORAT_ADMIN_PASSWORD"],
                    "group_ids": [(6, 0, [portal])],
                }
            ],
            context={"no_reset_password": True},
        )
        admin.call(
            "hr.employee",
            "create",
            [{"name": APPLICANT, "user_id": user, "parent_id": above["id"]}],
        )
        self.participation_id = None
        self.apply_path = f"{HOME}/programme/{programme_id}/apply/mentee"

    def post(self, login, path, action, values=(), button=None):
        """Send the form ``action`` of the page ``path`` six times at once.

        :return: the statuses of the answers, sorted
        """
        who = self.person(login)
        page = who.open(path)
        form = who.find_form(page, action)
        form.fields.update(values)
        data = form.form_values() + ([button] if button else [])
        address = urljoin(page.base_url, form.get("action") or "")
        # Sessions are not shared between threads: each request takes the cookie along.
        cookies = requests.utils.dict_from_cookiejar(who.session.cookies)

        def send(_number):
            return requests.post(
                address, data, cookies=cookies, timeout=120, allow_redirects=False
            ).status_code

        with ThreadPoolExecutor(TIMES) as pool:
            return sorted(pool.map(send, range(TIMES)))

    def participation(self, *fields):
        found = self.person(LOGIN).read(
            "mentorat.participation",
            [("programme_id", "=", self.programme_id)],
            ["state", *fields],
        )
        assert len(found) == 1
        self.participation_id = found[0]["id"]
        return found[0]

    def mails(self):
        """Return ``{(template, recipient): lines of the outbox}`` about the participation."""
        return Counter(
            self.query(
                "SELECT d.name, o.partner_id FROM mentorat_outbox o"
                " JOIN ir_model_data d ON d.res_id = o.template_id"
                " AND d.model = 'mail.template'"
                " WHERE o.event LIKE %s",
                f"mentorat.participation,{self.participation_id},%",
            )
        )

    def moves(self, state):
        """Return how often the participation went to ``state``."""
        [(count,)] = self.query(
            "SELECT count(*) FROM mentorat_log"
            " WHERE participation_id = %s AND to_state = %s",
            self.participation_id,
            state,
        )
        return count

    def query(self, statement, *values):
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
            return cursor.fetchall()


@pytest.fixture(scope="module")
def six(person, programme_id):
    return Six(person, os.environ["MENTORAT_DB"], programme_id)


def new_mails(six, before):
    """Return the templates of the mails since ``before``; nobody got one twice."""
    new = six.mails() - before
    assert set(new.values()) <= {1}, new
    return {template for template, _partner in new}


def test_apply(six):
    page = six.person(LOGIN).open(six.apply_path)
    skill = page.xpath("//select[@name='skill_0']//option[@value!='']")[0]
    group = skill.getparent().get("label")
    level = page.xpath(
        f"//select[@name='level_0']/optgroup[@label='{group}']/option[@value!='']"
    )[0]
    values = {
        "skill_0": skill.get("value"),
        "level_0": level.get("value"),
        "motivation": "Six times",
    }
    statuses = six.post(LOGIN, six.apply_path, six.apply_path, values, ("send", "1"))
    # Whoever comes later reads that it has been sent.
    assert set(statuses) <= {303, 422} and 303 in statuses, statuses
    participation = six.participation("skill_ids")
    assert participation["state"] == "submitted"
    assert len(participation["skill_ids"]) == 1
    assert six.moves("submitted") == 1
    assert new_mails(six, Counter()) == {"mail_template_participation_to_decide"}


@pytest.mark.parametrize(
    ("who", "form", "values", "mail"),
    [
        ("manager", "ask", {"question": "How many hours?"}, "question"),
        ("self", "answer", {"answer": "Two a month."}, "answered"),
        ("manager", "delegate", {"login": story.REFERENT}, "to_decide"),
        ("manager", "take-back", {}, "to_decide"),
    ],
)
def test_before_the_decision(six, who, form, values, mail):
    six.participation()
    before = six.mails()
    if who == "manager":
        place = story.MANAGER, f"{HOME}/requests", f"/{six.participation_id}/{form}"
    else:
        place = LOGIN, six.apply_path, f"/participation/{six.participation_id}/{form}"
    statuses = six.post(*place, values)
    assert set(statuses) == {303}, statuses
    assert new_mails(six, before) == {f"mail_template_participation_{mail}"}
    assert six.participation()["state"] == "submitted"


def test_approve(six):
    six.participation()
    before = six.mails()
    action = f"/{six.participation_id}/approve"
    statuses = six.post(story.MANAGER, f"{HOME}/requests", action)
    # Whoever comes later finds that nothing is asked any more.
    assert set(statuses) <= {303, 404} and 303 in statuses, statuses
    assert six.participation()["state"] == "approved"
    assert six.moves("approved") == 1
    assert not new_mails(six, before)


def test_charter(six, person):
    six.participation()
    engineer = person(story.ENGINEER)
    engineer.call("mentorat.participation", "action_accept", [six.participation_id])
    charter = engineer.reference("mentorat_programme.document_charter")
    path = f"{HOME}/document/{charter}"
    statuses = six.post(LOGIN, path, f"{path}/accept", {"conflict": "none"})
    assert set(statuses) == {303}, statuses
    rows = person(LOGIN).read(
        "mentorat.acknowledgement", [("document_id", "=", charter)], ["id"]
    )
    assert len(rows) == 1


def test_withdraw(six):
    six.participation()
    before = six.mails()
    action = f"/participation/{six.participation_id}/withdraw"
    statuses = six.post(LOGIN, six.apply_path, action)
    assert set(statuses) == {303}, statuses
    assert six.participation()["state"] == "withdrawn"
    assert six.moves("withdrawn") == 1
    assert not new_mails(six, before)


def test_erasure(six):
    statuses = six.post(LOGIN, f"{HOME}/data", "/erasure")
    assert set(statuses) == {303}, statuses
    six.participation()
    [(activities,)] = six.query(
        "SELECT count(*) FROM mail_activity a JOIN ir_model_data d"
        " ON d.res_id = a.activity_type_id AND d.name = 'mail_activity_erasure'"
        " WHERE a.res_model = 'mentorat.participation' AND a.res_id = %s",
        six.participation_id,
    )
    assert activities == 1
