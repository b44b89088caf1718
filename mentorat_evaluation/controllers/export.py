from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.mentorat_matching.controllers.export import MAX_ID, respond_workbook

from ..models.mentorat_workbook_mixin import MOST_ROWS_AT_ONCE


class ProgrammeExport(http.Controller):
    """Files about a programme, for its team. What is not theirs answers like nothing."""

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
            raise NotFound()
        if programme._count_export_rows() > MOST_ROWS_AT_ONCE:
            # The button of the programme has it made.
            return request.redirect("/odoo/mentoring-exports")
        name = request.env._("Mentoring %(name)s.xlsx", name=programme.name)
        return respond_workbook(name, programme._get_export_sheets())

    @http.route(
        "/mentorat/export/<int:export_id>/workbook.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_export(self, export_id):
        try:
            export = request.env["mentorat.export"].search(
                [("id", "=", min(export_id, MAX_ID)), ("state", "=", "done")]
            )
        except AccessError:
            export = None
        if not export:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(
            export,
            "workbook",
            filename=request.env._(
                "Mentoring %(name)s.xlsx", name=export.programme_id.name
            ),
        )
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response
