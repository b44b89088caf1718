from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import SQL

from . import closed_programme as story


class MentoratDemoPeopleMixin(models.AbstractModel):
    """The people in the demo of a programme that is over: hired, and taken on."""

    _name = "mentorat.demo.people.mixin"
    _description = "People of the demo"

    def _demo_hire(self):
        """Hire mentees, people like them and mentors.

        :return: ``(employees who become mentees, people like them, employees who become
            mentors)``
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
        return mentees, others, mentors

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

    def _demo_give_logins(self, employees):
        """Give ``employees`` a login of the portal, without an address to write to."""
        newcomers = employees.filtered(lambda employee: not employee.user_id)
        portal = self.env.ref("base.group_portal")
        users = self.env["res.users"].create(
            [
                {
                    "name": employee.name,
                    "login": f"{employee.name.lower().replace(' ', '.')}.{employee.id}",
                    "company_id": self.company_id.id,
                    "company_ids": [Command.set(self.company_id.ids)],
                    "group_ids": [Command.set(portal.ids)],
                }
                for employee in newcomers
            ]
        )
        for employee, user in zip(newcomers, users, strict=True):
            employee.user_id = user

    def _demo_enrol(self, employees, role, outcome="accepted"):
        """Let ``employees`` take part as ``role``, with the history of their application.

        :param str outcome: what was decided in the end
        """
        self._demo_give_logins(employees)
        histories = [
            self._demo_get_history(number, outcome) for number in range(len(employees))
        ]
        people = self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": self.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": outcome,
                    "date_submitted": history["submitted"],
                    "date_decided": history[outcome],
                    "training_recognised_on": self.date_start
                    + timedelta(days=story.TRAINING_DAYS),
                    "training_proof": story.TRAINING_PROOF,
                }
                for employee, history in zip(employees, histories, strict=True)
            ]
        )
        self.env["mentorat.log"].create(
            [
                {
                    "programme_id": self.id,
                    "participation_id": person.id,
                    "from_state": before,
                    "to_state": state,
                    "date": moment,
                }
                for person, history in zip(people, histories, strict=True)
                for before, (state, moment) in zip(
                    ("draft", *history), history.items(), strict=False
                )
            ]
        )
        return people

    def _demo_get_history(self, number, outcome):
        """Return ``{state: moment}`` of the application of the person at that place."""
        return {
            outcome if state == "accepted" else state: self._demo_noon(
                self.date_start + timedelta(days=days + number % spread)
            )
            for state, days, spread in story.APPLICATION
        }

    def _demo_accept_charter(self, people):
        """Let ``people`` accept the charter on the day before the start."""
        version = self.charter_id.current_version_id
        day = self._demo_noon(self.date_start + timedelta(days=story.TRAINING_DAYS))
        accepted = self.env["mentorat.acknowledgement"]
        known = accepted.search([("version_id", "=", version.id)]).user_id
        accepted.create(
            [
                {
                    "user_id": user.id,
                    "version_id": version.id,
                    "date": day,
                    "lang": "en_US",
                    "digest": version._get_digest(),
                }
                for user in people.user_id - known
            ]
        )

    # DAYS

    def _demo_day(self, months):
        """Return the day that many months after the start, today at the latest."""
        day = self.date_start + timedelta(days=round(story.DAYS_PER_MONTH * months))
        return min(day, fields.Date.today())

    def _demo_noon(self, day):
        return datetime.combine(day, time(12))

    def _demo_set_past(self, records, column, day):
        """Write ``day`` to ``records``, past what keeps such a column as it is."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s) RETURNING id",
                SQL.identifier(records._table),
                SQL.identifier(column),
                day,
                records.ids,
            )
        )
        records.invalidate_recordset([column])
