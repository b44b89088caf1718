from odoo import models


class MentoratCriterion(models.Model):
    _inherit = "mentorat.criterion"

    def _get_subject(self):
        """Return what this criterion is about: no other one of its programme is."""
        return self.kind, self.field_name or ""
