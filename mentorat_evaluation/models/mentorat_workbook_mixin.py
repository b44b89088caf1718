from functools import partial

from odoo import fields, models
from odoo.tools import split_every

from odoo.addons.mentorat_matching.core.workbook import Column, Sheet, tabulate

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

    def _stream(self, model):
        """Give the records of ``model`` about this programme, some at a time in memory."""
        found = self.env[model].search([("programme_id", "=", self.id)])
        for ids in split_every(BATCH, found.ids):
            yield from found.browse(ids)
            # They are written: kept, a large programme would fill the memory.
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
        label = partial(self._tell_label, "mentorat.participation")
        return tabulate(
            _("Participations"),
            [
                (Column(_("Name"), width=28), lambda p: p.employee_name),
                (Column(_("Role")), label("role")),
                (Column(_("Department"), width=28), self._get_department_name),
                (Column(_("State"), width=24), label("state")),
                (
                    Column(_("Mentees at most"), "integer"),
                    lambda p: p.capacity if p.role == "mentor" else None,
                ),
                (Column(_("Training (%)"), "integer"), lambda p: p.training_progress),
            ],
            self._stream("mentorat.participation"),
        )

    def _get_department_name(self, person):
        # Same ids as employees, and what any colleague may see of them.
        employee = person.employee_id
        public = self.env["hr.employee.public"].browse(employee.id)
        return public.with_prefetch(employee._prefetch_ids).department_id.name or None

    def _get_pair_sheet(self):
        _ = self.env._
        label = partial(self._tell_label, "mentorat.pair")
        return tabulate(
            _("Pairs"),
            [
                (Column(_("Mentor"), width=28), lambda p: p.mentor_name),
                (Column(_("Mentee"), width=28), lambda p: p.mentee_name),
                (Column(_("State"), width=18), label("state")),
                (Column(_("Phase"), width=24), label("phase")),
                (Column(_("Since"), "date", 12), lambda p: p.date_start or None),
                (Column(_("Until"), "date", 12), lambda p: p.date_end or None),
                (
                    Column(_("Matching score"), "number"),
                    # A pair that was put together by hand has none.
                    lambda p: p.matching_score if p.proposal_ids else None,
                ),
                (Column(_("Meetings held"), "integer"), lambda p: p.meeting_count),
            ],
            self._stream("mentorat.pair"),
        )

    def _get_meeting_sheet(self):
        _ = self.env._
        label = partial(self._tell_label, "mentorat.meeting")
        # Of each pair once, not with each batch of its meetings.
        names = {pair.id: pair.display_name for pair in self._stream("mentorat.pair")}

        def tell_when(meeting):
            local = fields.Datetime.context_timestamp(meeting, meeting.date_start)
            return local.replace(tzinfo=None)

        return tabulate(
            _("Meetings"),
            [
                (Column(_("Pair"), width=44), lambda m: names[m.pair_id.id]),
                (Column(_("When"), "datetime", 18), tell_when),
                (Column(_("Hours"), "number", 10), lambda m: m.hours),
                (Column(_("State")), label("state")),
            ],
            self._stream("mentorat.meeting"),
        )
