from odoo import api, fields, models
from odoo.fields import Domain

# Stored fields of a participation that its person does not get, and why.
NOT_GIVEN = {
    "id": "technical",
    "create_uid": "technical",
    "create_date": "technical",
    "write_uid": "technical",
    "write_date": "technical",
    "company_id": "given by the programme",
    "employee_id": "the person",
    "user_id": "the person",
    "manager_user_id": "somebody else",
    "delegate_user_id": "somebody else",
    "seats_taken": "given by the pairs",
    "seats_free": "given by the pairs",
    "skill_ids": "given apart",
    "activity_ids": "what the team has to do",
    "supervision_told_for": "technical",
    "anonymised_on": "empty as long as there is somebody to ask",
}

# What is given of each part of a pair.
PART_FIELDS = {
    "mentorat.closing": ("date", "harvest", "thanks", "shows_badge", "wants_to_mentor"),
    "mentorat.meeting": ("date_start", "hours", "state", "place", "video_url", "agenda")
    + ("summary", "own_usefulness"),
    "mentorat.goal": ("title", "success_sign", "skill_id", "start_level_id")
    + ("target_level_id", "date_deadline", "progress", "date_confirmed")
    + ("published_on", "published_level_id"),
    "mentorat.note": ("date", "visibility", "body"),
    "mentorat.action": ("title", "owner", "date_deadline", "date_done"),
    "mentorat.message": ("date", "date_read", "body"),
}


