from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

# An agreement is on time when it is signed so many days after the start of the pair.
AGREEMENT_DAYS = 30


class MentoratStartFormulasMixin(models.AbstractModel):
    """Whether people start prepared: trained, with an agreement and the charter."""

    _name = "mentorat.start.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas about preparation"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "trained_before_start",
                "programme",
                self.env._(
                    "Pairs of which both were trained at the start / pairs started"
                ),
            ],
            [
                "agreement_on_time",
                "programme",
                self.env._(
                    "Agreements signed within 30 days / pairs started 30 days ago"
                ),
            ],
            [
                "charter_coverage",
                "programme",
                self.env._(
                    "People who accepted the charter in force / people accepted"
                ),
            ],
        ]

    def _figures_trained_before_start(self, programmes, date):
        """Without a course for a role there is nothing to finish."""
        return self._measure_pairs(
            programmes,
            SQL(
                "%s AND mentor_person > 0 AND mentee_person > 0",
                self._is_started(date),
            ),
            SQL(
                """NOT EXISTS (
                       SELECT FROM mentorat_participation person
                         JOIN mentorat_programme programme
                           ON programme.id = person.programme_id
              CROSS JOIN LATERAL (
                                  SELECT CASE person.role
                                      WHEN 'mentor' THEN programme.mentor_channel_id
                                      ELSE programme.mentee_channel_id
                                  END AS id
                              ) channel
                        WHERE person.id IN (pair.mentor_id, pair.mentee_id)
                          AND channel.id IS NOT NULL
                          AND COALESCE(
                              person.training_recognised_on > pair.date_start, TRUE
                          )
                          AND NOT EXISTS (
                              SELECT FROM res_users login
                                JOIN slide_channel_partner member
                                  ON member.partner_id = login.partner_id
                                 AND member.channel_id = channel.id
                                 AND member.member_status = 'completed'
                   CROSS JOIN LATERAL (
                                      SELECT MAX(done.write_date) AS date
                                        FROM slide_slide_partner done
                                       WHERE done.partner_id = login.partner_id
                                         AND done.channel_id = channel.id
                                         AND done.completed
                                  ) finished
                               WHERE login.id = person.user_id
                                 AND COALESCE(finished.date, member.write_date)::date
                                     <= pair.date_start
                          )
                   )"""
            ),
        )

    def _figures_agreement_on_time(self, programmes, date):
        with_agreement = programmes.filtered("agreement_id")
        return self._measure_pairs(
            programmes,
            SQL(
                "%s AND pair.programme_id = ANY(%s)",
                self._is_started(date - timedelta(days=AGREEMENT_DAYS)),
                with_agreement.ids,
            ),
            SQL(
                """EXISTS (
                       SELECT FROM mentorat_agreement agreement
                        WHERE agreement.pair_id = pair.id
                          AND agreement.date_signed::date <= pair.date_start + %s
                   )""",
                AGREEMENT_DAYS,
            ),
        )

    def _figures_charter_coverage(self, programmes, date):
        """In the version that was the last one published at ``date``."""
        with_charter = programmes.filtered("charter_id")
        version = SQL(
            """(SELECT version.id FROM mentorat_document_version version
                 WHERE version.document_id = charter.document_id AND version.date < %s
              ORDER BY version.number DESC LIMIT 1)""",
            date + timedelta(days=1),
        )
        charter = SQL(
            "unnest(%s::int[], %s::int[]) AS charter(programme_id, document_id)",
            with_charter.ids,
            [programme.charter_id.id for programme in with_charter],
        )
        return self._measure_people(
            programmes,
            date,
            SQL(
                """person.state_then = 'accepted' AND EXISTS (
                       SELECT FROM %s
                        WHERE charter.programme_id = person.programme_id
                          AND %s IS NOT NULL
                   )""",
                charter,
                version,
            ),
            SQL(
                """EXISTS (
                       SELECT FROM %s
                         JOIN mentorat_acknowledgement acceptance
                           ON acceptance.version_id = %s
                        WHERE charter.programme_id = person.programme_id
                          AND acceptance.user_id = person.user_id
                          AND acceptance.date < %s
                   )""",
                charter,
                version,
                date + timedelta(days=1),
            ),
        )
