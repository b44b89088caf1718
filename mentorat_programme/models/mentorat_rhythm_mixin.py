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
        weeks = self._get_working_weeks()
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
                pair._get_common_weekdays(weeks),
            )

    def _get_meeting_interval(self):
        """Return the number of days from a meeting of this pair to the next."""
        self.ensure_one()
        # The rhythm of the programme, which anyone of the pair may know.
        return self.agreed_interval or self.sudo().programme_id.meeting_interval

    def _get_meeting_hours(self):
        """Return how many hours a meeting of this pair lasts."""
        self.ensure_one()
        # That of the programme, which anyone of the pair may know.
        return self.agreed_hours or self.sudo().programme_id.meeting_hours or 1.0

    def _get_common_weekdays(self, weeks):
        """Return the numbers of the weekdays on which both work; empty when unknown."""
        times = self._get_working_times(weeks).values()
        days = [set(week) for __, week in times if week]
        return set.intersection(*days) if days else set()

    def _get_time_zones(self):
        """Return ``{side: time zone}`` in which each of the two reads times."""
        self.ensure_one()
        # Time zones alone, of people who meet.
        people = self._get_participations().sudo()
        return {
            person.role: person.user_id.tz or person.employee_id.tz or "UTC"
            for person in people
        }

    def _get_working_times(self, weeks=None):
        """Return ``{side: (time zone, week)}`` of the two, week as for ``core.rhythm.covers``.

        The week of somebody without fixed hours is empty.

        :param weeks: see ``_get_working_weeks``, when they are read already
        """
        self.ensure_one()
        weeks = self._get_working_weeks() if weeks is None else weeks
        # Weekdays and hours alone: portal users read no employee and no calendar.
        people = self._get_participations().sudo()
        # Both at once, for the sake of the number of queries.
        ids = people.employee_id.ids
        times = {}
        for person in people:
            employee = person.employee_id.with_prefetch(ids)
            week = weeks.get(employee.resource_calendar_id.id, {})
            times[person.role] = (employee.tz or "UTC", week)
        return times

    def _get_working_weeks(self):
        """Return ``{calendar id: week}`` of the fixed hours of the people of these pairs."""
        # Weekdays and hours alone: portal users read no employee and no calendar.
        people = self._get_participations().sudo()
        lines = people.env["resource.calendar.attendance"].search_fetch(
            [
                ("calendar_id", "in", people.employee_id.resource_calendar_id.ids),
                ("calendar_id.flexible_hours", "=", False),
                ("day_period", "!=", "lunch"),
                ("display_type", "=", False),
            ],
            ["calendar_id", "dayofweek", "hour_from", "hour_to"],
        )
        weeks = {}
        for line in lines:
            week = weeks.setdefault(line.calendar_id.id, {})
            week.setdefault(int(line.dayofweek), []).append(
                (line.hour_from, line.hour_to)
            )
        return weeks

    def _get_participations(self):
        """Return those of the two, the mentor's first."""
        return self.mentor_id | self.mentee_id
