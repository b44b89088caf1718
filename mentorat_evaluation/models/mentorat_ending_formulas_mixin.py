from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import ratio

# Somebody whose pair ended early is matched again within so many days.
REMATCH_DAYS = 30


class MentoratEndingFormulasMixin(models.AbstractModel):
    """How pairs end, what mentees do next, and what a completed pair costs."""

    _name = "mentorat.ending.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about the end of pairs"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "early_end_rate",
                "programme",
                self.env._("Pairs ended early / pairs started"),
            ],
            [
                "rematch_rate",
                "programme",
                self.env._(
                    "Mentees matched again within 30 days / pairs ended early by then"
                ),
            ],
            [
                "relay_rate",
                "programme",
                self.env._(
                    "Mentees who became mentors within 12 months / mentees of closed pairs"
                ),
            ],
            [
                "completed_pair_cost",
                "programme",
                self.env._(
                    "Hours at their cost, training, supervision and fees / closed pairs"
                ),
            ],
        ]

    def _figures_early_end_rate(self, programmes, date):
        return self._measure_pairs(
            programmes, self._is_started(date), self._is_ended(date)
        )

    def _figures_rematch_rate(self, programmes, date):
        """Of those whose 30 days are over."""
        return self._measure_pairs(
            programmes,
            SQL(
                "pair.date_start IS NOT NULL AND %s",
                self._is_ended(date - timedelta(days=REMATCH_DAYS)),
            ),
            SQL(
                """EXISTS (
                       SELECT FROM mentorat_pair next
                        WHERE next.mentee_id = pair.mentee_id AND next.id <> pair.id
                          AND next.date_start BETWEEN pair.date_end
                                                  AND pair.date_end + %s
                   )""",
                REMATCH_DAYS,
            ),
        )

    def _figures_relay_rate(self, programmes, date):
        """In any programme; a person without a name any more is not counted."""
        measures = self._measure_people(
            programmes,
            date,
            SQL(
                """person.role = 'mentee' AND person.employee_id IS NOT NULL AND EXISTS (
                       SELECT FROM mentorat_pair pair
                        WHERE pair.mentee_id = person.id AND %s
                   )""",
                self._is_closed(date),
            ),
            SQL(
                """EXISTS (
                       SELECT FROM mentorat_participation later
                         JOIN mentorat_pair pair
                           ON pair.mentee_id = person.id AND %s
              CROSS JOIN LATERAL (
                                  SELECT COALESCE(
                                             MIN(log.date),
                                             CASE WHEN later.state
                                                       IN ('accepted', 'completed')
                                                  THEN COALESCE(later.date_decided,
                                                                later.create_date) END
                                         ) AS date
                                    FROM mentorat_log log
                                   WHERE log.participation_id = later.id
                                     AND log.to_state = 'accepted'
                              ) accepted
                        WHERE later.employee_id = person.employee_id
                          AND later.role = 'mentor'
                          AND accepted.date >= pair.date_end
                          AND accepted.date < pair.date_end + INTERVAL '12 months'
                          AND accepted.date < %s
                   )""",
                self._is_closed(date),
                date + timedelta(days=1),
            ),
        )
        # The mentees are everybody.
        return [measure for measure in measures if not measure.role]

    def _figures_completed_pair_cost(self, programmes, date):
        """The hypotheses are those of the programme today, see ``mentorat.cost.mixin``."""
        query = SQL(
            """SELECT programme.id, NULL,
                      hours.met * (programme.cost_mentor_hour
                                   + programme.cost_mentee_hour)
                      + attended.hours * programme.cost_mentor_hour
                      + led.hours * programme.cost_supervisor_hour
                      + programme.cost_training + programme.cost_fees,
                      closed.pairs, closed.people
                 FROM mentorat_programme programme
   CROSS JOIN LATERAL (
                          SELECT COALESCE(SUM(meeting.hours), 0) AS met
                            FROM mentorat_meeting meeting
                           WHERE meeting.programme_id = programme.id
                             AND meeting.state = 'held' AND meeting.date_start < %(next)s
                      ) hours
   CROSS JOIN LATERAL (
                          SELECT COALESCE(SUM(attendance.hours), 0) AS hours
                            FROM mentorat_supervision_attendance attendance
                           WHERE attendance.programme_id = programme.id
                             AND attendance.state = 'attended'
                             AND attendance.date_start < %(next)s
                      ) attended
   CROSS JOIN LATERAL (
                          SELECT COALESCE(SUM(session.hours), 0) AS hours
                            FROM mentorat_supervision session
                           WHERE session.programme_id = programme.id
                             AND session.state = 'held' AND session.date_start < %(next)s
                      ) led
   CROSS JOIN LATERAL (
                          SELECT COUNT(DISTINCT pair.id) AS pairs,
                                 COUNT(DISTINCT someone) AS people
                            FROM (%(pairs)s) pair
              CROSS JOIN LATERAL unnest(ARRAY[mentor_person, mentee_person]) someone
                           WHERE pair.programme_id = programme.id AND %(is_closed)s
                      ) closed
                WHERE programme.id = ANY(%(programmes)s)""",
            next=date + timedelta(days=1),
            pairs=self._select_pairs(programmes),
            is_closed=self._is_closed(date),
            programmes=programmes.ids,
        )
        return self._measure_rows(programmes, ratio, query)

    def _is_ended(self, date):
        return SQL("(pair.state = 'ended' AND pair.date_end <= %s)", date)

    def _is_closed(self, date):
        return SQL("(pair.state = 'closed' AND pair.date_end <= %s)", date)
