"""A mentoring programme with thousands of people beside Odoo's own employees, over HTTP.

    setup/odoo.sh --python tests/benchmarks/programme.py                   the tables
    setup/odoo.sh --python tests/benchmarks/programme.py --people 1000     a smaller company
    setup/odoo.sh --python tests/benchmarks/programme.py --keep            keep the database

Makes a database with a company in which everybody takes part in one programme, and serves a copy of it.
Each line of the first table is a request of the web client or a portal page, beside one of Odoo's own that
is as close as can be; both are asked in turns and the medians are shown, so that whatever else the machine
does slows both down. The second table is the invitation of everybody to another programme, up to the mails
received by a mail server.
"""

import argparse
import secrets
import statistics
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta

from served import LIST, Client, create_user, environment, log_in, prepared, served

from odoo.fields import Command

DATABASE = "mentorat_benchmark"
LOGINS = ("engineer", "officer", "manager", "participant")
TEAM = 200  # requests that await one manager
STATES = ("approved", "accepted", "waitlisted", "completed", "refused")
TIMEOUT = 1800  # seconds


# ---------------------------------------------------------------- the company


class Company:
    """Everybody takes part in one programme, and a third are mentors."""

    def __init__(self, env):
        self.env = env

    def fill(self, number):
        self.team = {
            name: create_user(self.env, name, f"mentorat_programme.group_{name}")
            for name in ("engineer", "referent")
        }
        # Without a right on pages, no picture is drawn of each employee, which takes time.
        self.officer = create_user(self.env, "officer", "hr.group_hr_user")
        people = self.create_people(number)
        programme = self.create_programme("Passing it on")
        mentors, mentees = people[: number // 3], people[number // 3 :]
        self.create_pairs(
            programme,
            self.create_participations(programme, mentors, "mentor"),
            self.create_participations(programme, mentees, "mentee"),
        )
        requests = self.create_participations(
            self.create_programme("Asked for"), people[1 : TEAM + 1], "mentee"
        )
        requests.write({"state": "submitted", "date_submitted": datetime.now()})
        self.create_programme("Everybody is invited")

    def create_people(self, number):
        """Create employees in eight departments.

        ``TEAM`` of them report to the first, the others by twenty-five to one of those before.
        """
        departments = self.env["hr.department"].create(
            [{"name": f"Department {index}"} for index in range(8)]
        )
        skills = self.create_skills()
        employees = self.env["hr.employee"].with_user(self.officer)
        manager = create_user(self.env, "manager", "base.group_user")
        first = employees.create({"name": "Manager", "user_id": manager.id})
        portal = create_user(self.env, "participant", "base.group_portal")
        rows = [
            {
                "name": f"Person {index}",
                "work_email": f"person{index}@invited.example.com",
                "department_id": departments[index % 8].id,
                "current_employee_skill_ids": [
                    Command.create(
                        {
                            "skill_id": skill.id,
                            "skill_type_id": skill.skill_type_id.id,
                            "skill_level_id": skill.skill_type_id.skill_level_ids.id,
                        }
                    )
                    for skill in skills[index % 5 : index % 5 + 3]
                ],
            }
            for index in range(1, number)
        ]
        rows[0]["user_id"] = portal.id
        people = first
        while len(people) < number:
            start = len(people)
            batch = rows[start - 1 : start - 1 + (500 if start > TEAM else TEAM)]
            for index, row in enumerate(batch, start):
                row["parent_id"] = people[index // 25 if start > TEAM else 0].id
            people += employees.create(batch)
            self.env.flush_all()
            self.env.invalidate_all()
        return people.with_env(self.env)

    def create_skills(self):
        return (
            self.env["hr.skill.type"]
            .create(
                {
                    "name": "Craft",
                    "skill_level_ids": [
                        Command.create(
                            {
                                "name": "Known",
                                "level_progress": 50,
                                "default_level": True,
                            }
                        )
                    ],
                    "skill_ids": [
                        Command.create({"name": f"Skill {index}"}) for index in range(8)
                    ],
                }
            )
            .skill_ids
        )

    def create_programme(self, name):
        today = date.today()
        return self.env["mentorat.programme"].create(
            {
                "name": name,
                "state": "running",
                "engineer_ids": [Command.set(self.team["engineer"].ids)],
                "referent_ids": [Command.set(self.team["referent"].ids)],
                "date_start": today,
                "date_end": today + timedelta(days=270),
                "mentor_capacity": 2,
                "objective_ids": [
                    Command.create({"name": f"Objective {index}"}) for index in range(4)
                ],
                # Without a charter nothing waits for it.
                "document_ids": [Command.clear()],
            }
        )

    def create_participations(self, programme, people, role):
        skills = self.env["hr.skill"].search([], limit=3)
        return self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": programme.id,
                    "employee_id": person.id,
                    "role": role,
                    "state": "accepted" if role == "mentor" else STATES[index % 5],
                    "skill_ids": [
                        Command.create({"skill_id": skill.id}) for skill in skills
                    ],
                }
                for index, person in enumerate(people)
            ]
        )

    def create_pairs(self, programme, mentors, mentees):
        accepted = mentees.filtered(lambda mentee: mentee.state == "accepted")
        pairs = self.env["mentorat.pair"].create(
            [
                {
                    "programme_id": programme.id,
                    "mentor_id": mentor.id,
                    "mentee_id": mentee.id,
                    "state": "active",
                    "date_start": date.today(),
                }
                for mentor, mentee in zip(mentors[1:], accepted, strict=False)
                if mentor.employee_id not in mentee.employee_id._get_superiors()
            ]
        )
        yesterday = datetime.now() - timedelta(days=1)
        self.env["mentorat.meeting"].create(
            [
                {"pair_id": pair.id, "date_start": yesterday, "state": "held"}
                for pair in pairs
            ]
        )


