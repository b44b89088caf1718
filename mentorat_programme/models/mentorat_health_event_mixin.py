from odoo import api, models


class MentoratHealthEventMixin(models.AbstractModel):
    """A part of a pair by which its figures and its health change: a meeting."""

    _name = "mentorat.health.event.mixin"
    _inherit = ["mentorat.transition.mixin"]
    _description = "Events in the life of a pair"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._tell_pairs()
        return records

    def write(self, vals):
        result = super().write(vals)
        if {"state", "date_start"} & set(vals):
            self._tell_pairs()
        return result

    def unlink(self):
        # Their figures change by a deletion that is checked on the next line.
        pairs_sudo = self.sudo().pair_id
        result = super().unlink()
        pairs_sudo._note_meetings()
        return result

    def _transition(self, target, reason=False):
        moved = super()._transition(target, reason)
        moved._tell_pairs()
        return moved

    def _tell_pairs(self):
        # Figures of the pair, which follow from a change that was checked.
        self.sudo().pair_id._note_meetings()
