from odoo import fields, models


class MentoratReadinessItem(models.Model):
    _inherit = "mentorat.readiness.item"

    topic = fields.Selection(
        selection_add=[("evaluation", "Evaluation")], ondelete={"evaluation": "cascade"}
    )
