from odoo import fields, models
from odoo.tools import split_every

from odoo.addons.mentorat_matching.core.workbook import Column, Sheet

# Records in memory at a time.
BATCH = 1000
# A file of more rows takes too long for a page to wait for.
MOST_ROWS_AT_ONCE = 10_000
# What grows with the programme.
ROW_MODELS = (
    "mentorat.participation",
    "mentorat.pair",
    "mentorat.meeting",
    "mentorat.indicator.value",
)


class MentoratWorkbookMixin(models.AbstractModel):
    """A programme as a workbook, as the current user may read it."""

    _name = "mentorat.workbook.mixin"
    _inherit = ["mentorat.workbook.results.mixin"]
    _description = "Workbook of a mentoring programme"

    # ACTIONS

    def action_export_xlsx(self):
        """Download the workbook, or have it made where that takes long."""
        self.ensure_one()
        self._check_team()
        if self._count_export_rows() <= MOST_ROWS_AT_ONCE:
            return {
                "type": "ir.actions.act_url",
                "url": f"/mentorat/programme/{self.id}/export.xlsx",
                "target": "download",
            }
        self.env["mentorat.export"]._queue(self)
        return self._get_related_action("mentorat_evaluation.mentorat_export_action")

    # BUSINESS

    def _count_export_rows(self):
        """Return how many rows the workbook has, but for those that are always few."""
        self.ensure_one()
        domain = [("programme_id", "=", self.id)]
        return sum(self.env[model].search_count(domain) for model in ROW_MODELS)

    def _get_export_sheets(self):
        """Return the sheets of the workbook; large ones are read when they are written.

        :return: list of ``core.workbook.Sheet``
        """
        self.ensure_one()
        return [
            self._get_programme_sheet(),
            self._get_participation_sheet(),
            self._get_pair_sheet(),
            self._get_meeting_sheet(),
            self._get_indicator_sheet(),
            self._get_campaign_sheet(),
            self._get_trend_sheet(),
            self._get_review_sheet(),
        ]

    def _stream_rows(self, model, describe):
        """Give the rows of ``model`` about this programme, some records at a time.

        :param describe: function from records to rows
        """
        found = self.env[model].search([("programme_id", "=", self.id)])
        for ids in split_every(BATCH, found.ids):
            yield from describe(found.browse(ids))
            # It is written: kept, a large programme would fill the memory.
            self.env.invalidate_all()

    def _get_meeting_totals(self):
        """Return ``(meetings held, hours)`` of a programme."""
        self.ensure_one()
        [(count, hours)] = self.env["mentorat.meeting"]._read_group(
            [("programme_id", "=", self.id), ("state", "=", "held")],
            [],
            ["__count", "hours:sum"],
        )
        return count, hours or 0.0

    def _get_programme_sheet(self):
        _ = self.env._
        meetings, hours = self._get_meeting_totals()
        rows = [
            (_("Name"), self.name),
            (_("Purpose"), self.purpose or None),
            (_("Kind"), self._get_label(self, "kind")),
            (_("State"), self._get_label(self, "state")),
            (_("Start"), fields.Date.to_string(self.date_start)),
            (_("End"), fields.Date.to_string(self.date_end)),
            (_("Mentoring engineers"), ", ".join(self.engineer_ids.mapped("name"))),
            (_("Referents"), ", ".join(self.referent_ids.mapped("name"))),
            (_("Mentors"), self.mentor_count),
            (_("Mentees"), self.mentee_count),
            (_("Live pairs"), self.pair_count),
            (_("Meetings held"), meetings),
            (_("Hours together"), hours),
        ]
        return Sheet(
            _("Programme"),
            [Column(_("What"), width=24), Column(_("Value"), "number", 60)],
            rows,
        )

    def _get_participation_sheet(self):
        _ = self.env._

        def describe(people):
            # Same ids as employees, and what any colleague may see of them.
            publics = self.env["hr.employee.public"].browse(people.employee_id.ids)
            departments = {public.id: public.department_id.name for public in publics}
            for person in people:
                yield (
                    person.employee_name,
                    self._get_label(person, "role"),
                    departments.get(person.employee_id.id) or None,
                    self._get_label(person, "state"),
                    person.capacity if person.role == "mentor" else None,
                    person.training_progress,
                )

        return Sheet(
            _("Participations"),
            [
                Column(_("Name"), width=28),
                Column(_("Role")),
                Column(_("Department"), width=28),
                Column(_("State"), width=24),
                Column(_("Mentees at most"), "integer"),
                Column(_("Training (%)"), "integer"),
            ],
            self._stream_rows("mentorat.participation", describe),
        )

    def _get_pair_sheet(self):
        _ = self.env._

        def describe(pairs):
            for pair in pairs:
                yield (
                    pair.mentor_name,
                    pair.mentee_name,
                    self._get_label(pair, "state"),
                    self._get_label(pair, "phase"),
                    pair.date_start or None,
                    pair.date_end or None,
                    # A pair that was put together by hand has none.
                    pair.matching_score if pair.proposal_ids else None,
                    pair.meeting_count,
                )

        return Sheet(
            _("Pairs"),
            [
                Column(_("Mentor"), width=28),
                Column(_("Mentee"), width=28),
                Column(_("State"), width=18),
                Column(_("Phase"), width=24),
                Column(_("Since"), "date", 12),
                Column(_("Until"), "date", 12),
                Column(_("Matching score"), "number"),
                Column(_("Meetings held"), "integer"),
            ],
            self._stream_rows("mentorat.pair", describe),
        )

    def _get_meeting_sheet(self):
        _ = self.env._

        def describe(meetings):
            for meeting in meetings:
                local = fields.Datetime.context_timestamp(meeting, meeting.date_start)
                yield (
                    meeting.pair_id.display_name,
                    local.replace(tzinfo=None),
                    meeting.hours,
                    self._get_label(meeting, "state"),
                )

        return Sheet(
            _("Meetings"),
            [
                Column(_("Pair"), width=44),
                Column(_("When"), "datetime", 18),
                Column(_("Hours"), "number", 10),
                Column(_("State")),
            ],
            self._stream_rows("mentorat.meeting", describe),
        )
