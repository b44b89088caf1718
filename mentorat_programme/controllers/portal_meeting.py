from odoo import fields
from odoo.http import request

from .forms import Form
from .portal_pair import (
    MEETING_STATES,
    SHORT_LIMIT,
    MentoratPortalPair,
    pair_route,
)

# What datetime-local controls of a browser hold.
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


class MentoratPortalMeeting(MentoratPortalPair):
    """The meetings of a pair."""

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

    # THE PAGE OF THE PAIR

    def _get_part_words(self):
        return {
            **super()._get_part_words(),
            "held": (request.env._("Held"), "success"),
            "cancelled": (request.env._("Cancelled"), "secondary"),
        }

    def _prepare_pair_values(self, pair):
        meetings = self._search_parts(pair, "mentorat.meeting")
        planned = meetings.filtered(lambda meeting: meeting.state == "planned")
        return {
            **super()._prepare_pair_values(pair),
            "can_meet": pair.state in MEETING_STATES,
            "now": fields.Datetime.now(),
            "planned_meetings": planned.sorted("date_start"),
            "past_meetings": (meetings - planned).sorted("date_start", reverse=True),
            "form": self._get_meeting_form(pair, pair.env["mentorat.meeting"]),
        }
