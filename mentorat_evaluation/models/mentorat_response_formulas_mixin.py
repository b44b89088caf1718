from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.indicators import Measure, rate

ROLES = ("mentor", "mentee")


class MentoratResponseFormulasMixin(models.AbstractModel):
    """How many of those who are asked answer; what figures of campaigns have in common."""

    _name = "mentorat.response.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about campaigns"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "survey_response",
                "programme",
                self.env._("People who answered / people invited"),
            ],
            [
                "completion",
                "programme",
                self.env._(
                    "Closed pairs of which both answered at the end / pairs at their term"
                ),
            ],
        ]

    def _figures_survey_response(self, programmes, date):
        # Whether somebody told of a difficult experience is not known.
        evaluations = self._get_closed_evaluations(
            programmes, date, Domain("moment", "!=", "screen")
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT invitation.evaluation_id, person.role,
                          COUNT(*) FILTER (WHERE invitation.answered), COUNT(*)
                     FROM mentorat_evaluation_invitation invitation
                     JOIN mentorat_participation person
                       ON person.id = invitation.participation_id
                    WHERE invitation.evaluation_id = ANY(%s)
                 GROUP BY GROUPING SETS (
                     (invitation.evaluation_id), (invitation.evaluation_id, person.role)
                 )""",
                evaluations.ids,
            )
        )
        found = {(number, role): counts for number, role, *counts in rows}
        return [
            self._measure_campaign(
                evaluation, rate(answered, invited, invited), role=role
            )
            for evaluation in evaluations
            for role in (None, *self._get_roles_asked(evaluation))
            for answered, invited in [found.get((evaluation.id, role), (0, 0))]
        ]

    def _figures_completion(self, programmes, date):
        """A pair counts once: for the campaign by which both had been asked.

        The figure of a campaign is kept as it was first found, since the term of a pair
        moves.
        """
        evaluations = self._get_closed_evaluations(
            programmes, date, Domain("moment", "=", "end")
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT campaign.id,
                          COUNT(DISTINCT pair.id) FILTER (
                              WHERE pair.state = 'closed' AND asked.answered
                          ), COUNT(DISTINCT pair.id), COUNT(DISTINCT someone)
                     FROM (%s) pair
               CROSS JOIN LATERAL (
                              SELECT (ARRAY_AGG(first.number
                                                ORDER BY first.date_end DESC,
                                                         first.number DESC))[1] AS number,
                                     BOOL_AND(first.answered) AS answered,
                                     COUNT(*) AS people
                                FROM (
                                    SELECT DISTINCT ON (invitation.participation_id)
                                           evaluation.id AS number, evaluation.date_end,
                                           COALESCE(invitation.answered, FALSE)
                                               AS answered
                                      FROM mentorat_evaluation_invitation invitation
                                      JOIN mentorat_evaluation evaluation
                                        ON evaluation.id = invitation.evaluation_id
                                     WHERE invitation.participation_id
                                           IN (pair.mentor_id, pair.mentee_id)
                                       AND evaluation.id = ANY(%s)
                                  ORDER BY invitation.participation_id,
                                           evaluation.date_end, evaluation.id
                                ) first
                          ) asked
                     JOIN mentorat_evaluation campaign ON campaign.id = asked.number
               CROSS JOIN LATERAL unnest(ARRAY[mentor_person, mentee_person]) someone
                    WHERE asked.people = 2 AND pair.date_start IS NOT NULL
                      AND pair.state <> 'ended' AND pair.date_end <= campaign.date_end
                 GROUP BY campaign.id""",
                self._select_pairs(programmes),
                evaluations.ids,
            )
        )
        return [
            self._measure_campaign(
                evaluations.browse(number), rate(*counts), is_frozen=True
            )
            for number, *counts in rows
        ]

    # CAMPAIGNS

    def _measure_campaign(self, evaluation, figure, **values):
        """Return a ``Measure`` of ``evaluation``, kept with the day on which it closed."""
        return Measure(
            evaluation.programme_id,
            evaluation,
            values.pop("role", None),
            None,
            values.pop("threshold", evaluation.threshold),
            figure,
            evaluation.date_end,
            **values,
        )

    def _get_closed_evaluations(self, programmes, date, domain=Domain.TRUE):
        return self.env["mentorat.evaluation"].search(
            domain
            & Domain("programme_id", "in", programmes.ids)
            & Domain("state", "=", "closed")
            & Domain("date_end", "<=", date)
        )

    def _get_roles_asked(self, evaluation):
        """Return the roles that are shown beside all who were asked."""
        return ROLES if evaluation.audience == "both" else ()
