from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.mentorat_programme.core.transitions import STAFF
from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS


class MentoratProgramme(models.Model):
    _name = "mentorat.programme"
    # The plan first: it adds to what the programme does when it is copied.
    _inherit = [
        "mentorat.plan.mixin",
        "mentorat.evidence.mixin",
        "mentorat.programme",
        "mentorat.learning.mixin",
        "mentorat.skill.plan.mixin",
        "mentorat.reviewed.mixin",
        "mentorat.totals.mixin",
        "mentorat.workbook.mixin",
        "mentorat.cost.mixin",
        "mentorat.snapshot.mixin",
    ]

    _review_field = "programme_id"

    evaluation_ids = fields.One2many(
        "mentorat.evaluation",
        "programme_id",
        "Evaluations",
        copy=True,
        groups=TEAM_GROUPS,
    )
    indicator_value_ids = fields.One2many(
        "mentorat.indicator.value",
        "programme_id",
        "Indicator values",
        groups=TEAM_GROUPS,
    )
    indicator_target_ids = fields.One2many(
        "mentorat.indicator.target",
        "programme_id",
        "Own targets",
        copy=True,
        groups=TEAM_GROUPS,
    )
    latest_value_ids = fields.Many2many(
        "mentorat.indicator.value",
        string="Indicators",
        compute="_compute_latest_value_ids",
        groups=TEAM_GROUPS,
    )
    evaluation_count = fields.Integer(
        "Campaigns", compute="_compute_evaluation_count", groups=TEAM_GROUPS
    )
    indicator_count = fields.Integer(
        "Indicators computed", compute="_compute_latest_value_ids", groups=TEAM_GROUPS
    )

    # COMPUTE

    def _compute_evaluation_count(self):
        counts = dict(
            self.env["mentorat.evaluation"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.evaluation_count = counts.get(programme, 0)

    def _compute_latest_value_ids(self):
        for programme in self:
            latest = programme.indicator_value_ids._filter_latest()
            programme.latest_value_ids = latest
            programme.indicator_count = len(latest)

    # ACTIONS

    def action_view_evaluations(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_evaluation_action"
        )

    def action_view_indicators(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_indicator_value_action"
        )

    def action_compute_indicators(self):
        self._check_team()
        self._check_not_frozen()
        self._compute_indicator_values(fields.Date.context_today(self))
        return True

    def action_print_summary(self):
        self._check_team()
        report = self.env.ref("mentorat_evaluation.action_report_programme_summary")
        return report.report_action(self)

    def action_print_report(self):
        """Ask for the language of the evaluation report."""
        self.ensure_one()
        self._check_team()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evaluation report"),
            "res_model": "mentorat.report.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_programme_id": self.id},
        }

    # BUSINESS

    def _filter_team(self):
        """Return those of these programmes of whose team the current user is."""
        roles = self._get_roles()
        return self.filtered(lambda programme: roles[programme.id] & STAFF)

    def _check_team(self):
        """Raise when the current user is not of the team of each of these programmes.

        :raises AccessError: what it says is the same for all that is not theirs
        """
        if self - self._filter_team():
            raise AccessError(
                self.env._("This is for the engineers and referents of the programme.")
            )

    # HOOKS

    def _get_readiness_facts(self):
        facts = super()._get_readiness_facts()
        for number, gaps in self._get_plan_gaps().items():
            facts[number]["evaluation_plan"] = not gaps
        return facts
