from odoo import fields, models

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS


class MentoratReviewedMixin(models.AbstractModel):
    """What decisions are taken about: they are counted on it, and found from it."""

    _name = "mentorat.reviewed.mixin"
    _description = "Subject of decisions taken on results"

    # The field of a decision that leads here.
    _review_field = None

    review_count = fields.Integer(
        "Decisions", compute="_compute_review_count", groups=TEAM_GROUPS
    )

    # COMPUTE

    def _compute_review_count(self):
        counts = dict(
            self.env["mentorat.review"]._read_group(
                [(self._review_field, "in", self.ids)],
                [self._review_field],
                ["__count"],
            )
        )
        for record in self:
            record.review_count = counts.get(record._origin, 0)

    # ACTIONS

    def action_view_reviews(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_evaluation.mentorat_review_action"
        )
        return {
            **action,
            "domain": [(self._review_field, "=", self.id)],
            "context": self._get_review_defaults(),
        }

    # HOOKS

    def _get_review_defaults(self):
        """Return the context in which a decision about this record is created."""
        return {f"default_{self._review_field}": self.id}
