from odoo import fields, models
from odoo.tools import SQL


class MentoratParticipationHr(models.Model):
    """Who takes part, for human resources: state and dates, nothing of what people say."""

    _name = "mentorat.participation.hr"
    _description = "Who takes part in mentoring"
    _auto = False
    _order = "programme_id, role, id"
    _rec_name = "employee_id"
    _depends = {
        "mentorat.participation": [
            "programme_id",
            "company_id",
            "employee_id",
            "role",
            "state",
            "date_submitted",
            "date_decided",
        ],
    }

    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    role = fields.Selection(
        lambda self: self._get_participation_selection("role"), readonly=True
    )
    state = fields.Selection(
        lambda self: self._get_participation_selection("state"), readonly=True
    )
    date_submitted = fields.Datetime("Applied on", readonly=True)
    date_decided = fields.Datetime("Decision on", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                participation.id,
                participation.programme_id,
                participation.company_id,
                participation.employee_id,
                version.department_id,
                participation.role,
                participation.state,
                participation.date_submitted,
                participation.date_decided
            FROM mentorat_participation participation
            JOIN hr_employee employee ON employee.id = participation.employee_id
            LEFT JOIN hr_version version ON version.id = employee.current_version_id
            WHERE participation.state != 'draft'
            """
        )

    def _get_participation_selection(self, name):
        field = self.env["mentorat.participation"]._fields[name]
        return field._description_selection(self.env)
