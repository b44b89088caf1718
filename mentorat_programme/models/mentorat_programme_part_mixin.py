from odoo import api, fields, models


class MentoratProgrammePartMixin(models.AbstractModel):
    """A line that belongs to a programme and changes no more once it is closed."""

    _name = "mentorat.programme.part.mixin"
    _description = "Part of a mentoring programme"

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, index=True, ondelete="cascade"
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # Read to decide, nothing of it is shown.
        records.sudo().programme_id._check_not_frozen()
        return records

    def write(self, vals):
        # Read to decide, nothing of it is shown.
        self.sudo().programme_id._check_not_frozen()
        result = super().write(vals)
        if "programme_id" in vals:
            # Moved to a programme of theirs, and no other.
            self.check_access("write")
        return result
