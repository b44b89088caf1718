from odoo import fields, models


class MentoratObjective(models.Model):
    """What a programme wants to have changed, for whom, and how that will be seen."""

    _name = "mentorat.objective"
    _inherit = ["mentorat.programme.part.mixin"]
    _description = "Objective of a mentoring programme"
    _order = "programme_id, sequence, id"

    sequence = fields.Integer(default=10)
    audience = fields.Selection(
        [
            ("mentee", "Mentees"),
            ("mentor", "Mentors"),
            ("manager", "Managers"),
            ("organisation", "The organisation"),
        ],
        default="mentee",
        required=True,
    )
    name = fields.Char("Objective", required=True, translate=True)
    evaluation = fields.Char(
        "Seen by",
        translate=True,
        help="The sign, figure or question by which it will be known.",
    )
