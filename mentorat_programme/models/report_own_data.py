from odoo import api, models


class ReportOwnData(models.AbstractModel):
    """The readable copy of one's own data."""

    _name = "report.mentorat_programme.report_own_data"
    _description = "A person's own data, printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        # Whoever is asked for: everybody gets their own.
        return {
            "doc_ids": self.env.user.ids,
            "doc_model": "res.users",
            "docs": self.env.user,
            "sections": self.env["mentorat.own.data"]._collect(),
        }
