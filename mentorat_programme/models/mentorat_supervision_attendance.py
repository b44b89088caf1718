from datetime import timezone

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..core.ics import invitation


class MentoratSupervisionAttendance(models.Model):
    """One mentor at one session: invited, then there or not."""

    _name = "mentorat.supervision.attendance"
    _inherit = ["mentorat.guard.mixin", "mentorat.appointment.mixin"]
    _description = "Attendance of a mentor at a supervision"
    _order = "supervision_id, id"

    _writable_fields = frozenset({"state", "hours"})

    supervision_id = fields.Many2one(
        "mentorat.supervision",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="supervision_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="supervision_id.company_id", store=True, index=True
    )
    participation_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=NO_ACCESS,
    )
    user_id = fields.Many2one(
        related="participation_id.user_id",
        string="Login of the mentor",
        store=True,
        index="btree_not_null",
    )
    mentor_name = fields.Char(related="participation_id.employee_name", string="Mentor")
    date_start = fields.Datetime(related="supervision_id.date_start", store=True)
    date_stop = fields.Datetime(related="supervision_id.date_stop")
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("attended", "Attended"),
            ("excused", "Excused"),
            ("absent", "Absent"),
        ],
        default="invited",
        required=True,
        index=True,
    )
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, aggregator="sum"
    )
    event_id = fields.Many2one(
        "calendar.event", groups=NO_ACCESS, copy=False, ondelete="set null"
    )

    _once = models.Constraint(
        "UNIQUE(supervision_id, participation_id)",
        "This mentor is invited already.",
    )
    _hours_range = models.Constraint(
        "CHECK(hours >= 0 AND hours <= 8)",
        "Somebody attends between 0 and 8 hours.",
    )

    # COMPUTE

    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "Attendance %(number)s", number=line.id or ""
            )

    @api.depends("supervision_id.hours")
    def _compute_hours(self):
        for line in self:
            line.hours = line.supervision_id.hours

    # CRUD

    def unlink(self):
        # An event of the suite's own, about what is gone.
        self.sudo().event_id.with_context(no_mail_to_attendees=True).unlink()
        return super().unlink()

    # BUSINESS

    def _excuse(self):
        """Say for oneself that one cannot come."""
        # One's own line, as the caller has found it; nothing else of it changes.
        sudo = self.sudo().filtered(
            lambda line: (
                line.user_id == self.env.user
                and line.state == "invited"
                and line.supervision_id.state == "planned"
            )
        )
        sudo.state = "excused"
        for line in sudo:
            line._sync_event()

    def _sync_event(self):
        is_out = self.state == "excused" or self.supervision_id.state == "cancelled"
        self._sync_own_event("event_id", self.participation_id, is_cancelled=is_out)

    def _get_ics(self):
        """Return the invitation file of one mentor, as bytes."""
        self.ensure_one()
        session = self.supervision_id
        email = self.user_id.email
        return invitation(
            uid=f"mentorat-supervision-{session.id}@{self.env.cr.dbname}",
            sequence=session.revision,
            start=session.date_start.replace(tzinfo=timezone.utc),
            hours=session.hours,
            summary=self.env._("Supervision of mentors"),
            url=f"{self.get_base_url()}/my/mentoring/supervision",
            organiser=session.company_id.email or session.supervisor_id.email or email,
            # Of the others each knows nothing by the file.
            attendees=[email],
            cancelled=session.state == "cancelled",
        )

    # HOOKS

    def _get_mail_attachments(self, event):
        return [("supervision.ics", self._get_ics())]
