from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class MentoratAvailabilityMixin(models.AbstractModel):
    """When, where and in which languages somebody can meet."""

    _name = "mentorat.availability.mixin"
    _description = "Availability of a participant"

    language_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        help="In which the person can work with somebody.",
    )
    slot_ids = fields.Many2many(
        "mentorat.slot", string="Available", help="Half-days that most often suit."
    )
    tz = fields.Selection(
        _tz_get, "Time zone", default=lambda self: self.env.user.tz or "UTC"
    )
    meeting_mode = fields.Selection(
        [("both", "On site or remote"), ("site", "On site"), ("remote", "Remote")],
        "Meetings",
        default="both",
        required=True,
    )
