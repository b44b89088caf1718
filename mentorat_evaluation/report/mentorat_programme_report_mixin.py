from odoo import api, fields, models

from ..core.indicators import FLOOR


class MentoratProgrammeReportMixin(models.AbstractModel):
    """A document about programmes for their team: ``_get_report`` says what it shows."""

    _name = "mentorat.programme.report.mixin"
    _description = "Document about a mentoring programme"

    @api.model
    def _get_report_values(self, docids, data=None):
        programmes = self.env["mentorat.programme"].browse(docids)
        programmes._check_team()
        return {
            "doc_ids": docids,
            "doc_model": programmes._name,
            "docs": programmes,
            "least_people": FLOOR,
            "today": fields.Date.context_today(self),
            "reports": {
                programme.id: self._get_report(programme) for programme in programmes
            },
        }

    def _get_report(self, programme):
        """Return what is told of one programme, as plain values: to be defined by heirs."""
        raise NotImplementedError
