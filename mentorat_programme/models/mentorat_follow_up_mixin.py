from odoo import api, fields, models
from odoo.fields import Domain

from ..core.groups import TEAM_GROUPS
from .mentorat_health_mixin import WATCHED_STATES


class MentoratFollowUpMixin(models.AbstractModel):
    """How the pairs of a programme are followed: its rules, and figures of how they do."""

    _name = "mentorat.follow.up.mixin"
    _description = "Follow-up of mentoring programmes"

    health_rule_ids = fields.One2many(
        "mentorat.health.rule",
        "programme_id",
        "Health rules",
        copy=True,
        groups=TEAM_GROUPS,
    )
    risk_count = fields.Integer(
        "Pairs at risk", compute="_compute_health_counts", groups=TEAM_GROUPS
    )
    watch_count = fields.Integer(
        "Pairs to watch", compute="_compute_health_counts", groups=TEAM_GROUPS
    )
    good_count = fields.Integer(
        "Pairs that do well", compute="_compute_health_counts", groups=TEAM_GROUPS
    )
    paused_count = fields.Integer(
        "Pairs paused", compute="_compute_health_counts", groups=TEAM_GROUPS
    )

    exit_reasons = fields.Text(
        "Why pairs ended early",
        compute="_compute_exit_reasons",
        groups=TEAM_GROUPS,
        help="What people who ended their pair gave as a reason, if they gave one. Shown once "
        "enough did for nobody to be recognised.",
    )

    # COMPUTE

    def _compute_exit_reasons(self):
        counts = self.env["mentorat.exit"]._count_reasons(self)
        for programme in self:
            programme.exit_reasons = "\n".join(
                f"{words}: {count}" for words, count in counts.get(programme.id, ())
            )

    @api.depends_context("uid")
    @api.depends("pair_ids.health")
    def _compute_health_counts(self):
        rows = self._group_for_team(
            "mentorat.pair",
            ["health"],
            ["__count"],
            Domain("state", "in", WATCHED_STATES),
        )
        counts = {(programme.id, health): count for programme, health, count in rows}
        for programme in self:
            for health in ("risk", "watch", "good", "paused"):
                programme[f"{health}_count"] = counts.get((programme.id, health), 0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        # The rules come with the programme, whoever makes it.
        programmes.env["mentorat.health.rule"].sudo()._complete_programmes(programmes)
        return programmes

    # ACTIONS

    def action_view_health(self):
        """Show the pairs of this programme that are at work, by health."""
        self.ensure_one()
        return self._get_related_action("mentorat_programme.mentorat_pair_action_board")
