"""Arithmetic of the periods that figures are about."""

from dateutil.relativedelta import relativedelta

DAYS_PER_MONTH = 365.25 / 12


def last_quarter(day):
    """Return ``(first, last)`` day of the last calendar quarter that is over on ``day``.

    A quarter is over on its last day, once that day is over: figures are as of its end.
    """
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    last = first + relativedelta(months=3, days=-1)
    if day < last:
        first, last = first - relativedelta(months=3), first - relativedelta(days=1)
    return first, last


def window(day, months):
    """Return the first of the days of ``months`` months that end on ``day``."""
    return day + relativedelta(days=1) - relativedelta(months=months)


def month_end(day):
    """Return the last day of the last month that was over before ``day``."""
    return day.replace(day=1) - relativedelta(days=1)
