from odoo import api, fields, models

PEOPLE = ("employee_id", "other_id")


class MentoratExclusion(models.Model):
    """Two people who are never to be paired, whatever the programme.

    For the engineers of the company: neither the two nor anybody else learns of it.
    """

    _name = "mentorat.exclusion"
    _inherit = "mentorat.guard.mixin"
    _description = "Two people never to be paired"
    _order = "id desc"

    _writable_fields = frozenset({"employee_id", "other_id", "reason"})
    _given_fields = frozenset({"company_id"})

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", "One", required=True, index=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        "hr.employee", "The other", required=True, index=True, ondelete="cascade"
    )
    employee_name = fields.Char(related="employee_id.name", string="Name of the one")
    other_name = fields.Char(related="other_id.name", string="Name of the other")
    reason = fields.Text(
        required=True,
        help="In neutral words, as short as can be: the engineers of the company read it, "
        "and the two may ask for what is kept about them.",
    )

    _once = models.UniqueIndex(
        "(company_id, LEAST(employee_id, other_id), GREATEST(employee_id, other_id))",
        "These two are already excluded from each other.",
    )
    _two_people = models.Constraint(
        "CHECK(employee_id != other_id)",
        "Choose two different people: nobody is matched with themselves anyway.",
    )

    @api.depends("employee_id")
    def _compute_display_name(self):
        for exclusion in self:
            exclusion.display_name = self.env._(
                "Exclusion %(number)s", number=exclusion.id or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_colleagues(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_colleagues([vals])
        return super().write(vals)

    def _check_colleagues(self, vals_list):
        """Refuse people of whom the user reads nothing: the exclusion would name them.

        :raises AccessError: as reading them does
        """
        ids = {vals.get(name) for vals in vals_list for name in PEOPLE}
        self.env["hr.employee.public"].browse(ids - {None, False}).check_access("read")
