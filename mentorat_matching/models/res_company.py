from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mentorat_uses_sex = fields.Boolean(
        "Compare by sex",
        help="Mentoring figures tell whether women and men are treated alike. Nobody is "
        "matched by it.",
    )
    mentorat_uses_age = fields.Boolean(
        "Compare by age",
        help="Mentoring figures tell whether bands of age are treated alike. Nobody is "
        "matched by it.",
    )
    mentorat_retirement_age = fields.Integer(
        "Age of retirement",
        help="The skills map counts who reaches it among those who leave; 0 when age is not "
        "looked at.",
    )

    _retirement_age_range = models.Constraint(
        "CHECK(COALESCE(mentorat_retirement_age, 0) = 0"
        " OR mentorat_retirement_age BETWEEN 50 AND 80)",
        "People retire between 50 and 80; 0 means that age is not looked at.",
    )
