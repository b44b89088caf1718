from datetime import timedelta

from odoo import api, fields, models

USUAL_DAYS = 28


class MentoratPauseWizard(models.TransientModel):
    """Dates of a pause, set by the team for some pairs."""

    _name = "mentorat.pause.wizard"
    _description = "Pause pairs"

    pair_ids = fields.Many2many("mentorat.pair", required=True, readonly=True)
    date_start = fields.Date(
        "From", default=lambda self: fields.Date.context_today(self), required=True
    )
    date_end = fields.Date(
        "They go on on",
        default=lambda self: (
            fields.Date.context_today(self) + timedelta(days=USUAL_DAYS)
        ),
        required=True,
    )
    move_end = fields.Boolean(
        "Move the end", help="The pairs last as many days longer.", default=True
    )
    meeting_count = fields.Integer(
        "Meetings planned meanwhile", compute="_compute_meeting_count"
    )

    @api.depends("pair_ids", "date_start", "date_end")
    def _compute_meeting_count(self):
        for wizard in self:
            dates = wizard.date_start, wizard.date_end
            wizard.meeting_count = (
                len(wizard.pair_ids._get_pause_meetings(*dates)) if all(dates) else 0
            )

    def action_pause(self):
        """Set the pauses, as the current user: the method checks who may."""
        self.ensure_one()
        self.pair_ids._pause(self.date_start, self.date_end, self.move_end)
        return {"type": "ir.actions.act_window_close"}
