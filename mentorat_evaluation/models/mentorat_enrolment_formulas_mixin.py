from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import Figure, rate, ratio


class MentoratEnrolmentFormulasMixin(models.AbstractModel):
    """Who asks to take part, how soon they are answered, whether there are places."""

    _name = "mentorat.enrolment.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about enrolment"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "application_rate",
                "programme",
                self.env._("Applicants / eligible employees"),
            ],
            [
                "approval_delay",
                "programme",
                self.env._("Median days from an application to the manager's decision"),
            ],
            [
                "enrolment_balance",
                "programme",
                self.env._("Free places of mentors / mentees who wait for one"),
            ],
            [
                "match_rate",
                "programme",
                self.env._("People in a live pair / people accepted"),
            ],
            [
                "mentor_use",
                "programme",
                self.env._("Mentors in a live pair / mentors accepted"),
            ],
        ]

    def _figures_application_rate(self, programmes, date):
        eligible = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS programme_id, COUNT(*) AS people FROM (%s) employee",
                programme.id,
                self.env["hr.employee.public"]
                ._search(programme._get_eligibility_domain())
                .select(),
            )
            for programme in programmes
        )
        query = SQL(
            """SELECT eligible.programme_id, NULL, COUNT(DISTINCT person.someone),
                      eligible.people, eligible.people
                 FROM (%s) eligible
            LEFT JOIN (%s) person
                   ON person.programme_id = eligible.programme_id
                  AND person.state_then <> 'draft'
                  AND (person.state_then <> 'withdrawn'
                       OR person.date_submitted IS NOT NULL)
             GROUP BY eligible.programme_id, eligible.people""",
            eligible,
            self._select_people(programmes, date),
        )
        return self._measure_rows(programmes, rate, query) if programmes else []

    def _figures_approval_delay(self, programmes, date):
        query = SQL(
            """SELECT programme_id, role,
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY days), COUNT(*)
                 FROM (
                     SELECT person.programme_id, person.role,
                            EXTRACT(EPOCH FROM decided.date - sent.date) / 86400 AS days
                       FROM mentorat_log decided
                       JOIN mentorat_participation person
                         ON person.id = decided.participation_id
               CROSS JOIN LATERAL (
                                SELECT MAX(log.date) AS date FROM mentorat_log log
                                 WHERE log.participation_id = person.id
                                   AND log.to_state = 'submitted'
                                   AND log.date <= decided.date
                            ) sent
                      WHERE person.programme_id = ANY(%s) AND decided.date < %s
                        AND decided.from_state = 'submitted'
                        AND decided.to_state IN ('approved', 'refused')
                        AND sent.date IS NOT NULL
                 ) decision
             GROUP BY GROUPING SETS ((programme_id), (programme_id, role))""",
            programmes.ids,
            date + timedelta(days=1),
        )
        return self._measure_rows(programmes, Figure, query)

    def _figures_enrolment_balance(self, programmes, date):
        """Those whose pair is over wait again if they said so."""
        query = SQL(
            """SELECT programme_id, NULL,
                      SUM(GREATEST(capacity - live, 0)) FILTER (WHERE role = 'mentor'),
                      COUNT(*) FILTER (WHERE waits), COUNT(DISTINCT someone) FILTER (
                          WHERE waits OR role = 'mentor'
                      )
                 FROM (
                     SELECT person.*, pairs.live,
                            person.role = 'mentee' AND pairs.live = 0
                            AND (person.wants_match OR pairs.over = 0) AS waits
                       FROM (%s) person
               CROSS JOIN LATERAL (
                                SELECT COUNT(*) FILTER (WHERE %s) AS live,
                                       COUNT(*) FILTER (
                                           WHERE pair.date_start IS NOT NULL
                                             AND pair.state IN ('closed', 'ended')
                                             AND pair.date_end <= %s
                                       ) AS over
                                  FROM mentorat_pair pair
                                 WHERE person.id IN (pair.mentor_id, pair.mentee_id)
                            ) pairs
                      WHERE person.state_then = 'accepted'
                         OR (person.state_then = 'waitlisted' AND person.role = 'mentee')
                 ) person
             GROUP BY programme_id""",
            self._select_people(programmes, date),
            self._is_live(date),
            date,
        )
        return self._measure_rows(
            programmes,
            lambda places, waiting, people: ratio(places or 0, waiting, people),
            query,
        )

    def _figures_match_rate(self, programmes, date):
        return self._measure_people(
            programmes,
            date,
            SQL("person.state_then = 'accepted'"),
            self._has_live_pair(date),
        )

    def _figures_mentor_use(self, programmes, date):
        measures = self._measure_people(
            programmes,
            date,
            SQL("person.state_then = 'accepted' AND person.role = 'mentor'"),
            self._has_live_pair(date),
        )
        # The mentors are everybody.
        return [measure for measure in measures if not measure.role]

    def _has_live_pair(self, date):
        return SQL(
            """EXISTS (
                   SELECT FROM mentorat_pair pair
                    WHERE person.id IN (pair.mentor_id, pair.mentee_id) AND %s
               )""",
            self._is_live(date),
        )
