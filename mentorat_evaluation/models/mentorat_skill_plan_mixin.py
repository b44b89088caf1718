from odoo import fields, models

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS


class MentoratSkillPlanMixin(models.AbstractModel):
    """The skills for the sake of which a programme is run."""

    _name = "mentorat.skill.plan.mixin"
    _description = "Critical skills of a programme"

    critical_skill_ids = fields.Many2many(
        "hr.skill",
        "mentorat_programme_critical_skill_rel",
        string="Critical skills",
        groups=TEAM_GROUPS,
        help="Those that the programme is to pass on: the indicator of skills in transfer "
        "counts how many of them pairs work on.",
    )

    # ACTIONS

    def action_view_skill_transfer(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_skill_transfer_action"
        )
