from odoo import api, fields, models

STANDARDS = [
    ("1", "Clarity of purpose"),
    ("2", "Training and briefing"),
    ("3", "Selection and matching"),
    ("4", "Measurement and review"),
    ("5", "Ethics"),
    ("6", "Administration and support"),
]
TOPICS = [
    ("purpose", "Purpose"),
    ("people", "People"),
    ("rules", "Rules"),
    ("calendar", "Calendar"),
    ("training", "Training"),
    ("documents", "Documents"),
]


class MentoratReadinessItem(models.Model):
    """A point of the checklist of a sound programme.

    The six standards are those that EMCC's programme accreditation (ISMCP) looks at, in
    our own words.
    """

    _name = "mentorat.readiness.item"
    _description = "Point of the readiness checklist"
    _order = "standard, sequence, id"

    name = fields.Char(required=True, translate=True)
    help_text = fields.Text("What it asks for", translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    standard = fields.Selection(STANDARDS, required=True)
    code = fields.Char(
        help="Name of the fact that the suite computes; without it the point is attested "
        "by a person."
    )
    topic = fields.Selection(TOPICS, help="Where on the programme it is mended.")
    is_required = fields.Boolean(
        "Needed to open", help="A programme opens when it holds, or with a reason."
    )

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This fact is already on the checklist."
    )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        # Every programme is asked the new points; those who add points administer.
        programmes_sudo = self.env["mentorat.programme"].sudo()
        programmes_sudo.with_context(active_test=False).search(
            [("state", "not in", ("closed", "cancelled"))]
        )._add_checks(items)
        return items
