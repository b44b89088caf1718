from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._tell_mentoring_pairs(leaves.resource_id)
        return leaves

    def write(self, vals):
        before = self.resource_id
        result = super().write(vals)
        if {"date_from", "date_to", "resource_id", "time_type"} & set(vals):
            self._tell_mentoring_pairs(before | self.resource_id)
        return result

    def unlink(self):
        resources = self.resource_id
        result = super().unlink()
        self._tell_mentoring_pairs(resources)
        return result

    @api.model
    def _tell_mentoring_pairs(self, resources):
        """Have the health of the pairs of those who are away looked at, the same day."""
        if not resources:
            return
        # Whoever keeps absences has no mentoring rights: nothing is shown to them.
        people_sudo = self.env["mentorat.participation"].sudo()
        away_sudo = people_sudo.search(
            [
                ("employee_id.resource_id", "in", resources.ids),
                ("state", "=", "accepted"),
            ]
        )
        if away_sudo:
            away_sudo._get_live_pairs()._queue_health()
