from odoo import http
from odoo.http import request

from .forms import Form
from .portal import HOME_URL, MentoratPortal

REASON_LIMIT = 500


class MentoratPortalRequest(MentoratPortal):
    """Where a line manager decides on the applications of the team."""

    @http.route(
        f"{HOME_URL}/requests", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_mentoring_requests(self, done=None, **kw):
        return self._render_requests(done=done)

    @http.route(
        f"{HOME_URL}/requests/<int:participation_id>/approve",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_approve(self, participation_id, **post):
        participation = self._browse_request(participation_id)
        return self._decide(participation.action_approve, "approved")

    @http.route(
        f"{HOME_URL}/requests/<int:participation_id>/refuse",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_refuse(self, participation_id, **post):
        participation = self._browse_request(participation_id)
        form = Form(participation.env, post)
        reason = form.text("reason", limit=REASON_LIMIT)
        if form.errors:
            return self._render_requests(form=form, refused_id=participation_id)
        return self._decide(lambda: participation.action_refuse(reason), "refused")

    def _browse_request(self, participation_id):
        return self._mentoring_browse(
            "mentorat.participation", participation_id, "manager"
        )

    def _decide(self, decide, done):
        error = self._mentoring_attempt(decide)
        if error:
            return self._render_requests(error=error)
        return self._mentoring_redirect(f"{HOME_URL}/requests", done)

    def _render_requests(self, done=None, error=None, form=None, refused_id=None):
        """Show the requests; ``refused_id`` names the one to which ``form`` belongs."""
        env = self._get_mentoring_env()
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Requests of my team"), "")],
            "requests": env["mentorat.participation"].search(
                self._get_request_domain(), order="date_submitted, id"
            ),
            "form": form or Form(env, {}),
            "refused_id": refused_id,
            "reason_limit": REASON_LIMIT,
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_requests",
            values,
            422 if error or refused_id else 200,
        )
