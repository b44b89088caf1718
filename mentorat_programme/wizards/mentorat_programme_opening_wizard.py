from odoo import fields, models


class MentoratProgrammeOpeningWizard(models.TransientModel):
    """Opening a programme that still lacks something, with a reason."""

    _name = "mentorat.programme.opening.wizard"
    _description = "Open a mentoring programme"

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, readonly=True, ondelete="cascade"
    )
    missing_ids = fields.Many2many(
        "mentorat.readiness.check",
        related="programme_id.missing_ids",
        related_sudo=False,
    )
    reason = fields.Text(help="Kept in the history of the programme.")

    def action_open_anyway(self):
        """Open, with the reason on record.

        :raises UserError: without a reason
        """
        self.ensure_one()
        self.programme_id._open_anyway(self.reason)
        return self.programme_id.get_formview_action()
