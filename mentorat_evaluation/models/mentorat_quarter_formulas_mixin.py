from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import FLOOR, Figure, rate
from ..core.periods import last_quarter

# A concern is handled in time within so many days.
CONCERN_DAYS = 15


class MentoratQuarterFormulasMixin(models.AbstractModel):
    """What nobody reads row by row, counted once for each calendar quarter that is over.

    Each answer, goal, session and concern belongs to one quarter, whose figure is frozen:
    no two figures differ by one person.
    """

    _name = "mentorat.quarter.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about closed quarters"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "pair_quality",
                "programme",
                self.env._("Mean usefulness of the meetings of a quarter, from 1 to 5"),
            ],
            [
                "goal_progress",
                "programme",
                self.env._("Mean progress of the goals that fell due in a quarter"),
            ],
            [
                "supervision_coverage",
                "programme",
                self.env._(
                    "Mentors supervised in a quarter / mentors at work at its end"
                ),
            ],
            [
                "concern_handling",
                "programme",
                self.env._("Concerns of a quarter closed within 15 days / concerns"),
            ],
        ]

    def _figures_pair_quality(self, programmes, date):
        """Each person counts once, whoever met more often."""
        first, last = last_quarter(date)
        query = SQL(
            """SELECT programme_id, role, AVG(score), COUNT(*)
                 FROM (
                     SELECT pair.programme_id, side.role, AVG(side.score)::float AS score
                       FROM (%s) pair
                       JOIN mentorat_meeting meeting ON meeting.pair_id = pair.id
         CROSS JOIN LATERAL (
                                VALUES
                                ('mentor', mentor_person, meeting.mentor_usefulness),
                                ('mentee', mentee_person, meeting.mentee_usefulness)
                            ) AS side(role, person, score)
                      WHERE meeting.state = 'held' AND meeting.date_start >= %s
                        AND meeting.date_start < %s AND side.score > 0
                   GROUP BY pair.programme_id, side.role, side.person
                 ) answer
             GROUP BY GROUPING SETS ((programme_id), (programme_id, role))""",
            self._select_pairs(programmes),
            first,
            last + timedelta(days=1),
        )
        return self._measure_quarter(programmes, Figure, query, first, last)

    def _figures_goal_progress(self, programmes, date):
        """A goal without a date falls due with its pair."""
        first, last = last_quarter(date)
        query = SQL(
            """SELECT programme_id, NULL, AVG(progress), COUNT(*)
                 FROM (
                     SELECT pair.programme_id, AVG(goal.progress)::float AS progress
                       FROM (%s) pair
                       JOIN mentorat_goal goal ON goal.pair_id = pair.id
                      WHERE goal.active AND pair.date_start IS NOT NULL
                        AND COALESCE(goal.date_deadline, pair.date_end) BETWEEN %s AND %s
                   GROUP BY pair.programme_id, pair.mentee_person
                 ) mentee
             GROUP BY programme_id""",
            self._select_pairs(programmes),
            first,
            last,
        )
        return self._measure_quarter(programmes, Figure, query, first, last)

    def _figures_supervision_coverage(self, programmes, date):
        first, last = last_quarter(date)
        query = SQL(
            """SELECT programme_id, NULL, COUNT(*) FILTER (WHERE attended), COUNT(*),
                      COUNT(*)
                 FROM (
                     SELECT pair.programme_id, pair.mentor_person,
                            BOOL_OR(EXISTS (
                                SELECT FROM mentorat_supervision_attendance attendance
                                  JOIN mentorat_supervision session
                                    ON session.id = attendance.supervision_id
                                 WHERE attendance.participation_id = pair.mentor_id
                                   AND attendance.state = 'attended'
                                   AND session.state = 'held'
                                   AND session.date_start >= %s
                                   AND session.date_start < %s
                            )) AS attended
                       FROM (%s) pair
                      WHERE %s
                   GROUP BY pair.programme_id, pair.mentor_person
                 ) mentor
             GROUP BY programme_id""",
            first,
            last + timedelta(days=1),
            self._select_pairs(programmes),
            self._is_under_way(last),
        )
        return self._measure_quarter(programmes, rate, query, first, last)

    def _figures_concern_handling(self, programmes, date):
        """As soon as the last ones had their time; how many there were is not told."""
        first, last = last_quarter(date - timedelta(days=CONCERN_DAYS))
        query = SQL(
            """SELECT programme_id, NULL,
                      COUNT(*) FILTER (WHERE date_closed <= date + %s), COUNT(*), COUNT(*)
                 FROM mentorat_concern
                WHERE programme_id = ANY(%s) AND date BETWEEN %s AND %s
             GROUP BY programme_id
               HAVING COUNT(*) >= %s""",
            CONCERN_DAYS,
            programmes.ids,
            first,
            last,
            FLOOR,
        )
        return self._measure_quarter(programmes, rate, query, first, last)

    def _measure_quarter(self, programmes, statistic, query, first, last):
        """Return the measures of those of ``programmes`` that had begun in the quarter."""
        begun = programmes.filtered(lambda programme: programme.date_start <= last)
        measures = self._measure_rows(
            programmes,
            statistic,
            query,
            date_start=first,
            date_end=last,
        )
        return [measure for measure in measures if measure.programme in begun]
