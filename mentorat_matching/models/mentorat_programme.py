from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS

from .mentorat_criterion import DEFAULT_CRITERIA
from .mentorat_matching_run import MATCHING_STATES


class MentoratProgramme(models.Model):
    _name = "mentorat.programme"
    _inherit = ["mentorat.programme", "mentorat.choice.mixin", "mentorat.outlook.mixin"]

    @api.model
    def _default_criterion_ids(self):
        return [
            Command.create({"kind": kind, "weight": weight, "sequence": 10 * place})
            for place, (kind, weight) in enumerate(DEFAULT_CRITERIA, start=1)
        ]

    criterion_ids = fields.One2many(
        "mentorat.criterion",
        "programme_id",
        "Criteria",
        copy=True,
        default=lambda self: self._default_criterion_ids(),
        groups=TEAM_GROUPS,
    )
    criteria_published = fields.Boolean(
        "Criteria are public",
        default=True,
        help="Those who may apply read by which criteria people are matched.",
    )
    weights_missing = fields.Boolean(
        compute="_compute_weights_missing", groups=TEAM_GROUPS
    )
    public_criteria = fields.Text(
        "How people are matched",
        compute="_compute_public_criteria",
        compute_sudo=True,
        help="One line for each criterion that counts; empty when they are not public.",
    )
    run_ids = fields.One2many(
        "mentorat.matching.run", "programme_id", "Matching runs", groups=TEAM_GROUPS
    )
    run_count = fields.Integer("Runs", compute="_compute_run_count", groups=TEAM_GROUPS)
    can_match = fields.Boolean(compute="_compute_can_match")

    @api.depends("criterion_ids.weight")
    def _compute_weights_missing(self):
        for programme in self:
            programme.weights_missing = not any(
                programme.criterion_ids.mapped("weight")
            )

    @api.depends_context("lang")
    @api.depends(
        "criteria_published",
        "criterion_ids.weight",
        "criterion_ids.kind",
        "criterion_ids.comparison",
        "criterion_ids.field_name",
    )
    def _compute_public_criteria(self):
        words = self.env["mentorat.matching.words"]
        for programme in self:
            counted = programme.criterion_ids.filtered("weight")
            programme.public_criteria = programme.criteria_published and "\n".join(
                words._get_public_meaning(criterion.kind, criterion._get_options())
                for criterion in counted.sorted("weight", reverse=True)
            )

    @api.depends("run_ids")
    def _compute_run_count(self):
        counts = dict(
            self.env["mentorat.matching.run"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.run_count = counts.get(programme, 0)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_match(self):
        roles = self._get_roles()
        for programme in self:
            programme.can_match = (
                programme.state in MATCHING_STATES and "engineer" in roles[programme.id]
            )

    # ACTIONS

    def action_match(self):
        """Launch a matching run and show it."""
        self.ensure_one()
        run = self.env["mentorat.matching.run"].create({"programme_id": self.id})
        run.action_launch()
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "view_mode": "form",
        }

    def action_view_runs(self):
        return self._get_related_action(
            "mentorat_matching.mentorat_matching_run_action"
        )

    # HOOKS

    def _get_readiness_facts(self):
        facts = super()._get_readiness_facts()
        for programme in self:
            weights = programme.criterion_ids.mapped("weight")
            facts[programme.id]["criteria"] = programme.criteria_published and any(
                weights
            )
        return facts
