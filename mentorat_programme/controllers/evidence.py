from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from .portal import MAX_ID


class MentoratEvidence(http.Controller):
    """The evidence file of a programme, for its team."""

    @http.route(
        "/mentorat/programme/<int:programme_id>/evidence.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def mentorat_evidence(self, programme_id):
        programmes = request.env["mentorat.programme"]
        programme = programmes.search([("id", "=", min(programme_id, MAX_ID))])
        try:
            programme._check_role("engineer", "referent")
        except AccessError:
            programme = programmes
        if not programme:
            # What is not theirs answers like what does not exist.
            raise NotFound()
        name = request.env._("Evidence %(name)s.zip", name=programme.name)
        return request.make_response(
            programme._build_evidence(),
            [
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
