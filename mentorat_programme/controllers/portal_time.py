from datetime import time

from babel.dates import format_time, get_day_names

from odoo import fields
from odoo.http import request
from odoo.tools.misc import babel_locale_parse

from ..core.rhythm import covers
from .portal_pair import MentoratPortalPair


class MentoratPortalTime(MentoratPortalPair):
    """Time zones and working time of the two of a pair."""

    def _get_other_side(self, pair):
        return "mentee" if pair.mentor_user_id == request.env.user else "mentor"

    def _get_other_zone(self, pair):
        """Return a function from a moment to the other's time zone, where clocks differ."""
        zone = pair._get_time_zones()[self._get_other_side(pair)]
        there = pair.with_context(tz=zone)

        def differs(moment):
            here_now, there_now = (
                fields.Datetime.context_timestamp(record, moment).utcoffset()
                for record in (pair, there)
            )
            return zone if here_now != there_now else None

        return differs

    def _get_side_names(self, pair):
        """Return ``{side: name}``, the person's own side as "You"."""
        other = self._get_other_side(pair)
        return {
            side: self._get_other_name(pair) if side == other else request.env._("You")
            for side in ("mentor", "mentee")
        }

    def _describe_working_times(self, pair):
        """Return ``[(name, time zone, [(days, hours)])]`` of the two, in words."""
        names = self._get_side_names(pair)
        locale = babel_locale_parse(pair.env.lang)
        days = get_day_names("abbreviated", locale=locale)
        return [
            (
                names[side],
                zone,
                [
                    (
                        ", ".join(days[day] for day in same),
                        self._to_hours(hours, locale),
                    )
                    for hours, same in self._group_days(week).items()
                ],
            )
            for side, (zone, week) in pair._get_working_times().items()
        ]

    def _group_days(self, week):
        groups = {}
        for day in sorted(week):
            groups.setdefault(tuple(sorted(week[day])), []).append(day)
        return groups

    def _to_hours(self, hours, locale):
        def words(hour):
            minutes = round(hour * 60) % (24 * 60)
            return format_time(time(*divmod(minutes, 60)), "short", locale=locale)

        return ", ".join(f"{words(low)}–{words(high)}" for low, high in hours)

    def _get_outside(self, pair):
        """Return a function from a start and a stop to the names of who does not work then."""
        names = self._get_side_names(pair)
        times = [
            (names[side], pair.with_context(tz=zone), week)
            for side, (zone, week) in pair._get_working_times().items()
            if week
        ]
        local = fields.Datetime.context_timestamp

        def find(start, stop):
            return [
                name
                for name, there, week in times
                if not covers(week, local(there, start), local(there, stop))
            ]

        return find
