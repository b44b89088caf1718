import json

from odoo import http
from odoo.http import request

from .portal import HOME_URL, MentoratPortal

DATA_URL = f"{HOME_URL}/data"


class MentoratPortalData(MentoratPortal):
    """What the suite keeps about a person, for that person."""

    @http.route(DATA_URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_mentoring_data(self, done=None, **kw):
        return self._render_data(done=done)

    @http.route(
        f"{DATA_URL}.json", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_mentoring_data_json(self, **kw):
        data = dict(self._get_mentoring_env()["mentorat.own.data"]._collect())
        content = json.dumps(data, ensure_ascii=False, indent=2)
        return self._mentoring_send("mentoring.json", "application/json", content)

    @http.route(
        f"{DATA_URL}.pdf", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_mentoring_data_pdf(self, **kw):
        env = self._get_mentoring_env()
        # The report shows the data of who asks, whoever is named to it.
        reports = env["ir.actions.report"].sudo()
        content, __ = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("mentorat_programme.report_own_data", env.user.ids)
        return self._mentoring_send("mentoring.pdf", "application/pdf", content)

    @http.route(
        f"{DATA_URL}/erasure", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_mentoring_erasure(self, **post):
        participations = self._get_own_participations()
        error = self._mentoring_attempt(participations.action_ask_erasure)
        if error:
            return self._render_data(error=error)
        return self._mentoring_redirect(DATA_URL, "erasure")

    # PARTS

    def _get_own_participations(self):
        env = self._get_mentoring_env()
        return env["mentorat.participation"].search([("user_id", "=", env.uid)])

    def _render_data(self, done=None, error=None):
        participations = self._get_own_participations()
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("My data"), "")],
            "sections": participations.env["mentorat.own.data"]._collect(),
            "asked": participations.filtered("erasure_requested_on")[:1],
            "can_ask": bool(
                participations.filtered(lambda p: not p.erasure_requested_on)
            ),
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_data", values, 422 if error else 200
        )
