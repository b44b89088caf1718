"""A mentoring programme, lived on Odoo's demo employees over HTTP, as each of them.

    python demo_job.py --url http://127.0.0.1:8069 --db NAME --out FOLDER

Everything goes through the pages and methods that people use, each with their own rights.
What is done already is left alone, so the job can be run again. The administrator's
password is read from ``MENTORAT_ADMIN_PASSWORD`` and given to every login of the demo.
"""

import argparse
import base64
import io
import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import demo_story as story
from demo_client import DemoError, LoginError, Person
from PIL import Image, ImageDraw

RUN_TIMEOUT = 180  # seconds
HOME = "/my/mentoring"
STEPS = ["apply", "decide", "prepare", "match", "answer", "sign", "meet", "evaluate"]
STEPS += ["report"]


class Demo:
    """The people of the demo, logged in when first needed."""

    def __init__(self, url, database, out, password):
        self.url, self.database, self.out = url, database, out
        self.password = password
        self.people = {}
        self.admin = Person(url, database, story.ADMINISTRATOR, password)
        self.programme_id = self.admin.reference(story.PROGRAMME)
        self.in_programme = [("programme_id", "=", self.programme_id)]

    def person(self, login):
        """Return somebody, with a password of the demo: our demo data ships none."""
        if login not in self.people:
            who = self.url, self.database, login, self.password
            try:
                self.people[login] = Person(*who)
            except LoginError:
                users = self.admin.call("res.users", "search", [("login", "=", login)])
                self.admin.call(
                    "res.users", "write", users, {"password": self.password}
                )
                self.people[login] = Person(*who)
        return self.people[login]

    @property
    def engineer(self):
        return self.person(story.ENGINEER)

    def participations(self, *domain):
        return self.engineer.read(
            "mentorat.participation",
            self.in_programme + list(domain),
            ["state", "role", "user_id", "employee_name", "manager_user_id"]
            + ["charter_accepted", "training_done", "channel_id"],
            order="id",
        )

    def pairs(self, *domain):
        return self.engineer.read(
            "mentorat.pair",
            self.in_programme + list(domain),
            ["state", "mentor_name", "mentee_name", "mentor_user_id", "mentee_user_id"]
            + ["matching_score", "meeting_count"],
            order="id",
        )

    def logins(self):
        """Return ``{user id: login}``."""
        users = self.admin.read("res.users", [], ["login"])
        return {user["id"]: user["login"] for user in users}

    # THE STORY

    def apply(self):
        """Everybody fills the form of the portal and sends it."""
        logins = self.logins()
        applied = {logins.get(p["user_id"][0]) for p in self.participations()}
        for login in story.APPLICANTS.keys() - applied:
            role, motivation, skills = story.APPLICANTS[login]
            person = self.person(login)
            path = f"{HOME}/programme/{self.programme_id}/apply/{role}"
            page = person.open(path)
            values = {"motivation": motivation}
            for index, (skill, level, priority) in enumerate(skills):
                values[f"skill_{index}"] = self._option(page, "skill_0", skill)
                values[f"level_{index}"] = self._option(
                    page, "level_0", level, self._group(page, "skill_0", skill)
                )
                values[f"priority_{index}"] = priority
            # The form is filled with the employee's own skills: here are others.
            for index in range(len(skills), len(page.xpath("//select[@id]"))):
                if page.xpath(f"//select[@name='skill_{index}']"):
                    values[f"skill_{index}"] = values[f"level_{index}"] = ""
            person.submit(page, path, values, ("send", "1"))
        return f"{len(self.participations())} people have applied"

    def decide(self):
        """Each manager goes through the activities that await them."""
        decided = 0
        logins = self.logins()
        waiting = self.participations(("state", "=", "submitted"))
        for user_id in {p["manager_user_id"][0] for p in waiting}:
            manager = self.person(logins[user_id])
            activities = manager.read(
                "mail.activity",
                [("user_id", "=", user_id)]
                + [("res_model", "=", "mentorat.participation.request")],
                ["res_id"],
            )
            mine = {p["id"] for p in waiting if p["manager_user_id"][0] == user_id}
            ids = [a["res_id"] for a in activities if a["res_id"] in mine]
            if manager.login == story.MANAGER:
                for number in ids:
                    page = manager.open(f"{HOME}/requests")
                    manager.submit(page, f"/requests/{number}/approve", {})
            else:
                manager.call("mentorat.participation", "action_approve", ids)
            decided += len(ids)
        approved = self.participations(("state", "=", "approved"))
        self.engineer.call(
            "mentorat.participation", "action_accept", [p["id"] for p in approved]
        )
        return (
            f"{decided} approved by managers, {len(approved)} accepted by the engineer"
        )

    def prepare(self):
        """Everybody accepts the charter; some take the course, others are trained already."""
        logins = self.logins()
        for participation in self.participations():
            if (
                participation["state"] == "accepted"
                and not participation["charter_accepted"]
            ):
                self._accept_charter(self.person(logins[participation["user_id"][0]]))
        students = 0
        for participation in self.participations(("state", "=", "accepted")):
            if participation["training_done"]:
                continue
            login = logins[participation["user_id"][0]]
            if login in story.STUDENTS:
                self._take_course(self.person(login), participation["channel_id"][0])
                students += 1
            else:
                self.engineer.call(
                    "mentorat.participation",
                    "action_recognise_training",
                    [participation["id"]],
                    story.TRAINING,
                )
        ready = [
            p
            for p in self.participations()
            if p["charter_accepted"] and p["training_done"]
        ]
        return (
            f"{len(ready)} people have accepted the charter and are trained, "
            f"{students} by the course"
        )

    def match(self):
        """The engineer launches a run, which Odoo's scheduler computes."""
        if not self.participations(("state", "=", "accepted")):
            raise DemoError("nobody is accepted: there is nobody to match")
        runs = self._runs(("state", "=", "applied"))
        if not runs:
            run_id = self.engineer.call(
                "mentorat.programme", "action_match", [self.programme_id]
            )["res_id"]
            runs = self._wait(run_id)
            self.engineer.call("mentorat.matching.run", "action_apply", [run_id])
        run = runs[0]
        proof = "proven best" if run["is_optimal"] else "not proven best"
        return (
            f"{run['matched_count']} of {run['mentee_count']} mentees matched, total "
            f"score {run['total_score']:.1f} of at most {run['bound']:.1f} ({proof}), "
            f"weakest pair {run['weakest_score']:.1f}, in {run['seconds']:.2f} s"
        )

    def answer(self):
        """Both sides of each proposal open its page and accept it."""
        logins = self.logins()
        for proposal in self.engineer.read(
            "mentorat.matching.proposal",
            self.in_programme + [("is_open", "=", True), ("published", "=", True)],
            ["mentor_user_id", "mentee_user_id"],
        ):
            for side in ("mentor", "mentee"):
                person = self.person(logins[proposal[f"{side}_user_id"][0]])
                path = f"{HOME}/proposal/{proposal['id']}"
                page = person.open(path)
                if page.xpath("//form[contains(@action, '/yes')]"):
                    person.submit(page, "/yes", {})
        programme = self.engineer.read(
            "mentorat.programme", [("id", "=", self.programme_id)], ["state"]
        )[0]
        if programme["state"] == "open":
            self.engineer.call(
                "mentorat.programme", "action_start", [self.programme_id]
            )
        return f"{len(self.pairs(('state', '=', 'accepted')))} pairs have said yes"

    def sign(self):
        """The two complete their agreement; the three parties sign it, and the pair starts."""
        logins = self.logins()
        for pair in self.pairs(("state", "=", "accepted")):
            mentor, mentee = (
                self.person(logins[pair[f"{side}_user_id"][0]])
                for side in ("mentor", "mentee")
            )
            path = f"{HOME}/pair/{pair['id']}/agreement"
            page = mentee.open(path)
            page = mentee.submit(page, path, story.AGREEMENT)
            page = mentor.open(urlsplit(page.base_url).path)
            page = mentor.submit(page, "/ready", {})
            for person in (mentor, mentee, self.person(story.REFERENT)):
                self._sign(person, page)
        return f"{len(self.pairs(('state', '=', 'active')))} active pairs"

    def meet(self):
        """Mentees plan a meeting and say that it was held; one pair does more."""
        logins = self.logins()
        yesterday = datetime.now() - timedelta(days=1)
        for pair in self.pairs(("state", "=", "active")):
            if pair["meeting_count"]:
                continue
            mentee = self.person(logins[pair["mentee_user_id"][0]])
            path = f"{HOME}/pair/{pair['id']}"
            self._plan(mentee, path, yesterday.replace(hour=10, minute=0))
            page = mentee.open(path)
            mentee.submit(page, "/hold", {})
            if mentee.login == "anita.oliver32@example.com":
                self._write_in_pair(mentee, path)
        held = sum(pair["meeting_count"] for pair in self.pairs())
        mails = len(list((self.out / "mail").glob("*.eml")))
        return f"{held} meetings held; {mails} mails delivered so far"

    def evaluate(self):
        """A campaign is sent, answered without a name, closed and read."""
        found = self.engineer.read("mentorat.evaluation", self.in_programme, ["state"])
        if found:
            evaluation_id = found[0]["id"]
        else:
            # Surveys are for those who use them: the administrator looks it up.
            survey_id = self.admin.reference("mentorat_evaluation.survey_how_it_goes")
            [evaluation_id] = self.engineer.call(
                "mentorat.evaluation",
                "create",
                [
                    {
                        "programme_id": self.programme_id,
                        "name": "How it goes",
                        "moment": "day_30",
                        "audience": "both",
                        "survey_id": survey_id,
                    }
                ],
            )
            self.engineer.call("mentorat.evaluation", "action_open", [evaluation_id])
            self._answer_campaign(evaluation_id)
            self.engineer.call("mentorat.evaluation", "action_close", [evaluation_id])
        self.engineer.call(
            "mentorat.programme", "action_compute_indicators", [self.programme_id]
        )
        values = self.engineer.read(
            "mentorat.indicator.value",
            self.in_programme,
            ["indicator_id", "display_value", "people"],
        )
        return "; ".join(
            f"{value['indicator_id'][1]}: {value['display_value']}" for value in values
        )

    def report(self):
        """The engineer downloads the workbook and the summary."""
        files = {
            "programme.xlsx": f"/mentorat/programme/{self.programme_id}/export.xlsx",
            "programme.pdf": "/report/pdf/mentorat_evaluation.report_programme_summary"
            f"/{self.programme_id}",
        }
        for name, path in files.items():
            temporary = self.out / f"{name}.part"
            temporary.write_bytes(self.engineer.download(path))
            temporary.replace(self.out / name)
        return ", ".join(str(self.out / name) for name in files)

    # PARTS

    def _accept_charter(self, person):
        """Read the charter from the page of documents, and accept it."""
        page = person.open(f"{HOME}/documents")
        links = page.xpath("//main//li//a[contains(@class, 'btn-primary')]")
        if not links:
            raise DemoError(f"{person.login}: the page asks for no charter")
        for path in [link.get("href") for link in links]:
            charter = person.open(path)
            person.submit(charter, f"{path}/accept", {"conflict": "none"})

    def _take_course(self, person, channel_id):
        """Go through each page of a course and answer its quizzes, right at once."""
        slides = self.admin.read(
            "slide.slide",
            [("channel_id", "=", channel_id), ("is_category", "=", False)],
            ["slide_category", "question_ids"],
        )
        for slide in slides:
            if slide["slide_category"] == "quiz" or slide["question_ids"]:
                right = self.admin.call(
                    "slide.answer",
                    "search",
                    [
                        ("question_id", "in", slide["question_ids"]),
                        ("is_correct", "=", True),
                    ],
                )
                person.post(
                    "/slides/slide/quiz/submit",
                    {"slide_id": slide["id"], "answer_ids": right},
                )
            else:
                person.post("/slides/slide/set_completed", {"slide_id": slide["id"]})

    def _option(self, page, field, label, group=None):
        """Return the value of the choice ``label`` of a select, within ``group``."""
        within = f"/optgroup[@label='{group}']/" if group else "//"
        for option in page.xpath(f"//select[@name='{field}']{within}option"):
            if " ".join(option.text_content().split()) == label:
                return option.get("value")
        raise DemoError(f"{field} does not offer “{label}”")

    def _group(self, page, field, label):
        """Return the label of the group in which a select offers ``label``."""
        for option in page.xpath(f"//select[@name='{field}']/optgroup/option"):
            if " ".join(option.text_content().split()) == label:
                return option.getparent().get("label")
        raise DemoError(f"{field} does not offer “{label}”")

    def _runs(self, *domain):
        return self.engineer.read(
            "mentorat.matching.run",
            self.in_programme + list(domain),
            ["state", "message", "matched_count", "mentee_count", "total_score"]
            + ["bound", "is_optimal", "weakest_score", "seconds"],
            order="id desc",
        )

    def _wait(self, run_id):
        """Wait until a run is computed; return it in a list."""
        deadline = time.monotonic() + RUN_TIMEOUT
        while time.monotonic() < deadline:
            runs = self._runs(("id", "=", run_id))
            if runs[0]["state"] == "done":
                return runs
            if runs[0]["state"] not in ("queued", "running"):
                raise DemoError(f"the matching run ended badly: {runs[0]['message']}")
            time.sleep(0.5)
        raise DemoError("the matching run was not computed: is the scheduler running?")

    def _sign(self, person, page):
        """Sign as the widget of the page does it, with a name that is drawn."""
        component = page.xpath("//owl-component[@name='portal.signature_form']")[0]
        address = json.loads(component.get("props"))["callUrl"]
        picture = io.BytesIO()
        image = Image.new("RGBA", (300, 60))
        ImageDraw.Draw(image).text((10, 20), person.login.partition("@")[0], "navy")
        image.save(picture, "PNG")
        signature = base64.b64encode(picture.getvalue()).decode()
        answer = person.post(address, {"name": person.login, "signature": signature})
        if "error" in answer:
            raise DemoError(f"{person.login}: {answer['error']}")

    def _plan(self, person, path, when, **values):
        page = person.open(f"{path}/meeting")
        values = {"date_start": when.strftime("%Y-%m-%dT%H:%M"), **values}
        person.submit(page, f"{path}/meeting", values)

    def _write_in_pair(self, mentee, path):
        next_week = datetime.now() + timedelta(days=7)
        self._plan(mentee, path, next_week.replace(hour=14, minute=0), place="Library")
        page = mentee.open(f"{path}/goal")
        mentee.submit(
            page,
            f"{path}/goal",
            {
                "title": story.GOAL,
                "success_sign": story.GOAL_SIGN,
                "skill_id": self._option(page, "skill_id", "Python"),
                "target_level_id": self._option(
                    page,
                    "target_level_id",
                    "Advanced",
                    self._group(page, "skill_id", "Python"),
                ),
            },
        )
        page = mentee.open(f"{path}/action")
        mentee.submit(page, f"{path}/action", {"title": story.ACTION})
        page = mentee.open(f"{path}/messages")
        mentee.submit(page, "/messages", {"body": story.MESSAGE})
        held = [*self.in_programme, ("state", "=", "held")]
        meetings = mentee.read("mentorat.meeting", held, ["id"])
        meeting = f"{path}/meeting/{meetings[0]['id']}"
        mentee.submit(mentee.open(meeting), meeting, {"summary": story.SUMMARY})
        page = mentee.open(f"{path}/note")
        mentee.submit(
            page, f"{path}/note", {"body": story.NOTE, "visibility": "private"}
        )

    def _answer_campaign(self, evaluation_id):
        """All but the last two answer."""
        people = list(story.APPLICANTS)[:-2]
        for number, login in enumerate(people):
            person = self.person(login)
            invitations = person.read(
                "mentorat.evaluation.invitation",
                [("evaluation_id", "=", evaluation_id), ("user_id", "=", person.uid)],
                ["id"],
            )
            for invitation in invitations:
                path = f"{HOME}/evaluation/{invitation['id']}"
                page = person.open(path)
                form = person.find_form(page, path)
                radios = dict.fromkeys(
                    node.get("name") for node in form.xpath(".//input[@type='radio']")
                )
                scores = list(story.ANSWERS[number % len(story.ANSWERS)])
                values = {}
                for name in radios:
                    options = form.inputs[name].value_options
                    # A scale from 0 to 10, else the middle of a few words.
                    place = scores.pop(0) if len(options) == 11 else len(options) // 2
                    values[name] = options[place]
                person.submit(page, path, values)


