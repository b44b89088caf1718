from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS


class MentoratUsefulnessMixin(models.AbstractModel):
    """How useful each of the two found a meeting: they read their own answer alone."""

    _name = "mentorat.usefulness.mixin"
    _description = "Usefulness of a meeting"

    mentor_usefulness = fields.Integer(groups=NO_ACCESS, copy=False)
    mentee_usefulness = fields.Integer(groups=NO_ACCESS, copy=False)
    own_usefulness = fields.Integer(
        "How useful it was to me",
        compute="_compute_own_usefulness",
        inverse="_inverse_own_usefulness",
        copy=False,
        aggregator=None,
        help="From 1, not useful, to 5, very useful.",
    )

    _usefulness_range = models.Constraint(
        "CHECK(mentor_usefulness BETWEEN 0 AND 5 AND mentee_usefulness BETWEEN 0 AND 5)",
        "Usefulness goes from 1 to 5.",
    )

    @api.depends_context("uid")
    @api.depends("mentor_usefulness", "mentee_usefulness", "pair_id")
    def _compute_own_usefulness(self):
        sides = self._get_own_sides()
        for record in self:
            side = sides.get(record.id)
            # One's own answer alone, of a record that one may read.
            record.own_usefulness = side and record.sudo()[f"{side}_usefulness"]

    def _inverse_own_usefulness(self):
        sides = self._get_own_sides()
        for record in self:
            side = sides[record.id]
            if not side:
                raise AccessError(
                    self.env._("Only the mentor and the mentee answer for themselves.")
                )
            # Checked just above: each writes their own side's.
            record.sudo()[f"{side}_usefulness"] = record.own_usefulness
