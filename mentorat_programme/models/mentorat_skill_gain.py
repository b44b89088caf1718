from odoo import api, fields, models
from odoo.tools import SQL


class MentoratSkillGain(models.Model):
    """How many pairs of a programme passed a skill on: kept when their goals are deleted.

    Nobody reads the lines: they are counted with the goals that are still there.
    """

    _name = "mentorat.skill.gain"
    _description = "Skill passed on by pairs whose content was deleted"
    _order = "programme_id, skill_id"
    _rec_name = "skill_id"
    # The day would tell which pair.
    _log_access = False

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, readonly=True, ondelete="cascade"
    )
    skill_id = fields.Many2one(
        "hr.skill", required=True, readonly=True, index=True, ondelete="cascade"
    )
    pair_count = fields.Integer("Pairs", required=True, readonly=True)

    _programme_skill_unique = models.UniqueIndex("(programme_id, skill_id)")

    @api.model
    def _keep(self, pairs):
        """Add the skills that ``pairs`` published, just before their goals are deleted.

        :param pairs: in superuser mode
        """
        self.env["mentorat.goal"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mentorat_skill_gain (programme_id, skill_id, pair_count)
                SELECT pair.programme_id, goal.skill_id, COUNT(DISTINCT pair.id)
                FROM mentorat_goal goal
                JOIN mentorat_pair pair ON pair.id = goal.pair_id
                WHERE pair.id IN %s
                    AND goal.published_on IS NOT NULL AND goal.skill_id IS NOT NULL
                GROUP BY pair.programme_id, goal.skill_id
                ON CONFLICT (programme_id, skill_id) DO UPDATE
                    SET pair_count = mentorat_skill_gain.pair_count + EXCLUDED.pair_count
                """,
                tuple(pairs.ids) or (0,),
            )
        )
        self.invalidate_model()
