from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.mentorat_matching.controllers.export import MAX_ID, respond_workbook


class ProgrammeExport(http.Controller):
    """Files about a programme, for its team."""

    @http.route(
        "/mentorat/programme/<int:programme_id>/export.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export_programme(self, programme_id):
        programmes = request.env["mentorat.programme"]
        programme = programmes.search([("id", "=", min(programme_id, MAX_ID))])
        try:
            programme._check_team()
        except AccessError:
            programme = programmes
        if not programme:
            # What is not theirs answers like what does not exist.
            raise NotFound()
        name = request.env._("Mentoring %(name)s.xlsx", name=programme.name)
        return respond_workbook(name, programme._get_export_sheets())
