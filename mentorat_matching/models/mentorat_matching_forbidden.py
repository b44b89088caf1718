from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MentoratMatchingForbidden(models.Model):
    """Two people whom the engineers of a programme do not put together there.

    Kept for every later run of the programme; neither the two nor the referents read it.
    """

    _name = "mentorat.matching.forbidden"
    _inherit = "mentorat.guard.mixin"
    _description = "Pair forbidden in a programme"
    _order = "id desc"

    _given_fields = frozenset({"programme_id", "mentee_id", "mentor_id"})

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    mentee_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id), ('role', '=', 'mentee')]",
    )
    mentor_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id), ('role', '=', 'mentor')]",
    )

    _once = models.Constraint(
        "UNIQUE(mentee_id, mentor_id)", "These two are already kept apart here."
    )

    @api.constrains("programme_id", "mentee_id", "mentor_id")
    def _check_sides(self):
        for line in self:
            programmes = line.mentee_id.programme_id | line.mentor_id.programme_id
            roles = line.mentee_id.role, line.mentor_id.role
            if programmes != line.programme_id or roles != ("mentee", "mentor"):
                raise ValidationError(
                    self.env._("Choose a mentor and a mentee of this programme.")
                )
            line.programme_id._check_not_frozen()

    @api.depends("mentee_id", "mentor_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "Forbidden pair %(number)s", number=line.id or ""
            )
