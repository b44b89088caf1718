from odoo import api, fields, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        today = fields.Date.context_today(self)
        for version in versions.filtered(lambda v: v.employee_id):
            earlier = version.employee_id.version_ids.filtered(
                lambda v, new=version: v.date_version < new.date_version
            ).sorted("date_version")[-1:]
            if (
                earlier
                and version.date_version <= today
                and version.department_id != earlier.department_id
            ):
                version.employee_id._note_mentoring_event("department")
        return versions

    def write(self, vals):
        moved = (
            self.filtered(lambda v: v.department_id.id != vals["department_id"])
            if "department_id" in vals
            else self.browse()
        )
        result = super().write(vals)
        if moved:
            moved._filter_current().employee_id._note_mentoring_event("department")
        if vals.get("departure_date"):
            self.employee_id._note_mentoring_event("departure")
        return result

    def _filter_current(self):
        """Return the versions that hold today."""
        return self.filtered(lambda v: v == v.employee_id.current_version_id)
