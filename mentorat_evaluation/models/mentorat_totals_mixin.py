from odoo import models

from ..core.indicators import FLOOR

FINISHED_STATES = ("closed", "ended")
# States of those who take part, or have.
TAKING_PART = ("accepted", "completed")
# Of pairs that began.
STARTED_STATES = ("active", "closing", *FINISHED_STATES)


class MentoratTotalsMixin(models.AbstractModel):
    """What is told of a programme to people outside its team: totals, of enough people."""

    _name = "mentorat.totals.mixin"
    _description = "Totals of a mentoring programme"

    # ACTIONS

    def action_view_dashboard(self):
        action = self._get_related_action("mentorat_evaluation.mentorat_result_action")
        return {**action, "context": {"search_default_together": 1}}

    # BUSINESS

    def _get_totals(self):
        """Return ``[(what, text)]`` of one programme, as the current user may read it.

        Below the floor of people a total is told as "fewer than".
        """
        self.ensure_one()
        _ = self.env._
        domain = [("programme_id", "=", self.id)]
        people = dict(
            self.env["mentorat.participation"]._read_group(
                [*domain, ("state", "in", TAKING_PART)], ["role"], ["__count"]
            )
        )
        pairs = dict(
            self.env["mentorat.pair"]._read_group(
                [*domain, ("state", "in", STARTED_STATES)], ["state"], ["__count"]
            )
        )
        started = sum(pairs.values())
        finished = sum(pairs.get(state, 0) for state in FINISHED_STATES)
        meetings, hours = self._get_meeting_totals()
        return [
            (_("Mentors"), self._tell_count(people.get("mentor", 0))),
            (_("Mentees"), self._tell_count(people.get("mentee", 0))),
            (_("Pairs under way"), self._tell_count(started - finished)),
            (_("Pairs finished"), self._tell_count(finished)),
            # Of pairs: those of few would tell about each.
            (_("Meetings held"), self._tell_count(meetings, started)),
            (_("Hours together"), self._tell_count(round(hours), started)),
        ]

    def _tell_count(self, count, behind=None):
        """Return ``count`` in words: of people, or of what ``behind`` people or pairs did."""
        if behind is not None:
            return "–" if 0 < behind < FLOOR else str(count)
        if 0 < count < FLOOR:
            return self.env._("fewer than %(count)s", count=FLOOR)
        return str(count)

    def _get_shown_values(self):
        """Return the last value of each indicator of these programmes that is shown.

        For each one alone, whatever campaign it comes from; by indicator, all together
        before mentors and mentees.
        """
        values = self.env["mentorat.indicator.value"].search(
            [("programme_id", "in", self.ids)], order="date, id"
        )
        latest = {
            (value.programme_id, value.indicator_id, value.role): value
            for value in values
        }
        shown = values.filtered(
            lambda value: (
                value.shown
                and latest[value.programme_id, value.indicator_id, value.role] == value
            )
        )
        return shown.sorted(
            lambda value: (
                value.indicator_id.sequence,
                value.indicator_id.id,
                value.role or "",
            )
        )
