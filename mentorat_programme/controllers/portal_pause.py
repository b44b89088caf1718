from datetime import timedelta

from odoo import fields
from odoo.http import request

from ..core.turns import take_turn
from .forms import Form
from .portal_pair import MentoratPortalPair, pair_route

USUAL_DAYS = 28


class MentoratPortalPause(MentoratPortalPair):
    """Resting for a while, and being left in peace by reminders."""

    @pair_route("/pause", "GET", "POST")
    def portal_mentoring_pause(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        if request.httprequest.method == "GET":
            return self._render_pause(pair, self._get_pause_form(pair))
        form = Form(pair.env, post)
        form.day("date_start")
        form.day("date_end")
        form.flag("move_end")
        form.flag("cancel_meetings")
        error = None
        if not form.errors:
            take_turn(pair)
            error = self._mentoring_attempt(self._pause, pair, form.values)
        if error or form.errors:
            return self._render_pause(pair, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "paused")

    @pair_route("/resume", "POST")
    def portal_mentoring_resume(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(pair, pair.action_resume, "resumed")

    @pair_route("/reminders", "POST")
    def portal_mentoring_reminders(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        form = Form(pair.env, post)
        form.flag("is_muted")
        own = self._get_own_participation(pair)
        return self._change_pair(pair, lambda: own.write(form.values), "saved")

    def _pause(self, pair, values):
        cancel = values.pop("cancel_meetings")
        dates = values["date_start"], values["date_end"]
        pair._pause(**values)
        if cancel:
            pair._get_pause_meetings(*dates).action_cancel()

    def _get_pause_form(self, pair):
        today = fields.Date.context_today(pair)
        until = today + timedelta(days=USUAL_DAYS)
        return Form(
            pair.env,
            {
                "date_start": fields.Date.to_string(today),
                "date_end": fields.Date.to_string(until),
                "move_end": "1",
            },
        )

    def _render_pause(self, pair, form, error=None):
        today = fields.Date.context_today(pair)
        return self._render_part(
            "portal_mentoring_pause",
            pair,
            request.env._("Pause for a while"),
            form,
            error,
            meetings=pair._get_pause_meetings(today, today + timedelta(days=366)),
        )

    def _get_own_participation(self, pair):
        """Return the participation of the person in ``pair``, as that person."""
        is_mentor = pair.mentor_user_id == pair.env.user
        return pair.mentor_id if is_mentor else pair.mentee_id

    def _get_mentoring_notice(self, done):
        return super()._get_mentoring_notice(done) or {
            "paused": request.env._(
                "Your pause is set, and the other of you is told. Enjoy the rest."
            ),
            "resumed": request.env._("You go on together."),
        }.get(done)

    def _render_pair(self, pair, done=None, error=None):
        response = super()._render_pair(pair, done, error)
        response.qcontext["own_is_muted"] = self._get_own_participation(pair).is_muted
        return response
