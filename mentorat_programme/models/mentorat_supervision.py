from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core.groups import GROUP_SUPERVISOR
from ..core.lines import ReadableLines
from ..core.transitions import SUPERVISION

# A change of one of these makes a new invitation.
INVITATION_FIELDS = frozenset({"date_start", "hours", "place"})


class MentoratSupervision(models.Model):
    """A session of mentors with their supervisor, of a group or of one alone.

    Nobody is named there: neither mentees, nor what they brought.
    """

    _name = "mentorat.supervision"
    _inherit = ["mentorat.transition.mixin", "mentorat.guard.mixin"]
    _description = "Supervision session of mentors"
    _order = "date_start desc, id desc"

    _transitions = SUPERVISION
    _can_fields = {"can_hold": "held", "can_cancel": "cancelled", "can_plan": "planned"}
    _writable_fields = frozenset(
        {"theme", "date_start", "hours", "place", "mentor_id", "attendance_ids"}
    )
    _given_fields = frozenset({"programme_id", "group_id", "supervisor_id", "state"})

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('supervisor_ids', 'in', uid)]",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    group_id = fields.Many2one(
        "mentorat.supervision.group",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('programme_id', '=', programme_id), ('supervisor_id', '=', uid)]",
        help="Empty: a session with one mentor alone.",
    )
    mentor_id = fields.Many2one(
        "mentorat.supervised.mentor",
        "Mentor alone",
        compute="_compute_mentor_id",
        inverse="_inverse_mentor_id",
        domain="[('programme_id', '=', programme_id)]",
        help="Of a session with one mentor; the supervisor alone sees who it is.",
    )
    supervisor_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    theme = fields.Char(help="What it is about. Nobody is named.")
    date_start = fields.Datetime("When", required=True, index=True)
    hours = fields.Float(compute="_compute_hours", store=True, readonly=False)
    date_stop = fields.Datetime("Until", compute="_compute_date_stop", store=True)
    place = fields.Char("Where", help="A room, or the address of a call.")
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    revision = fields.Integer(default=0, readonly=True, copy=False)
    attendance_ids = ReadableLines(
        "mentorat.supervision.attendance", "supervision_id", "Attendance"
    )
    invited_count = fields.Integer("Invited", compute="_compute_counts")
    attended_count = fields.Integer("Attended", compute="_compute_counts")

    can_hold = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_plan = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _hours_range = models.Constraint(
        "CHECK(hours > 0 AND hours <= 8)",
        "A supervision lasts more than 0 and at most 8 hours.",
    )

    @api.constrains("programme_id", "group_id", "supervisor_id")
    def _check_supervisor(self):
        # Read to decide, nothing of it is shown.
        for session in self.sudo():
            group = session.group_id
            if session.supervisor_id not in session.programme_id.supervisor_ids or (
                group
                and (
                    group.programme_id != session.programme_id
                    or group.supervisor_id != session.supervisor_id
                )
            ):
                raise ValidationError(
                    self.env._("A session is held by the supervisor of the group.")
                )

    # COMPUTE

    @api.depends("date_start")
    def _compute_display_name(self):
        for session in self:
            session.display_name = self.env._(
                "Supervision %(number)s", number=session.id or ""
            )

    @api.depends_context("uid")
    @api.depends("group_id", "attendance_ids")
    def _compute_mentor_id(self):
        for session in self:
            # Who it is, for the supervisor alone.
            line = session.sudo().attendance_ids[:1]
            is_shown = session.supervisor_id == self.env.user and not session.group_id
            session.mentor_id = is_shown and line.participation_id.id

    def _inverse_mentor_id(self):
        for session in self.filtered(lambda session: not session.group_id):
            mentor = session.mentor_id
            # Whom the supervisor finds: those of their own groups.
            if mentor != mentor.search(
                [("id", "=", mentor.id), ("programme_id", "=", session.programme_id.id)]
            ):
                raise AccessError(
                    self.env._("Choose one of the mentors of your own groups.")
                )
            session._set_mentors(mentor._get_participations())

    @api.depends("programme_id")
    def _compute_hours(self):
        for session in self:
            # The norm of the programme, which whoever takes part may know.
            session.hours = session.sudo().programme_id.supervision_hours or 1.5

    @api.depends("date_start", "hours")
    def _compute_date_stop(self):
        for session in self:
            session.date_stop = session.date_start and session.date_start + timedelta(
                hours=session.hours
            )

    @api.depends("attendance_ids.state")
    def _compute_counts(self):
        # How many, not who.
        lines_sudo = self.env["mentorat.supervision.attendance"].sudo()
        rows = lines_sudo._read_group(
            [("supervision_id", "in", self.ids)],
            ["supervision_id", "state"],
            ["__count"],
        )
        self.invited_count = self.attended_count = 0
        for session_sudo, state, count in rows:
            session = self.browse(session_sudo.id)
            session.invited_count += count
            if state == "attended":
                session.attended_count = count

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        # Read to decide, nothing of it is shown.
        sessions.sudo().programme_id._check_not_frozen()
        for session in sessions.filtered("group_id"):
            # The members of the supervisor's own group, as just checked.
            session._set_mentors(session.group_id._get_members())
        sessions._invite()
        return sessions

    def write(self, vals):
        result = super().write(vals)
        if INVITATION_FIELDS & set(vals):
            self._revise()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(session.state == "held" for session in self):
            raise UserError(self.env._("This session took place: it is kept."))

    def unlink(self):
        # Events of the mentors, which the suite created.
        events = self.sudo().attendance_ids.event_id
        events.with_context(no_mail_to_attendees=True).unlink()
        return super().unlink()

    # ACTIONS

    def action_hold(self):
        self._transition("held")
        return True

    def action_cancel(self):
        self._transition("cancelled")
        return True

    def action_plan(self):
        self._transition("planned")
        return True

    # BUSINESS

    def _get_person_roles(self):
        is_supervisor = self.env.user.has_group(GROUP_SUPERVISOR)
        # Read to decide on rights, nothing of it is returned.
        return {
            session.id: {"supervisor"}
            if is_supervisor
            and session.supervisor_id == self.env.user
            and self.env.user in session.programme_id.supervisor_ids
            else set()
            for session in self.sudo()
        }

    def _set_mentors(self, participations):
        """Let ``participations``, in superuser mode, be those who are invited."""
        self.ensure_one()
        # The supervisor's own session: lines are made by the suite.
        lines_sudo = self.sudo().attendance_ids
        gone = lines_sudo.filtered(
            lambda line: line.participation_id not in participations
        )
        lines_sudo -= gone
        gone.unlink()
        lines_sudo.create(
            [
                {"supervision_id": self.id, "participation_id": participation.id}
                for participation in participations - lines_sudo.participation_id
            ]
        )

    def _revise(self):
        """Send a new invitation, which replaces the one before."""
        # A counter of the suite, after a change that was checked.
        for session in self.sudo():
            session.revision += 1
        self._invite()

    def _invite(self):
        """Write to each mentor, and to their calendar if they want it."""
        now = fields.Datetime.now()
        # Addresses and calendars of those invited to the supervisor's own session.
        sudo = self.sudo().filtered(lambda s: s.state != "held" and s.date_stop > now)
        for session in sudo:
            lines = session.attendance_ids.filtered(
                lambda line: line.state != "excused"
            )
            self.env["mentorat.outbox"].sudo()._post(
                "mentorat_programme.mail_template_supervision",
                f"{session.state} {session.revision}",
                [(line, line.user_id.partner_id) for line in lines],
            )
            for line in session.attendance_ids:
                line._sync_event()

    # HOOKS

    def _after_transition(self, origins, target):
        if target == "held":
            # The supervisor corrects afterwards who did not come.
            lines_sudo = self.sudo().attendance_ids
            lines_sudo.filtered(lambda line: line.state == "invited").state = "attended"
        else:
            self._revise()
