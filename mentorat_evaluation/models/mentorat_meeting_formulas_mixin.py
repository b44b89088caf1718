from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import rate, ratio
from ..core.periods import DAYS_PER_MONTH, window

# An active pair met at least once in so many days.
ACTIVE_DAYS = 45
# Meetings are counted over so many months.
MONTHS = 3
# A pair is regular until its last meeting lies so many intervals back.
LATE_INTERVALS = 1.5


class MentoratMeetingFormulasMixin(models.AbstractModel):
    """Whether pairs meet: how many, how often, as planned, and how hours are spread."""

    _name = "mentorat.meeting.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about meetings"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "active_pair_rate",
                "programme",
                self.env._("Active pairs: met in the last 45 days / pairs under way"),
            ],
            [
                "meeting_frequency",
                "programme",
                self.env._("Meetings held / months of pairs, over three months"),
            ],
            [
                "meeting_completion",
                "programme",
                self.env._("Meetings held / meetings planned, over three months"),
            ],
            [
                "regularity",
                "programme",
                self.env._(
                    "Pairs that met within 1.5 times their rhythm / pairs under way"
                ),
            ],
            [
                "load_spread",
                "programme",
                self.env._("Hours of the mentor with most / median hours of mentors"),
            ],
        ]

    def _figures_active_pair_rate(self, programmes, date):
        return self._measure_pairs(
            programmes,
            self._is_under_way(date),
            SQL(
                """EXISTS (
                       SELECT FROM mentorat_meeting meeting
                        WHERE meeting.pair_id = pair.id AND %s
                   )""",
                self._is_held(date - timedelta(days=ACTIVE_DAYS), date),
            ),
        )

    def _figures_meeting_frequency(self, programmes, date):
        """Beside it what the rhythms of the same pairs come to."""
        start = window(date, MONTHS)
        query = SQL(
            """SELECT programme_id, NULL, SUM(held)::float, SUM(months)::float,
                      SUM(months * %(month)s / rhythm)::float, COUNT(DISTINCT someone)
                 FROM (
                     SELECT pair.programme_id, pair.mentor_person, pair.mentee_person,
                            COALESCE(NULLIF(pair.agreed_interval, 0),
                                     programme.meeting_interval) AS rhythm,
                            (LEAST(
                                %(date)s,
                                CASE WHEN pair.state IN ('closed', 'ended')
                                     THEN pair.date_end END
                            ) - GREATEST(%(start)s, pair.date_start) + 1) / %(month)s
                                AS months,
                            (SELECT COUNT(*) FROM mentorat_meeting meeting
                              WHERE meeting.pair_id = pair.id AND %(is_held)s) AS held
                       FROM (%(pairs)s) pair
                       JOIN mentorat_programme programme
                         ON programme.id = pair.programme_id
                      WHERE %(is_started)s
                        AND (pair.state NOT IN ('closed', 'ended')
                             OR pair.date_end >= %(start)s)
                 ) pair
           CROSS JOIN LATERAL unnest(ARRAY[mentor_person, mentee_person]) someone
             GROUP BY programme_id""",
            month=DAYS_PER_MONTH,
            date=date,
            start=start,
            is_held=self._is_held(start, date),
            pairs=self._select_pairs(programmes),
            is_started=self._is_started(date),
        )

        def compare(held, months, agreed, people):
            # Each pair has two lines, one for each person: both sums are doubled.
            return ratio(held, months, people)._replace(
                reference=agreed / months if months else None,
                reference_people=people,
            )

        return self._measure_rows(programmes, compare, query, date_start=start)

    def _figures_meeting_completion(self, programmes, date):
        start = window(date, MONTHS)
        query = SQL(
            """SELECT pair.programme_id, NULL,
                      COUNT(DISTINCT meeting.id) FILTER (WHERE meeting.state = 'held'),
                      COUNT(DISTINCT meeting.id), COUNT(DISTINCT someone)
                 FROM (%s) pair
                 JOIN mentorat_meeting meeting ON meeting.pair_id = pair.id
           CROSS JOIN LATERAL unnest(ARRAY[mentor_person, mentee_person]) someone
                WHERE meeting.date_start >= %s AND meeting.date_start < %s
                  AND meeting.state <> 'proposed'
             GROUP BY pair.programme_id""",
            self._select_pairs(programmes),
            start,
            date + timedelta(days=1),
        )
        return self._measure_rows(programmes, rate, query, date_start=start)

    def _figures_regularity(self, programmes, date):
        """Since the last meeting, or the start of a pair that has not met."""
        return self._measure_pairs(
            programmes,
            self._is_under_way(date),
            SQL(
                """(SELECT %(date)s - COALESCE(
                               MAX(meeting.date_start)::date, pair.date_start
                           ) <= %(late)s * COALESCE(
                               NULLIF(pair.agreed_interval, 0),
                               (SELECT meeting_interval FROM mentorat_programme
                                 WHERE id = pair.programme_id)
                           )
                      FROM mentorat_meeting meeting
                     WHERE meeting.pair_id = pair.id AND meeting.state = 'held'
                       AND meeting.date_start < %(next_day)s)""",
                date=date,
                late=LATE_INTERVALS,
                next_day=date + timedelta(days=1),
            ),
        )

    def _figures_load_spread(self, programmes, date):
        """Of all mentors whose pair has started, those without an hour among them."""
        query = SQL(
            """SELECT programme_id, NULL, MAX(hours),
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours), COUNT(*)
                 FROM (
                     SELECT pair.programme_id, pair.mentor_person,
                            COALESCE(SUM(meeting.hours), 0) AS hours
                       FROM (%s) pair
                  LEFT JOIN mentorat_meeting meeting
                         ON meeting.pair_id = pair.id AND meeting.state = 'held'
                        AND meeting.date_start < %s
                      WHERE %s
                   GROUP BY pair.programme_id, pair.mentor_person
                 ) mentor
             GROUP BY programme_id""",
            self._select_pairs(programmes),
            date + timedelta(days=1),
            self._is_started(date),
        )
        return self._measure_rows(programmes, ratio, query)

    def _is_held(self, start, date):
        """Return the condition on ``meeting`` that it was held from ``start`` to ``date``."""
        return SQL(
            "(meeting.state = 'held' AND meeting.date_start >= %s"
            " AND meeting.date_start < %s)",
            start,
            date + timedelta(days=1),
        )
