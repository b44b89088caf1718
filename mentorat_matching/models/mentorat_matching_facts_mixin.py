from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MentoratMatchingFactsMixin(models.AbstractModel):
    """Reads of people what criteria look at, each in a fixed number of queries.

    What no criterion in use looks at is not read: a change of it makes no run out of date.
    In superuser mode, see ``mentorat.matching.reader``.
    """

    _name = "mentorat.matching.facts.mixin"
    _description = "What criteria look at"

    def _read_facts(self, programme, people, weightings):
        """Return ``{participation id: {attribute of core.people.Person: value}}``.

        :param weightings: those in use, list of ``core.people.Weighting``
        """
        kinds = {weighting.kind for weighting in weightings}
        facts = defaultdict(dict)
        for concerned, read in (
            ({"site", "availability"}, self._read_sites),
            ({"company"}, self._read_companies),
            ({"seniority"}, self._read_first_days),
            ({"language"}, self._read_languages),
            ({"availability"}, self._read_slots),
            ({"availability", "timezone"}, self._read_offsets),
            ({"preference"}, self._read_wishes),
        ):
            if kinds & concerned:
                for person_id, values in read(people, programme).items():
                    facts[person_id].update(values)
        names = [w.options["field"] for w in weightings if w.kind == "field"]
        if names:
            for person_id, values in self._read_own_fields(people, names).items():
                facts[person_id]["values"] = values
        return facts

    def _read_sites(self, people, _programme):
        """Who works at home has no site, whatever the address on the contract."""
        rows = self._read_versions(
            people,
            SQL(
                "SELECT version.employee_id, version.work_location_id, "
                "version.address_id, location.location_type FROM hr_version version "
                "JOIN hr_employee employee ON employee.current_version_id = version.id "
                "LEFT JOIN hr_work_location location "
                "ON location.id = version.work_location_id "
                "WHERE version.employee_id = ANY(%s)",
                people.employee_id.ids,
            ),
        )
        return {
            person_id: {
                "location": 0 if kind == "home" else location or 0,
                "address": 0 if kind == "home" else address or 0,
            }
            for person_id, (location, address, kind) in rows.items()
        }

    def _read_companies(self, people, _programme):
        return {p.id: {"company": p.employee_id.company_id.id} for p in people}

    def _read_first_days(self, people, _programme):
        """The first contract; else the first version, unless it is when it was typed in."""
        rows = self._read_versions(
            people,
            SQL(
                "SELECT version.employee_id, COALESCE("
                "MIN(version.contract_date_start), "
                "MIN(version.date_version) FILTER "
                "(WHERE version.date_version < employee.create_date::date)) "
                "FROM hr_version version "
                "JOIN hr_employee employee ON employee.id = version.employee_id "
                "WHERE version.active AND version.employee_id = ANY(%s) "
                "GROUP BY version.employee_id",
                people.employee_id.ids,
            ),
        )
        return {
            person_id: {"since": day and day.toordinal()}
            for person_id, (day,) in rows.items()
        }

    def _read_versions(self, people, query):
        """Return ``{participation id: columns}`` of a query by employee."""
        self.env["hr.employee"].flush_model()
        self.env["hr.version"].flush_model()
        self.env["hr.work.location"].flush_model()
        rows = {row[0]: row[1:] for row in self.env.execute_query(query)}
        return {
            person.id: rows[person.employee_id.id]
            for person in people
            if person.employee_id.id in rows
        }

    def _read_languages(self, people, _programme):
        """Those that the person named, else that of the login or of the employee."""
        spoken = self.env["mentorat.criterion"]._get_spoken
        return {
            person.id: {
                "languages": tuple(
                    spoken(
                        person.language_ids.mapped("code")
                        or [person.user_id.lang or person.employee_id.lang]
                    )
                )
            }
            for person in people
        }

    def _read_slots(self, people, _programme):
        return {
            person.id: {
                "slots": tuple(
                    sorted(
                        2 * int(slot.weekday) + (slot.half == "pm")
                        for slot in person.slot_ids
                    )
                ),
                "mode": person.meeting_mode,
            }
            for person in people
        }

    def _read_offsets(self, people, programme):
        """As they are on the first day of the programme, so that no season changes a run."""
        noon = datetime.combine(programme.date_start, time(12))
        names = {p.id: p.tz or p.employee_id.tz for p in people}
        offsets = {
            name: pytz.timezone(name).utcoffset(noon) for name in set(names.values())
        }
        return {
            person_id: {"offset": round(offsets[name].total_seconds() / 60)}
            for person_id, name in names.items()
        }

    def _read_wishes(self, people, _programme):
        wishes = self.env["mentorat.preference"].search_fetch(
            [("participation_id", "in", people.ids)],
            ["participation_id", "wished_id", "rank"],
            order="participation_id, rank",
        )
        return {
            author.id: {"wishes": tuple((w.wished_id.id, w.rank) for w in theirs)}
            for author, theirs in wishes.grouped("participation_id").items()
        }

    def _read_own_fields(self, people, names):
        """Return ``{participation id: pairs (field, value)}`` of fields that may be chosen.

        :raises UserError: for a field that is gone, or may not be chosen any more
        """
        criterion = self.env["mentorat.criterion"]
        refused = sorted(set(names) - criterion._get_choosable_fields())
        if refused:
            raise UserError(
                self.env._(
                    "A criterion compares the field “%(field)s” of employees, which is "
                    "not there or not readable by all any more. Take it off the list.",
                    field=criterion._get_field_label(refused[0]),
                )
            )
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        rows = self._read_versions(
            people,
            SQL(
                "SELECT id, %s FROM hr_employee_public WHERE id = ANY(%s)",
                columns,
                people.employee_id.ids,
            ),
        )
        return {
            person_id: tuple(zip(names, map(_to_plain, values), strict=True))
            for person_id, values in rows.items()
        }


def _to_plain(value):
    """Return a value of a column as ``core.criteria.own_field`` wants it."""
    if isinstance(value, str):
        return value.strip().casefold() or None
    if isinstance(value, bool | int | None):
        return value
    return value.toordinal() if hasattr(value, "toordinal") else float(value)
