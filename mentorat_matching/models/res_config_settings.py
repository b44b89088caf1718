from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mentorat_uses_sex = fields.Boolean(
        related="company_id.mentorat_uses_sex", readonly=False
    )
    mentorat_uses_age = fields.Boolean(
        related="company_id.mentorat_uses_age", readonly=False
    )
    mentorat_retirement_age = fields.Integer(
        related="company_id.mentorat_retirement_age", readonly=False
    )
