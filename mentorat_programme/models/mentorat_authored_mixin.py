from odoo import api, fields, models
from odoo.exceptions import AccessError


class MentoratAuthoredMixin(models.AbstractModel):
    """A part of a pair that one of the two writes in their own name."""

    _name = "mentorat.authored.mixin"
    _inherit = "mentorat.pair.part.mixin"
    _description = "Part of a mentoring pair with an author"

    author_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # Through the person, even in superuser mode: nobody writes for a pair of others.
        if records.pair_id - records.pair_id._filter_own():
            raise AccessError(self.env._("You are not one of this pair."))
        return records
