from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.mentorat_matching.core.workbook import Column, Sheet
from odoo.addons.mentorat_programme.core.transitions import STAFF
from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS

from ..core.indicators import disclose


class MentoratProgramme(models.Model):
    _name = "mentorat.programme"
    _inherit = ["mentorat.programme", "mentorat.learning.mixin"]
    _inherit = ["mentorat.programme", "mentorat.reviewed.mixin"]

    _review_field = "programme_id"

    evaluation_ids = fields.One2many(
        "mentorat.evaluation",
        "programme_id",
        "Evaluations",
        copy=True,
        groups=TEAM_GROUPS,
    )
    indicator_value_ids = fields.One2many(
        "mentorat.indicator.value",
        "programme_id",
        "Indicator values",
        groups=TEAM_GROUPS,
    )
    latest_value_ids = fields.Many2many(
        "mentorat.indicator.value",
        string="Indicators",
        compute="_compute_latest_value_ids",
        groups=TEAM_GROUPS,
    )
    evaluation_count = fields.Integer(
        "Campaigns", compute="_compute_evaluation_count", groups=TEAM_GROUPS
    )
    indicator_count = fields.Integer(
        "Indicators computed", compute="_compute_latest_value_ids", groups=TEAM_GROUPS
    )

    # COMPUTE

    def _compute_evaluation_count(self):
        counts = dict(
            self.env["mentorat.evaluation"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.evaluation_count = counts.get(programme, 0)

    def _compute_latest_value_ids(self):
        for programme in self:
            latest = programme.indicator_value_ids._filter_latest()
            programme.latest_value_ids = latest
            programme.indicator_count = len(latest)

    # ACTIONS

    def action_view_evaluations(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_evaluation_action"
        )

    def action_view_indicators(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_indicator_value_action"
        )

    def action_compute_indicators(self):
        self._check_team()
        self._check_not_frozen()
        self._compute_indicator_values(fields.Date.context_today(self))
        return True

    def action_print_summary(self):
        self._check_team()
        report = self.env.ref("mentorat_evaluation.action_report_programme_summary")
        return report.report_action(self)

    def action_export_xlsx(self):
        self.ensure_one()
        self._check_team()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentorat/programme/{self.id}/export.xlsx",
            "target": "download",
        }

    # BUSINESS

    def _check_team(self):
        """Raise when the current user is not of the team of each of these programmes.

        :raises AccessError: what it says is the same for all that is not theirs
        """
        roles = self._get_roles()
        if any(not roles[programme.id] & STAFF for programme in self):
            raise AccessError(
                self.env._("This is for the engineers and referents of the programme.")
            )

    def _compute_indicator_values(self, date):
        """Keep the value of every indicator at ``date``, in place of those of that date."""
        # Figures alone come out: nobody reads the answers and meetings behind them.
        sudo = self.sudo()
        rows = [
            (
                indicator,
                measure._replace(figure=disclose(measure.figure, measure.threshold)),
            )
            for indicator in self.env["mentorat.indicator"].sudo().search([])
            for measure in indicator._get_figures(sudo, date)
        ]
        self.env["mentorat.indicator.value"]._replace(rows, date)
        self.invalidate_recordset(["indicator_value_ids", "latest_value_ids"])

    def _get_meeting_totals(self):
        """Return ``(meetings held, hours)`` of a programme."""
        self.ensure_one()
        [(count, hours)] = self.env["mentorat.meeting"]._read_group(
            [("programme_id", "=", self.id), ("state", "=", "held")],
            [],
            ["__count", "hours:sum"],
        )
        return count, hours or 0.0

    def _get_label(self, record, name):
        """Return what people read for the value of a selection field of ``record``."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _get_export_sheets(self):
        """Return the workbook of a programme, as the current user may read it.

        :return: list of ``core.workbook.Sheet``
        """
        self.ensure_one()
        return [
            self._get_programme_sheet(),
            self._get_participation_sheet(),
            self._get_pair_sheet(),
            self._get_meeting_sheet(),
            self._get_indicator_sheet(),
        ]

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
        people = self.participation_ids
        # Same ids as employees, and what any colleague may see of them.
        publics = self.env["hr.employee.public"].browse(people.employee_id.ids)
        departments = {public.id: public.department_id.name for public in publics}
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
            [
                (
                    person.employee_name,
                    self._get_label(person, "role"),
                    departments.get(person.employee_id.id) or None,
                    self._get_label(person, "state"),
                    person.capacity if person.role == "mentor" else None,
                    person.training_progress,
                )
                for person in people
            ],
        )

    def _get_pair_sheet(self):
        _ = self.env._
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
            [
                (
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
                for pair in self.pair_ids
            ],
        )

    def _get_meeting_sheet(self):
        _ = self.env._
        meetings = self.env["mentorat.meeting"].search([("programme_id", "=", self.id)])
        return Sheet(
            _("Meetings"),
            [
                Column(_("Pair"), width=44),
                Column(_("When"), "datetime", 18),
                Column(_("Hours"), "number", 10),
                Column(_("State")),
            ],
            [
                (
                    meeting.pair_id.display_name,
                    fields.Datetime.context_timestamp(
                        meeting, meeting.date_start
                    ).replace(tzinfo=None),
                    meeting.hours,
                    self._get_label(meeting, "state"),
                )
                for meeting in meetings
            ],
        )

    def _get_indicator_sheet(self):
        _ = self.env._
        return Sheet(
            _("Indicators"),
            [
                Column(_("Indicator"), width=28),
                Column(_("Campaign"), width=28),
                Column(_("Date"), "date", 12),
                Column(_("Value"), "number", 24),
                Column(_("Unit"), width=24),
                Column(_("Target"), "number"),
                Column(_("People"), "integer"),
            ],
            [
                (
                    value.indicator_id.name,
                    value.evaluation_id.name or None,
                    value.date,
                    value.value if value.shown else value.display_value,
                    self._get_label(value.indicator_id, "unit"),
                    value.indicator_id.target or None,
                    value.people,
                )
                for value in self.latest_value_ids
            ],
        )

    # HOOKS

    def _get_readiness_facts(self):
        facts = super()._get_readiness_facts()
        for programme in self:
            facts[programme.id]["evaluation_plan"] = bool(programme.evaluation_ids)
        return facts
