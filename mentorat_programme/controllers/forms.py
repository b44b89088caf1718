"""Reading the forms of the portal: what is not asked for by name is never read."""

from datetime import date, datetime, timedelta

import pytz

from ..core import upload
from ..core.address import is_web_address

TEXT_LIMIT = 5000
# Dates of a programme and its meetings lie this near to today.
YEARS_AROUND = 5


class FieldError(ValueError):
    """What is wrong with one field, in words for the person who filled it."""


class Form:
    """One form: the text that was sent, the values read from it, the errors by field.

    ``raw`` is ``{name: str}`` as typed, to show the form again; ``values`` holds what the
    readers below have converted; ``uploads`` the same for files, as ``{name: (file name,
    media type, bytes)}``; ``errors`` is ``{name: message}``.
    """

    def __init__(self, env, data):
        self.env = env
        # A file sent in place of a text is no text.
        self.raw = {name: raw for name, raw in data.items() if isinstance(raw, str)}
        self.files = {name: data[name] for name in data.keys() - self.raw.keys()}
        self.values = {}
        self.uploads = {}
        self.errors = {}

    def text(self, name, required=False, limit=TEXT_LIMIT):
        return self._read(name, self._to_text, required, limit)

    def choice(self, name, allowed, default=None):
        return self._read(name, self._to_choice, allowed, default)

    def integer(self, name, low, high):
        return self._read(name, self._to_number, int, low, high)

    def number(self, name, low, high):
        return self._read(name, self._to_number, float, low, high)

    def flag(self, name):
        return self._read(name, bool)

    def day(self, name):
        """Read an optional date; ``False`` when empty."""
        return self._read(name, self._to_day)

    def moment(self, name, required=True):
        """Read a local date and time into naive UTC; ``False`` when empty."""
        return self._read(name, self._to_moment, required)

    def instant(self, name):
        """Read a date and time that the page itself gave, in naive UTC."""
        return self._read(name, self._to_instant)

    def address(self, name):
        """Read an optional address of the web."""
        return self._read(name, self._to_address)

    def record(self, name, records):
        """Read an optional id into one of ``records``; an empty recordset without."""
        return self._read(name, self._to_record, records)

    def file(self, name):
        """Read an optional file, into ``uploads``."""
        sent = self.files.get(name)
        if not sent or not sent.filename:
            return
        try:
            self.uploads[name] = self._to_file(sent)
        except FieldError as error:
            self.errors[name] = str(error)

    # READERS

    def _read(self, name, convert, *options):
        try:
            self.values[name] = convert(self.raw.get(name, "").strip(), *options)
        except FieldError as error:
            self.errors[name] = str(error)
        return self.values.get(name)

    def _to_text(self, raw, required, limit):
        if required and not raw:
            raise FieldError(self.env._("Please fill this in."))
        if len(raw) > limit:
            raise FieldError(
                self.env._(
                    "This text has %(length)s characters; at most %(limit)s fit. Please "
                    "shorten it.",
                    length=len(raw),
                    limit=limit,
                )
            )
        if "\x00" in raw:
            raise FieldError(
                self.env._(
                    "This text holds a character that cannot be kept. Retype it."
                )
            )
        return raw

    def _to_choice(self, raw, allowed, default):
        if not raw and default is not None:
            return default
        if raw not in allowed:
            raise FieldError(self.env._("Please choose one of the list."))
        return raw

    def _to_number(self, raw, kind, low, high):
        try:
            value = kind(raw.replace(",", "."))
        except ValueError:
            value = None
        # Written so that "nan" is refused too.
        if value is None or not low <= value <= high:
            raise FieldError(
                self.env._(
                    "Please give a number from %(low)s to %(high)s.", low=low, high=high
                )
            )
        return value

    def _to_day(self, raw):
        if not raw:
            return False
        try:
            value = date.fromisoformat(raw)
        except ValueError:
            raise FieldError(self.env._("Please give a date, as 2030-12-31.")) from None
        self._check_near(value)
        return value

    def _to_instant(self, raw):
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            raise FieldError(self.env._("Please choose one of the list.")) from None

    def _to_moment(self, raw, required):
        if not raw and not required:
            return False
        try:
            local = datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            raise FieldError(
                self.env._("Please give a date and a time, as 2030-12-31 14:30.")
            ) from None
        self._check_near(local.date())
        return self._to_utc(local).replace(tzinfo=None)

    def _to_utc(self, local):
        """Return a local moment of the person in UTC; clocks are changed twice a year."""
        zone = self.env.tz
        try:
            return zone.localize(local, is_dst=None).astimezone(pytz.utc)
        except pytz.NonExistentTimeError:
            message = self.env._(
                "This time does not exist: that night, clocks in %(zone)s are put forward. "
                "Please choose another one.",
                zone=zone.zone,
            )
        except pytz.AmbiguousTimeError:
            message = self.env._(
                "This time comes twice: that night, clocks in %(zone)s are put back. "
                "Please choose another one.",
                zone=zone.zone,
            )
        raise FieldError(message)

    def _check_near(self, day):
        if abs(day - date.today()) > timedelta(days=366 * YEARS_AROUND):
            raise FieldError(
                self.env._(
                    "Please check the year: this date is more than %(years)s years away.",
                    years=YEARS_AROUND,
                )
            )

    def _to_address(self, raw):
        if raw and not is_web_address(raw):
            raise FieldError(
                self.env._("Please give an address that begins with https://.")
            )
        return raw

    def _to_file(self, sent):
        content = sent.read(upload.MAX_BYTES + 1)
        if len(content) > upload.MAX_BYTES:
            raise FieldError(
                self.env._(
                    "This file is larger than %(limit)s MB. Please choose a smaller one.",
                    limit=upload.MAX_BYTES // 1024**2,
                )
            )
        found = upload.identify(sent.filename, content)
        if not found:
            raise FieldError(
                self.env._(
                    "This file cannot be kept: please choose a PDF, ODT, DOCX, PNG or JPEG "
                    "file that is what its name says."
                )
            )
        return (*found, content)

    def _to_record(self, raw, records):
        by_id = {str(record.id): record for record in records}
        if raw and raw not in by_id:
            raise FieldError(self.env._("Please choose one of the list."))
        return by_id.get(raw, records.browse())