# ---------------------------------------------------------------- pages


def list_pages(server, password):
    """Return ``[(what, ours, what it is beside, theirs)]``; the two are called in turns."""
    people = {login: log_in(server, login, password) for login in LOGINS}
    programmes, participations, pairs = (
        Client(people["engineer"], f"mentorat_programme.{name}_action")
        for name in ("mentorat_programme", "mentorat_participation", "mentorat_pair")
    )
    employees = Client(people["officer"], "hr.open_view_employee_list_my")
    public = Client(people["manager"], "hr.hr_employee_public_action")
    programme, employee = (
        client.person.call(client.model, "search", domain, limit=1)[0]
        for client, domain in (
            (programmes, [("name", "=", "Passing it on")]),
            (employees, [("name", "=", "Person 100")]),
        )
    )
    participation, pair = (
        client.person.call(
            client.model, "search", [("programme_id", "=", programme)], limit=1
        )[0]
        for client in (participations, pairs)
    )
    own = [("programme_id", "=", programme)]
    portal, manager = people["participant"].open, people["manager"].open
    form = (
        "employee form",
        lambda: employees.open_form(employee),
    )
    lines = [
        ("programme form, opened", lambda: programmes.open_form(programme), *form),
        (
            "the same, views known",
            lambda: programmes.read_form(programme),
            "employee form, views known",
            lambda: employees.read_form(employee),
        ),
        (
            "participation form, opened",
            lambda: participations.open_form(participation),
            *form,
        ),
        ("pair form, opened", lambda: pairs.open_form(pair), *form),
    ]
    lines += [
        (
            f"{name}, {LIST} rows",
            lambda c=client: c.read_list(own),
            f"{other}, {LIST} rows",
            beside.read_list,
        )
        for name, client, other, beside in (
            ("participations", participations, "employees", employees),
            ("participations", participations, "public employees", public),
            ("pairs", pairs, "employees", employees),
        )
    ]
    lines += [
        (
            f"{name} in columns",
            lambda c=client: c.read_kanban(own),
            "employees by department",
            lambda: employees.read_kanban(group_by="department_id"),
        )
        for name, client in (("participations", participations), ("pairs", pairs))
    ]
    lines += [
        (name, lambda o=opened, u=url: o(u), "/my", lambda o=opened: o("/my"))
        for name, opened, url in (
            ("/my/mentoring", portal, "/my/mentoring"),
            (
                "the application",
                portal,
                f"/my/mentoring/programme/{programme}/apply/mentee",
            ),
            ("documents", portal, "/my/mentoring/documents"),
            ("own data", portal, "/my/mentoring/data"),
            (f"{TEAM} requests of a team", manager, "/my/mentoring/requests"),
        )
    ]
    return lines


