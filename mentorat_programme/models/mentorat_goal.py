from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class MentoratGoal(models.Model):
    """An objective of the pair: its words are the pair's."""

    _name = "mentorat.goal"
    _inherit = "mentorat.pair.part.mixin"
    _description = "Goal of a mentoring pair"
    _order = "pair_id, date_deadline, id"

    _sealed_fields = ("title", "success_sign")
    _writable_fields = frozenset(
        {"title", "success_sign", "skill_id", "target_level_id"}
        | {"date_deadline", "progress"}
    )

    title_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    title = fields.Text(compute="_compute_sealed", readonly=False)
    success_sign_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    success_sign = fields.Text(
        "Sign of success",
        compute="_compute_sealed",
        readonly=False,
        help="What you will see when it is reached.",
    )
    skill_id = fields.Many2one("hr.skill", ondelete="set null")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    target_level_id = fields.Many2one(
        "hr.skill.level",
        "Level aimed at",
        domain="[('skill_type_id', '=', skill_type_id)]",
        ondelete="set null",
    )
    date_deadline = fields.Date("By")
    progress = fields.Integer("Progress (%)", default=0, aggregator="avg")

    _progress_range = models.Constraint(
        "CHECK(progress BETWEEN 0 AND 100)", "Progress goes from 0 to 100 %."
    )

    def _compute_display_name(self):
        for goal in self:
            goal.display_name = self.env._("Goal %(number)s", number=goal.id or "")

    @api.depends_context("uid")
    @api.depends("title_sealed", "success_sign_sealed", "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()
