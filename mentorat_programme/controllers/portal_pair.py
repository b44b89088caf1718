from uuid import uuid4

from werkzeug.exceptions import abort

from odoo import fields, http
from odoo.http import request

from ..core.transitions import LIVE_PAIR_STATES
from ..core.turns import take_turn
from .forms import Form
from .portal import HOME_URL, MAX_ID
from .portal_skill import MentoratPortalSkill

PAIR_URL = f"{HOME_URL}/pair/<int:pair_id>"
MEETING_STATES = ("active", "closing")
# The working place opens once the charter is accepted; a proposal is answered without.
GATED_STATES = ("accepted", *MEETING_STATES)
SHORT_LIMIT = 500
# What datetime-local and date controls of a browser hold.
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


def pair_route(path, *methods):
    """Route of the pages of one pair."""
    return http.route(
        f"{PAIR_URL}{path}", type="http", auth="user", website=True, methods=methods
    )


class MentoratPortalPair(MentoratPortalSkill):
    """The working place of a mentor and a mentee."""

    # THE PAIR

    @pair_route("", "GET")
    def portal_mentoring_pair(self, pair_id, done=None, **kw):
        return self._render_pair(self._browse_pair(pair_id), done=done)

    @pair_route("/answer", "POST")
    def portal_mentoring_answer(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(pair, pair.action_answer_yes, "answered")

    @pair_route("/end", "GET", "POST")
    def portal_mentoring_end(self, pair_id, **post):
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        if request.httprequest.method == "POST":
            return self._change_pair(pair, pair.action_end, "ended")
        return self._render_part(
            "portal_mentoring_end", pair, request.env._("End this pair early")
        )

    # MEETINGS

    @pair_route("/meeting", "GET", "POST")
    def portal_mentoring_meeting_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_meeting(pair, pair.env["mentorat.meeting"], post)

    @pair_route("/meeting/<int:meeting_id>", "GET", "POST")
    def portal_mentoring_meeting(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._serve_meeting(pair, meeting, post)

    @pair_route("/meeting/<int:meeting_id>/hold", "POST")
    def portal_mentoring_meeting_hold(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_hold, "held")

    @pair_route("/meeting/<int:meeting_id>/cancel", "POST")
    def portal_mentoring_meeting_cancel(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_cancel, "cancelled")

    @pair_route("/meeting/<int:meeting_id>/plan", "POST")
    def portal_mentoring_meeting_plan(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_plan, "planned")

    def _serve_meeting(self, pair, meeting, post):
        form = Form(pair.env, post)
        if request.httprequest.method == "GET":
            form = self._get_meeting_form(pair, meeting)
            return self._render_meeting(pair, meeting, form)
        if meeting.state in (False, "planned"):
            form.moment("date_start")
            form.number("hours", 0.25, 24)
            form.text("place", limit=SHORT_LIMIT)
        if meeting:
            form.text("summary")
        error = self._save_part(pair, meeting, form)
        if form.errors or error:
            return self._render_meeting(pair, meeting, form, error)
        done = "saved" if meeting else "planned"
        return self._mentoring_redirect(self._get_pair_url(pair), done)

    def _get_meeting_form(self, pair, meeting):
        start = meeting.date_start and fields.Datetime.context_timestamp(
            meeting, meeting.date_start
        )
        return Form(
            pair.env,
            {
                "date_start": start.strftime(MOMENT_FORMAT) if start else "",
                "hours": f"{meeting.hours or pair.programme_id.meeting_hours:g}",
                "place": meeting.place or "",
                "summary": meeting.summary or "",
            },
        )

    def _render_meeting(self, pair, meeting, form, error=None):
        title = request.env._("Meeting") if meeting else request.env._("Plan a meeting")
        return self._render_part(
            "portal_mentoring_meeting", pair, title, form, error, meeting=meeting
        )

    # GOALS

    @pair_route("/goal", "GET", "POST")
    def portal_mentoring_goal_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_goal(pair, pair.env["mentorat.goal"], post)

    @pair_route("/goal/<int:goal_id>", "GET", "POST")
    def portal_mentoring_goal(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_goal(
            pair, self._browse_part(pair, "mentorat.goal", goal_id), post
        )

    @pair_route("/goal/<int:goal_id>/progress", "POST")
    def portal_mentoring_goal_progress(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        form = Form(pair.env, post)
        form.integer("progress", 0, 100)
        error = form.errors.get("progress") or self._save_part(pair, goal, form)
        if error:
            return self._render_pair(pair, error=error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _serve_goal(self, pair, goal, post):
        if request.httprequest.method == "GET":
            return self._render_goal(pair, goal, self._get_goal_form(pair, goal))
        form = Form(pair.env, post)
        form.text("title", required=True, limit=SHORT_LIMIT)
        form.text("success_sign")
        form.day("date_deadline")
        self._read_goal_skill(form)
        error = self._save_part(pair, goal, form)
        if form.errors or error:
            return self._render_goal(pair, goal, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _read_goal_skill(self, form):
        skill = form.record("skill_id", self._get_skills(form.env))
        level = form.record("target_level_id", self._get_levels(form.env))
        if level and level.skill_type_id != skill.skill_type_id:
            form.errors["target_level_id"] = form.env._(
                "“%(level)s” is not a level of this skill. Choose one of its own levels.",
                level=level.name,
            )
        form.values.update(
            skill_id=skill and skill.id, target_level_id=level and level.id
        )

    def _get_goal_form(self, pair, goal):
        return Form(
            pair.env,
            {
                "title": goal.title or "",
                "success_sign": goal.success_sign or "",
                "skill_id": str(goal.skill_id.id or ""),
                "target_level_id": str(goal.target_level_id.id or ""),
                "date_deadline": fields.Date.to_string(goal.date_deadline) or "",
            },
        )

    def _render_goal(self, pair, goal, form, error=None):
        title = request.env._("Goal") if goal else request.env._("Add a goal")
        return self._render_part(
            "portal_mentoring_goal",
            pair,
            title,
            form,
            error,
            goal=goal,
            **self._get_skill_choices(pair.env),
        )

    # NOTES

    @pair_route("/note", "GET", "POST")
    def portal_mentoring_note_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_note(pair, pair.env["mentorat.note"], post)

    @pair_route("/note/<int:note_id>", "GET", "POST")
    def portal_mentoring_note(self, pair_id, note_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_note(pair, self._browse_own_note(pair, note_id), post)

    @pair_route("/note/<int:note_id>/delete", "POST")
    def portal_mentoring_note_delete(self, pair_id, note_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(
            pair, self._browse_own_note(pair, note_id).unlink, "deleted"
        )

    def _browse_own_note(self, pair, note_id):
        return self._browse_part(
            pair, "mentorat.note", note_id, [("author_id", "=", pair.env.uid)]
        )

    def _serve_note(self, pair, note, post):
        if request.httprequest.method == "GET":
            form = Form(
                pair.env,
                {
                    "body": note.body or "",
                    "visibility": note.visibility or "private",
                    "version": str(note.version or ""),
                },
            )
            return self._render_note(pair, note, form)
        form = Form(pair.env, post)
        form.text("body", required=True)
        form.choice(
            "visibility",
            pair.env["mentorat.note"]._fields["visibility"].get_values(pair.env),
        )
        if note:
            form.integer("version", 1, MAX_ID)
        error = self._save_part(pair, note, form)
        if form.errors or error:
            return self._render_note(pair, note, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _render_note(self, pair, note, form, error=None):
        title = request.env._("Note") if note else request.env._("Write a note")
        return self._render_part(
            "portal_mentoring_note", pair, title, form, error, note=note
        )

    # SHARED BY THE PARTS OF A PAIR

    def _browse_pair(self, pair_id):
        """Return a pair of the person, who has accepted the charter before it starts.

        :raises NotFound: when it is missing or not theirs
        :raises HTTPException: leading to the charter
        """
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        if pair.state in GATED_STATES:
            # Whether, and which document: its page checks who reads it.
            own = (pair.sudo().mentor_id | pair.sudo().mentee_id).filtered(
                lambda participation: participation.user_id == pair.env.user
            )
            charter = own.programme_id.charter_id
            if charter and not all(own.mapped("charter_accepted")):
                abort(
                    request.redirect(
                        f"{HOME_URL}/document/{charter.id}"
                        f"?next_path={self._get_pair_url(pair)}",
                        code=303,
                    )
                )
        return pair

    def _browse_part(self, pair, model, record_id, domain=None):
        """Return a meeting, goal or note of ``pair``, or raise ``NotFound``."""
        conditions = [("pair_id", "=", pair.id), *(domain or [])]
        return self._mentoring_browse(model, record_id, domain=conditions)

    def _search_parts(self, pair, model):
        """Return those of ``pair`` that the person may see, by the rules of access."""
        return pair.env[model].search([("pair_id", "=", pair.id)])

    def _save_part(self, pair, record, form):
        """Create or change a part of ``pair`` from what ``form`` read.

        :return: what to tell the person, ``None`` when it is saved
        """
        if not record:
            form.text("form_key", limit=36)
        if form.errors:
            return None
        take_turn(pair)
        values = dict(form.values)
        if not record:
            return self._create_part(pair, record, values)
        if "version" in values:
            return self._mentoring_attempt(record._save, values.pop("version"), values)
        # Only what differs: a meeting that moves sends invitations.
        record_values = record._convert_to_write(
            {name: record[name] for name in values}
        )
        changed = {
            n: v for n, v in values.items() if (record_values[n] or "") != (v or "")
        }
        return self._mentoring_attempt(record.write, changed) if changed else None

    def _create_part(self, pair, model, values):
        """Create a part of ``pair``, once for each form that was shown."""
        key = values["form_key"] or False
        # Whoever holds the key sent the form: nothing but that it is known is read.
        if key and model.sudo().search_count([("form_key", "=", key)], limit=1):
            # A second click: it is there already.
            return None
        values = {**values, "pair_id": pair.id, "form_key": key}
        return self._mentoring_attempt(model.create, values)

    def _change_pair(self, pair, change, done):
        take_turn(pair)
        error = self._mentoring_attempt(change)
        if error:
            return self._render_pair(pair, error=error)
        return self._mentoring_redirect(self._get_pair_url(pair), done)

    def _get_pair_url(self, pair):
        return f"{HOME_URL}/pair/{pair.id}"

    def _get_form_key(self, form):
        """Return the key of ``form``, a new one when it is shown for the first time."""
        return (form and form.raw.get("form_key")) or str(uuid4())

    def _render_part(self, template, pair, title, form=None, error=None, **values):
        """Show the page of one part of ``pair``; 422 when something has to be put right."""
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (self._get_other_name(pair), self._get_pair_url(pair)),
                (title, ""),
            ],
            "pair": pair,
            "pair_url": self._get_pair_url(pair),
            "other_name": self._get_other_name(pair),
            "title": title,
            "form": form,
            "form_key": self._get_form_key(form),
            "error": error,
            "time_zone": pair.env.tz.zone,
            **values,
        }
        status = 422 if error or (form and form.errors) else 200
        return self._mentoring_respond(f"mentorat_programme.{template}", values, status)

    def _get_part_words(self):
        """Return ``{state of a meeting or visibility of a note: (words, colour)}``."""
        return {
            "held": (request.env._("Held"), "success"),
            "cancelled": (request.env._("Cancelled"), "secondary"),
            "private": (request.env._("Only you"), "primary"),
            "shared": (request.env._("Shared"), "info"),
        }

    def _get_pair_values(self, pair):
        """Return what other parts of the suite show on the page of ``pair``: a hook."""
        return {}

    def _render_pair(self, pair, done=None, error=None):
        meetings = self._search_parts(pair, "mentorat.meeting")
        planned = meetings.filtered(lambda meeting: meeting.state == "planned")
        is_mentor = pair.mentor_user_id == request.env.user
        values = {
            **self._get_pair_values(pair),
            "page_name": "mentoring",
            "mentoring_trail": [(self._get_other_name(pair), "")],
            "pair": pair,
            "pair_url": self._get_pair_url(pair),
            "pair_words": self._get_pair_words(),
            "part_words": self._get_part_words(),
            "other_name": self._get_other_name(pair),
            "is_mentor": is_mentor,
            "has_answered": pair.own_answer != "pending",
            "is_live": pair.state in LIVE_PAIR_STATES,
            "can_meet": pair.state in MEETING_STATES,
            "phases": pair._fields["phase"]._description_selection(pair.env),
            "now": fields.Datetime.now(),
            "planned_meetings": planned.sorted("date_start"),
            "past_meetings": (meetings - planned).sorted("date_start", reverse=True),
            "goals": self._search_parts(pair, "mentorat.goal"),
            "notes": self._search_parts(pair, "mentorat.note"),
            "notice": self._get_mentoring_notice(done),
            "error": error,
            "time_zone": pair.env.tz.zone,
            "form": self._get_meeting_form(pair, pair.env["mentorat.meeting"]),
            "form_key": self._get_form_key(None),
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_pair", values, 422 if error else 200
        )
