from odoo import fields, models


class MentoratIndicatorTarget(models.Model):
    """What a programme aims at with an indicator, in place of what is usual."""

    _name = "mentorat.indicator.target"
    _inherit = ["mentorat.guard.mixin", "mentorat.programme.part.mixin"]
    _description = "Target of a mentoring programme"
    _order = "programme_id, indicator_id"
    _rec_name = "indicator_id"

    _writable_fields = frozenset({"indicator_id", "target", "target_high", "alert"})
    _given_fields = frozenset({"programme_id"})

    indicator_id = fields.Many2one(
        "mentorat.indicator", required=True, index=True, ondelete="cascade"
    )
    direction = fields.Selection(related="indicator_id.direction")
    target = fields.Float()
    target_high = fields.Float("Upper target")
    alert = fields.Float()

    _once = models.Constraint(
        "UNIQUE(programme_id, indicator_id)",
        "This programme has a target for this indicator already.",
    )
