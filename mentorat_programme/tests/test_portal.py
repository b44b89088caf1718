"""The pages under /my/mentoring, as a browser asks for them."""

import os
import re
from datetime import timedelta
from unittest.mock import patch

from markupsafe import escape

from odoo import fields, http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.mentorat_sealed_mixin import KEY_NAME
from .common import MentoratMixin

HOME = "/my/mentoring"
MAX_QUERIES = 30
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "{{7*7}}<t t-out='request.env'/>",
)


class PortalCase(MentoratMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.applicant = cls._new_user("m_applicant", "base.group_portal")
        cls.applicant_employee = cls._create_employee(
            "Ariel Applicant", cls.applicant, cls.manager_employee, cls.sales
        )
        cls.apply_url = f"{HOME}/programme/{cls.programme.id}/apply/mentee"
        cls.other_type = cls.env["hr.skill.type"].create(
            {
                "name": "Tongue",
                "skill_level_ids": [
                    Command.create({"name": "Fluent", "level_progress": 80})
                ],
                "skill_ids": [Command.create({"name": "Esperanto"})],
            }
        )

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, url, status=200):
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response.text

    def _post(self, url, status=303, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(url, data=data, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response

    def _application(self, user=None, role="mentee"):
        return self.env["mentorat.participation"].search(
            [("user_id", "=", (user or self.applicant).id), ("role", "=", role)]
        )

    def _print_for_real(self):
        """Have PDF files printed, where Odoo gives its tests the page in place of them."""
        reports = type(self.env["ir.actions.report"])
        render = reports._render_qweb_pdf
        return patch.object(
            reports,
            "_render_qweb_pdf",
            lambda report, *args: render(
                report.with_context(force_report_rendering=True), *args
            ),
        )

    def _count_queries(self, url, limit=MAX_QUERIES):
        for _warm_up in range(2):
            self._get(url)
        profiler = self.profile(collectors=["sql"], db=False)
        with profiler:
            self._get(url)
        [route] = profiler._profiler__.sub_profilers
        count = len(route.collectors[0].entries)
        self.assertLessEqual(count, limit, url)
        return count

    def _application_values(self, **values):
        return {
            "motivation": "I would like to weave.",
            "skill_0": self.weaving.id,
            "level_0": self.skilled.id,
            "priority_0": "3",
            **values,
        }


class PairPortalCase(PortalCase):
    """The page of an active pair, as the mentee."""

    def setUp(self):
        super().setUp()
        self.pair = self._create_pair()
        self.url = f"{HOME}/pair/{self.pair.id}"
        self._login(self.mentee)

    def _parts(self, model):
        return self.env[model].search([("pair_id", "=", self.pair.id)])

    def _create_part(self, model, user=None, **values):
        own = self.env[model].with_user(user or self.mentee)
        return own.create({"pair_id": self.pair.id, **values}).with_env(self.env)

    def _read_version(self, url):
        """Return the version that the form at ``url`` was filled from."""
        return re.search(r'name="version" value="(\d+)"', self._get(url)).group(1)


@tagged("post_install", "-at_install")
class TestPortalHome(PortalCase):
    def test_card_for_those_concerned(self):
        for user, shown in (
            (self.applicant, True),
            (self.manager, True),
            (self.outsider, False),
        ):
            self._login(user)
            self.assertEqual(f'href="{HOME}"' in self._get("/my"), shown, user.login)

    def test_counter(self):
        self._create_participation(self.applicant_employee, "mentee", state="submitted")
        for user, count in ((self.applicant, 1), (self.manager, 1), (self.outsider, 0)):
            self._login(user)
            counters = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["mentoring_count"]}
            )
            self.assertEqual(counters["mentoring_count"], count, user.login)

    def test_empty_pages_say_what_to_do(self):
        self._login(self.outsider)
        self.assertIn("not linked to an employee", self._get(HOME))
        self.assertIn("Nothing awaits you", self._get(f"{HOME}/requests"))

    def test_next_step(self):
        pair = self._create_pair()
        self._login(self.mentee)
        self.assertIn("Plan your first meeting", self._get(HOME))
        meeting = self.env["mentorat.meeting"].create(
            {
                "pair_id": pair.id,
                "date_start": fields.Datetime.now() - timedelta(days=1),
            }
        )
        self.assertIn("Did you meet?", self._get(HOME))
        meeting.date_start += timedelta(days=5)
        self.assertIn("You meet Morgan Mentor", self._get(HOME))
        self._create_participation(self.applicant_employee, "mentee", state="submitted")
        self._login(self.manager)
        self.assertIn("Your team waits for you", self._get(HOME))

    def test_next_step_of_an_applicant(self):
        self._login(self.applicant)
        self.assertIn("A programme is open to you", self._get(HOME))
        application = self._create_participation(
            self.applicant_employee, "mentee", state="draft"
        )
        self.assertIn("Finish your application", self._get(HOME))
        for state, text in (
            ("submitted", "awaits approval"),
            ("approved", "reads your application"),
            ("waitlisted", "on the waiting list of"),
            ("accepted", "looks for the right person"),
        ):
            application.state = state
            self.assertIn(text, self._get(HOME))
        self.programme.mentee_channel_id = self.env["slide.channel"].create(
            {"name": "Being a mentee"}
        )
        self.assertIn("Follow your course", self._get(HOME))

    def test_nobody_is_told_who_refused(self):
        application = self._create_participation(
            self.applicant_employee, "mentee", state="submitted"
        )
        application.with_user(self.manager).action_refuse("A busy quarter")
        self._login(self.applicant)
        for url in (HOME, self.apply_url):
            page = self._get(url)
            self.assertIn("Not retained this time", page)
            self.assertNotIn("Maud Manager", page)
            self.assertNotIn("A busy quarter", page)

    def test_openings_leave_out_what_is_not_for_the_person(self):
        self._login(self.applicant)
        self.assertIn(f'href="{self.apply_url}"', self._get(HOME))
        self.programme.eligibility_domain = (
            f"[('department_id', '=', {self.research.id})]"
        )
        self.assertNotIn(f'href="{self.apply_url}"', self._get(HOME))
        self.programme.eligibility_domain = "[]"
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        self.assertNotIn(f'href="{self.apply_url}"', self._get(HOME))

    def test_queries_do_not_grow(self):
        def add_programmes(number):
            """Programmes in which the applicant takes part, and as many open ones."""
            programmes = self.env["mentorat.programme"].create(
                [
                    {
                        "name": f"Programme {index}",
                        "date_start": fields.Date.today(),
                        "date_end": fields.Date.today() + timedelta(days=90),
                        "state": "running",
                        "mentee_channel_id": channel.id,
                    }
                    for index in range(2 * number)
                ]
            )
            participations = self.env["mentorat.participation"].create(
                [
                    {
                        "programme_id": programme.id,
                        "employee_id": self.applicant_employee.id,
                        "role": "mentee",
                        "state": "accepted",
                    }
                    for programme in programmes[:number]
                ]
            )
            mentors = self.env["mentorat.participation"].create(
                [
                    {
                        "programme_id": programme.id,
                        "employee_id": self.mentor_employee.id,
                        "role": "mentor",
                        "state": "accepted",
                    }
                    for programme in programmes[:number]
                ]
            )
            pairs = self.env["mentorat.pair"].create(
                [
                    {
                        "programme_id": mentee.programme_id.id,
                        "mentor_id": mentor.id,
                        "mentee_id": mentee.id,
                        "state": "active",
                    }
                    for mentor, mentee in zip(mentors, participations, strict=True)
                ]
            )
            self.env["mentorat.meeting"].create(
                [
                    {"pair_id": pair.id, "date_start": fields.Datetime.now()}
                    for pair in pairs
                ]
            )

        channel = self.env["slide.channel"].create({"name": "Being a mentee"})
        self._login(self.applicant)
        add_programmes(2)
        few = self._count_queries(HOME)
        add_programmes(10)
        self.assertEqual(self._count_queries(HOME), few)

    def test_queries_of_requests_do_not_grow(self):
        def add_requests(number):
            for index in range(number):
                employee = self._create_employee(
                    f"Asks {index}", None, self.manager_employee
                )
                self._create_participation(employee, "mentee", state="submitted")

        self._login(self.manager)
        add_requests(2)
        few = self._count_queries(f"{HOME}/requests")
        add_requests(10)
        self.assertEqual(self._count_queries(f"{HOME}/requests"), few)

    def test_queries_of_a_pair_do_not_grow(self):
        pair = self._create_pair()
        own = pair.with_user(self.mentee).env

        def add_parts(number):
            for index in range(number):
                start = fields.Datetime.now() + timedelta(days=index)
                own["mentorat.meeting"].create(
                    {"pair_id": pair.id, "date_start": start, "place": "Here"}
                )
                own["mentorat.note"].create({"pair_id": pair.id, "body": "Note"})

        own["mentorat.goal"].create(
            [
                {"pair_id": pair.id, "title": "Weave", "skill_id": self.weaving.id}
                for _number in range(3)
            ]
        )
        self._login(self.mentee)
        add_parts(2)
        few = self._count_queries(f"{HOME}/pair/{pair.id}")
        add_parts(10)
        self.assertEqual(self._count_queries(f"{HOME}/pair/{pair.id}"), few)


