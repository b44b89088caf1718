from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MentoratParticipationSkill(models.Model):
    """A skill that a mentor offers or a mentee wants, with its level."""

    _name = "mentorat.participation.skill"
    _inherit = "mentorat.guard.mixin"
    _description = "Skill offered or wanted"
    _order = "priority desc, id"
    _rec_name = "skill_id"

    _writable_fields = frozenset({"skill_id", "skill_level_id", "priority"})
    _given_fields = frozenset({"participation_id"})

    participation_id = fields.Many2one(
        "mentorat.participation", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        related="participation_id.user_id", store=True, index="btree_not_null"
    )
    role = fields.Selection(related="participation_id.role")
    skill_id = fields.Many2one(
        "hr.skill", required=True, index=True, ondelete="restrict"
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        "Level",
        compute="_compute_skill_level_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('skill_type_id', '=', skill_type_id)]",
        ondelete="restrict",
        help="The level that the mentor has, or that the mentee wants to reach.",
    )
    priority = fields.Selection(
        [("1", "Useful"), ("2", "Important"), ("3", "Essential")],
        default="2",
        required=True,
    )

    _once_per_skill = models.Constraint(
        "UNIQUE(participation_id, skill_id)",
        "This skill is already in the list: change its level instead.",
    )

    @api.depends("skill_id")
    def _compute_skill_level_id(self):
        for line in self:
            # Levels are the company's vocabulary; a portal user cannot read them.
            levels = line.sudo().skill_id.skill_type_id.skill_level_ids
            if line.sudo().skill_level_id not in levels:
                line.skill_level_id = levels.filtered("default_level")[:1] or levels[:1]

    @api.constrains("skill_id", "skill_level_id")
    def _check_skill_level_id(self):
        # Levels are the company's vocabulary; a portal user cannot read them.
        for line in self.sudo():
            if line.skill_level_id.skill_type_id != line.skill_id.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is not a level of “%(skill)s”. Choose one of its "
                        "own levels.",
                        level=line.skill_level_id.name,
                        skill=line.skill_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_application_writable()
        return lines

    def write(self, vals):
        self._check_application_writable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_application_writable()

    def _check_application_writable(self):
        """Skills follow their application: raise when it can no longer be changed."""
        self.participation_id._check_application_writable()
