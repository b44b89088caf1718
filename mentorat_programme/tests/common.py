"""One user for each role of the access matrix, and a programme with people in it."""

import base64
import io
import os
from datetime import timedelta
from unittest.mock import patch

from cryptography.fernet import Fernet
from PIL import Image

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..models.mentorat_sealed_mixin import KEY_NAME

MODULE = "mentorat_programme"


def draw_signature(size=(300, 100)):
    """Return a PNG as the signature widget of the portal sends it: base64."""
    stream = io.BytesIO()
    Image.new("RGBA", size, (20, 30, 90, 255)).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class MentoratMixin:
    """The people and records; for TransactionCase and HttpCase alike.

    Users, by the names of the access matrix: ``administrator``, ``engineer``,
    ``other_engineer`` (of another programme), ``referent``, ``hr_officer``,
    ``manager`` (of the mentee), ``plain`` (an employee who takes no part), ``outsider``
    (a portal login without employee), ``system`` (settings, no mentoring group),
    ``foreigner`` (administrator of another company), ``mentor`` and ``mentee`` (employees
    with a portal login). Each login's password is its login.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        key = patch.dict(os.environ, {KEY_NAME: Fernet.generate_key().decode()})
        key.start()
        cls.addClassCleanup(key.stop)
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls._create_users()
        cls._create_employees()
        cls._create_skills()
        cls._create_programme()

    @classmethod
    def _new_user(cls, login, groups, **values):
        return cls._new_users({"login": login, "groups": groups, **values})

    @classmethod
    def _new_users(cls, *people):
        """Create users, all at once: each alone would cost a class a good part of its time.

        :param people: values, among them ``login`` and ``groups``, which are external ids
            separated by commas
        """
        vals_list = []
        for person in people:
            login, groups = person["login"], person["groups"]
            group_ids = [cls.env.ref(group).id for group in groups.split(",")]
            vals_list.append(
                {
                    "name": f"{login} ({groups})",
                    "password": login,
                    "email": f"{login}@example.com",
                    "tz": "UTC",
                    "group_ids": [Command.set(group_ids)],
                    **{name: person[name] for name in person if name != "groups"},
                }
            )
        # Their invitations to log in are of no interest, and take half of the time.
        users = cls.env["res.users"].with_context(no_reset_password=True)
        return users.create(vals_list).with_env(cls.env)

    @classmethod
    def _create_users(cls):
        groups = {
            "administrator": f"{MODULE}.group_administrator",
            "engineer": f"{MODULE}.group_engineer",
            "other_engineer": f"{MODULE}.group_engineer",
            "referent": f"{MODULE}.group_referent",
            "hr_officer": "hr.group_hr_user",
            "manager": "base.group_user",
            "plain": "base.group_user",
            "outsider": "base.group_portal",
            "system": "base.group_system",
            "foreigner": f"{MODULE}.group_administrator",
            "mentor": "base.group_portal",
            "mentee": "base.group_portal",
        }
        company = {
            "company_id": cls.other_company.id,
            "company_ids": [Command.set(cls.other_company.ids)],
        }
        users = cls._new_users(
            *(
                {
                    "login": f"m_{role}",
                    "groups": names,
                    **(company if role == "foreigner" else {}),
                }
                for role, names in groups.items()
            )
        )
        for role, user in zip(groups, users, strict=True):
            setattr(cls, role, user)

    @classmethod
    def _create_employee(cls, name, user=None, manager=None, department=None):
        values = {
            "name": name,
            "user_id": user and user.id,
            "parent_id": manager and manager.id,
        }
        if department:
            values["department_id"] = department.id
        return cls._new_employees([values])

    @classmethod
    def _new_employees(cls, vals_list, user=None):
        """Create employees of the company, as an HR officer does, or another user.

        For whoever may write pages Odoo draws a picture of each, which takes time.
        """
        employees = cls.env["hr.employee"].with_user(user or cls.hr_officer)
        return employees.create(
            [{"company_id": cls.company.id, **values} for values in vals_list]
        ).with_env(cls.env)

    @classmethod
    def _create_employees(cls):
        departments = cls.env["hr.department"].create(
            [{"name": "Research"}, {"name": "Sales"}]
        )
        cls.research, cls.sales = departments
        cls.manager_employee = cls._create_employee(
            "Maud Manager", cls.manager, department=cls.sales
        )
        cls.mentor_employee = cls._create_employee(
            "Morgan Mentor", cls.mentor, department=cls.research
        )
        cls.mentee_employee = cls._create_employee(
            "Merle Mentee", cls.mentee, cls.manager_employee, cls.sales
        )
        cls.plain_employee = cls._create_employee(
            "Perrine Plain", cls.plain, cls.manager_employee, cls.sales
        )

    @classmethod
    def _create_skills(cls):
        cls.skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Craft",
                "skill_level_ids": [
                    Command.create(
                        {"name": name, "level_progress": progress, "default_level": d}
                    )
                    for name, progress, d in (
                        ("Novice", 20, True),
                        ("Skilled", 60, False),
                        ("Master", 100, False),
                    )
                ],
                "skill_ids": [
                    Command.create({"name": name})
                    for name in ("Weaving", "Carving", "Speaking")
                ],
            }
        )
        cls.novice, cls.skilled, cls.master = cls.skill_type.skill_level_ids.sorted(
            "level_progress"
        )
        cls.weaving, cls.carving, cls.speaking = cls.skill_type.skill_ids.sorted("id")

    @classmethod
    def _create_programme(cls):
        today = fields.Date.today()
        cls.programme = cls.env["mentorat.programme"].create(
            {
                "name": "Passing it on",
                "purpose": "Craft is passed on before people leave.",
                "engineer_ids": [Command.set(cls.engineer.ids)],
                "referent_ids": [Command.set(cls.referent.ids)],
                "date_start": today,
                "date_end": today + timedelta(days=270),
                "mentor_capacity": 2,
                # Without a charter nothing waits for it.
                "document_ids": [Command.clear()],
                "state": "running",
            }
        )
        cls.other_programme = cls.env["mentorat.programme"].create(
            {
                "name": "Another programme",
                "engineer_ids": [Command.set(cls.other_engineer.ids)],
                "referent_ids": [Command.clear()],
                "date_start": today,
                "date_end": today + timedelta(days=90),
            }
        )
        cls.mentor_participation = cls._create_participation(
            cls.mentor_employee, "mentor", [(cls.weaving, cls.master)]
        )
        cls.mentee_participation = cls._create_participation(
            cls.mentee_employee, "mentee", [(cls.weaving, cls.skilled)]
        )

    @classmethod
    def _create_participation(
        cls, employees, role, skills=(), state="accepted", **values
    ):
        """Create a participation of each employee; skills: ``[(hr.skill, level)]``."""
        return cls.env["mentorat.participation"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": state,
                    "skill_ids": [
                        Command.create(
                            {"skill_id": skill.id, "skill_level_id": level.id}
                        )
                        for skill, level in skills
                    ],
                    **values,
                }
                for employee in employees
            ]
        )

    @classmethod
    def _create_pair(cls, state="active", mentor=None, mentee=None):
        """Create a pair of the two participations given, by default the usual ones."""
        return cls.env["mentorat.pair"].create(
            {
                "programme_id": cls.programme.id,
                "mentor_id": (mentor or cls.mentor_participation).id,
                "mentee_id": (mentee or cls.mentee_participation).id,
                "state": state,
            }
        )

    def _roles(self):
        """Return ``{name: user}`` of every role of the access matrix."""
        names = (
            "administrator",
            "engineer",
            "other_engineer",
            "referent",
            "hr_officer",
            "manager",
            "plain",
            "outsider",
            "system",
            "foreigner",
            "mentor",
            "mentee",
        )
        return {name: getattr(self, name) for name in names}


class MentoratCase(MentoratMixin, TransactionCase):
    pass