@tagged("post_install", "-at_install")
class TestPortalApplication(PortalCase):
    def setUp(self):
        super().setUp()
        self._login(self.applicant)

    def test_apply_as_a_portal_mentee(self):
        self.assertIn("What do you expect", self._get(self.apply_url))
        response = self._post(self.apply_url, send="1", **self._application_values())
        self.assertTrue(
            response.headers["Location"].endswith(f"{self.apply_url}?done=sent")
        )
        application = self._application()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.employee_id, self.applicant_employee)
        self.assertEqual(
            application.with_user(self.applicant).motivation, "I would like to weave."
        )
        line = application.skill_ids
        self.assertEqual(line.skill_id, self.weaving)
        self.assertEqual(line.skill_level_id, self.skilled)
        self.assertEqual(line.priority, "3")
        self.assertIn(
            "Your application is sent", self._get(f"{self.apply_url}?done=sent")
        )

    def test_draft_then_changed_then_sent(self):
        self._post(self.apply_url, save="1", **self._application_values())
        self.assertEqual(self._application().state, "draft")
        self.assertIn("I would like to weave.", self._get(self.apply_url))
        self._post(
            self.apply_url,
            send="1",
            **self._application_values(
                motivation="To carve, rather.",
                skill_0=self.carving.id,
                level_0="",
            ),
        )
        application = self._application()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(
            application.with_user(self.applicant).motivation, "To carve, rather."
        )
        self.assertEqual(application.skill_ids.skill_id, self.carving)
        self.assertEqual(application.skill_ids.skill_level_id, self.novice)

    def test_mentor_begins_with_own_skills(self):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.applicant_employee.id,
                "skill_type_id": self.skill_type.id,
                "skill_id": self.speaking.id,
                "skill_level_id": self.master.id,
            }
        )
        url = self.apply_url.replace("mentee", "mentor")
        page = self._get(url)
        for record in (self.speaking, self.master):
            self.assertRegex(page, rf'<option value="{record.id}"[^>]*selected')
        self._post(url, save="1", **self._application_values(capacity="3"))
        self.assertEqual(self._application(role="mentor").capacity, 3)

    def test_errors_keep_what_was_typed(self):
        fluent = self.other_type.skill_level_ids
        for values, message in (
            ({"motivation": "x" * 5001}, "at most 5000 fit"),
            ({"motivation": "a\x00b"}, "cannot be kept"),
            ({"level_0": fluent.id}, "is not a level of"),
            ({"level_0": "-1"}, "choose one of the list"),
            ({"skill_0": "1e9"}, "choose one of the list"),
            ({"skill_1": self.weaving.id}, "already in the list"),
            ({"priority_0": "9"}, "choose one of the list"),
            ({"skill_0": ""}, "Name at least one skill"),
        ):
            page = self._post(
                self.apply_url,
                status=422,
                send="1",
                **{**self._application_values(motivation="Kept & typed"), **values},
            ).text
            self.assertIn(message, page)
            if "motivation" not in values:
                self.assertIn("Kept &amp; typed", page)
            self.assertNotIn("Traceback", page)
            self.assertFalse(self._application())

    def test_capacity_is_checked(self):
        url = self.apply_url.replace("mentee", "mentor")
        for capacity in ("0", "51", "-3", "many", "1e3", "", "nan"):
            page = self._post(
                url, status=422, save="1", **self._application_values(capacity=capacity)
            ).text
            self.assertIn("a number from 1 to 50", page)
        self.assertFalse(self._application(role="mentor"))

    def test_foreign_keys_are_ignored(self):
        self._post(
            self.apply_url,
            save="1",
            **self._application_values(
                state="accepted",
                employee_id=self.mentor_employee.id,
                company_id=self.other_company.id,
                user_id=self.mentor.id,
                programme_id=self.other_programme.id,
                manager_user_id=self.applicant.id,
                seats_taken=1,
                group_ids="1",
                capacity="40",
                calendar_consent="1",
            ),
        )
        application = self._application()
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.employee_id, self.applicant_employee)
        self.assertEqual(application.company_id, self.company)
        self.assertEqual(application.programme_id, self.programme)
        self.assertEqual(application.manager_user_id, self.manager)
        self.assertEqual(application.seats_taken, 0)
        # Neither the capacity of a mentee nor the calendar of a portal login is asked for.
        self.assertEqual(application.capacity, 1)
        self.assertFalse(application.calendar_consent)

    def test_double_post_makes_one_row(self):
        for _click in range(2):
            self._post(self.apply_url, send="1", **self._application_values())
        self._post(
            self.apply_url, save="1", **self._application_values(motivation="Too late")
        )
        application = self._application()
        self.assertEqual(len(application), 1)
        self.assertEqual(
            application.with_user(self.applicant).motivation, "I would like to weave."
        )
        self.assertIn("awaits approval", self._get(self.apply_url))

    def test_who_may_not_apply_is_told(self):
        def check(message):
            self.assertIn(message, self._get(self.apply_url))
            page = self._post(
                self.apply_url, status=422, send="1", **self._application_values()
            )
            self.assertIn(message, page.text)

        self.programme.eligibility_domain = (
            f"[('department_id', '=', {self.research.id})]"
        )
        check("for another group of employees")
        check("– Department: Research")
        self.programme.eligibility_domain = "[]"
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        check("Applications to this programme closed on")

    def test_unknown_role_and_programme(self):
        self._get(self.apply_url.replace("mentee", "owner"), status=404)
        for programme_id in (-1, 0, 10**12, self.other_programme.id):
            self._get(f"{HOME}/programme/{programme_id}/apply/mentee", status=404)
        self._login(self.outsider)
        self._get(self.apply_url, status=404)

    def test_take_back_and_withdraw(self):
        self._post(self.apply_url, send="1", **self._application_values())
        application = self._application()
        url = f"{HOME}/participation/{application.id}"
        self._post(f"{url}/take-back")
        self.assertEqual(application.state, "draft")
        self._post(f"{url}/withdraw")
        self.assertEqual(application.state, "withdrawn")
        self.assertIn("Start again", self._get(self.apply_url))
        self._post(f"{url}/take-back")
        self.assertEqual(application.state, "draft")
        application.state = "accepted"
        page = self._post(f"{url}/take-back", status=422).text
        self.assertIn("cannot become", page)
        self.assertEqual(application.state, "accepted")

    def test_calendar_consent_can_be_changed_later(self):
        application = self._create_participation(self.plain_employee, "mentee")
        self._login(self.plain)
        url = f"{HOME}/participation/{application.id}/calendar"
        self._post(url, calendar_consent="1")
        self.assertTrue(application.calendar_consent)
        self._post(url)
        self.assertFalse(application.calendar_consent)

    def test_of_another_person(self):
        for step in ("take-back", "withdraw", "calendar"):
            self._post(
                f"{HOME}/participation/{self.mentee_participation.id}/{step}",
                status=404,
            )
        self.assertEqual(self.mentee_participation.state, "accepted")

    def test_texts_are_escaped(self):
        for payload in PAYLOADS:
            self._post(
                self.apply_url, save="1", **self._application_values(motivation=payload)
            )
            page = self._get(self.apply_url)
            self.assertNotIn(payload, page)
            self.assertIn(str(escape(payload)), page)


