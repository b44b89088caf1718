from odoo import api, fields, models


class MentoratSlot(models.Model):
    """A half-day of the week, in which somebody can meet."""

    _name = "mentorat.slot"
    _description = "Half-day of the week"
    _order = "weekday, half"

    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
        ],
        required=True,
    )
    half = fields.Selection([("am", "Morning"), ("pm", "Afternoon")], required=True)

    _once = models.Constraint("UNIQUE(weekday, half)", "This half-day exists already.")

    @api.depends_context("lang")
    @api.depends("weekday", "half")
    def _compute_display_name(self):
        days = dict(self._fields["weekday"]._description_selection(self.env))
        halves = dict(self._fields["half"]._description_selection(self.env))
        for slot in self:
            slot.display_name = self.env._(
                "%(day)s, %(half)s",
                day=days.get(slot.weekday),
                half=(halves.get(slot.half) or "").lower(),
            )
