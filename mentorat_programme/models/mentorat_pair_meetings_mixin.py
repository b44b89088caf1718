from odoo import fields, models
from odoo.tools import SQL


class MentoratPairMeetingsMixin(models.AbstractModel):
    """Figures of the meetings of a pair, as columns, to sort and search by.

    Computed fields of Odoo would leave on the pair who planned or cancelled last.
    """

    _name = "mentorat.pair.meetings.mixin"
    _description = "Figures of the meetings of a pair"

    meeting_count = fields.Integer("Meetings held", readonly=True, copy=False)
    date_last_meeting = fields.Datetime("Last meeting", readonly=True, copy=False)
    date_next_meeting = fields.Datetime("Next meeting", readonly=True, copy=False)
    has_proposal = fields.Boolean("Times proposed", readonly=True, copy=False)

    def _note_meetings(self):
        """Follow a change of the meetings of these pairs."""
        self._refresh_meetings()
        self._queue_health()

    def _refresh_meetings(self):
        """Bring the figures of these pairs up to date, in one statement.

        The next meeting is the earliest one planned, also when its time is over.
        """
        if not self:
            return
        self.env["mentorat.meeting"].flush_model(["pair_id", "state", "date_start"])
        changed = self.env.execute_query(
            SQL(
                """UPDATE mentorat_pair pair
                      SET meeting_count = found.held,
                          date_last_meeting = found.latest,
                          date_next_meeting = found.earliest,
                          has_proposal = found.is_proposed
                     FROM (
                           SELECT own.id,
                                  COUNT(*) FILTER (WHERE m.state = 'held') AS held,
                                  MAX(m.date_start) FILTER (WHERE m.state = 'held')
                                      AS latest,
                                  MIN(m.date_start) FILTER (WHERE m.state = 'planned')
                                      AS earliest,
                                  COALESCE(BOOL_OR(m.state = 'proposed'), FALSE)
                                      AS is_proposed
                             FROM mentorat_pair own
                        LEFT JOIN mentorat_meeting m ON m.pair_id = own.id
                            WHERE own.id IN %s
                         GROUP BY own.id
                          ) found
                    WHERE pair.id = found.id
                      AND (pair.meeting_count, pair.date_last_meeting,
                           pair.date_next_meeting, pair.has_proposal)
                          IS DISTINCT FROM (found.held, found.latest, found.earliest,
                                            found.is_proposed)
                RETURNING pair.id""",
                self._ids,
            )
        )
        self.browse(pair_id for (pair_id,) in changed).invalidate_recordset(
            ["meeting_count", "date_last_meeting", "date_next_meeting", "has_proposal"]
        )
