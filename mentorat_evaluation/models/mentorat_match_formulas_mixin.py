from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.indicators import Figure, rate

# A wish among the first so many is a wish that came true.
DEAREST_RANK = 3
# Seniority that lies so many years apart mixes generations.
GENERATION_YEARS = 15


class MentoratMatchFormulasMixin(models.AbstractModel):
    """Who was put together with whom, how soon, and whether they had wished it."""

    _name = "mentorat.match.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about matching"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "wish_satisfaction",
                "programme",
                self.env._(
                    "Mentees given one of their first 3 wishes / matched with wishes"
                ),
            ],
            [
                "match_acceptance",
                "programme",
                self.env._("Proposals accepted by both / proposals whose time is over"),
            ],
            [
                "time_to_match",
                "programme",
                self.env._("Median days from acceptance to the start of the pair"),
            ],
            [
                "mixing_index",
                "programme",
                self.env._(
                    "Pairs across departments, sites or generations / pairs started"
                ),
            ],
        ]

    def _figures_wish_satisfaction(self, programmes, date):
        matched = SQL(
            """pair.mentee_id = person.id
               AND LEAST(pair.date_start, pair.create_date::date) <= %s
               AND (pair.state <> 'ended' OR pair.date_start IS NOT NULL)""",
            date,
        )
        measures = self._measure_people(
            programmes,
            date,
            SQL(
                """person.role = 'mentee'
                   AND EXISTS (SELECT FROM mentorat_pair pair WHERE %s)
                   AND EXISTS (
                       SELECT FROM mentorat_preference wish
                        WHERE wish.participation_id = person.id AND wish.create_date < %s
                   )""",
                matched,
                date + timedelta(days=1),
            ),
            SQL(
                """EXISTS (
                       SELECT FROM mentorat_pair pair
                         JOIN mentorat_preference wish
                           ON wish.participation_id = person.id
                          AND wish.wished_id = pair.mentor_id AND wish.rank <= %s
                        WHERE %s
                   )""",
                DEAREST_RANK,
                matched,
            ),
        )
        # The mentees are everybody.
        return [measure for measure in measures if not measure.role]

    def _figures_match_acceptance(self, programmes, date):
        """Once its time to answer is over, what became of a proposal changes no more."""
        query = SQL(
            """SELECT programme_id, NULL,
                      COUNT(DISTINCT id) FILTER (WHERE state IN ('accepted', 'paired')),
                      COUNT(DISTINCT id), COUNT(DISTINCT someone)
                 FROM (
                     SELECT proposal.id, proposal.programme_id, proposal.state,
                            COALESCE(person.employee_id, -person.id) AS someone
                       FROM mentorat_matching_proposal proposal
                       JOIN mentorat_participation person
                         ON person.id IN (proposal.mentor_id, proposal.mentee_id)
                      WHERE proposal.programme_id = ANY(%s)
                        AND proposal.answer_until < %s
                        AND proposal.state IN ('accepted', 'paired', 'declined', 'expired')
                 ) proposal
             GROUP BY programme_id""",
            programmes.ids,
            date,
        )
        return self._measure_rows(programmes, rate, query)

    def _figures_time_to_match(self, programmes, date):
        query = SQL(
            """SELECT programme_id, role,
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY days), COUNT(*)
                 FROM (
                     SELECT person.programme_id, person.role,
                            first.date_start - accepted.date AS days
                       FROM mentorat_participation person
               CROSS JOIN LATERAL (
                                SELECT MIN(pair.date_start) AS date_start
                                  FROM mentorat_pair pair
                                 WHERE person.id IN (pair.mentor_id, pair.mentee_id)
                                   AND %s
                            ) first
               CROSS JOIN LATERAL (
                                SELECT COALESCE(MAX(log.date), person.date_decided)::date
                                           AS date
                                  FROM mentorat_log log
                                 WHERE log.participation_id = person.id
                                   AND log.to_state = 'accepted'
                                   AND log.date::date <= first.date_start
                            ) accepted
                      WHERE person.programme_id = ANY(%s)
                        AND accepted.date <= first.date_start
                 ) wait
             GROUP BY GROUPING SETS ((programme_id), (programme_id, role))""",
            self._is_started(date),
            programmes.ids,
        )
        return self._measure_rows(programmes, Figure, query)

    def _figures_mixing_index(self, programmes, date):
        """As people were placed on the day on which their pair started."""
        return self._measure_pairs(
            programmes,
            SQL(
                "%s AND mentor_person > 0 AND mentee_person > 0",
                self._is_started(date),
            ),
            SQL(
                """(SELECT COALESCE(mentor.department_id <> mentee.department_id, FALSE)
                        OR COALESCE(mentor.location_id <> mentee.location_id, FALSE)
                        OR COALESCE(mentor.address_id <> mentee.address_id, FALSE)
                        OR COALESCE(
                               ABS(mentor_past.since - mentee_past.since) >= %s, FALSE
                           )
                      FROM (SELECT pair.date_start) started %s %s)""",
                GENERATION_YEARS * 365.25,
                self._join_placement("mentor"),
                self._join_placement("mentee"),
            ),
        )

    def _join_placement(self, side):
        """Return the joins of where ``side`` of a pair worked, and since when."""
        return SQL(
            """LEFT JOIN LATERAL (
                   SELECT version.department_id,
                          CASE WHEN location.location_type <> 'home'
                               THEN location.id END AS location_id,
                          CASE WHEN location.location_type IS DISTINCT FROM 'home'
                               THEN version.address_id END AS address_id
                     FROM hr_version version
                LEFT JOIN hr_work_location location
                       ON location.id = version.work_location_id
                    WHERE version.employee_id = %(person)s AND version.active
                 ORDER BY version.date_version > started.date_start,
                          ABS(version.date_version - started.date_start)
                    LIMIT 1
               ) %(place)s ON TRUE
               LEFT JOIN LATERAL (
                   SELECT COALESCE(
                              MIN(version.contract_date_start),
                              MIN(version.date_version) FILTER (
                                  WHERE version.date_version < employee.create_date::date
                              )
                          ) AS since
                     FROM hr_version version
                     JOIN hr_employee employee ON employee.id = version.employee_id
                    WHERE version.employee_id = %(person)s AND version.active
               ) %(past)s ON TRUE""",
            person=SQL.identifier(f"{side}_person"),
            place=SQL.identifier(side),
            past=SQL.identifier(f"{side}_past"),
        )
