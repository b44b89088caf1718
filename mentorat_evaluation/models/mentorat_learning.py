from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mentorat_programme.core.turns import take_turn

from ..core.learning import enough_new


class MentoratLearning(models.Model):
    """What closed pairs say of the criteria that put them together, on one day.

    Computed once from what each pair thought and did, and told for all of them together.
    It changes nothing by itself: a person applies the weights, and may take that back.
    """

    _name = "mentorat.learning"
    _inherit = "mentorat.guard.mixin"
    _description = "Lesson on matching criteria"
    _order = "date desc, id desc"
    _check_company_auto = True

    _writable_fields = frozenset({"target_id"})

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    date = fields.Date("Computed on", required=True, readonly=True)
    pairs = fields.Integer(
        "Closed pairs",
        readonly=True,
        aggregator=None,
        help="Those that a proposal led to and of which every criterion is known.",
    )
    r2 = fields.Float(
        "Explained (%)",
        readonly=True,
        aggregator=None,
        help="How much of the differences between pairs goes with the criteria. The rest is "
        "what the two made of it, and chance.",
    )
    line_ids = fields.One2many(
        "mentorat.learning.line", "learning_id", "Criteria", readonly=True
    )
    target_id = fields.Many2one(
        "mentorat.programme",
        "Apply to",
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed'),"
        " ('state', '!=', 'cancelled'), ('is_template', '=', False)]",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        help="The programme whose weights are changed: the next one, or this one.",
    )
    applied_on = fields.Datetime("Applied on", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", "Applied by", readonly=True, copy=False
    )
    can_apply = fields.Boolean(compute="_compute_can_apply")
    has_suggestion = fields.Boolean(compute="_compute_has_suggestion")

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("programme_id", "date")
    def _compute_display_name(self):
        for learning in self:
            learning.display_name = self.env._(
                "%(programme)s, %(date)s",
                programme=learning.programme_id.display_name,
                date=fields.Date.to_string(learning.date),
            )

    @api.depends_context("uid")
    @api.depends("target_id")
    def _compute_can_apply(self):
        roles = self.target_id._get_roles()
        for learning in self:
            learning.can_apply = "engineer" in roles.get(learning.target_id.id, ())

    @api.depends("line_ids.suggested_weight")
    def _compute_has_suggestion(self):
        for learning in self:
            learning.has_suggestion = any(
                line.suggested_weight != line.weight for line in learning.line_ids
            )

    # ACTIONS

    def action_apply(self):
        """Give the criteria of the target the suggested weights."""
        self.ensure_one()
        self._check_target()
        take_turn(self)
        if self.applied_on:
            raise UserError(
                self.env._("These weights have been applied. Take that back first.")
            )
        criteria = {
            criterion._get_subject(): criterion
            for criterion in self.target_id.criterion_ids
        }
        # Whoever applies them may change the criteria, as was checked; what was done is
        # noted by the suite alone.
        sudo = self.sudo()
        for line in sudo.line_ids:
            criterion = criteria.get(line._get_subject())
            if criterion and criterion.weight != line.suggested_weight:
                line.write(
                    {"criterion_id": criterion.id, "former_weight": criterion.weight}
                )
                criterion.weight = line.suggested_weight
        if not sudo.line_ids.criterion_id:
            raise UserError(
                self.env._(
                    "Nothing changes: “%(programme)s” has these weights already, or none "
                    "of these criteria.",
                    programme=self.target_id.display_name,
                )
            )
        sudo.write({"applied_on": fields.Datetime.now(), "applied_by_id": self.env.uid})
        return True

    def action_undo(self):
        """Give the criteria their former weights, but those that were changed since."""
        self.ensure_one()
        self._check_target()
        take_turn(self)
        if not self.applied_on:
            raise UserError(self.env._("Nothing has been applied."))
        for line in self.line_ids:
            if line.criterion_id.weight == line.suggested_weight:
                line.criterion_id.weight = line.former_weight
        # Whoever takes it back was checked; what was done is noted by the suite alone.
        sudo = self.sudo()
        sudo.line_ids.write({"criterion_id": False, "former_weight": 0})
        sudo.write({"applied_on": False, "applied_by_id": False})
        return True

    # BUSINESS

    def _check_target(self):
        """Raise unless the current user is an engineer of the target, which may change.

        :raises AccessError: when it is not theirs
        :raises UserError: when there is none, or it is closed
        """
        self.check_access("write")
        if not self.target_id:
            raise UserError(self.env._("Choose the programme to apply the weights to."))
        if not self.can_apply:
            raise AccessError(
                self.env._("Only the engineers of a programme change its weights.")
            )
        self.target_id._check_not_frozen()

    def _is_outdated(self, pairs):
        """Tell whether so many usable ``pairs`` allow to look again."""
        self.ensure_one()
        return enough_new(pairs - self.pairs, len(self.line_ids))
