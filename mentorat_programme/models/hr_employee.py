from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_superiors(self):
        """Return the managers of an employee, at any depth; loops are followed once."""
        self.ensure_one()
        superiors = self.browse()
        manager = self.parent_id
        while manager and manager not in superiors:
            superiors |= manager
            manager = manager.parent_id
        return superiors - self
