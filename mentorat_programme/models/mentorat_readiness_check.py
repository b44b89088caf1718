from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoratReadinessCheck(models.Model):
    """Where one programme stands on one point of the checklist."""

    _name = "mentorat.readiness.check"
    _inherit = ["mentorat.guard.mixin", "mentorat.programme.part.mixin"]
    _description = "Readiness of a mentoring programme"
    _order = "programme_id, standard, sequence, id"
    _rec_name = "name"

    _writable_fields = frozenset({"attested", "note", "evidence_ids"})

    item_id = fields.Many2one(
        "mentorat.readiness.item", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(related="item_id.name")
    help_text = fields.Text(related="item_id.help_text")
    standard = fields.Selection(related="item_id.standard", store=True)
    sequence = fields.Integer(related="item_id.sequence", store=True)
    topic = fields.Selection(related="item_id.topic")
    is_required = fields.Boolean(related="item_id.is_required")
    is_computed = fields.Boolean("Seen in the records", compute="_compute_is_met")
    is_met = fields.Boolean("Holds", compute="_compute_is_met")
    attested = fields.Boolean(
        help="Somebody of the team vouches for it, with a document or a note.",
    )
    note = fields.Char()
    evidence_ids = fields.Many2many(
        "ir.attachment", string="Documents", bypass_search_access=True
    )
    attested_by_id = fields.Many2one("res.users", "By", readonly=True)
    attested_on = fields.Date("On", readonly=True)

    _once = models.Constraint(
        "UNIQUE(programme_id, item_id)", "This point is already on the checklist."
    )

    # COMPUTE

    @api.depends("attested", "item_id.code")
    def _compute_is_met(self):
        facts = self.programme_id._get_readiness_facts()
        for check in self:
            known = facts[check.programme_id.id]
            code = check.item_id.code
            check.is_computed = code in known
            check.is_met = known.get(code, check.attested)

    # CRUD

    def write(self, vals):
        result = super().write(vals)
        if "attested" in vals:
            today = fields.Date.context_today(self)
            # Who vouches for it, and when: written just above.
            super(MentoratReadinessCheck, self.sudo()).write(
                {
                    "attested_by_id": vals["attested"] and self.env.uid,
                    "attested_on": vals["attested"] and today,
                }
            )
        self._check_evidence()
        if "evidence_ids" in vals:
            # Read by those who may read the point, and by nobody else.
            for check in self:
                check.evidence_ids.write(
                    {"res_model": self._name, "res_id": check.id, "public": False}
                )
        return result

    # ACTIONS

    def action_mend(self):
        """Show where on the programme this point is mended."""
        self.ensure_one()
        return self.programme_id._get_mend_action(self.item_id)

    # BUSINESS

    def _check_evidence(self):
        """Raise when a point is attested by nothing.

        :raises UserError: with the name of the point
        """
        for check in self:
            if check.attested and not (check.note or check.evidence_ids):
                raise UserError(
                    self.env._(
                        "“%(name)s”: add a note or a document that shows it, then attest it.",
                        name=check.name,
                    )
                )
