"""When two people meet next, and whether that is in their working time."""

from datetime import timedelta

WORKING_WEEK = frozenset(range(5))


def suggest(after, interval, today, weekdays=WORKING_WEEK):
    """Return the day (date) to suggest for the next meeting, never today or before.

    :param date after: day of the last meeting, or from which the two count
    :param int interval: days from a meeting to the next
    :param weekdays: numbers of the days on which both work, Monday is 0; Monday to Friday
        when there is none
    """
    day = max(after + timedelta(days=interval), today + timedelta(days=1))
    while day.weekday() not in (weekdays or WORKING_WEEK):
        day += timedelta(days=1)
    return day


def covers(week, start, stop):
    """Tell whether a meeting lies within the working hours of one day.

    :param dict week: ``{weekday: [(hour from, hour to)]}``, Monday is 0
    :param datetime start: local, like ``stop``
    """
    if start.date() != stop.date():
        return False
    first, last = (moment.hour + moment.minute / 60 for moment in (start, stop))
    return any(
        low <= first and last <= high for low, high in week.get(start.weekday(), ())
    )
