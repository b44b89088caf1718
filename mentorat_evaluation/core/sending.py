"""When something is sent that comes again each period."""

from datetime import date, timedelta

# Months from one sending to the next; "end" comes once.
MONTHS = {"month": 1, "quarter": 3}


def next_day(frequency, today, end):
    """Return the ``date`` of the first sending after ``today``, ``None`` when there is none.

    Periods are those of the calendar: it is sent on the first day after a month, a quarter
    (from January, April, July, October), or after ``end``.

    :param str frequency: ``"month"``, ``"quarter"`` or ``"end"``
    """
    if frequency == "end":
        day = end + timedelta(days=1)
        return day if day > today else None
    months = MONTHS[frequency]
    # Counted from the year 0, so that a year's end is no special case.
    month = 12 * today.year + today.month - 1
    year, month = divmod(month - month % months + months, 12)
    return date(year, month + 1, 1)
