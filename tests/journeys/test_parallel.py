"""Six posts of one form at the same instant leave one row, one mail and no error."""

import os
from collections import Counter
from contextlib import closing

import demo_story as story
import psycopg2
import pytest
from six_times import post_six_times

LOGIN = "six.times@example.com"
APPLICANT = "Sacha Six"
MENTOR = "jeffrey.kelly72@example.com"
HOME = "/my/mentoring"


class Six:
    """Somebody who applies in the programme of the demo, and everybody's forms about it."""

    def __init__(self, person, database, programme_id, login=LOGIN, name=APPLICANT):
        self.person, self.database, self.programme_id = person, database, programme_id
        self.login = login
        admin = person(story.ADMINISTRATOR)
        manager = person(story.MANAGER)
        [above] = admin.read("hr.employee", [("user_id", "=", manager.uid)], ["id"])
        portal = admin.reference("base.group_portal")
        [user] = admin.call(
            "res.users",
            "create",
            [
                {
                    "name": name,
                    "login": login,
                    "email": login,
                    "password": os.environ["MENTORAT_ADMIN_PASSWORD"],
                    "group_ids": [(6, 0, [portal])],
                }
            ],
            context={"no_reset_password": True},
        )
        admin.call(
            "hr.employee",
            "create",
            [{"name": name, "user_id": user, "parent_id": above["id"]}],
        )
        self.participation_id = None
        self.apply_path = f"{HOME}/programme/{programme_id}/apply/mentee"

    def apply(self):
        """Send an application six times at once."""
        page = self.person(self.login).open(self.apply_path)
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
        return self.post(
            self.login, self.apply_path, self.apply_path, values, ("send", "1")
        )

    def be_decided(self, *actions):
        """Apply, be approved by the manager, and what the engineer decides."""
        self.apply()
        self.participation()
        ids = [self.participation_id]
        steps = (
            (story.MANAGER, "action_approve"),
            *((story.ENGINEER, a) for a in actions),
        )
        for login, action in steps:
            self.person(login).call("mentorat.participation", action, ids)

    def post(self, login, *form, **more):
        return post_six_times(self.person(login), *form, **more)

    def participation(self, *fields):
        found = self.person(self.login).read(
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
    statuses = six.apply()
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


def test_take_back_and_send(six):
    six.participation()
    own = f"/participation/{six.participation_id}"
    statuses = six.post(LOGIN, six.apply_path, f"{own}/take-back")
    assert set(statuses) == {303}, statuses
    assert six.participation()["state"] == "draft"
    assert six.moves("draft") == 1
    before = six.mails()
    statuses = six.post(LOGIN, f"{HOME}{own}/preview", f"{own}/send")
    assert set(statuses) == {303}, statuses
    assert six.participation()["state"] == "submitted"
    assert six.moves("submitted") == 2
    assert new_mails(six, before) == {"mail_template_participation_to_decide"}


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


@pytest.fixture(scope="module")
def refused(person, programme_id):
    database = os.environ["MENTORAT_DB"]
    refused = Six(person, database, programme_id, "re.fused@example.com", "Remi Fused")
    refused.apply()
    return refused


def test_refuse(refused):
    refused.participation()
    before = refused.mails()
    action = f"/{refused.participation_id}/refuse"
    statuses = refused.post(
        story.MANAGER, f"{HOME}/requests", action, {"reason": "Not this year."}
    )
    assert set(statuses) <= {303, 404} and 303 in statuses, statuses
    assert refused.participation()["state"] == "refused"
    assert refused.moves("refused") == 1
    assert new_mails(refused, before) == {"mail_template_participation_decided"}


@pytest.mark.parametrize("answer", ["leave-place", "take-place"])
def test_waiting_list(person, programme_id, answer):
    login = f"{answer}@example.com"
    waiting = Six(person, os.environ["MENTORAT_DB"], programme_id, login, answer)
    waiting.be_decided("action_waitlist", "action_offer")
    action = f"/{waiting.participation_id}/{answer}"
    assert set(waiting.post(login, waiting.apply_path, action)) == {303}
    taken = answer == "take-place"
    state = waiting.participation()["state"]
    assert state == ("accepted" if taken else "waitlisted")
    assert waiting.moves("accepted") == taken


def test_calendar(six, programme_id):
    path = f"{HOME}/programme/{programme_id}/apply/mentor"
    statuses = six.post(MENTOR, path, "/calendar", {"calendar_consent": "1"})
    assert set(statuses) == {303}, statuses


@pytest.fixture
def directory(person, programme_id):
    """The programme of the demo, where mentees ask mentors for a while."""
    engineer = person(story.ENGINEER)
    for mode in ("directory", "engineer"):
        engineer.call(
            "mentorat.programme", "write", [programme_id], {"choice_mode": mode}
        )
        if mode == "directory":
            yield


@pytest.mark.usefixtures("directory")
def test_find_each_other(person, programme_id):
    login = "choo.ser@example.com"
    mentee = Six(person, os.environ["MENTORAT_DB"], programme_id, login, "Cho Oser")
    mentee.be_decided("action_accept")
    [mentor] = person(MENTOR).read(
        "mentorat.participation", [("programme_id", "=", programme_id)], ["id"]
    )
    # Whatever other tests have made of the mentor's places.
    person(story.ENGINEER).call(
        "mentorat.participation", "write", [mentor["id"]], {"capacity": 5}
    )
    path = f"{HOME}/participation/{mentor['id']}/profile"
    shown = {"text": "Ask me anything.", "is_published": "1"}
    assert set(mentee.post(MENTOR, path, path, shown)) == {303}
    [profile] = person(login).read(
        "mentorat.profile", [("shown_to_me", "=", True)], ["id"]
    )

    people = f"{HOME}/participation/{mentee.participation_id}/people"
    assert set(mentee.post(login, f"{people}/{profile['id']}", "/ask")) == {303}
    [request] = person(login).read(
        "mentorat.matching.proposal",
        [("mentee_id", "=", mentee.participation_id)],
        ["origin"],
    )
    assert request["origin"] == "request"
    mails = mentee.query(
        "SELECT count(*) FROM mentorat_outbox WHERE event LIKE %s",
        f"mentorat.matching.proposal,{request['id']},%",
    )
    assert mails == [(1,)]

    proposal = f"{HOME}/proposal/{request['id']}"
    assert set(mentee.post(MENTOR, proposal, "/yes")) == {303}
    pairs = mentee.query(
        "SELECT state FROM mentorat_pair WHERE mentee_id = %s", mentee.participation_id
    )
    assert pairs == [("accepted",)]
