from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..core.transitions import LIVE_PAIR_STATES


class MentoratPairPartMixin(models.AbstractModel):
    """What the two of a pair write: a meeting, a goal, a note."""

    _name = "mentorat.pair.part.mixin"
    _inherit = ["mentorat.guard.mixin", "mentorat.sealed.mixin"]
    _description = "Part of a mentoring pair"

    _given_fields = frozenset({"pair_id", "form_key"})

    pair_id = fields.Many2one(
        "mentorat.pair", required=True, index=True, ondelete="cascade"
    )
    # The team sees that a pair meets, not which of the two wrote or cancelled.
    create_uid = fields.Many2one(
        "res.users", "Created by", readonly=True, groups=NO_ACCESS
    )
    write_uid = fields.Many2one(
        "res.users", "Last Updated by", readonly=True, groups=NO_ACCESS
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_pair_goes_on()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._check_pair_goes_on()
        return result

    def _check_pair_goes_on(self):
        """Raise when somebody still writes to the other of a pair that has ended.

        :raises UserError: always then
        """
        # Whether, of pairs that are the person's own.
        pairs_sudo = self._filter_shown().sudo().pair_id
        if not self.env.su and any(
            pair.state not in LIVE_PAIR_STATES for pair in pairs_sudo
        ):
            raise UserError(
                self.env._(
                    "This pair has ended: what it wrote is kept for a while, and nothing "
                    "is added."
                )
            )

    def _filter_shown(self):
        """Return the records that the other of the pair sees: all, unless heirs say."""
        return self
