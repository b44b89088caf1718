from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..core import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The largest id that PostgreSQL's int4 holds.
MAX_ID = 2**31 - 1


def respond_workbook(name, sheets):
    """Return a response with a workbook, which nobody keeps on the way.

    :param str name: of the file
    :param sheets: list of ``core.workbook.Sheet``
    """
    return request.make_response(
        workbook.build(sheets),
        [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ],
    )


class RunExport(http.Controller):
    """Files about a matching run, for the team of its programme."""

    @http.route(
        "/mentorat/run/<int:run_id>/export.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export_run(self, run_id):
        try:
            run = request.env["mentorat.matching.run"].search(
                [("id", "=", min(run_id, MAX_ID))]
            )
        except AccessError:
            run = None
        if not run:
            # What is not theirs answers like what does not exist.
            raise NotFound()
        name = request.env._(
            "Mentoring %(programme)s %(run)s.xlsx",
            programme=run.programme_id.name,
            run=run.display_name,
        )
        return respond_workbook(name, run._get_export_sheets())
