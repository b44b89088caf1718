from werkzeug.exceptions import NotFound

from odoo import api, models


class ReportCertificate(models.AbstractModel):
    """The certificate of one of a pair: each gets their own."""

    _name = "report.mentorat_programme.report_certificate"
    _description = "Certificate of a mentoring pair"

    @api.model
    def _get_report_values(self, docids, data=None):
        pairs = self.env["mentorat.pair"].search([("id", "in", docids)])
        # Not through superuser mode: whose it is decides what it says.
        certificates = [pair._get_certificate() for pair in pairs.sudo(False)]
        if len(certificates) != len(docids) or None in certificates:
            raise NotFound()
        return {
            "doc_ids": pairs.ids,
            "doc_model": "mentorat.pair",
            "docs": pairs,
            "certificates": certificates,
        }
