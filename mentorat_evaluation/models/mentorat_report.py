from odoo import fields, models
from odoo.tools import SQL

DAYS_PER_MONTH = 365.25 / 12


class MentoratReport(models.Model):
    """Pairs and what became of them, for pivot and graph views; it names nobody."""

    _name = "mentorat.report"
    _description = "Mentoring analysis"
    _auto = False
    _order = "date_start desc, id desc"
    _rec_name = "programme_id"
    _depends = {
        "mentorat.pair": [
            "programme_id",
            "company_id",
            "state",
            "phase",
            "date_start",
            "date_end",
        ],
        "mentorat.meeting": ["pair_id", "state", "hours"],
        "mentorat.matching.proposal": ["pair_id", "score"],
    }

    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(
        lambda self: self._get_pair_selection("state"), readonly=True
    )
    phase = fields.Selection(
        lambda self: self._get_pair_selection("phase"), readonly=True
    )
    date_start = fields.Date("Since", readonly=True)
    date_end = fields.Date("Until", readonly=True)
    months = fields.Float("Months together", readonly=True, aggregator="avg")
    score = fields.Float("Matching score", readonly=True, aggregator="avg")
    meeting_count = fields.Integer("Meetings held", readonly=True)
    hours = fields.Float("Hours together", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                pair.id,
                pair.programme_id,
                pair.company_id,
                pair.state,
                pair.phase,
                pair.date_start,
                pair.date_end,
                GREATEST(LEAST(pair.date_end, CURRENT_DATE) - pair.date_start, 0) / %s
                    AS months,
                proposal.score,
                COALESCE(held.meeting_count, 0) AS meeting_count,
                COALESCE(held.hours, 0) AS hours
            FROM mentorat_pair pair
            LEFT JOIN (
                SELECT pair_id, COUNT(*) AS meeting_count, SUM(hours) AS hours
                FROM mentorat_meeting
                WHERE state = 'held'
                GROUP BY pair_id
            ) held ON held.pair_id = pair.id
            LEFT JOIN (
                SELECT pair_id, MAX(score) AS score
                FROM mentorat_matching_proposal
                WHERE pair_id IS NOT NULL
                GROUP BY pair_id
            ) proposal ON proposal.pair_id = pair.id
            """,
            DAYS_PER_MONTH,
        )

    def _get_pair_selection(self, name):
        return self.env["mentorat.pair"]._fields[name]._description_selection(self.env)
