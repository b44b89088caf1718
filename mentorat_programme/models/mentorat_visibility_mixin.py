from odoo import api, fields, models
from odoo.fields import Domain

from .mentorat_eligibility_mixin import ACCEPTING_STATES


class MentoratVisibilityMixin(models.AbstractModel):
    """Whom a programme concerns, beside those who run it."""

    _name = "mentorat.visibility.mixin"
    _description = "Whom a mentoring programme concerns"

    concerns_me = fields.Boolean(
        compute="_compute_concerns_me",
        search="_search_concerns_me",
        help="It is open to a company where I am employed, I take part in it, or I decide "
        "on the part of somebody else.",
    )

    @api.depends_context("uid")
    @api.depends(
        "state",
        "company_id",
        "participation_ids.state",
        "participation_ids.user_id",
        "participation_ids.manager_user_id",
        "participation_ids.delegate_user_id",
    )
    def _compute_concerns_me(self):
        # Whether, and nothing else.
        found = self.sudo().search(
            Domain("id", "in", self.ids) & Domain("concerns_me", "=", True)
        )
        for programme in self:
            programme.concerns_me = programme.id in found._ids

    def _search_concerns_me(self, operator, value):
        """Searched at each use: the domain of a rule is cached, with what it was made of."""
        if operator != "in" or True not in value:
            return NotImplemented
        own = Domain("user_id", "=", self.env.uid)
        # Where the person works: nobody but them and human resources may read it.
        employees = self.env["hr.employee"].sudo()._search(own)
        decided = Domain("state", "!=", "draft") & (
            Domain("manager_user_id", "=", self.env.uid)
            | Domain("delegate_user_id", "=", self.env.uid)
        )
        is_open = Domain("state", "in", ACCEPTING_STATES) & Domain(
            "company_id", "in", employees.subselect("company_id")
        )
        return is_open | Domain("participation_ids", "any", own | decided)
