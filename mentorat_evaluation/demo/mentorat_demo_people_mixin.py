from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command

from . import closed_programme as story


class MentoratDemoPeopleMixin(models.AbstractModel):
    """The people in the demo of a programme that is over, and how they met."""

    _name = "mentorat.demo.people.mixin"
    _description = "People of the demo"

    def _demo_hire(self):
        """Hire mentees, people like them and mentors; return mentees and mentors.

        :return: ``(employees who become mentees, employees who become mentors)``
        """
        names = (
            f"{first} {family}"
            for family in story.FAMILY_NAMES
            for first in story.FIRST_NAMES
        )
        mentees = others = self.env["hr.employee"]
        for team in story.TEAMS:
            mentees |= self._demo_hire_team(
                names,
                team,
                story.MENTEES_PER_TEAM,
                story.MENTEE_YEARS,
            )
            others |= self._demo_hire_team(
                names,
                team,
                story.OTHERS_PER_TEAM,
                story.MENTEE_YEARS,
            )
        mentors = self.env["hr.employee"].union(
            *(
                self._demo_hire_team(names, team, team[2], story.MENTOR_YEARS)
                for team in story.MENTOR_TEAMS
            )
        )
        self._demo_move(mentees, story.MENTEE_MOVES, story.MENTEE_LEAVES)
        self._demo_move(others, story.OTHER_MOVES, story.OTHER_LEAVES)
        return mentees, mentors

    def _demo_hire_team(self, names, team, count, years):
        department, job, *__ = team
        values = {
            "company_id": self.company_id.id,
            "department_id": self._demo_find("hr.department", department).id,
            "job_id": self._demo_find("hr.job", job).id,
        }
        employees = []
        for number in range(count):
            since = self.date_start - relativedelta(
                years=years[number % len(years)], days=number + 10
            )
            employees.append(
                {
                    **values,
                    "name": next(names),
                    "date_version": since,
                    "contract_date_start": since,
                }
            )
        return self.env["hr.employee"].create(employees)

    def _demo_find(self, model, name):
        """Return the department or job of that name in the company, made when missing."""
        records = self.env[model]
        values = {"name": name, "company_id": self.company_id.id}
        domain = [(key, "=", value) for key, value in values.items()]
        return records.search(domain, limit=1) or records.create(values)

    def _demo_move(self, employees, moves, leaves):
        """Let one of ``moves`` take another job in the year, and one of ``leaves`` leave."""
        jobs = {team[1]: team[2] for team in story.TEAMS}
        for number, employee in enumerate(employees, 1):
            day = self._demo_day(5 + number % 5)
            if number % leaves == 0:
                employee.departure_date = day
            elif number % moves == 0:
                job = self._demo_find("hr.job", jobs[employee.job_id.name])
                employee.create_version({"date_version": day, "job_id": job.id})

    def _demo_pair(self, people):
        """Let these people take part, and put them together; return the pairs."""
        roles = dict(zip(("mentee", "mentor"), people, strict=True))
        sides = {
            role: self.env["mentorat.participation"].create(
                [
                    {
                        "programme_id": self.id,
                        "employee_id": employee.id,
                        "role": role,
                        "state": "accepted",
                        "training_recognised_on": self.date_start
                        + timedelta(days=story.TRAINING_DAYS),
                        "training_proof": story.TRAINING_PROOF,
                    }
                    for employee in employees
                ]
            )
            for role, employees in roles.items()
        }
        self._demo_log(sides["mentee"] | sides["mentor"])
        start = self._demo_day(0.5)
        return self.env["mentorat.pair"].create(
            [
                {
                    "programme_id": self.id,
                    "mentee_id": mentee.id,
                    "mentor_id": sides["mentor"][number % len(people[1])].id,
                    "state": "active",
                    "phase": "moving",
                    # Two waves.
                    "date_start": start + timedelta(days=21 * (number % 4 == 3)),
                    "date_end": self.date_end,
                }
                for number, mentee in enumerate(sides["mentee"])
            ]
        )

    def _demo_log(self, participations):
        """Give these people the history of an application that was accepted."""
        lines, before = [], "draft"
        for state, days in story.APPLICATION:
            day = datetime.combine(self.date_start, time(9)) + timedelta(days=days)
            lines += [
                {
                    "programme_id": self.id,
                    "participation_id": participation.id,
                    "from_state": before,
                    "to_state": state,
                    "date": day,
                }
                for participation in participations
            ]
            before = state
            if state == "submitted":
                participations.date_submitted = day
        self.env["mentorat.log"].create(lines)

    def _demo_meet(self, pairs):
        """Let the pairs meet, then close or end them."""
        meetings = []
        for number, pair in enumerate(pairs):
            count = story.MEETINGS[number % len(story.MEETINGS)]
            if number in story.ENDED:
                count, pair.date_end = 3, pair.date_start + timedelta(days=100)
            for turn in range(count):
                days = 12 + 28 * turn + number % 7
                mentor, mentee = story.USEFULNESS[(number + turn) % 5]
                meetings.append(
                    {
                        "pair_id": pair.id,
                        "date_start": datetime.combine(pair.date_start, time(9))
                        + timedelta(days=days),
                        "hours": self.meeting_hours,
                        "state": "held",
                        "mentor_usefulness": mentor,
                        "mentee_usefulness": mentee,
                    }
                )
        self.env["mentorat.meeting"].create(meetings)
        for number, pair in enumerate(pairs):
            pair.state = "ended" if number in story.ENDED else "closed"
            pair.mentor_id._free_seat()

    def _demo_supervise(self, mentors):
        """Hold the sessions of the groups of mentors."""
        supervisor = self.supervisor_ids
        count = len(story.SUPERVISION_GROUPS)
        groups = self.env["mentorat.supervision.group"].create(
            [
                {
                    "name": name,
                    "programme_id": self.id,
                    "supervisor_id": supervisor.id,
                    "member_ids": [Command.set(mentors[place::count].ids)],
                }
                for place, name in enumerate(story.SUPERVISION_GROUPS)
            ]
        )
        sessions = self.env["mentorat.supervision"].create(
            [
                {
                    "programme_id": self.id,
                    "group_id": group.id,
                    "supervisor_id": supervisor.id,
                    "theme": theme,
                    "date_start": datetime.combine(
                        self._demo_day(2 + 3 * turn), time(12)
                    ),
                }
                for group in groups
                for turn, theme in enumerate(story.SUPERVISION_THEMES)
            ]
        )
        sessions.action_hold()
