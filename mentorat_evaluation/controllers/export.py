from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from odoo.addons.mentorat_matching.core import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The largest id that PostgreSQL's int4 holds.
MAX_ID = 2**31 - 1


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
        return request.make_response(
            workbook.build(programme._get_export_sheets()),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
