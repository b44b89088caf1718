import os

from werkzeug.exceptions import NotFound
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..core import workbook

# The largest id that PostgreSQL's int4 holds.
MAX_ID = 2**31 - 1


def respond_workbook(name, sheets):
    """Return a response with a workbook, which nobody keeps on the way.

    :param str name: of the file
    :param sheets: iterable of ``core.workbook.Sheet``
    """
    output = workbook.build(sheets)
    response = request.make_response(
        # Read as it is sent, and closed with the response.
        wrap_file(request.httprequest.environ, output),
        [
            ("Content-Type", workbook.XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Content-Length", os.fstat(output.fileno()).st_size),
            ("Cache-Control", "no-store"),
        ],
    )
    response.direct_passthrough = True
    return response


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