@tagged("post_install", "-at_install")
class TestPortalRequest(PortalCase):
    def setUp(self):
        super().setUp()
        self.application = self._create_participation(
            self.applicant_employee,
            "mentee",
            [(self.weaving, self.skilled)],
            state="submitted",
            motivation="My own reasons",
        )
        self.url = f"{HOME}/requests/{self.application.id}"

    def test_manager_reads_no_application(self):
        self._login(self.manager)
        page = self._get(f"{HOME}/requests")
        self.assertIn("Ariel Applicant", page)
        self.assertIn("Passing it on", page)
        self.assertNotIn("My own reasons", page)
        self.assertNotIn("Weaving", page)

    def test_approve_once(self):
        self._login(self.manager)
        for _click in range(2):
            self._post(f"{self.url}/approve")
        self.assertEqual(self.application.state, "approved")
        moves = self.env["mentorat.log"].search(
            [("participation_id", "=", self.application.id)]
        )
        self.assertEqual(len(moves), 1)
        self.assertEqual(moves.user_id, self.manager)
        page = self._get(f"{HOME}/requests?done=approved")
        self.assertIn("Approved.", page)
        self.assertIn("Nothing awaits you", page)

    def test_the_team_in_mentoring(self):
        pair = self._create_pair()
        pair.date_start = fields.Date.today()
        self.env.flush_all()
        self._login(self.manager)
        page = self._get(f"{HOME}/requests")
        self.assertIn("Your team in mentoring", page)
        self.assertIn("Merle Mentee", page)
        self.assertIn("in a pair since", page)
        # The mentor is of another team.
        self.assertNotIn("Morgan", page)
        self.assertNotIn("training", page)

    def test_approved_meanwhile(self):
        self.application.state = "withdrawn"
        self._login(self.manager)
        page = self._post(f"{self.url}/approve", status=422).text
        self.assertIn("cannot become", page)
        self.assertEqual(self.application.state, "withdrawn")

    def test_refuse_with_a_reason(self):
        self._login(self.manager)
        page = self._post(f"{self.url}/refuse", status=422, reason="n" * 501).text
        self.assertIn("at most 500 fit", page)
        self.assertIn("n" * 501, page)
        self._post(f"{self.url}/refuse", reason="A busy quarter", state="accepted")
        self.assertEqual(self.application.state, "refused")
        log = self.env["mentorat.log"].search(
            [("participation_id", "=", self.application.id)]
        )
        self.assertEqual(log.reason, "A busy quarter")

    def test_only_the_manager_decides(self):
        for user in (
            self.applicant,
            self.mentor,
            self.outsider,
            self.plain,
            self.system,
        ):
            self._login(user)
            self.assertNotIn("Ariel Applicant", self._get(f"{HOME}/requests"))
            self._post(f"{self.url}/approve", status=404)
            self._post(f"{self.url}/refuse", status=404)
        self.assertEqual(self.application.state, "submitted")

    def test_nobody_approves_oneself(self):
        own = self._create_participation(
            self.manager_employee, "mentor", state="submitted"
        )
        own.manager_user_id = self.manager
        self._login(self.manager)
        self._post(f"{HOME}/requests/{own.id}/approve", status=404)
        self.assertEqual(own.state, "submitted")


