from odoo import api, fields, models

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

# Mentors whom the board shows even without a proposal.
BOARD_MENTORS = 80


class MentoratProposalReviewMixin(models.AbstractModel):
    """What the engineers look at and change in a proposal before it is published."""

    _name = "mentorat.proposal.review.mixin"
    _description = "Review of a matching proposal"

    can_review = fields.Boolean(compute="_compute_can_review", groups=TEAM_GROUPS)
    # As they were when the run was computed.
    mentor_department_id = fields.Many2one(
        "hr.department", "Department of the mentor", readonly=True, groups=TEAM_GROUPS
    )
    mentee_department_id = fields.Many2one(
        "hr.department", "Department of the mentee", readonly=True, groups=TEAM_GROUPS
    )
    # List of [mentor, points of 0..1000], best first.
    alternatives = fields.Json(readonly=True, groups=TEAM_GROUPS)
    alternative_lines = fields.Json(
        "Other mentors", compute="_compute_alternative_lines", groups=TEAM_GROUPS
    )
    locked = fields.Boolean(
        readonly=True,
        copy=False,
        groups=TEAM_GROUPS,
        help="It stays when others are moved, and when the run is computed again.",
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("run_id.state")
    def _compute_can_review(self):
        for proposal in self:
            proposal.can_review = proposal.run_id.can_review

    @api.depends("alternatives")
    def _compute_alternative_lines(self):
        for proposal in self:
            proposal.alternative_lines = proposal.run_id._get_alternative_lines(
                proposal.mentee_id, proposal.alternatives
            )

    # ACTIONS

    def action_lock(self):
        """Keep these pairs where they are, also when the run is computed again."""
        return self._set_locked(True)

    def action_unlock(self):
        return self._set_locked(False)

    def action_forbid(self):
        """Keep the two apart in this programme from now on, and take them out of the run."""
        self.ensure_one()
        self.run_id._forbid(self)
        return True

    # BUSINESS

    def _set_locked(self, locked):
        """Lock or unlock these proposals.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: when a run is not to review any more
        """
        for run in self.run_id:
            run._begin_review()
        # Checked above; nobody writes a proposal by hand.
        self.sudo().locked = locked
        return True

    @api.model
    def _group_expand_mentors(self, mentors, domain):
        """Show on the board the mentors as well to whom the run gives nobody."""
        run = self.env["mentorat.matching.run"].browse(
            self.env.context.get("review_run_id", [])
        )
        places = [mentor_id for mentor_id, _places in run.places or []]
        return mentors | mentors.browse(places[:BOARD_MENTORS]).exists()