def print_pairs(demo):
    print(
        f"\n  {'Mentor':<20} {'Mentee':<20} {'State':<9} {'Score':>6} {'Meetings':>9}"
    )
    for pair in demo.pairs():
        print(
            f"  {pair['mentor_name']:<20} {pair['mentee_name']:<20} {pair['state']:<9} "
            f"{pair['matching_score']:>6.1f} {pair['meeting_count']:>9}"
        )


def print_logins(demo):
    pair = next(p for p in demo.pairs() if p["mentor_user_id"] and p["mentee_user_id"])
    logins = demo.logins()
    programme = f"/odoo/mentoring-programmes/{demo.programme_id}"
    rows = [
        ("administrator", story.ADMINISTRATOR, "/odoo/mentoring-programmes"),
        ("engineer", story.ENGINEER, programme),
        ("referent", story.REFERENT, "/odoo/mentoring-pairs"),
        ("manager", story.MANAGER, "/odoo/mentoring-requests"),
        ("mentor", logins[pair["mentor_user_id"][0]], f"{HOME}/pair/{pair['id']}"),
        (
            "mentee (portal)",
            logins[pair["mentee_user_id"][0]],
            f"{HOME}/pair/{pair['id']}",
        ),
    ]
    print(f"\n  Password of each: {demo.password}\n")
    print(f"  {'Role':<16} {'Login':<34} First page")
    for role, login, path in rows:
        print(f"  {role:<16} {login:<34} {demo.url}{path}")
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--db", required=True)
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    demo = Demo(
        options.url, options.db, options.out, os.environ["MENTORAT_ADMIN_PASSWORD"]
    )
    for step in STEPS:
        print(f"  {step}: {getattr(demo, step)()}", flush=True)
    print_pairs(demo)
    print_logins(demo)


if __name__ == "__main__":
    try:
        main()
    except DemoError as error:
        sys.exit(f"  the demo stopped: {error}")
