"""The generated company in Odoo: employees with a login, all accepted in a programme that runs."""

from datetime import date, timedelta

import numpy as np
from company import LEVELS, SITES, SKILLS
from served import create_user

from odoo.fields import Command

BATCH = 500
PROGRAMME = "Passing it on"
LANGUAGES = ("en_US", "fr_FR", "de_DE", "es_ES")
TIME_ZONES = ("Europe/Paris", "Europe/London", "America/New_York")
MODES = ("both", "site", "remote")
CRITERIA = (
    {"kind": "skills", "weight": 40, "rarity": True},
    {"kind": "level_gap", "weight": 15, "gap": 30},
    {"kind": "department", "weight": 10, "comparison": "different"},
    {"kind": "site", "weight": 10},
    {"kind": "availability", "weight": 10},
    {"kind": "seniority", "weight": 10},
    {"kind": "preference", "weight": 5},
    {"kind": "language", "weight": 0, "required": True},
)


class MatchingCompany:
    """Puts ``company.People`` into a database, with what their scores did not need.

    That is availability, years in the company, levels held today and wishes.
    """

    def __init__(self, env, people):
        self.env, self.people = env, people
        self.rng = np.random.default_rng(1)

    def fill(self):
        self.engineer = create_user(
            self.env, "engineer", "mentorat_programme.group_engineer"
        )
        # Without a right on pages, no picture is drawn of each employee, which takes time.
        self.officer = create_user(self.env, "officer", "hr.group_hr_manager")
        self.create_skills()
        self.create_places()
        people = self.people
        self.programme = self.create_programme()
        mentors = self.create_employees(
            "Mentor",
            people.mentor_department,
            people.mentor_site,
            (3, 25),
            people.skills,
        )
        mentees = self.create_employees(
            "Mentee", people.department, people.site, (0, 12), people.wishes
        )
        self.set_managers(mentors, mentees)
        self.create_wishes(
            self.create_participations(
                "mentor", mentors, people.skills, people.spoken.T
            ),
            self.create_participations(
                "mentee", mentees, people.wishes, np.eye(4, dtype=bool)[people.language]
            ),
        )

    def create(self, model, rows):
        """Create records, so many at a time that memory does not grow with them."""
        found = []
        for start in range(0, len(rows), BATCH):
            found += model.create(rows[start : start + BATCH]).ids
            self.env.flush_all()
            self.env.invalidate_all()
        return self.env[model._name].browse(found)

    def create_skills(self):
        craft = self.env["hr.skill.type"].create(
            {
                "name": "Craft",
                "skill_level_ids": [
                    Command.create(
                        {
                            "name": name,
                            "level_progress": progress,
                            "default_level": progress == 30,
                        }
                    )
                    for name, progress in (("Known", 30), ("Good", 60), ("Master", 100))
                ],
                "skill_ids": [
                    Command.create({"name": f"Skill {index}"})
                    for index in range(SKILLS)
                ],
            }
        )
        self.skills = craft.skill_ids.sorted("id").ids
        self.levels = craft.skill_level_ids.sorted("level_progress").ids
        self.skill_type_id = craft.id

    def create_places(self):
        self.departments = self.env["hr.department"].create(
            [{"name": f"Department {number}"} for number in range(1, 2**LEVELS)]
        )
        for number in range(2, 2**LEVELS):
            self.departments[number - 1].parent_id = self.departments[number // 2 - 1]
        addresses = self.env["res.partner"].create(
            [{"name": f"Site {number}"} for number in range(SITES)]
        )
        self.sites = self.env["hr.work.location"].create(
            [
                {"name": place.name, "address_id": place.id, "location_type": "office"}
                for place in addresses
            ]
        )

    def create_programme(self):
        today = date.today()
        return self.env["mentorat.programme"].create(
            {
                "name": PROGRAMME,
                "state": "running",
                "engineer_ids": [Command.set(self.engineer.ids)],
                "date_start": today,
                "date_end": today + timedelta(days=270),
                # Without a charter nothing waits for it.
                "document_ids": [Command.clear()],
                "criterion_ids": [
                    Command.clear(),
                    *(
                        Command.create({"sequence": place, **values})
                        for place, values in enumerate(CRITERIA)
                    ),
                ],
            }
        )

    def create_employees(self, name, departments, sites, years, skills):
        """Create people with a login, half of whose skills Odoo knows at the lowest level."""
        portal = self.env.ref("base.group_portal")
        names = [f"{name} {number}" for number in range(len(sites))]
        users = self.create(
            self.env["res.users"],
            [
                {
                    "name": name,
                    "login": name.lower().replace(" ", "."),
                    "email": f"{name.lower().replace(' ', '.')}@example.com",
                    "group_ids": [Command.set(portal.ids)],
                }
                for name in names
            ],
        )
        days = self.rng.integers(*(365 * year for year in years), len(names)).tolist()
        rows = []
        for place, user in enumerate(users):
            since = date.today() - timedelta(days=1 + days[place])
            known = np.flatnonzero(skills[place])
            rows.append(
                {
                    "name": names[place],
                    "user_id": user.id,
                    "department_id": self.departments[departments[place] - 1].id,
                    "work_location_id": self.sites[sites[place]].id,
                    "date_version": since,
                    "contract_date_start": since,
                    "current_employee_skill_ids": [
                        Command.create(
                            {
                                "skill_id": self.skills[skill],
                                "skill_type_id": self.skill_type_id,
                                "skill_level_id": self.levels[0],
                            }
                        )
                        for skill in known[self.rng.random(len(known)) < 0.5]
                    ],
                }
            )
        return self.create(self.env["hr.employee"].with_user(self.officer), rows)

    def set_managers(self, mentors, mentees):
        """Let the first mentor who leads a department head it, as employees know it.

        A department without one reports to the head of the one above.
        """
        numbers = np.concatenate(
            [self.people.mentor_department, self.people.department]
        )
        leaders = self.people.mentor_department[self.people.heads]
        employees = mentors + mentees
        head_of = {}
        for number, department in enumerate(self.departments, start=1):
            above = head_of.get(number // 2, mentors.browse())
            heads = mentors.browse(
                np.array(mentors.ids)[self.people.heads][leaders == number][:1].tolist()
            )
            department.manager_id = heads
            heads.parent_id = above
            head_of[number] = heads or above
            members = employees.browse(
                np.array(employees.ids)[numbers == number].tolist()
            )
            (members - heads).parent_id = head_of[number]
            self.env.flush_all()

    def create_participations(self, role, employees, skills, spoken):
        """Accept people; mentors have the levels drawn, mentees want one from the second up."""
        languages = self.env["res.lang"].with_context(active_test=False)
        languages = [languages.search([("code", "=", code)]).id for code in LANGUAGES]
        slots = self.env["mentorat.slot"].search([]).ids
        capacities = self.people.capacities.tolist()
        count = len(employees)
        zones = self.rng.choice(TIME_ZONES, count, p=[0.8, 0.1, 0.1]).tolist()
        modes = self.rng.choice(MODES, count, p=[0.7, 0.15, 0.15]).tolist()
        rows = []
        for place, employee in enumerate(employees):
            free = self.rng.choice(slots, self.rng.integers(2, 6), replace=False)
            rows.append(
                {
                    "programme_id": self.programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": "accepted",
                    "capacity": capacities[place] if role == "mentor" else 1,
                    "tz": zones[place],
                    "meeting_mode": modes[place],
                    "slot_ids": [Command.set(free.tolist())],
                    "language_ids": [
                        Command.set(
                            [languages[code] for code in np.flatnonzero(spoken[place])]
                        )
                    ],
                    "skill_ids": self.prepare_skills(role, skills[place]),
                }
            )
        return self.create(self.env["mentorat.participation"], rows)

    def prepare_skills(self, role, drawn):
        return [
            Command.create(
                {
                    "skill_id": self.skills[skill],
                    "skill_level_id": self.levels[
                        drawn[skill] - 1
                        if role == "mentor"
                        else self.rng.integers(1, 3)
                    ],
                    "priority": "2" if role == "mentor" else str(drawn[skill]),
                }
            )
            for skill in np.flatnonzero(drawn)
        ]

    def create_wishes(self, mentors, mentees):
        """Let three mentees of ten wish for three mentors each."""
        wishing = np.flatnonzero(self.rng.random(len(mentees)) < 0.3)
        self.create(
            self.env["mentorat.preference"],
            [
                {
                    "participation_id": mentees[place].id,
                    "wished_id": mentors[wished].id,
                    "rank": rank,
                }
                for place in wishing.tolist()
                for rank, wished in enumerate(
                    self.rng.choice(len(mentors), 3, replace=False).tolist(), start=1
                )
            ],
        )
