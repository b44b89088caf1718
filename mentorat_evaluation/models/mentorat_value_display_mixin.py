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
            record.display_interval = record._has_interval() and self.env._(
                "%(low)s to %(high)s",
                low=self._format(record.low, unit),
                high=self._format(record.high, unit),
            )
            record.display_reference = record._has_reference() and self._format(
                record.reference, unit
            )

    # BUSINESS

    def _has_interval(self):
        """Tell whether an interval was computed: where there is none both ends read 0."""
        self.ensure_one()
        return bool(self.shown and (self.low or self.high))

    def _has_reference(self):
        """Tell whether the figure is compared with another one."""
        self.ensure_one()
        return bool(self.shown and (self.reference or self.reference_people))
