from odoo import models


class MentoratSkillMap(models.Model):
    _inherit = "mentorat.skill.map"

    # ACTIONS

    def action_plan(self):
        """Choose the draft programme that takes these skills as its own."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Use for the next programme"),
            "res_model": "mentorat.skill.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_skill_ids": self.skill_id.ids},
        }
