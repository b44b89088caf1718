from werkzeug.exceptions import NotFound

from odoo import api, fields, models

CERTIFIED_STATES = ("accepted", "completed")


class ReportSupervisionCertificate(models.AbstractModel):
    """Hours of supervision that a mentor attended, printed for that mentor."""

    _name = "report.mentorat_programme.report_supervision_certificate"
    _description = "Supervision certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        own = self.env["mentorat.participation"].search(
            [
                ("id", "in", docids),
                ("user_id", "=", self.env.uid),
                ("role", "=", "mentor"),
                ("state", "in", CERTIFIED_STATES),
            ]
        )
        if not own or set(own.ids) != set(docids):
            # Like what does not exist, whoever's it is.
            raise NotFound()
        lines = self.env["mentorat.supervision.attendance"].search(
            [
                ("user_id", "=", self.env.uid),
                ("programme_id", "in", own.programme_id.ids),
                ("supervision_id.state", "=", "held"),
                ("state", "=", "attended"),
            ],
            order="date_start, id",
        )
        return {
            "doc_ids": own.ids,
            "doc_model": "mentorat.participation",
            "docs": own,
            "lines": lines.grouped("programme_id"),
            "today": fields.Date.context_today(self),
        }
