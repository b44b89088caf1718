from odoo import api, fields, models
from odoo.tools import SQL, format_amount

from ..core.targets import Aim, get_trend, is_better, judge
from ..numbers import write_number

# What a figure that is a difference is a difference of.
REFERENCE_UNITS = {"points": "percent", "change": "score"}
# Digits after the decimal point, and what goes around the number, by unit.
FORMATS = {
    "days": (0, "%s"),
    "percent": (0, "%s %%"),
    "points": (0, "%s"),
    "score": (1, "%s / 10"),
    "five": (1, "%s / 5"),
    "change": (1, "%s"),
}
SIGNED = ("points", "change")


class MentoratValueDisplayMixin(models.AbstractModel):
    """How the value of an indicator is read: in words, beside its target and the one before."""

    _name = "mentorat.value.display.mixin"
    _description = "Words for a figure"

    display_value = fields.Char("Result", compute="_compute_display_value")
    display_interval = fields.Char("95 % interval", compute="_compute_display_value")
    display_reference = fields.Char("Beside", compute="_compute_display_value")
    display_target = fields.Char("Target", compute="_compute_status")
    status = fields.Selection(
        [("reached", "Reached"), ("missed", "Missed"), ("alert", "Alert")],
        compute="_compute_status",
    )
    is_reached = fields.Boolean("Target reached", compute="_compute_status")
    previous_id = fields.Many2one(
        "mentorat.indicator.value", "Value before", compute="_compute_previous_id"
    )
    delta = fields.Float("Change", compute="_compute_trend")
    trend = fields.Selection(
        [("up", "Up"), ("flat", "As before"), ("down", "Down")],
        compute="_compute_trend",
    )
    tendency = fields.Selection(
        [("good", "Better"), ("bad", "Worse")], compute="_compute_trend"
    )

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("value", "shown", "threshold", "people", "indicator_id.unit")
    def _compute_display_value(self):
        for record in self:
            unit = record.indicator_id.unit
            record.display_interval = record.display_reference = False
            if record.shown:
                record.display_value = record._format(record.value, unit)
                if record._has_interval():
                    record.display_interval = self.env._(
                        "%(low)s to %(high)s",
                        low=record._format(record.low, unit),
                        high=record._format(record.high, unit),
                    )
                if record.reference_people:
                    record.display_reference = record._format(
                        record.reference, REFERENCE_UNITS.get(unit, unit)
                    )
            elif record.people < record.threshold:
                record.display_value = self.env._(
                    "Fewer than %(threshold)s people", threshold=record.threshold
                )
            elif record.people:
                record.display_value = self.env._("Hidden with a small group")
            else:
                record.display_value = self.env._("Nothing to measure")

    @api.depends_context("lang")
    @api.depends("value", "shown", "indicator_id", "programme_id")
    def _compute_status(self):
        aims = self._get_aims()
        for record in self:
            aim = aims[record]
            record.status = judge(record.value if record.shown else None, aim)
            record.is_reached = record.status == "reached"
            record.display_target = record._format_target(aim)

    @api.depends("indicator_id", "programme_id", "role", "date")
    def _compute_previous_id(self):
        # A value of the same programme as one that may be read already.
        self.previous_id = False
        rows = self.env.execute_query(
            SQL(
                """SELECT value.id, before.id
                     FROM mentorat_indicator_value value
       CROSS JOIN LATERAL (
                              SELECT other.id FROM mentorat_indicator_value other
                               WHERE other.indicator_id = value.indicator_id
                                 AND other.programme_id = value.programme_id
                                 AND other.role IS NOT DISTINCT FROM value.role
                                 AND other.shown AND other.date < value.date
                            ORDER BY other.date DESC, other.id DESC LIMIT 1
                          ) before
                    WHERE value.id = ANY(%s)""",
                self.ids,
            )
        )
        before = dict(rows)
        for record in self.filtered(lambda record: record.id in before):
            record.previous_id = before[record.id]

    @api.depends("previous_id", "value", "shown")
    def _compute_trend(self):
        aims = self._get_aims()
        for record in self:
            value = record.value if record.shown else None
            previous = record.previous_id.value if record.previous_id else None
            record.trend = get_trend(value, previous)
            record.delta = value - previous if record.trend else 0.0
            better = is_better(value, previous, aims[record])
            record.tendency = better is not None and ("good" if better else "bad")

    # BUSINESS

    def _get_aims(self):
        """Return ``{value: core.targets.Aim}``: of its programme, else of its indicator."""
        # A number that whoever reads the value may know.
        targets = self.env["mentorat.indicator.target"].sudo()
        own = {
            (target.programme_id, target.indicator_id): target
            for target in targets.search(
                [("programme_id", "in", self.programme_id.ids)]
            )
        }
        aims = {}
        for record in self:
            indicator = record.indicator_id
            source = own.get((record.programme_id, indicator), indicator)
            aims[record] = Aim(
                indicator.direction, source.target, source.target_high, source.alert
            )
        return aims

    def _has_interval(self):
        return self.shown and bool(self.low or self.high)

    def _format_target(self, aim):
        unit = self.indicator_id.unit
        target = self._format(aim.target, unit)
        if aim.direction == "none":
            return False
        if aim.direction == "range":
            return self.env._(
                "%(low)s to %(high)s", low=target, high=self._format(aim.high, unit)
            )
        return f"≥ {target}" if aim.direction == "higher" else f"≤ {target}"

    def _format(self, value, unit):
        if unit == "money":
            # The currency of whoever reads a programme is that of its company.
            company = self.programme_id.sudo().company_id or self.env.company
            return format_amount(self.env, value, company.currency_id)
        digits, pattern = FORMATS.get(unit, (2, "%s"))
        number = write_number(self.env, value, digits, is_signed=unit in SIGNED)
        if unit == "days":
            return self.env._("%(count)s days", count=number)
        return pattern % number
