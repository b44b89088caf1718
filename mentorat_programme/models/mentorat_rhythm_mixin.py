from odoo import api, fields, models

from ..core.rhythm import suggest
from ..core.transitions import MEETING_PAIR_STATES


class MentoratRhythmMixin(models.AbstractModel):
    """When the two of a pair meet: how often, and in whose working time."""

    _name = "mentorat.rhythm.mixin"
    _description = "Rhythm of a pair"

    date_suggested = fields.Date(
        "Next meeting suggested",
        compute="_compute_date_suggested",
        help="From the last meeting at the rhythm of the pair, on a day on which both work.",
    )

    @api.depends_context("tz")
    @api.depends("meeting_ids.state", "meeting_ids.date_start", "date_start", "state")
    def _compute_date_suggested(self):
        today = fields.Date.context_today(self)
        for pair in self:
            last = pair.date_last_meeting
            after = (
                fields.Datetime.context_timestamp(pair, last).date()
                if last
                else pair.date_start
            )
            pair.date_suggested = pair.state in MEETING_PAIR_STATES and suggest(
                after or today,
                pair._get_meeting_interval(),
                today,
                pair._get_common_weekdays(),
            )

    def _get_meeting_interval(self):
        """Return the number of days from a meeting of this pair to the next."""
        self.ensure_one()
        # The rhythm of the programme, which anyone of the pair may know.
        return self.sudo().programme_id.meeting_interval

    def _get_common_weekdays(self):
        """Return the numbers of the weekdays on which both work; empty when unknown."""
        weeks = [week for __, week in self._get_working_times().values() if week]
        return set.intersection(*map(set, weeks)) if weeks else set()

    def _get_time_zones(self):
        """Return ``{side: time zone}`` in which each of the two reads times."""
        self.ensure_one()
        # Time zones alone, of people who meet.
        people = self._get_participations().sudo()
        return {
            person.role: person.user_id.tz or person.employee_id.tz or "UTC"
            for person in people
        }

    def _get_working_times(self):
        """Return ``{side: (time zone, week)}`` of the two, week as for ``core.rhythm.covers``.

        The week of somebody without fixed hours is empty.
        """
        self.ensure_one()
        # Weekdays and hours alone: portal users read no employee and no calendar.
        people = self._get_participations().sudo()
        # Both at once, for the sake of the number of queries.
        employees = people.employee_id
        times = {}
        for person in people:
            employee = person.employee_id.with_prefetch(employees.ids)
            calendar = employee.resource_calendar_id
            times[person.role] = (employee.tz or "UTC", self._get_week(calendar))
        return times

    def _get_week(self, calendar):
        week = {}
        if not calendar.flexible_hours:
            for line in calendar.attendance_ids:
                if line.day_period != "lunch" and not line.display_type:
                    hours = week.setdefault(int(line.dayofweek), [])
                    hours.append((line.hour_from, line.hour_to))
        return week

    def _get_participations(self):
        """Return those of the two, the mentor's first."""
        return self.mentor_id | self.mentee_id
