from odoo import fields
from odoo.http import request

from .forms import Form
from .portal import MAX_ID
from .portal_pair import SHORT_LIMIT, MentoratPortalPair, pair_route


class MentoratPortalAction(MentoratPortalPair):
    """What the two of a pair have set out to do."""

    @pair_route("/action", "GET", "POST")
    def portal_mentoring_action_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_action(pair, pair.env["mentorat.action"], post)

    @pair_route("/action/<int:action_id>", "GET", "POST")
    def portal_mentoring_action(self, pair_id, action_id, **post):
        pair = self._browse_pair(pair_id)
        action = self._browse_part(pair, "mentorat.action", action_id)
        return self._serve_action(pair, action, post)

    @pair_route("/action/<int:action_id>/done", "POST")
    def portal_mentoring_action_done(self, pair_id, action_id, **post):
        pair = self._browse_pair(pair_id)
        action = self._browse_part(pair, "mentorat.action", action_id)
        return self._change_pair(pair, action.action_done, "ticked")

    @pair_route("/action/<int:action_id>/reopen", "POST")
    def portal_mentoring_action_reopen(self, pair_id, action_id, **post):
        pair = self._browse_pair(pair_id)
        action = self._browse_part(pair, "mentorat.action", action_id)
        return self._change_pair(pair, action.action_reopen, "saved")

    @pair_route("/action/<int:action_id>/delete", "POST")
    def portal_mentoring_action_delete(self, pair_id, action_id, **post):
        pair = self._browse_pair(pair_id)
        action = self._browse_part(pair, "mentorat.action", action_id)
        return self._change_pair(pair, action.unlink, "deleted")

    def _serve_action(self, pair, action, post):
        if request.httprequest.method == "GET":
            return self._render_action(
                pair, action, self._get_action_form(pair, action)
            )
        form = Form(pair.env, post)
        form.text("title", required=True, limit=SHORT_LIMIT)
        form.choice("owner", self._get_owners(pair), "mentee")
        form.day("date_deadline")
        meeting = form.record(
            "meeting_id", self._search_parts(pair, "mentorat.meeting")
        )
        form.values["meeting_id"] = meeting and meeting.id
        if action:
            form.integer("version", 1, MAX_ID)
        error = self._save_part(pair, action, form)
        if form.errors or error:
            return self._render_action(pair, action, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _get_owners(self, pair):
        return pair.env["mentorat.action"]._fields["owner"].get_values(pair.env)

    def _get_owner_words(self, pair):
        """Return ``{owner: words}``, as the person reads them."""
        own = "mentor" if pair.mentor_user_id == request.env.user else "mentee"
        names = dict.fromkeys(("mentor", "mentee"), self._get_other_name(pair))
        return {
            **names,
            own: request.env._("You"),
            "both": request.env._("Both of you"),
        }

    def _get_action_form(self, pair, action):
        return Form(
            pair.env,
            {
                "title": action.title or "",
                "owner": action.owner or "mentee",
                "meeting_id": str(action.meeting_id.id or ""),
                "date_deadline": fields.Date.to_string(action.date_deadline) or "",
                "version": str(action._get_version()) if action else "",
            },
        )

    def _render_action(self, pair, action, form, error=None):
        title = request.env._("Action") if action else request.env._("Add an action")
        return self._render_part(
            "portal_mentoring_action",
            pair,
            title,
            form,
            error,
            action=action,
            owner_words=self._get_owner_words(pair),
            meetings=self._search_parts(pair, "mentorat.meeting"),
        )

    # THE PAGE OF THE PAIR

    def _prepare_pair_values(self, pair):
        actions = self._search_parts(pair, "mentorat.action")
        return {
            **super()._prepare_pair_values(pair),
            "actions": actions.sorted(lambda action: bool(action.date_done)),
            "owner_words": self._get_owner_words(pair),
            "action_form": self._get_action_form(pair, actions.browse()),
        }
