import json
from urllib.parse import urlencode

from odoo import fields, models


class MentoratReportWizard(models.TransientModel):
    """In which language somebody wants to read a report."""

    _name = "mentorat.report.wizard"
    _description = "Language of an evaluation report"

    programme_id = fields.Many2one("mentorat.programme", required=True, readonly=True)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang,
    )

    def action_print(self):
        """Open the report in that language; the report itself checks who reads it."""
        self.ensure_one()
        report = "mentorat_evaluation.report_evaluation"
        context = urlencode({"context": json.dumps({"lang": self.lang})})
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/pdf/{report}/{self.programme_id.id}?{context}",
            "target": "new",
        }
