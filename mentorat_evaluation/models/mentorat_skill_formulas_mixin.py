from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import rate


class MentoratSkillFormulasMixin(models.AbstractModel):
    """Are the skills that a programme is there for being passed on?"""

    _name = "mentorat.skill.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Indicators of skills passed on"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            (
                "skills_in_transfer",
                "programme",
                self.env._(
                    "Skills in transfer: critical skills of pairs / critical skills"
                ),
            ),
        ]

    def _figures_skills_in_transfer(self, programmes, date):
        """Critical skills that a mentor offers and their mentee wants, in pairs at work."""
        for model, names in {
            "mentorat.pair": [
                "mentor_id",
                "mentee_id",
                "state",
                "date_start",
                "date_end",
            ],
            "mentorat.participation": ["employee_id"],
            "mentorat.participation.skill": ["participation_id", "skill_id"],
        }.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT
                    pair.programme_id,
                    ARRAY_AGG(DISTINCT wanted.skill_id)
                        FILTER (WHERE taught.id IS NOT NULL),
                    COUNT(DISTINCT side.employee_id)
                FROM mentorat_pair pair
                JOIN mentorat_participation side
                    ON side.id = pair.mentor_id OR side.id = pair.mentee_id
                LEFT JOIN mentorat_participation_skill wanted
                    ON wanted.participation_id = pair.mentee_id
                LEFT JOIN mentorat_participation_skill taught
                    ON taught.participation_id = pair.mentor_id
                    AND taught.skill_id = wanted.skill_id
                WHERE pair.programme_id IN %s AND %s
                GROUP BY pair.programme_id
                """,
                programmes._ids or (0,),
                self._is_under_way(date),
            )
        )
        found = {programme_id: columns for programme_id, *columns in rows}
        measures = []
        for programme in programmes:
            skill_ids, people = found.get(programme.id, ((), 0))
            critical = programme.critical_skill_ids
            covered = set(skill_ids or ()) & set(critical.ids)
            figure = rate(len(covered), len(critical), people)
            measures.append(self._measure(programme, figure))
        return measures
