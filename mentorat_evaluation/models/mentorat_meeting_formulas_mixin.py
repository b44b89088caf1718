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
                self.env._("Active pairs: met in the last 45 days / pairs at work"),
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
                    "Pairs that met within 1.5 times their rhythm / pairs at work"
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
            self._is_at_work(date),
            self._is_met_within(SQL("last.day"), date, SQL("%s", ACTIVE_DAYS)),
        )

    def _figures_meeting_frequency(self, programmes, date):
        """Beside it what the rhythms of the same pairs come to; pauses are no time."""
        start = window(date, MONTHS)
        query = SQL(
            """SELECT programme_id, NULL, SUM(held)::float, SUM(months)::float,
                      SUM(months * %(month)s / rhythm)::float, COUNT(DISTINCT someone)
                 FROM (
                     SELECT pair.programme_id, pair.mentor_person, pair.mentee_person,
                            COALESCE(NULLIF(pair.agreed_interval, 0),
                                     programme.meeting_interval) AS rhythm,
                            (span.last - span.before - %(paused)s) / %(month)s AS months,
                            (SELECT COUNT(*) FROM mentorat_meeting meeting
                              WHERE meeting.pair_id = pair.id AND %(is_held)s) AS held
                       FROM (%(pairs)s) pair
                       JOIN mentorat_programme programme
                         ON programme.id = pair.programme_id
         CROSS JOIN LATERAL (
                                SELECT GREATEST(%(start)s, pair.date_start) - 1 AS before,
                                       LEAST(
                                           %(date)s,
                                           CASE WHEN pair.state IN ('closed', 'ended')
                                                THEN pair.date_end END
                                       ) AS last
                            ) span
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
            paused=self._count_paused_days(SQL("span.before"), SQL("span.last")),
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
            self._is_at_work(date),
            self._is_met_within(
                SQL("COALESCE(last.day, pair.date_start)"),
                date,
                SQL(
                    """%s * COALESCE(
                           NULLIF(pair.agreed_interval, 0),
                           (SELECT meeting_interval FROM mentorat_programme
                             WHERE id = pair.programme_id)
                       )""",
                    LATE_INTERVALS,
                ),
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

    # PAUSES

    def _is_at_work(self, date):
        """Return the condition on ``pair`` that it was under way and did not pause."""
        return SQL(
            """(%s AND NOT EXISTS (
                   SELECT FROM (%s) pause WHERE %s BETWEEN first AND until - 1
               ))""",
            self._is_under_way(date),
            self._select_pauses(),
            date,
        )

    def _is_met_within(self, since, date, days):
        """Return the condition on ``pair`` that it was at work ``days`` since ``since``.

        :param SQL since: of the day ``last.day`` of the last meeting until ``date``
        :param SQL days: number of days, at most
        """
        return SQL(
            """(SELECT %(date)s - %(since)s - %(paused)s <= %(days)s
                  FROM (
                      SELECT MAX(meeting.date_start)::date AS day
                        FROM mentorat_meeting meeting
                       WHERE meeting.pair_id = pair.id AND meeting.state = 'held'
                         AND meeting.date_start < %(next_day)s
                  ) last)""",
            date=date,
            since=since,
            paused=self._count_paused_days(since, SQL("%s", date)),
            days=days,
            next_day=date + timedelta(days=1),
        )

    def _count_paused_days(self, since, date):
        """Return how many days after ``since``, until ``date``, ``pair`` paused.

        :param SQL since, date: days
        """
        return SQL(
            """(SELECT COALESCE(SUM(GREATEST(
                           LEAST(until, %(date)s + 1) - GREATEST(first, %(since)s + 1), 0
                       )), 0)
                  FROM (%(pauses)s) pause)""",
            date=date,
            since=since,
            pauses=self._select_pauses(),
        )

    def _select_pauses(self):
        """Return the query of the pauses of ``pair``, as its history tells them.

        Columns: ``first``, the first day; ``until``, the day on which it went on, or ended,
        or will go on. One that was given up before it began goes on before it begins.
        """
        return SQL(
            """SELECT first, until
                 FROM (
                     SELECT to_state, COALESCE(date_effective, date::date) AS first,
                            COALESCE(
                                LEAD(COALESCE(date_effective, date::date)) OVER history,
                                pair.date_pause_end
                            ) AS until
                       FROM mentorat_log
                      WHERE pair_id = pair.id
                        AND to_state IN ('paused', 'resumed', 'closed', 'ended')
                     WINDOW history AS (ORDER BY date, id)
                 ) line
                WHERE to_state = 'paused' AND until > first"""
        )
