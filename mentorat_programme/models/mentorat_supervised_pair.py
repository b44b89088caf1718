from odoo import fields, models
from odoo.tools import SQL


class MentoratSupervisedPair(models.Model):
    """A pair as the supervisor of its mentor sees it: state and dates, not with whom."""

    _name = "mentorat.supervised.pair"
    _description = "Pair of a mentor in supervision"
    _auto = False
    _order = "date_start desc, id"
    _depends = {
        "mentorat.pair": ["mentor_id", "state", "date_start", "date_end"],
        "mentorat.supervision.group": ["active", "supervisor_id", "member_ids"],
    }

    mentor_id = fields.Many2one("mentorat.supervised.mentor", readonly=True)
    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    supervisor_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        lambda self: (
            self.env["mentorat.pair"]._fields["state"]._description_selection(self.env)
        ),
        readonly=True,
    )
    date_start = fields.Date("Since", readonly=True)
    date_end = fields.Date("Until", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                pair.id,
                pair.mentor_id,
                pair.programme_id,
                g.supervisor_id,
                pair.state,
                pair.date_start,
                pair.date_end
            FROM mentorat_pair pair
            JOIN mentorat_supervision_group_member_rel member
                ON member.participation_id = pair.mentor_id
            JOIN mentorat_supervision_group g ON g.id = member.group_id AND g.active
            WHERE pair.state != 'proposed'
            """
        )

    def _compute_display_name(self):
        for pair in self:
            pair.display_name = self.env._("Pair %(number)s", number=pair.id or "")
