from odoo import fields, models


class MentoratClause(models.Model):
    """A clause of the library from which mentoring agreements are made."""

    _name = "mentorat.clause"
    _description = "Clause of the mentoring agreement"
    _order = "sequence, id"

    name = fields.Char("Title", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    body = fields.Html("Text", translate=True, required=True)
    is_mandatory = fields.Boolean(
        "Mandatory", help="No pair leaves it out of its agreement."
    )