@tagged("post_install", "-at_install")
class TestPortalPair(PairPortalCase):
    def test_pair_page(self):
        page = self._get(self.url)
        self.assertIn("Morgan Mentor", page)
        self.assertIn("Who sees what", page)
        self.assertIn("Getting acquainted", page)
        self.assertIn("No meeting is planned", page)

    def test_missing_and_foreign_answer_alike(self):
        note = self._create_part("mentorat.note", body="Mine")
        goal = self._create_part("mentorat.goal", title="Ours")
        meeting = self._create_part(
            "mentorat.meeting", date_start=fields.Datetime.now() + timedelta(days=1)
        )
        gone = self._create_part("mentorat.goal", title="Gone")
        gone.with_user(self.mentee).unlink()

        def body(url):
            """The page without what changes from a request to the next."""
            page = self._get(url, status=404)
            return re.sub(r"[0-9a-f]{40,}o\d*|-?\d+", "", page)

        for user in (
            self.outsider,
            self.plain,
            self.engineer,
            self.administrator,
            self.manager,
            self.hr_officer,
            self.foreigner,
        ):
            self._login(user)
            missing = body(f"{HOME}/pair/{self.pair.id + 100000}")
            for pair_id in (self.pair.id, -self.pair.id, 0, 2**31, 10**20):
                self.assertEqual(body(f"{HOME}/pair/{pair_id}"), missing, user.login)
            for path in (
                "/end",
                "/meeting",
                f"/meeting/{meeting.id}",
                "/goal",
                f"/goal/{goal.id}",
                "/note",
                f"/note/{note.id}",
            ):
                self._get(self.url + path, status=404)
            for path in (
                "/answer",
                "/end",
                "/meeting",
                f"/meeting/{meeting.id}/cancel",
                f"/goal/{goal.id}/progress",
                f"/note/{note.id}/delete",
            ):
                self._post(self.url + path, status=404)
        self._login(self.mentor)
        missing = body(f"{self.url}/note/{note.id + 100000}")
        self.assertEqual(body(f"{self.url}/note/{note.id}"), missing)
        self.assertEqual(
            body(f"{self.url}/goal/{gone.id}"), body(f"{self.url}/goal/{10**12}")
        )

    def test_parts_belong_to_their_pair(self):
        other = self._create_pair(
            mentee=self._create_participation(self.applicant_employee, "mentee")
        )
        note = (
            self.env["mentorat.note"]
            .with_user(self.mentor)
            .create({"pair_id": other.id, "body": "About another"})
        )
        self._login(self.mentor)
        self._get(f"{self.url}/note/{note.id}", status=404)
        self._get(f"{HOME}/pair/{other.id}/note/{note.id}")

    # NOTES

    def test_notes_private_and_shared(self):
        self._post(f"{self.url}/note", body="To myself", visibility="private")
        self._post(
            f"{self.url}/note", body="For both", visibility="shared", author_id="1"
        )
        self.assertEqual(self._parts("mentorat.note").author_id, self.mentee)
        page = self._get(self.url)
        self.assertIn("To myself", page)
        self._login(self.mentor)
        page = self._get(self.url)
        self.assertNotIn("To myself", page)
        self.assertIn("For both", page)
        shared = self._parts("mentorat.note").filtered(
            lambda n: n.visibility == "shared"
        )
        self._get(f"{self.url}/note/{shared.id}", status=404)
        self._post(f"{self.url}/note/{shared.id}/delete", status=404)
        self._login(self.mentee)
        self._post(f"{self.url}/note/{shared.id}/delete")
        self.assertFalse(shared.exists())

    def test_note_changed_in_two_windows(self):
        note = self._create_part("mentorat.note", body="First")
        first = re.search(
            r'name="version" value="(\d+)"', self._get(f"{self.url}/note/{note.id}")
        ).group(1)
        values = {"visibility": "private", "version": first}
        self._post(f"{self.url}/note/{note.id}", body="Second", **values)
        page = self._post(
            f"{self.url}/note/{note.id}", status=422, body="Other window", **values
        ).text
        self.assertIn("changed in another window", page)
        self.assertIn("Other window", page)
        self.assertEqual(note.with_user(self.mentee).body, "Second")
        self._post(
            f"{self.url}/note/{note.id}",
            status=422,
            body="No version",
            visibility="private",
        )
        self.assertEqual(note.with_user(self.mentee).body, "Second")

    def test_second_click_adds_nothing(self):
        # Of a meeting that is past nobody is invited.
        day = fields.Date.today() + timedelta(days=1)
        for path, model, values in (
            (
                "meeting",
                "mentorat.meeting",
                {"date_start": f"{day}T10:00", "hours": "1"},
            ),
            ("goal", "mentorat.goal", {"title": "Weave"}),
            ("note", "mentorat.note", {"body": "Once", "visibility": "private"}),
        ):
            page = self._get(f"{self.url}/{path}")
            key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
            for _click in range(2):
                self._post(f"{self.url}/{path}", form_key=key, **values)
            self.assertEqual(len(self._parts(model).with_user(self.mentee)), 1)
        self._post(f"{self.url}/note", body="Another", visibility="private")
        self.assertEqual(len(self._parts("mentorat.note")), 2)
        mails = self.env["mentorat.outbox"].search(
            [
                (
                    "event",
                    "=",
                    f"mentorat.meeting,{self._parts('mentorat.meeting').id},planned 0",
                )
            ]
        )
        self.assertEqual(
            mails.partner_id, self.mentor.partner_id | self.mentee.partner_id
        )
        self.assertEqual(len(mails), 2)

    # THE PAIR

    def test_answer_and_end(self):
        self.pair.state = "proposed"
        self.assertIn("Would you like to work together?", self._get(self.url))
        self._post(f"{self.url}/answer")
        self.assertEqual(self.pair.mentee_answer, "accepted")
        self.assertEqual(self.pair.mentor_answer, "pending")
        self.assertIn("You said yes", self._get(self.url))
        self._login(self.mentor)
        self._post(f"{self.url}/answer")
        self.assertEqual(self.pair.state, "accepted")
        self.assertIn("I give none", self._get(f"{self.url}/end"))
        self.assertEqual(self.pair.state, "accepted")
        for _click in range(2):
            self._post(f"{self.url}/end")
        self.assertEqual(self.pair.state, "ended")
        self.assertEqual(self.mentor_participation.seats_taken, 0)

    def test_texts_are_escaped(self):
        for payload in PAYLOADS:
            self._create_part("mentorat.note", body=payload, visibility="shared")
            self._create_part(
                "mentorat.meeting",
                date_start=fields.Datetime.now(),
                place=payload,
                summary=payload,
            )
        for title, sign in (PAYLOADS[:2], PAYLOADS[2:]):
            self._create_part("mentorat.goal", title=title, success_sign=sign)
        self.applicant_employee.name = self.mentor_employee.name = PAYLOADS[0]
        urls = [self.url, HOME]
        for model, path in (
            ("mentorat.note", "note"),
            ("mentorat.goal", "goal"),
            ("mentorat.meeting", "meeting"),
        ):
            urls += [f"{self.url}/{path}/{record.id}" for record in self._parts(model)]
        for url in urls:
            page = self._get(url)
            for payload in PAYLOADS:
                self.assertNotIn(payload, page, url)

    @mute_logger("odoo.http")
    def test_sealing_key_is_missing(self):
        self._create_part("mentorat.note", body="Sealed", visibility="shared")
        self.env.invalidate_all()
        with patch.dict(os.environ, {KEY_NAME: ""}):
            page = self._get(self.url, status=422)
            self.assertNotIn("Traceback", page)
            self.assertIn("sealed", page)
