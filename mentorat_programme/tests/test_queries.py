"""A page or a cron costs as many queries for ten people as for two hundred."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..controllers.portal_request import STEP
from .test_portal import HOME, PortalCase
from .web_client import read_grouping, read_specification

FEW, MANY = 10, 200
KINDS = ("list", "kanban", "form")
FILLED = (
    *("res_partner", "res_users", "hr_employee", "hr_version", "mail_activity"),
    *("mentorat_participation", "mentorat_participation_skill", "mentorat_pair"),
    *("mentorat_meeting", "mentorat_invitation", "mentorat_log", "mentorat_outbox"),
    *("mentorat_supervision", "mentorat_supervision_attendance"),
    *("mentorat_supervision_group", "mentorat_supervision_group_member_rel"),
)
# Each window action of the back end, with those who work in it.
ACTIONS = {
    "mentorat_programme_action": ("engineer", "referent", "administrator"),
    "mentorat_participation_action": ("engineer", "referent", "administrator"),
    "mentorat_participation_action_team": ("manager", "referent"),
    "mentorat_participation_hr_action": ("hr_officer",),
    "mentorat_pair_action": ("engineer", "referent"),
    "mentorat_pair_action_board": ("engineer", "referent"),
    "mentorat_meeting_action": ("engineer", "referent"),
    "mentorat_invitation_action": ("engineer", "referent"),
    "mentorat_log_action": ("engineer", "referent"),
    "mentorat_supervision_action": ("supervisor", "engineer", "referent"),
    "mentorat_supervision_group_action": ("supervisor", "engineer", "referent"),
    "mentorat_supervision_attendance_action": ("supervisor", "referent"),
    "mentorat_supervised_mentor_action": ("supervisor", "referent"),
    "mentorat_document_action": ("engineer",),
    "mentorat_readiness_check_action": ("engineer", "referent"),
}


@tagged("post_install", "-at_install")
class TestQueries(PortalCase):
    """Two programmes alike, one with ``FEW`` people, one with ``MANY``.

    In each, everybody has a login, is mentor of one and mentee of another, met them once, is
    invited, and asked their manager for a place in another programme.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor = cls._new_user(
            "q_supervisor", "mentorat_programme.group_supervisor"
        )
        cls.people, cls.programmes, cls.requests, cls.managers = {}, {}, {}, {}
        for number in (FEW, MANY):
            cls._populate(number)
        cls.env.flush_all()
        # PostgreSQL has not seen these rows and would plan for empty tables.
        for table in FILLED:
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    @classmethod
    def _populate(cls, number):
        manager = cls._new_user(f"q_manager_{number}", "base.group_user")
        cls.managers[number] = manager
        cls.people[number] = people = cls._create_people(
            number, cls._create_employee(manager.name, manager)
        )
        cls.programmes[number] = programme = cls._copy_programme("open")
        mentors = cls._create_participations(programme, people, "mentor", "accepted")
        mentees = cls._create_participations(programme, people, "mentee", "accepted")
        cls._create_life(programme, mentors, mentees)
        cls.env["mentorat.invitation"]._invite(programme, people, "any")
        cls.requests[number] = cls._create_participations(
            cls._copy_programme("open"), people, "mentee", "submitted"
        )
        cls.requests[number].date_submitted = fields.Datetime.now()
        cls.requests[number]._ask_decision("asked")

    @classmethod
    def _copy_programme(cls, state):
        return cls.programme.copy({"state": state, "both_roles": True})

    @classmethod
    def _create_people(cls, number, manager):
        users = cls.env["res.users"].with_context(no_reset_password=True)
        users = users.create(
            [
                {
                    "name": f"Person {index} of {number}",
                    "login": f"q_{number}_{index}",
                    "email": f"q_{number}_{index}@example.com",
                    "group_ids": [Command.link(cls.env.ref("base.group_portal").id)],
                }
                for index in range(number)
            ]
        )
        users[0].password = users[0].login
        return cls._new_employees(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "parent_id": manager.id,
                    "department_id": cls.sales.id,
                }
                for user in users
            ]
        )

    @classmethod
    def _create_participations(cls, programme, people, role, state):
        return cls.env["mentorat.participation"].create(
            [
                {
                    "programme_id": programme.id,
                    "employee_id": person.id,
                    "role": role,
                    "state": state,
                    "motivation_text": "To learn",
                    "skill_ids": [
                        Command.create({"skill_id": skill.id})
                        for skill in (cls.weaving, cls.carving)
                    ],
                }
                for person in people
            ]
        )

    @classmethod
    def _create_life(cls, programme, mentors, mentees):
        """Give each mentor the next one's place as a mentee, a meeting and a line of history."""
        pairs = cls.env["mentorat.pair"].create(
            [
                {
                    "programme_id": programme.id,
                    "mentor_id": mentor.id,
                    "mentee_id": mentee.id,
                    "state": "active",
                }
                for mentor, mentee in zip(
                    mentors, mentees[1:] + mentees[:1], strict=True
                )
            ]
        )
        yesterday = fields.Datetime.now() - timedelta(days=1)
        cls.env["mentorat.meeting"].create(
            [{"pair_id": p.id, "date_start": yesterday, "state": "held"} for p in pairs]
        )
        cls._create_supervision(programme, mentors)
        log = cls.env["mentorat.log"]._log
        log(pairs, "pair_id", dict.fromkeys(pairs.ids, "accepted"), "active", False)
        origins = dict.fromkeys(mentors.ids, "approved")
        log(mentors, "participation_id", origins, "accepted", False)

    @classmethod
    def _create_supervision(cls, programme, mentors):
        """Put the mentors in groups of five, each of which has met once."""
        programme.supervisor_ids = cls.supervisor
        ours = {"programme_id": programme.id, "supervisor_id": cls.supervisor.id}
        groups = cls.env["mentorat.supervision.group"].create(
            [
                {
                    **ours,
                    "name": f"Group {start}",
                    "member_ids": [Command.set(mentors[start : start + 5].ids)],
                }
                for start in range(0, len(mentors), 5)
            ]
        )
        yesterday = fields.Datetime.now() - timedelta(days=1)
        sessions = cls.env["mentorat.supervision"].create(
            [{**ours, "group_id": g.id, "date_start": yesterday} for g in groups]
        )
        sessions.action_hold()

    def _count(self, ask):
        """Return how many queries ``ask()`` takes, from an empty cache; it is undone."""
        self.env.flush_all()
        savepoint = self.cr.savepoint()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        ask()
        self.env.flush_all()
        count = self.cr.sql_log_count - start
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        return count

    def _count_both(self, make):
        """Return the counts of ``make(number)()`` for ``FEW`` and for ``MANY``."""
        self._count(make(FEW))
        return self._count(make(FEW)), self._count(make(MANY))

    # BACK END

    def _get_domain(self, model, number):
        """Return the domain of what one finds in ``model`` about as many people."""
        if model == "mentorat.programme":
            return [("id", "=", self.programmes[number].id)]
        if model == "mentorat.document":
            return [("id", "in", self.documents[:number].ids)]
        if model == "mentorat.participation.request":
            return [("id", "in", self.requests[number].ids)]
        return [("programme_id", "=", self.programmes[number].id)]

    def _ask(self, views, kind, model, domain):
        """Return what the web client calls to show the view ``kind``."""
        asked = read_specification(views, kind, model._name)
        if kind == "form":
            record = model.search(domain, limit=1)
            return lambda: record.web_read(asked)
        grouping = read_grouping(views, kind)
        if not grouping:
            return lambda: model.web_search_read(domain, asked)
        return lambda: model.web_read_group(
            domain,
            [grouping],
            auto_unfold=True,
            unfold_read_specification=asked,
            unfold_read_default_limit=None,
        )

    def test_views(self):
        self.documents = self.env["mentorat.document"].create(
            [{"name": f"Guide {i}", "body": "<p>Text</p>"} for i in range(MANY)]
        )
        self.documents.action_publish()
        for requests in self.requests.values():
            requests.delegate_user_id = self.manager
        for name, roles in ACTIONS.items():
            action = self.env.ref(f"mentorat_programme.{name}")
            kinds = [view for view in action.views if view[1] in KINDS]
            for role in roles:
                model = self.env[action.res_model].with_user(getattr(self, role))
                views = model.get_views(kinds)
                for __, kind in kinds:

                    def make(number, model=model, views=views, kind=kind):
                        domain = self._get_domain(model._name, number)
                        self.assertTrue(model.search_count(domain))
                        return self._ask(views, kind, model, domain)

                    with self.subTest(action=name, role=role, kind=kind):
                        self.assertEqual(*self._count_both(make))

    def test_many_programmes(self):
        action = self.env.ref("mentorat_programme.mentorat_programme_action")
        programmes = self.programme.concat(
            *(self._copy_programme("open") for _ in range(2 * FEW))
        )
        model = self.env["mentorat.programme"].with_user(self.engineer)
        views = model.get_views(action.views)
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                counts = self._count_both(
                    lambda number, kind=kind: self._ask(
                        views, kind, model, [("id", "in", programmes[:number].ids)]
                    )
                )
                self.assertEqual(*counts)

    # PORTAL

    def _check_page(self, users, get_url, **limit):
        counts = []
        for number in (FEW, MANY):
            self._login(users[number])
            counts.append(self._count_queries(get_url(number), **limit))
        self.assertEqual(*counts)

    def test_pages_of_participants(self):
        users = {number: people[0].user_id for number, people in self.people.items()}
        pairs = {
            number: programme.pair_ids.filtered(
                lambda pair, user=users[number]: pair.mentor_user_id == user
            ).id
            for number, programme in self.programmes.items()
        }
        pages = {
            "home": lambda number: HOME,
            "application": lambda number: (
                f"{HOME}/programme/{self.programmes[number].id}/apply/mentee"
            ),
            "documents": lambda number: f"{HOME}/documents",
            "concern": lambda number: f"{HOME}/concern",
            "supervision": lambda number: f"{HOME}/supervision",
            "pair": lambda number: f"{HOME}/pair/{pairs[number]}",
            **{
                part: lambda number, part=part: f"{HOME}/pair/{pairs[number]}/{part}"
                for part in ("meeting", "messages", "action", "goal")
            },
        }
        for name, get_url in pages.items():
            with self.subTest(page=name):
                self._check_page(users, get_url)
        # All that is kept about a person takes a query or two for each kind of thing.
        self._check_page(users, lambda number: f"{HOME}/data", limit=50)

    def test_pages_of_managers(self):
        for url in (HOME, f"{HOME}/requests", f"{HOME}/documents"):
            with self.subTest(page=url):
                self._check_page(self.managers, lambda number, url=url: url)

    def test_requests_by_page(self):
        self._login(self.managers[MANY])
        url, waiting = f"{HOME}/requests", self.requests[MANY]
        for page, shown in (
            (1, waiting[:STEP]),
            (2, waiting[STEP : 2 * STEP]),
            (999, waiting[-STEP:]),
        ):
            text = self._get(f"{url}/page/{page}")
            self.assertEqual(
                re.findall(r'id="request-(\d+)"', text), [str(i) for i in shown.ids]
            )
        last = waiting[-1]
        text = self._post(f"{url}/{last.id}/ask", status=422, question="").text
        self.assertIn(f'id="request-{last.id}"', text)

    # CRONS

    def _check_batched(self, make):
        """Check that ``make(number)()`` does not work row by row.

        Odoo writes a hundred rows with each statement.
        """
        few, many = self._count_both(make)
        self.assertLessEqual(many, few + (MANY - FEW) / 10)

    def _run_cron(self, method):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            method()

    def test_waiting(self):
        people = self.env["mentorat.participation"]
        self.env["mentorat.pair"].search([]).state = "ended"
        self.env["mentorat.participation"].search(
            []
        ).date_decided = fields.Datetime.now()

        def make(number):
            self.programmes[number].participation_ids.date_decided = "2020-01-01"
            self.programmes[number].pair_ids.date_end = "2020-01-01"
            self.programmes[number].date_start = "2020-01-01"
            return lambda: self._run_cron(people._cron_watch_waiting)

        self._check_batched(make)

    def test_digests(self):
        digests = self.env["mentorat.digest"]
        self._run_cron(digests._cron_write)

        def make(number):
            pairs = self.programmes[number].pair_ids
            users = pairs.mentor_user_id | pairs.mentee_user_id
            digests.search([("user_id", "in", users.ids)]).unlink()
            return lambda: self._run_cron(digests._cron_write)

        self._check_batched(make)
        self._run_cron(digests._cron_write)
        self.assertEqual(
            len(digests.search([]).filtered("content").user_id & self._get_people()),
            FEW + MANY,
        )

    def _get_people(self):
        return self.env["hr.employee"].union(*self.people.values()).user_id

    def test_pauses(self):
        today = fields.Date.today()

        def make(number):
            # By their ids: lines are read together as long as their record is in the cache.
            pairs = self.env["mentorat.pair"].browse(
                self.programmes[number].pair_ids.ids
            )
            return lambda: pairs._pause(today, today + timedelta(days=20), True)

        self._check_batched(make)

    def test_reminders(self):
        participations = self.env["mentorat.participation"]
        self.requests[FEW].date_submitted = self.requests[MANY].date_submitted = False

        def make(number):
            self.requests[number].date_submitted = "2020-01-01"
            return lambda: self._run_cron(participations._cron_remind_deciders)

        self._check_batched(make)

    def test_outbox(self):
        outbox = self.env["mentorat.outbox"]
        lines = outbox.search([("event", "like", "mentorat.participation,%")])
        outbox.search([]).state = "void"

        def make(number):
            lines[:number].state = "pending"
            return lambda: self._run_cron(outbox._cron_send)

        self._check_batched(make)

    def test_outbox_with_files(self):
        outbox = self.env["mentorat.outbox"]
        meetings = self.programmes[MANY].pair_ids.meeting_ids
        meetings.state = "planned"
        meetings.date_start = fields.Datetime.now() + timedelta(days=1)
        lines = outbox.search([("event", "like", "mentorat.meeting,%")])
        outbox.search([]).state = "void"

        def make(number):
            lines[:number].state = "pending"
            return lambda: self._run_cron(outbox._cron_send)

        self._check_batched(make)

    def test_invitations(self):
        invitations = self.env["mentorat.invitation"]
        invitations.search([]).state = "sent"

        def make(number):
            self.programmes[number].invitation_ids.state = "queued"
            return lambda: self._run_cron(invitations._cron_send)

        self._check_batched(make)

    def test_inviting(self):
        wizard = self.env["mentorat.invitation.wizard"].with_user(self.engineer)

        def make(number):
            domain = [("id", "in", self.people[number].ids)]
            asked = wizard.create(
                {"programme_id": self.programme.id, "people_domain": str(domain)}
            )
            return lambda: (asked.new_count, asked.action_invite())

        self._check_batched(make)

    def test_anonymisation(self):
        participations = self.env["mentorat.participation"]
        self.env["mentorat.pair"].search([]).state = "closed"

        def make(number):
            self.programmes[number].write(
                {"date_start": "2010-01-01", "date_end": "2010-12-31"}
            )
            return lambda: self._run_cron(participations._cron_anonymise)

        self._check_batched(make)

    def test_events_of_work(self):
        # Half of the people report to the other half, one each.
        for people in self.people.values():
            half = len(people) // 2
            for person, superior in zip(people[:half], people[half:], strict=True):
                person.parent_id = superior
        for kind in ("manager", "department", "departure"):

            def make(number, kind=kind):
                return lambda: self.people[number]._note_mentoring_event(kind)

            with self.subTest(event=kind):
                self._check_batched(make)