class MentoratOwnData(models.AbstractModel):
    """What the suite keeps about the current person, for their right of access."""

    _name = "mentorat.own.data"
    _description = "A person's own data"

    @api.model
    def _collect(self):
        """Return ``[(title, [{label: text}])]`` for the current person, whatever the mode.

        Names of other people are left out, but for the one of a pair, whom they know.
        """
        # The person's own records, found by their login alone; columns are named below.
        own = self.env["mentorat.participation"].sudo()
        participations = own.search([("user_id", "=", self.env.uid)], order="id")
        pairs = self.env["mentorat.pair"].search(
            Domain("mentor_user_id", "=", self.env.uid)
            | Domain("mentee_user_id", "=", self.env.uid),
            order="id",
        )
        return [
            (self.env._("Participations"), self._describe_all(participations)),
            (self.env._("Skills"), self._describe_skills(participations)),
            (self.env._("History"), self._describe_history(participations)),
            (self.env._("Documents accepted"), self._describe_acknowledgements()),
            (self.env._("Pairs"), self._describe_pairs(pairs)),
            (self.env._("Agreements"), self._describe_agreements(pairs)),
            (self.env._("Signatures"), self._describe_signatures()),
            (self.env._("Meetings"), self._describe_part(pairs, "mentorat.meeting")),
            (self.env._("Goals"), self._describe_part(pairs, "mentorat.goal")),
            (self.env._("Actions"), self._describe_part(pairs, "mentorat.action")),
            (self.env._("Notes"), self._describe_part(pairs, "mentorat.note")),
            (self.env._("Messages"), self._describe_part(pairs, "mentorat.message")),
            (
                self.env._("Closing words"),
                self._describe_part(pairs, "mentorat.closing"),
            ),
            (self.env._("Supervision"), self._describe_attendance()),
            (self.env._("Situations"), self._describe_cards()),
            (self.env._("Concerns"), self._describe_concerns()),
        ]

    # PARTS

    def _get_not_given(self):
        """Return the names of stored fields of a participation to leave out; heirs add some."""
        return set(NOT_GIVEN)

    def _describe_all(self, participations):
        left_out = self._get_not_given()
        names = [
            name
            for name, field in participations._fields.items()
            if field.store and name not in left_out
        ]
        return self._describe(participations, names)

    def _describe_skills(self, participations):
        names = ("skill_id", "skill_level_id", "priority")
        return self._describe(participations.skill_ids, names)

    def _describe_history(self, participations):
        # Of the person's own participations; who acted is not among the columns.
        logs = self.env["mentorat.log"].sudo()
        lines = logs.search(
            [("participation_id", "in", participations.ids)], order="date, id"
        )
        names = ("date", "programme_id", "from_state", "to_state")
        return self._describe(lines, names)

    def _describe_acknowledgements(self):
        lines = self.env["mentorat.acknowledgement"].search(
            [("user_id", "=", self.env.uid)], order="date, id"
        )
        return self._describe(lines, ("date", "version_id", "lang", "digest"))

    def _describe_pairs(self, pairs):
        rows = []
        for pair in pairs:
            is_mentor = pair.mentor_user_id == self.env.user
            other = "mentee_name" if is_mentor else "mentor_name"
            names = ("programme_id", other, "state", "phase", "own_answer")
            dates = ("date_start", "date_end", "date_pause_start", "date_pause_end")
            rows += self._describe(pair, (*names, *dates))
        return rows

    def _describe_agreements(self, pairs):
        # Not through superuser mode: texts are opened for their readers.
        agreements = self.env["mentorat.agreement"].sudo(False)
        found = agreements.search([("pair_id", "in", pairs.ids)], order="id")
        words = ("purpose", "goals", "place", "limits", "contact", "text")
        names = ("number", "state", "date_signed", "digest", *words)
        return self._describe(found, names)

    def _describe_signatures(self):
        # The person's own, for the organisation as well.
        signatures = self.env["mentorat.signature"].sudo()
        own = signatures.search([("user_id", "=", self.env.uid)], order="id")
        names = ("party", "name", "date", "address", "digest", "is_valid")
        return self._describe(own, names)

    def _describe_part(self, pairs, model):
        """Describe meetings, goals, notes or messages, as the person may read them."""
        names = PART_FIELDS[model]
        # Not through superuser mode: texts are opened for their readers.
        domain = Domain("pair_id", "in", pairs.ids)
        parts = self.env[model].sudo(False).with_context(active_test=False)
        if "author_id" in parts:
            domain &= Domain("author_id", "=", self.env.uid)
        columns = [name for name in names if parts._fields[name].store]
        records = parts.search_fetch(domain, columns, order="id")
        return self._describe(records, names)

    def _describe_attendance(self):
        lines = self.env["mentorat.supervision.attendance"].search(
            [("user_id", "=", self.env.uid)], order="date_start, id"
        )
        return self._describe(lines, ("programme_id", "date_start", "state", "hours"))

    def _describe_cards(self):
        # Who wrote which is no column of theirs; texts are opened for their readers.
        cards_sudo = self.env["mentorat.case.card"].sudo()
        own = cards_sudo.search([("author_id", "=", self.env.uid)], order="id")
        return self._describe(own, ("phase", "theme", "question", "wish"))

    def _describe_concerns(self):
        """Describe those with a name: nobody knows whose the others are."""
        # Not through superuser mode: texts are opened for their readers.
        concerns = self.env["mentorat.concern"].sudo(False)
        own = concerns.search([("author_id", "=", self.env.uid)], order="id")
        names = ("programme_id", "kind", "date", "state", "body")
        return self._describe(own, (*names, "acknowledgement", "outcome"))

    def _describe(self, records, names):
        """Return, for each record, ``{label: text}`` of the fields ``names`` that are filled in."""
        shown = records.fields_get(names, ["string", "selection"])
        return [
            {
                shown[name]["string"]: self._to_text(record, name, shown[name])
                for name in names
                if record[name] not in (False, None) and record[name]
            }
            for record in records
        ]

    def _to_text(self, record, name, shown):
        field, value = record._fields[name], record[name]
        if field.type == "selection":
            return dict(shown["selection"]).get(value, value)
        if field.relational:
            # Names of what the person's own records point to.
            return ", ".join(value.sudo().mapped("display_name"))
        if field.type == "datetime":
            return fields.Datetime.to_string(
                fields.Datetime.context_timestamp(record, value)
            )
        return str(value)
