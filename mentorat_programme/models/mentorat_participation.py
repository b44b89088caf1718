from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from ..core.groups import GROUP_ADMINISTRATOR
from ..core.transitions import LIVE_PAIR_STATES, PARTICIPATION, STAFF

# States in which the participant still writes the application.
WRITABLE_STATES = ("draft",)
# What the participant, and the team for them, change at any time.
ALWAYS_WRITABLE = frozenset({"calendar_consent", "is_muted"})
TEAM_WRITABLE = frozenset({"capacity"})


class MentoratParticipation(models.Model):
    """One employee in one programme in one role."""

    _name = "mentorat.participation"
    _inherit = [
        "mentorat.transition.mixin",
        "mentorat.guard.mixin",
        "mentorat.activity.mixin",
        "mentorat.mail.mixin",
        "mentorat.approval.mixin",
        "mentorat.availability.mixin",
        "mentorat.preparation.mixin",
        "mentorat.selection.mixin",
        "mentorat.waiting.list.mixin",
        "mentorat.waiting.mixin",
        "mentorat.hr.event.mixin",
        "mentorat.retention.mixin",
        "mentorat.supervised.mixin",
    ]
    _description = "Participation in a mentoring programme"
    _order = "programme_id, role, id"
    _check_company_auto = True

    _transitions = PARTICIPATION
    _can_fields = {
        "can_submit": "submitted",
        "can_approve": "approved",
        "can_accept": "accepted",
        "can_waitlist": "waitlisted",
        "can_refuse": "refused",
        "can_withdraw": "withdrawn",
        "can_draft": "draft",
        "can_complete": "completed",
    }
    _participant_fields = frozenset(
        {
            "programme_id",
            "employee_id",
            "role",
            "motivation",
            "capacity",
            "skill_ids",
            "calendar_consent",
            "is_muted",
            "language_ids",
            "slot_ids",
            "tz",
            "meeting_mode",
        }
    )
    _given_fields = frozenset({"programme_id", "employee_id", "role", "state"})
    _writable_fields = _participant_fields - _given_fields

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    employee_name = fields.Char(related="employee_id.name", string="Name")
    user_id = fields.Many2one(
        related="employee_id.user_id",
        string="Login",
        store=True,
        index="btree_not_null",
    )
    role = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")], required=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Awaiting the manager"),
            ("approved", "Approved by the manager"),
            ("accepted", "Accepted"),
            ("waitlisted", "Waiting list"),
            ("refused", "Not retained"),
            ("withdrawn", "Withdrawn"),
            ("completed", "Completed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    # the application
    motivation_text = fields.Text(groups=NO_ACCESS, copy=False)
    motivation = fields.Text(
        compute="_compute_motivation",
        inverse="_inverse_motivation",
        help="What you expect, in your own words. Read by the team of the programme, "
        "not by your manager.",
    )
    capacity = fields.Integer(
        "Mentees at most",
        compute="_compute_capacity",
        store=True,
        readonly=False,
    )
    seats_taken = fields.Integer(
        "Mentees now", default=0, readonly=True, copy=False, required=True
    )
    seats_free = fields.Integer(
        "Places free", compute="_compute_seats_free", store=True
    )
    skill_ids = fields.One2many(
        "mentorat.participation.skill", "participation_id", "Skills", copy=True
    )
    wants_match = fields.Boolean(
        "Looks for a match",
        default=True,
        readonly=True,
        copy=False,
        help="Counted with by the next matching. After a pair, the person says whether they "
        "wish another one.",
    )
    calendar_consent = fields.Boolean(
        "Put meetings in my Odoo calendar",
        help="As a private event of your own with a neutral title. Invitations come by "
        "mail in any case.",
    )

    selection_criteria = fields.Text(related="programme_id.selection_criteria")

    pair_count = fields.Integer(compute="_compute_pair_count")

    can_submit = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_accept = fields.Boolean(compute="_compute_can")
    can_waitlist = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_draft = fields.Boolean(compute="_compute_can")
    can_complete = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _once_per_role = models.Constraint(
        "UNIQUE(programme_id, employee_id, role)",
        "This person already applied to this programme in this role.",
    )
    _employee_until_anonymised = models.Constraint(
        "CHECK(employee_id IS NOT NULL OR anonymised_on IS NOT NULL)",
        "A participation is somebody's.",
    )
    _capacity_range = models.Constraint(
        "CHECK(capacity BETWEEN 1 AND 50)", "A mentor takes between 1 and 50 mentees."
    )
    _seats_within_capacity = models.Constraint(
        "CHECK(seats_taken BETWEEN 0 AND capacity)",
        "This mentor has no place left.",
    )

    @api.constrains("employee_id", "programme_id")
    def _check_programme_not_frozen(self):
        # Read to decide, nothing of it is shown.
        self.sudo().programme_id._check_not_frozen()

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("employee_id.name", "role")
    def _compute_display_name(self):
        """Name the person to those who hold a role here; to others it says nothing."""
        roles = self._get_person_roles()
        labels = dict(self._fields["role"]._description_selection(self.env))
        # Names of those records alone whose reader has a role.
        for record, record_sudo in zip(self, self.sudo(), strict=True):
            if roles[record.id] and record_sudo.employee_id:
                name = record_sudo.employee_id.name
                record.display_name = f"{name} ({labels.get(record_sudo.role)})"
            else:
                record.display_name = self.env._(
                    "Participation %(number)s", number=record.id or ""
                )

    @api.depends_context("uid")
    @api.depends("motivation_text")
    def _compute_motivation(self):
        """Show the text to the participant and the team, not to who decides on time."""
        roles = self._get_person_roles()
        for record in self:
            readable = bool(roles[record.id] & (STAFF | {"self"}))
            # The column is closed to all; the reader was checked on the line above.
            record.motivation = readable and record.sudo().motivation_text

    def _inverse_motivation(self):
        for record in self:
            # Writing the record at all was checked by the ORM.
            record.sudo().motivation_text = record.motivation

    @api.depends("programme_id", "role")
    def _compute_capacity(self):
        for record in self:
            # The suggestion of the programme, which any applicant may know.
            suggested = record.sudo().programme_id.mentor_capacity
            record.capacity = suggested if record.role == "mentor" and suggested else 1

    @api.depends("capacity", "seats_taken")
    def _compute_seats_free(self):
        for record in self:
            record.seats_free = record.capacity - record.seats_taken

    def _compute_pair_count(self):
        counts = {}
        for side in ("mentor_id", "mentee_id"):
            counts.update(
                self.env["mentorat.pair"]._read_group(
                    [(side, "in", self.ids)], [side], ["__count"]
                )
            )
        for record in self:
            record.pair_count = counts.get(record, 0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self.env.su:
            records._check_person_may_apply()
        return records

    def write(self, vals):
        self._check_application_writable(set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(record.state != "draft" for record in self):
            raise UserError(
                self.env._("Only a draft can be deleted. Withdraw this one instead.")
            )
        self._check_application_writable()

    # ACTIONS

    def action_submit(self):
        self._check_may_submit()
        self._transition("submitted")
        return True

    def action_accept(self):
        self._transition("accepted")
        return True

    def action_waitlist(self):
        self._transition("waitlisted")
        return True

    def action_refuse(self, reason=False):
        self._transition("refused", reason)
        return True

    def action_withdraw(self):
        """Leave, at any time; the pairs that this person is in end without fault."""
        leaving = self.filtered(lambda record: record.state != "withdrawn")
        leaving._check_transition("withdrawn")
        # Checked above; each side may end a pair, and leaving ends it.
        leaving.sudo()._get_live_pairs()._transition("ended")
        leaving._transition("withdrawn")
        return True

    def action_draft(self):
        self._check_may_change()
        self._transition("draft")
        return True

    def action_complete(self):
        self._transition("completed")
        return True

    def action_view_pairs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_programme.mentorat_pair_action"
        )
        return {**action, "domain": [(f"{self.role}_id", "=", self.id)]}

    # BUSINESS

    def _get_person_roles(self):
        roles = self._get_programme_roles()
        # Read to decide on rights, nothing of it is returned.
        for record in self.sudo():
            if record.user_id == self.env.user:
                # Nobody decides on their own participation.
                roles[record.id] = {"self"}
            elif self.env.user in record.manager_user_id | record.delegate_user_id:
                roles[record.id].add("manager")
        return roles

    def _check_person_may_apply(self):
        """Raise when somebody applies for another, or may not take part.

        The team may register somebody after the closing date.

        :raises AccessError: for another person
        :raises UserError: with what to do
        """
        roles = self._get_roles()
        for record in self:
            is_team = bool(roles[record.id] & STAFF)
            if not is_team and "self" not in roles[record.id]:
                raise AccessError(self.env._("You can only apply for yourself."))
            # Read to decide, nothing of it is shown but why.
            record_sudo = record.sudo()
            programme_sudo = record_sudo.programme_id
            reason = programme_sudo._get_application_obstacle(
                record_sudo.employee_id, record.role, any_time=is_team
            )
            if reason:
                raise UserError(reason)

    def _check_may_change(self):
        """Raise when somebody takes back what they could not send again.

        :raises UserError: with what to do
        """
        roles = self._get_roles()
        for record in self:
            if roles[record.id] & STAFF:
                continue
            # Dates are read to decide, nothing of them is shown but why.
            reason = record.sudo().programme_id._get_closed_reason()
            if reason:
                raise UserError(
                    self.env._(
                        "%(reason)s This application can no longer be changed.",
                        reason=reason,
                    )
                )

    def _check_application_writable(self, names=()):
        """Raise when an application is somebody else's, or has been sent.

        The team changes the drafts that it registered itself; administrators any.

        :param names: fields that change; without, something else of the application
        :raises AccessError: for the application of somebody else
        :raises UserError: with what to do
        """
        roles = self._get_roles()
        is_administrator = self.env.user.has_group(GROUP_ADMINISTRATOR)
        for record in self:
            is_team = bool(roles[record.id] & STAFF)
            always = TEAM_WRITABLE if is_team else ALWAYS_WRITABLE
            if self.env.su or (is_team and is_administrator):
                continue
            if names and always.issuperset(names):
                continue
            if is_team and record.create_uid != self.env.user:
                raise AccessError(
                    self.env._(
                        "Only the person changes what they wrote in an application."
                    )
                )
            if record.state not in WRITABLE_STATES:
                raise UserError(
                    self.env._(
                        "This application has been sent. Take it back first to change "
                        "it."
                    )
                )

    def _check_may_submit(self):
        """Raise when an application is incomplete or the person may not take part.

        :raises UserError: with what to do
        """
        self._check_person_may_apply()
        # Whether there are some.
        for record in self.sudo():
            if not record.skill_ids:
                raise ValidationError(
                    self.env._(
                        "Name at least one skill: what a mentor offers, what a mentee "
                        "wants."
                    )
                )

    def _get_live_pairs(self):
        """Return the pairs of these participations that have not come to an end."""
        return self.env["mentorat.pair"].search(
            Domain("state", "in", LIVE_PAIR_STATES)
            & (
                Domain("mentor_id", "in", self.ids)
                | Domain("mentee_id", "in", self.ids)
            )
        )

    def _take_seat(self):
        """Take one place with each of these mentors.

        The counter is moved by one conditional statement, before anything is created:
        of two people who ask for the last place at the same instant, one is told no.

        :raises UserError: when a mentor has no place left
        """
        for record in self:
            # Checked by the caller, who creates the pair.
            record.sudo()._move_seats(1)

    def _free_seat(self):
        """Give back one place with each of these mentors."""
        for record in self:
            # Checked by the caller, who ends or deletes the pair.
            record.sudo()._move_seats(-1)

    def _move_seats(self, step):
        self.ensure_one()
        self.flush_recordset(["seats_taken", "capacity"])
        self.env.cr.execute(
            "UPDATE mentorat_participation SET seats_taken = seats_taken + %s "
            "WHERE id = %s AND seats_taken + %s BETWEEN 0 AND capacity",
            (step, self.id, step),
        )
        if not self.env.cr.rowcount:
            raise UserError(
                self.env._(
                    "%(name)s has no place left. Choose another mentor or raise the "
                    "number of mentees that this one takes.",
                    name=self.employee_id.name,
                )
            )
        self.invalidate_recordset(["seats_taken"])
        self.modified(["seats_taken"])

    def _notify(self, template, event):
        """Write to the participants, through the outbox."""
        # Their addresses, to write to them.
        self.env["mentorat.outbox"].sudo()._post(
            f"mentorat_programme.{template}",
            event,
            [(record, record.sudo().user_id.partner_id) for record in self],
        )

    # HOOKS

    def _log_transition(self, origins, target, reason):
        self.env["mentorat.log"]._log(self, "participation_id", origins, target, reason)

    def _after_transition(self, origins, target):
        # Dates, activities and mails follow from a move that was checked.
        sudo = self.sudo()
        event = f"{target} {fields.Datetime.now()}"
        if target == "submitted":
            sudo.date_submitted = fields.Datetime.now()
            sudo.env["mentorat.invitation"]._note_applications(sudo)
            sudo._ask_decision(event)
        else:
            sudo._end_approval()
        if target in ("accepted", "waitlisted", "refused"):
            sudo.date_decided = fields.Datetime.now()
            sudo._notify("mail_template_participation_decided", event)
        if target == "accepted":
            sudo._enrol_in_training()

    @api.model
    def _get_skill_values(self, employee):
        """Return values for ``skill_ids``, one dict for each skill of ``employee``."""
        return [
            {"skill_id": line.skill_id.id, "skill_level_id": line.skill_level_id.id}
            for line in employee.current_employee_skill_ids
        ]
