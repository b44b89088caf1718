from odoo import fields, models
from odoo.tools import SQL


class MentoratSkillTransfer(models.Model):
    """The skills map as a plot: how far each skill has come, in numbers of mentees.

    Counts alone, for the team of the programme, like the map itself.
    """

    _name = "mentorat.skill.transfer"
    _description = "Skills passed on"
    _auto = False
    _order = "programme_id, skill_id, stage, id"
    _rec_name = "skill_id"
    _depends = {
        "mentorat.skill.map": [
            "programme_id",
            "company_id",
            "skill_id",
            "skill_type_id",
            "waiting",
            "covered",
            "gained",
        ],
    }

    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    skill_id = fields.Many2one("hr.skill", readonly=True)
    skill_type_id = fields.Many2one("hr.skill.type", readonly=True)
    stage = fields.Selection(
        [
            ("1_waiting", "Asked, not passed on yet"),
            ("2_covered", "Being passed on"),
            ("3_gained", "Gained"),
        ],
        readonly=True,
    )
    people = fields.Integer("Mentees", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                3 * map.id + stage.number AS id,
                map.programme_id,
                map.company_id,
                map.skill_id,
                map.skill_type_id,
                stage.name AS stage,
                stage.people
            FROM (%s) map
            CROSS JOIN LATERAL (VALUES
                (0, '1_waiting', map.waiting),
                (1, '2_covered', map.covered),
                (2, '3_gained', map.gained)
            ) AS stage (number, name, people)
            WHERE stage.people > 0
            """,
            self.env["mentorat.skill.map"]._table_query,
        )