def compare(lines, rounds):
    """Print a line for each pair of pages: medians of as many calls, in turns.

    :return: the ratio of each line
    """
    ratios = []
    print("| what | | beside | | ratio |\n|---|--:|---|--:|--:|", flush=True)
    times = {index: ([], []) for index in range(len(lines))}
    for turn in range(-1, rounds):
        for index, (__, ours, __, theirs) in enumerate(lines):
            for side, call in sorted(enumerate((ours, theirs)), reverse=turn % 2):
                begun = time.perf_counter()
                call()
                if turn >= 0:
                    times[index][side].append(time.perf_counter() - begun)
    for index, (what, __, beside, __) in enumerate(lines):
        ours, theirs = (statistics.median(found) for found in times[index])
        cells = (what, f"{ours * 1000:.0f} ms", beside, f"{theirs * 1000:.0f} ms")
        print("| " + " | ".join((*cells, f"{ours / theirs:.2f}")) + " |", flush=True)
        ratios.append(ours / theirs)
    return ratios


# ---------------------------------------------------------------- inviting


def invite(server, people, password):
    """Invite everybody to a programme and wait for the mails to be received."""
    engineer = log_in(server, "engineer", password)
    [programme] = engineer.call(
        "mentorat.programme", "search", [("name", "=", "Everybody is invited")]
    )
    print("\n| inviting | seconds |\n|---|--:|", flush=True)
    begun = time.perf_counter()

    def tell(what):
        print(f"| {what} | {time.perf_counter() - begun:.1f} |", flush=True)

    [wizard] = engineer.call(
        "mentorat.invitation.wizard", "create", [{"programme_id": programme}]
    )
    engineer.call("mentorat.invitation.wizard", "web_read", [wizard], {"new_count": {}})
    tell("the dialog has counted them")
    engineer.call("mentorat.invitation.wizard", "action_invite", [wizard])
    tell(f"{people:,} people queued, the page answers")
    steps = {
        "in the outbox": "SELECT count(*) FROM mentorat_invitation WHERE state = 'queued'",
        "in the mail queue": "SELECT count(*) FROM mentorat_outbox WHERE state = 'pending'",
        "sent": "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'",
    }
    for what, left in steps.items():
        wait(server, lambda left=left: not server.query(left)[0][0])
        tell(f"all {what}")
    received = Counter(
        next(line for line in mail.open(encoding="latin-1") if line.startswith("To:"))
        for mail in server.mailbox.glob("*.eml")
    )
    twice = sum(1 for number in received.values() if number > 1)
    print(f"\n{len(received):,} people received a mail, {twice} of them more than one.")
    if (len(received), twice) != (people, 0):
        sys.exit(f"Not each of the {people:,} received one mail")


def wait(server, is_done):
    deadline = time.monotonic() + TIMEOUT
    while not is_done():
        if time.monotonic() > deadline:
            sys.exit("The crons have not finished")
        server.wake()
        time.sleep(0.5)


# ---------------------------------------------------------------- all together


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    options = parser.parse_args()
    password = secrets.token_urlsafe()
    with prepared(
        DATABASE, lambda env: Company(env).fill(options.people), options.keep
    ):
        with environment(DATABASE) as env:
            logins = env["res.users"].search([("login", "in", LOGINS)])
            logins.write({"password": password})
            people = env["hr.employee"].search_count([("work_email", "!=", False)])
        with served(DATABASE) as server:
            compare(list_pages(server, password), options.rounds)
            invite(server, people, password)


if __name__ == "__main__":
    main()
