"""Calendar invitations as files (RFC 5545), built by the ``vobject`` library."""

from datetime import timedelta

import vobject
from dateutil import tz


def invitation(
    uid, sequence, start, hours, summary, url, organiser, attendees, cancelled=False
):
    """Return the bytes of an ICS file for one meeting.

    :param str uid: stable identity of the meeting: a later file with the same ``uid``
        and a higher ``sequence`` replaces the event in the recipients' calendars
    :param int sequence: revision of the meeting, from 0
    :param datetime start: aware datetime of the beginning
    :param float hours: duration, in hours
    :param str summary: title; keep it neutral, calendars are shared
    :param str url: address of the page of the pair
    :param str organiser: e-mail address
    :param attendees: e-mail addresses
    :param bool cancelled: whether the file withdraws the meeting
    """
    calendar = vobject.iCalendar()
    calendar.add("method").value = "CANCEL" if cancelled else "REQUEST"
    event = calendar.add("vevent")
    event.add("uid").value = uid
    event.add("sequence").value = str(sequence)
    event.add("status").value = "CANCELLED" if cancelled else "CONFIRMED"
    # vobject recognises this UTC, and writes it as such.
    start = start.astimezone(tz.UTC)
    event.add("dtstart").value = start
    event.add("dtend").value = start + timedelta(hours=hours)
    event.add("summary").value = summary
    event.add("class").value = "PRIVATE"
    event.add("url").value = url
    event.add("organizer").value = f"mailto:{organiser}"
    for attendee in attendees:
        line = event.add("attendee")
        line.value = f"mailto:{attendee}"
        line.params["RSVP"] = ["TRUE"]
    return calendar.serialize().encode()
