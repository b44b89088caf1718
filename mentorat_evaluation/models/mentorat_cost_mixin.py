from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

COSTS = (
    "cost_mentor_hour",
    "cost_mentee_hour",
    "cost_supervisor_hour",
    "cost_training",
    "cost_fees",
)


class MentoratCostMixin(models.AbstractModel):
    """What a programme supposes of its costs, to know what a completed pair costs."""

    _name = "mentorat.cost.mixin"
    _description = "Costs of a mentoring programme"

    cost_mentor_hour = fields.Float(
        "Hour of a mentor",
        default=0.0,
        groups=TEAM_GROUPS,
        help="Standard cost of an hour, with charges.",
    )
    cost_mentee_hour = fields.Float("Hour of a mentee", default=0.0, groups=TEAM_GROUPS)
    cost_supervisor_hour = fields.Float(
        "Hour of a supervisor", default=0.0, groups=TEAM_GROUPS
    )
    cost_training = fields.Float("Training, in all", default=0.0, groups=TEAM_GROUPS)
    cost_fees = fields.Float(
        "Fees, in all",
        default=0.0,
        groups=TEAM_GROUPS,
        help="Of the mentoring engineer, of software, of rooms.",
    )
    cost_hypotheses = fields.Text(
        "Hypotheses", compute="_compute_cost_hypotheses", groups=TEAM_GROUPS
    )

    _costs_positive = models.Constraint(
        f"CHECK({' AND '.join(f'{name} >= 0' for name in COSTS)})",
        "A cost is not negative.",
    )

    @api.depends_context("lang")
    @api.depends("company_id.currency_id", *COSTS)
    def _compute_cost_hypotheses(self):
        for programme in self:
            programme.cost_hypotheses = "\n".join(
                self.env._(
                    "%(what)s: %(cost)s",
                    what=programme._fields[name]._description_string(self.env),
                    cost=format_amount(
                        self.env,
                        programme[name],
                        (programme.company_id or self.env.company).currency_id,
                    ),
                )
                for name in COSTS
            )
