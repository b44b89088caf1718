from datetime import timedelta

from odoo import api, fields, models


class MentoratPhase(models.Model):
    """A part of a programme's calendar, counted in days from its start."""

    _name = "mentorat.phase"
    _inherit = ["mentorat.guard.mixin", "mentorat.programme.part.mixin"]
    _description = "Phase of a mentoring programme"
    _order = "programme_id, start_day, id"

    _writable_fields = frozenset({"programme_id", "name", "start_day", "days"})

    name = fields.Char("Phase", required=True, translate=True)
    start_day = fields.Integer(
        "From day", help="Days after the start of the programme; negative before it."
    )
    days = fields.Integer(default=30, required=True)
    date_start = fields.Date("From", compute="_compute_dates", store=True)
    date_end = fields.Date("To", compute="_compute_dates", store=True)

    _days_positive = models.Constraint(
        "CHECK(days BETWEEN 1 AND 3660)", "A phase lasts between 1 day and 10 years."
    )

    @api.depends("programme_id.date_start", "start_day", "days")
    def _compute_dates(self):
        for phase in self:
            start = phase.programme_id.date_start
            phase.date_start = start and start + timedelta(days=phase.start_day)
            phase.date_end = start and phase.date_start + timedelta(days=phase.days - 1)
