from odoo import api, fields, models
from odoo.tools import SQL

from ..core.groups import TEAM_GROUPS
from ..core.health import examine
from ..core.transitions import LIVE_PAIR_STATES

ACTIVITY = "mentorat_programme.mail_activity_waiting"


class MentoratWaitingMixin(models.AbstractModel):
    """Somebody who is accepted and in no pair: since when, and whether it is too long."""

    _name = "mentorat.waiting.mixin"
    _description = "Waiting for a pair"

    waiting_since = fields.Date(
        "Waits since",
        readonly=True,
        copy=False,
        groups=TEAM_GROUPS,
        help="Accepted, or free again, since this day, for longer than the programme allows.",
    )
    is_muted = fields.Boolean(
        "No reminders",
        copy=False,
        help="Neither reminders about a pair nor a weekly summary are sent. Invitations, and "
        "what has to be answered, still come.",
    )

    @api.model
    def _cron_watch_waiting(self):
        """Bring to the referents those who have waited for long."""
        count = self._watch_waiting()
        self.env["ir.cron"]._commit_progress(count, remaining=0)

    @api.model
    def _watch_waiting(self):
        """Mark those who have waited for long, and ask the referents, once each time.

        :return: how many people wait, for long or not
        """
        today = fields.Date.context_today(self)
        since = self._read_waiting()
        people = self.browse(since)
        settings = self.env["mentorat.health.rule"]._get_settings(people.programme_id)
        rules = self.env["mentorat.health.rule"]._get_rules()
        late = people.filtered(
            lambda person: examine(
                {"waiting": rules["waiting"]},
                {
                    code: setting
                    for code, setting in settings[person.programme_id.id].items()
                    if code == "waiting"
                },
                {"waiting_since": since[person.id]},
                today,
            )
        )
        marked = self.search([("waiting_since", "!=", False)])
        over = marked - late
        over.write({"waiting_since": False})
        over.activity_unlink([ACTIVITY])
        new = late - marked
        for day, group in new.grouped(lambda person: since[person.id]).items():
            group.write({"waiting_since": day})
        new._ask_referents(ACTIVITY)
        return len(people)

    @api.model
    def _read_waiting(self):
        """Return ``{id: day}`` of the accepted people in no pair, and since when."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT person.id,
                          GREATEST(
                              COALESCE(person.date_decided, person.create_date)::date,
                              programme.date_start,
                              MAX(pair.date_end)
                          )
                     FROM mentorat_participation person
                     JOIN mentorat_programme programme
                       ON programme.id = person.programme_id
                LEFT JOIN mentorat_pair pair
                       ON person.id IN (pair.mentor_id, pair.mentee_id)
                    WHERE person.state = 'accepted' AND person.wants_match
                      AND programme.state IN ('open', 'running')
                      AND programme.active
                 GROUP BY person.id, programme.date_start
                   HAVING COUNT(*) FILTER (WHERE pair.state IN %s) = 0""",
                LIVE_PAIR_STATES,
            )
        )
        return dict(rows)
