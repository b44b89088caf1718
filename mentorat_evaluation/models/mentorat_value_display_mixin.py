from odoo import api, fields, models


class MentoratValueDisplayMixin(models.AbstractModel):
    """What is told of a figure beside its value: how sure it is, and beside what it stands."""

    _name = "mentorat.value.display.mixin"
    _description = "Words for a figure"

    display_interval = fields.Char("95 % interval", compute="_compute_display_interval")
    display_reference = fields.Char("Beside", compute="_compute_display_interval")

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("shown", "low", "high", "reference", "reference_people")
    def _compute_display_interval(self):
        for record in self:
            unit = record.indicator_id.unit
            record.display_interval = record.display_reference = False
            # Where there is no interval both ends read 0.
            if record.shown and (record.low or record.high):
                record.display_interval = self.env._(
                    "%(low)s to %(high)s",
                    low=self._format(record.low, unit),
                    high=self._format(record.high, unit),
                )
            if record.shown and record.reference_people:
                record.display_reference = self._format(record.reference, unit)
