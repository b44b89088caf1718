from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class MentoratSkillWizard(models.TransientModel):
    """Skills of the map that a draft programme takes as critical, each with an objective."""

    _name = "mentorat.skill.wizard"
    _description = "Skills for the next programme"

    skill_ids = fields.Many2many("hr.skill", string="Skills", required=True)
    programme_id = fields.Many2one(
        "mentorat.programme",
        "Draft programme",
        required=True,
        domain=[("state", "=", "draft"), ("is_template", "=", False)],
        ondelete="cascade",
    )

    def action_apply(self):
        """Add the skills that are not there yet, and show the programme."""
        self.ensure_one()
        programme = self.programme_id
        if "engineer" not in programme._get_roles()[programme.id]:
            raise AccessError(
                self.env._("Only the engineers of the programme design it.")
            )
        if programme.state != "draft":
            raise UserError(
                self.env._("Choose a draft: the design of the others is in use.")
            )
        new = self.skill_ids - programme.critical_skill_ids
        programme.write(
            {
                "critical_skill_ids": [Command.link(skill.id) for skill in new],
                "objective_ids": [
                    Command.create(
                        {
                            "audience": "organisation",
                            "name": self.env._(
                                "“%(skill)s” is passed on", skill=skill.name
                            ),
                            "evaluation": self.env._(
                                "Skills in transfer: a pair works on it; levels published "
                                "at the closing"
                            ),
                        }
                    )
                    for skill in new
                ],
            }
        )
        return programme.get_formview_action()
