from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .forms import Form
from .portal import HOME_URL, MentoratPortal

REASON_LIMIT = 500
# Requests of one page.
STEP = 10


class MentoratPortalRequest(MentoratPortal):
    """Where a line manager decides on the applications of the team."""

    @http.route(
        [f"{HOME_URL}/requests", f"{HOME_URL}/requests/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_requests(self, page=1, done=None, **kw):
        return self._render_requests(page, done)

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
            return self._render_requests(form=form, marked=(participation_id, "refuse"))
        return self._decide(lambda: participation.action_refuse(reason), "refused")

    @http.route(
        f"{HOME_URL}/requests/<int:participation_id>/ask",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_ask(self, participation_id, **post):
        participation = self._browse_request(participation_id)
        form = Form(participation.env, post)
        question = form.text("question", required=True, limit=REASON_LIMIT)
        if form.errors:
            return self._render_requests(form=form, marked=(participation_id, "ask"))
        return self._decide(lambda: participation.action_ask(question), "asked")

    @http.route(
        f"{HOME_URL}/requests/<int:participation_id>/delegate",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_delegate(self, participation_id, **post):
        participation = self._browse_request(participation_id)
        form = Form(participation.env, post)
        login = form.text("login", required=True, limit=REASON_LIMIT)
        error = None
        if not form.errors:
            error = self._mentoring_attempt(participation.action_delegate, login)
        if error:
            form.errors["login"] = error
        if form.errors:
            return self._render_requests(
                form=form, marked=(participation_id, "delegate")
            )
        return self._mentoring_redirect(f"{HOME_URL}/requests", "delegated")

    @http.route(
        f"{HOME_URL}/requests/<int:participation_id>/take-back",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_undelegate(self, participation_id, **post):
        participation = self._browse_request(participation_id)
        return self._decide(lambda: participation.action_delegate(""), "saved")

    def _browse_request(self, participation_id):
        """Return the participation of a request on which the person decides.

        It is not read: its methods check who decides, and how it stands.
        """
        found = self._mentoring_browse(
            "mentorat.participation.request",
            participation_id,
            domain=self._get_decider_domain(),
        )
        return found._get_participations()

    def _decide(self, decide, done):
        error = self._mentoring_attempt(decide)
        if error:
            return self._render_requests(error=error)
        return self._mentoring_redirect(f"{HOME_URL}/requests", done)

    def _render_requests(
        self, page=1, done=None, error=None, form=None, marked=(0, "")
    ):
        """Show a page of the requests.

        :param marked: id of the request to which ``form`` belongs, and what was asked of
            it; its page is the one shown
        """
        env = self._get_mentoring_env()
        requests = env["mentorat.participation.request"]
        delegated = Domain("manager_user_id", "=", env.uid) & Domain(
            "delegate_user_id", "!=", False
        )
        found = requests.search(self._get_request_domain(), order="date_submitted, id")
        if marked[0] in found.ids:
            page = found.ids.index(marked[0]) // STEP + 1
        pages = pager(f"{HOME_URL}/requests", len(found), page, STEP)
        shown = found[pages["offset"] :][:STEP]
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Requests of my team"), "")],
            "pager": pages,
            # Nothing is read of the other pages.
            "requests": shown.with_prefetch(),
            "delegated": requests.search(
                delegated & Domain("state", "=", "submitted"),
                order="date_submitted, id",
            ),
            "team": requests.search(
                Domain("manager_user_id", "=", env.uid)
                & Domain("state", "in", ("approved", "accepted")),
                order="employee_name, id",
            ),
            "form": form or Form(env, {}),
            "marked": marked,
            "reason_limit": REASON_LIMIT,
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_requests",
            values,
            422 if error or marked[0] else 200,
        )
