from base64 import b64decode

import pytz
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.fields import Command
from odoo.http import request

from ..core.turns import take_turn
from .forms import Form
from .portal import HOME_URL
from .portal_skill import MentoratPortalSkill

MIN_SKILL_ROWS = 5
MAX_SKILL_ROWS = 20
MAX_CAPACITY = 50
ANSWER_LIMIT = 2000


class MentoratPortalApplication(MentoratPortalSkill):
    """Applying to a programme, and taking an application back."""

    # ROUTES

    @http.route(
        f"{HOME_URL}/programme/<int:programme_id>/apply/<string:role>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_mentoring_apply(self, programme_id, role, done=None, **post):
        programme = self._mentoring_browse(
            "mentorat.programme", programme_id, role=None
        )
        participations = programme.env["mentorat.participation"]
        if role not in participations._fields["role"].get_values(programme.env):
            raise NotFound()
        application = self._get_application(programme, role)
        if request.httprequest.method == "POST":
            return self._save_application(programme, role, application, post)
        form = Form(
            application.env, self._get_application_raw(programme, role, application)
        )
        return self._render_application(programme, role, application, form, done=done)

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/preview",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_preview(self, participation_id, **kw):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        return self._render_preview(application)

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/send",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_submit(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        error = self._mentoring_attempt(application.action_submit)
        if error:
            return self._render_preview(application, error)
        return self._mentoring_redirect(
            self._get_application_url(application.programme_id, application.role),
            "sent",
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/document",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_supporting_document(self, participation_id, **kw):
        # The team reads it too; the rules of the document itself say who does.
        participation = self._mentoring_browse(
            "mentorat.participation", participation_id, role=None
        )
        document = participation.env["mentorat.supporting.document"].search(
            [("participation_id", "=", participation.id)]
        )
        if not document:
            raise NotFound()
        # The reader was found by the search above; the file is closed to all.
        content = b64decode(document.sudo().file)
        return self._mentoring_send(document.name, document.kind, content)

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/take-back",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_take_back(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        return self._change_application(
            application, application.action_draft, "taken-back"
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/take-place",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_take_place(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        return self._change_application(
            application, application.action_take_place, "place-taken"
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/leave-place",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_leave_place(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        return self._change_application(
            application, application.action_leave_place, "place-left"
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_withdraw(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        return self._change_application(
            application, application.action_withdraw, "withdrawn"
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_answer_question(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        programme, role = application.programme_id, application.role
        form = Form(application.env, post)
        answer = form.text("answer", required=True, limit=ANSWER_LIMIT)
        if form.errors:
            return self._render_application(
                programme, role, application, form, status=422
            )
        return self._change_application(
            application, lambda: application.action_answer_question(answer), "told"
        )

    @http.route(
        f"{HOME_URL}/participation/<int:participation_id>/calendar",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_calendar(self, participation_id, **post):
        application = self._mentoring_browse("mentorat.participation", participation_id)
        form = Form(application.env, post)
        form.flag("calendar_consent")
        return self._change_application(
            application, lambda: application.write(form.values), "calendar"
        )

    def _change_application(self, application, change, done):
        url = self._get_application_url(application.programme_id, application.role)
        take_turn(application)
        error = self._mentoring_attempt(change)
        if error:
            return self._render_mentoring(error=error)
        return self._mentoring_redirect(url, done)

    # SAVING

    def _save_application(self, programme, role, application, post):
        form = self._read_application_form(programme, role, post)
        if application and application.state != "draft":
            # Sent already, perhaps from another window: the page tells how it stands.
            return self._mentoring_redirect(self._get_application_url(programme, role))
        error = self._get_obstacle(programme, role)
        if not error and not form.errors:
            error = self._mentoring_attempt(
                self._write_application, programme, role, application, form
            )
            if not error:
                return self._go_on(programme, role, form)
        if "document" in form.uploads:
            form.errors["document"] = request.env._(
                "Please choose your file again: it was not kept."
            )
        return self._render_application(
            programme, role, application, form, error=error, status=422
        )

    def _go_on(self, programme, role, form):
        """Lead to what the person asked for by the button that saved the application."""
        if "preview" in form.raw:
            application = self._get_application(programme, role)
            return self._mentoring_redirect(
                f"{HOME_URL}/participation/{application.id}/preview"
            )
        return self._mentoring_redirect(
            self._get_application_url(programme, role),
            "sent" if "send" in form.raw else "draft",
        )

    def _write_application(self, programme, role, application, form):
        application = application or self._create_application(programme, role)
        take_turn(application)
        application.write(form.values)
        if "document" in form.uploads:
            application._keep_document(*form.uploads["document"])
        elif form.raw.get("remove_document") and application.supporting_document_ids:
            application._remove_document()
        if "send" in form.raw:
            application.action_submit()

    def _create_application(self, programme, role):
        """Create a draft, still without text, unless another window does it now."""
        employee = self._get_applicant(programme)
        take_turn(employee)
        return programme.env["mentorat.participation"].create(
            {"programme_id": programme.id, "employee_id": employee.id, "role": role}
        )

    def _read_availability(self, form, programme):
        form.choice(
            "meeting_mode", [key for key, __ in self._get_modes(form.env)], "both"
        )
        form.choice("tz", pytz.common_timezones_set, form.env.tz.zone)
        for name, records in self._get_availability_choices(programme).items():
            chosen = records.filtered(lambda r, n=name: form.raw.get(f"{n}_{r.id}"))
            form.values[name] = [Command.set(chosen.ids)]

    def _get_availability_choices(self, programme):
        """Return ``{field: records}`` of what is chosen by ticking boxes."""
        languages = programme.language_ids or programme.env["res.lang"].search([])
        return {
            "slot_ids": programme.env["mentorat.slot"].search([]),
            "language_ids": languages,
        }

    def _get_modes(self, env):
        field = env["mentorat.participation"]._fields["meeting_mode"]
        return field._description_selection(env)

    def _read_application_form(self, programme, role, post):
        """Return the form with values for ``mentorat.participation``."""
        env = programme.env
        form = Form(env, post)
        form.text("motivation")
        if role == "mentor":
            form.integer("capacity", 1, MAX_CAPACITY)
            form.file("document")
        if env.user._is_internal():
            form.flag("calendar_consent")
        self._read_availability(form, programme)
        rows = self._read_skill_rows(form)
        form.values["skill_ids"] = [Command.clear(), *map(Command.create, rows)]
        return form

    def _read_skill_rows(self, form):
        """Return values for ``mentorat.participation.skill``, one dict for each row."""
        row_form = Form(form.env, form.raw)
        skills, levels = self._get_skills(form.env), self._get_levels(form.env)
        labels = form.env["mentorat.participation.skill"]._fields["priority"]
        priorities = labels.get_values(form.env)
        rows = {}
        for index in range(MAX_SKILL_ROWS):
            skill = row_form.record(f"skill_{index}", skills)
            if not skill:
                continue
            level = row_form.record(f"level_{index}", levels)
            row = {
                "skill_id": skill.id,
                "priority": row_form.choice(
                    f"priority_{index}", priorities, default="2"
                ),
            }
            if level:
                row["skill_level_id"] = level.id
            if skill in rows:
                row_form.errors[f"skill_{index}"] = form.env._(
                    "This skill is already in the list. Change its level there."
                )
            elif level and level.skill_type_id != skill.skill_type_id:
                row_form.errors[f"level_{index}"] = form.env._(
                    "“%(level)s” is not a level of “%(skill)s”. Choose one of its own "
                    "levels.",
                    level=level.name,
                    skill=skill.name,
                )
            rows[skill] = row
        form.errors.update(row_form.errors)
        return list(rows.values())

    # SHOWING

    def _render_application(
        self, programme, role, application, form, done=None, error=None, status=200
    ):
        is_form = not application or application.state == "draft"
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(programme.name, "")],
            "programme": programme,
            "role": role,
            "application": application,
            "participation_words": self._get_participation_words(),
            "is_form": is_form,
            "obstacle": is_form and not error and self._get_obstacle(programme, role),
            "is_accepting": programme._is_accepting(),
            "form": form,
            "notice": self._get_mentoring_notice(done),
            "error": error,
            "today": fields.Date.context_today(programme),
            "is_internal": request.env.user._is_internal(),
            "pair": self._get_live_pair(application),
        }
        if is_form:
            values.update(
                self._get_skill_choices(form.env),
                choices=self._get_availability_choices(programme),
                modes=self._get_modes(form.env),
                time_zones=pytz.common_timezones,
            )
            values["skill_rows"] = self._get_skill_rows(form)
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_application", values, status
        )

    def _render_preview(self, application, error=None):
        """Show an application as the team reads it, and as the manager does."""
        programme, role = application.programme_id, application.role
        url = self._get_application_url(programme, role)
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (programme.name, url),
                (request.env._("Preview"), ""),
            ],
            "programme": programme,
            "role": role,
            "application": application,
            "application_url": url,
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_preview", values, 422 if error else 200
        )

    def _get_skill_rows(self, form):
        """Return the numbers of the rows to show: those in use and two more."""
        used = [i for i in range(MAX_SKILL_ROWS) if form.raw.get(f"skill_{i}")]
        count = max(MIN_SKILL_ROWS, max(used, default=0) + 3)
        return range(min(count, MAX_SKILL_ROWS))

    def _get_application(self, programme, role):
        """Return the person's application to ``programme`` in ``role``, if there is one."""
        return programme.env["mentorat.participation"].search(
            [
                ("programme_id", "=", programme.id),
                ("role", "=", role),
                ("user_id", "=", programme.env.uid),
            ],
            limit=1,
        )

    def _get_applicant(self, programme):
        """Return the person's employee in the company of ``programme``.

        An archived one when there is no other: the person is told so.
        """
        # Archived ones too, to say to the person what stands in the way.
        user_sudo = programme.env.user.sudo().with_context(active_test=False)
        employees = user_sudo.employee_ids.sorted("active", reverse=True)
        return employees.filtered(lambda e: e.company_id == programme.company_id)[:1]

    def _get_obstacle(self, programme, role):
        """Return why the person cannot apply to ``programme`` now, if so."""
        employee = self._get_applicant(programme)
        if not employee:
            return request.env._(
                "Your login is not linked to an employee of this company, so you cannot "
                "apply. Ask your human resources team to link it."
            )
        return programme._get_application_obstacle(employee, role)

    def _get_live_pair(self, application):
        """Return a pair that the participation is in: it is ended before withdrawing."""
        pairs = request.env["mentorat.pair"]
        if not application:
            return pairs
        return pairs.with_env(application.env).search(
            [
                (f"{application.role}_id", "=", application.id),
                ("state", "not in", ("closed", "ended")),
            ],
            limit=1,
        )

    def _get_application_raw(self, programme, role, application):
        """Return what the form shows first: ``{name of the control: str}``."""
        if application:
            rows = [
                {
                    "skill_id": line.skill_id.id,
                    "skill_level_id": line.skill_level_id.id,
                    "priority": line.priority,
                }
                for line in application.skill_ids
            ]
        elif role == "mentor":
            # The person's own skills, which a portal user cannot read.
            rows = application.sudo()._get_skill_values(self._get_applicant(programme))
        else:
            rows = []
        raw = {
            "motivation": application.motivation or "",
            "capacity": str(application.capacity or programme.mentor_capacity),
            "calendar_consent": "1" if application.calendar_consent else "",
            "meeting_mode": application.meeting_mode or "both",
            "tz": application.tz or programme.env.tz.zone,
        }
        for name in ("slot_ids", "language_ids"):
            raw.update({f"{name}_{record.id}": "1" for record in application[name]})
        for index, row in enumerate(rows[:MAX_SKILL_ROWS]):
            raw[f"skill_{index}"] = str(row["skill_id"])
            raw[f"level_{index}"] = str(row["skill_level_id"])
            raw[f"priority_{index}"] = row.get("priority", "2")
        return raw
