from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..core.address import is_web_address
from ..core.groups import (
    GROUP_ADMINISTRATOR,
    GROUP_ENGINEER,
    GROUP_REFERENT,
    TEAM_GROUPS,
)
from ..core.transitions import LIVE_PAIR_STATES, PROGRAMME

FROZEN_STATES = ("closed", "cancelled")


class MentoratProgramme(models.Model):
    """The frame: who runs the mentoring, for whom, when, and under which rules."""

    _name = "mentorat.programme"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "mentorat.transition.mixin",
        "mentorat.template.mixin",
        "mentorat.readiness.mixin",
        "mentorat.kit.mixin",
        "mentorat.eligibility.mixin",
        "mentorat.training.mixin",
        "mentorat.visibility.mixin",
        "mentorat.ethics.mixin",
        "mentorat.supervision.mixin",
        "mentorat.follow.up.mixin",
    ]
    _description = "Mentoring programme"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _transitions = PROGRAMME
    _can_fields = {
        "can_draft": "draft",
        "can_open": "open",
        "can_start": "running",
        "can_evaluate": "evaluation",
        "can_close": "closed",
        "can_cancel": "cancelled",
    }

    # DEFAULTS

    @api.model
    def _get_group_domain(self, group):
        # Asked for with each access rule: its id is known without a query.
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(group)
        return [("all_group_ids", "in", group_id)]

    @api.model
    def _default_engineer_ids(self):
        is_engineer = self.env.user.has_group(GROUP_ENGINEER)
        return [Command.set(self.env.user.ids)] if is_engineer else []

    # FIELDS

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Only a template may serve every company.",
    )
    kind = fields.Selection(
        [
            ("classic", "Classic"),
            ("reverse", "Reverse"),
            ("peer", "Peer"),
            ("group", "Group"),
            ("flash", "Flash"),
        ],
        default="classic",
        required=True,
        help="Classic: an experienced mentor passes on. Reverse: the less senior "
        "mentors. Peer: equals. Group: one mentor, several mentees. Flash: one meeting.",
    )
    purpose = fields.Text(
        translate=True, help="Why the organisation runs this programme, in a few lines."
    )
    drivers = fields.Text(
        "Strategic drivers",
        translate=True,
        help="What in the life of the organisation makes it necessary now.",
    )
    passes_knowledge = fields.Boolean("Knowledge", default=True)
    passes_experience = fields.Boolean("Experience", default=True)
    passes_values = fields.Boolean("Values")
    passes_culture = fields.Boolean("Culture")
    objective_ids = fields.One2many(
        "mentorat.objective", "programme_id", "Objectives", copy=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open for applications"),
            ("running", "Running"),
            ("evaluation", "Evaluation"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    # people
    engineer_ids = fields.Many2many(
        "res.users",
        "mentorat_programme_engineer_rel",
        string="Mentoring engineers",
        default=lambda self: self._default_engineer_ids(),
        domain=lambda self: self._get_group_domain(GROUP_ENGINEER),
        help="They frame the programme, accept people and match them.",
    )
    referent_ids = fields.Many2many(
        "res.users",
        "mentorat_programme_referent_rel",
        string="Referents",
        domain=lambda self: self._get_group_domain(GROUP_REFERENT),
        help="They supervise the pairs and see that meetings take place, not what is "
        "said there.",
    )
    ethics_contact_id = fields.Many2one(
        "res.users",
        "Ethics contact",
        help="Somebody outside the hierarchy to whom anyone of a pair may turn.",
    )

    # calendar
    date_deadline = fields.Date("Applications until", tracking=True, copy=False)
    late_joining = fields.Boolean(
        "May be joined later",
        help="Applications are received after the date, as long as the programme runs.",
    )
    date_start = fields.Date("Start", required=True, tracking=True)
    date_end = fields.Date("End", required=True, tracking=True)
    duration_months = fields.Integer(
        "Months",
        compute="_compute_duration_months",
        inverse="_inverse_duration_months",
        help="From start to end; it moves the end.",
    )
    phase_ids = fields.One2many("mentorat.phase", "programme_id", "Phases", copy=True)

    # roles
    mentor_description = fields.Text(
        "The mentor", translate=True, help="What is expected of a mentor, and what not."
    )
    mentee_description = fields.Text("The mentee", translate=True)
    selection_criteria = fields.Text(
        "How mentors are chosen",
        translate=True,
        help="Shown to those who apply as mentor.",
    )
    both_roles = fields.Boolean(
        "Both roles at once",
        help="A person may be mentor of one colleague and mentee of another.",
    )
    language_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        help="Languages in which pairs may work; any when empty.",
    )
    hours_budget = fields.Float(
        "Hours budgeted",
        help="Working hours that the organisation gives to the programme, all together.",
    )

    # rules
    mentor_capacity = fields.Integer(
        "Mentees per mentor", default=1, help="Suggested to a mentor who applies."
    )
    meeting_interval = fields.Integer("Days between meetings", default=30)
    meeting_hours = fields.Float("Hours per meeting", default=1.0)
    video_url_pattern = fields.Char(
        "Video rooms",
        help="Address of a service for video calls, with {room} where the name of a room "
        "goes, as https://meet.example.org/{room}: pairs make a room in one tap.",
    )
    monthly_hours = fields.Float(
        "Hours per month",
        compute="_compute_monthly_hours",
        help="Working time asked of each mentee; a mentor gives as much to each mentee.",
    )

    # delays
    reminder_days = fields.Integer(
        "Reminder after (days)",
        default=7,
        help="A manager who has not decided is reminded after as many days.",
    )
    escalation_days = fields.Integer(
        "Referent after (days)",
        default=14,
        help="The referents are asked to decide when the manager has not after as many "
        "days.",
    )
    application_retention_months = fields.Integer(
        "Keep applications not taken (months)",
        default=6,
        help="Applications refused or withdrawn lose their names this long after the end "
        "of the programme. A working default: check it with your data protection officer.",
    )
    content_retention_months = fields.Integer(
        "Keep what pairs write (months)",
        default=3,
        help="Notes, messages, goals, actions and summaries are deleted this long after "
        "the end of a pair. A working default: check it with your data protection officer.",
    )
    agreement_retention_months = fields.Integer(
        "Keep agreements (months)",
        default=12,
        help="Agreements and their signatures are deleted this long after the end of a "
        "pair. A working default: check it with your data protection officer.",
    )
    retention_months = fields.Integer(
        "Keep participations (months)",
        default=24,
        help="Participations lose their names this long after the end of the programme. A "
        "working default: check it with your data protection officer.",
    )

    # what it holds
    participation_ids = fields.One2many(
        "mentorat.participation", "programme_id", "Participations", groups=TEAM_GROUPS
    )
    pair_ids = fields.One2many(
        "mentorat.pair", "programme_id", "Pairs", groups=TEAM_GROUPS
    )
    participation_count = fields.Integer(
        "Applications", compute="_compute_counts", groups=TEAM_GROUPS
    )
    waiting_count = fields.Integer(
        "Awaiting a decision", compute="_compute_counts", groups=TEAM_GROUPS
    )
    mentor_count = fields.Integer(
        "Mentors", compute="_compute_counts", groups=TEAM_GROUPS
    )
    mentee_count = fields.Integer(
        "Mentees", compute="_compute_counts", groups=TEAM_GROUPS
    )
    place_count = fields.Integer(
        "Places with mentors", compute="_compute_counts", groups=TEAM_GROUPS
    )
    invitation_ids = fields.One2many(
        "mentorat.invitation", "programme_id", "Invitations", groups=TEAM_GROUPS
    )
    invitation_count = fields.Integer(
        "Invited", compute="_compute_invitations", groups=TEAM_GROUPS
    )
    invited_applied_count = fields.Integer(
        "Invited who applied", compute="_compute_invitations", groups=TEAM_GROUPS
    )
    pair_count = fields.Integer(
        "Live pairs", compute="_compute_pair_count", groups=TEAM_GROUPS
    )

    can_draft = fields.Boolean(compute="_compute_can")
    can_open = fields.Boolean(compute="_compute_can")
    can_start = fields.Boolean(compute="_compute_can")
    can_evaluate = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "A programme ends after it starts."
    )
    _mentor_capacity_positive = models.Constraint(
        "CHECK(mentor_capacity BETWEEN 1 AND 50)",
        "A mentor takes between 1 and 50 mentees.",
    )
    _meeting_interval_positive = models.Constraint(
        "CHECK(meeting_interval BETWEEN 1 AND 366)",
        "There are between 1 and 366 days from a meeting to the next.",
    )
    _meeting_hours_positive = models.Constraint(
        "CHECK(meeting_hours > 0 AND meeting_hours <= 24)",
        "A meeting lasts more than 0 and at most 24 hours.",
    )

    _content_retention_positive = models.Constraint(
        "CHECK(content_retention_months BETWEEN 0 AND 120)",
        "What pairs write is kept between 0 and 120 months.",
    )
    _agreement_retention_positive = models.Constraint(
        "CHECK(agreement_retention_months BETWEEN content_retention_months AND 120)",
        "Agreements are kept at least as long as what pairs write, at most 120 months.",
    )
    _delays_positive = models.Constraint(
        "CHECK(reminder_days > 0 AND escalation_days > reminder_days)",
        "The referents are asked after the manager has been reminded.",
    )
    _retention_positive = models.Constraint(
        "CHECK(application_retention_months >= 0"
        " AND retention_months >= application_retention_months)",
        "Participations are kept at least as long as applications that were not taken.",
    )

    @api.constrains("video_url_pattern")
    def _check_video_url_pattern(self):
        for programme in self:
            pattern = programme.video_url_pattern
            if pattern and not (
                "{room}" in pattern
                and is_web_address(pattern.replace("{room}", "room"))
            ):
                raise ValidationError(
                    self.env._(
                        "The address of video rooms begins with https:// and holds "
                        "{room}."
                    )
                )

    @api.constrains("date_deadline", "date_end")
    def _check_date_deadline(self):
        for programme in self:
            if programme.date_deadline and programme.date_deadline > programme.date_end:
                raise ValidationError(
                    self.env._("Applications close before the programme ends.")
                )

    # COMPUTE

    @api.depends("date_start", "date_end")
    def _compute_duration_months(self):
        for programme in self:
            if programme.date_start and programme.date_end:
                span = relativedelta(programme.date_end, programme.date_start)
                programme.duration_months = span.years * 12 + span.months
            else:
                programme.duration_months = 0

    def _inverse_duration_months(self):
        for programme in self:
            months = relativedelta(months=programme.duration_months)
            programme.date_end = programme.date_start + months

    @api.depends("meeting_interval", "meeting_hours")
    def _compute_monthly_hours(self):
        for programme in self:
            meetings = 30.0 / (programme.meeting_interval or 30)
            programme.monthly_hours = programme.meeting_hours * meetings

    @api.depends_context("uid")
    @api.depends("participation_ids.state", "participation_ids.capacity")
    def _compute_counts(self):
        rows = self._group_for_team(
            "mentorat.participation", ["role", "state"], ["__count", "capacity:sum"]
        )
        self.participation_count = self.waiting_count = 0
        self.mentor_count = self.mentee_count = self.place_count = 0
        for programme, role, state, count, capacity in rows:
            if state not in ("draft", "withdrawn"):
                programme.participation_count += count
            if state in ("submitted", "approved"):
                programme.waiting_count += count
            if state == "accepted":
                programme[f"{role}_count"] += count
                if role == "mentor":
                    programme.place_count += capacity

    @api.depends_context("uid")
    @api.depends("invitation_ids.state")
    def _compute_invitations(self):
        rows = self._group_for_team("mentorat.invitation", ["state"], ["__count"])
        self.invitation_count = self.invited_applied_count = 0
        for programme, state, count in rows:
            programme.invitation_count += count
            if state == "applied":
                programme.invited_applied_count = count

    @api.depends_context("uid")
    @api.depends("pair_ids.state")
    def _compute_pair_count(self):
        live = Domain("state", "in", LIVE_PAIR_STATES)
        counts = dict(self._group_for_team("mentorat.pair", [], ["__count"], live))
        for programme in self:
            programme.pair_count = counts.get(programme, 0)

    # ONCHANGE

    @api.onchange("date_start")
    def _onchange_date_start(self):
        if self.date_start and (not self.date_end or self.date_end <= self.date_start):
            self.date_end = self.date_start + relativedelta(months=9)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # Followers can be read by any employee: nobody becomes one by accident.
        return super(
            MentoratProgramme, self.with_context(mail_create_nosubscribe=True)
        ).create(vals_list)

    def write(self, vals):
        if set(vals) - {"active", "color"} and not self.env.su:
            self._check_not_frozen()
        result = super().write(vals)
        if "company_id" in vals:
            # Moved to a company of theirs, and no other.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_people(self):
        # Read to decide, nothing of it is shown.
        if any(programme.participation_ids for programme in self.sudo()):
            raise UserError(
                self.env._(
                    "People have applied to this programme: archive it instead of "
                    "deleting it, so that their history is kept."
                )
            )

    # ACTIONS

    def action_draft(self):
        self._transition("draft")
        return True

    def action_open(self):
        self.filtered(lambda programme: programme.state == "draft")._check_ready()
        self._transition("open")
        return True

    def action_start(self):
        self._transition("running")
        return True

    def action_evaluate(self):
        self._transition("evaluation")
        return True

    def action_close(self):
        self._transition("closed")
        return True

    def action_cancel(self):
        self._transition("cancelled")
        return True

    def action_view_participations(self):
        return self._get_related_action(
            "mentorat_programme.mentorat_participation_action"
        )

    def action_view_pairs(self):
        return self._get_related_action("mentorat_programme.mentorat_pair_action")

    def action_invite(self):
        """Choose whom to invite."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite people"),
            "res_model": "mentorat.invitation.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_programme_id": self.id},
        }

    def action_view_invitations(self):
        return self._get_related_action("mentorat_programme.mentorat_invitation_action")

    def action_view_due(self):
        """Show the participations that are about to be anonymised."""
        self.ensure_one()
        domain = self.env["mentorat.participation"]._get_due_domain(self)
        action = self._get_related_action(
            "mentorat_programme.mentorat_participation_action"
        )
        return {
            **action,
            "name": self.env._("Due to be anonymised"),
            "domain": list(domain & Domain("programme_id", "=", self.id)),
        }

    # BUSINESS

    def _group_for_team(self, model, groupby, aggregates, domain=Domain.TRUE):
        """Group what is in ``model`` about those of these programmes that the reader runs.

        Access rules would look at each of thousands of rows, to the same effect.

        :return: rows as of ``_read_group``, the programme first
        """
        roles = self._get_roles()
        own = self.filtered(lambda programme: roles[programme.id])
        # Figures of the programmes whose team the reader is of, checked above.
        records_sudo = self.env[model].sudo()
        rows = records_sudo._read_group(
            Domain("programme_id", "in", own.ids) & domain,
            ["programme_id", *groupby],
            aggregates,
        )
        return [(self.browse(programme.id), *row) for programme, *row in rows]

    def _get_related_action(self, xmlid):
        """Return the window action ``xmlid`` limited to this programme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }

    def _check_not_frozen(self):
        """Raise when one of these programmes is closed or cancelled.

        :raises UserError: with its name
        """
        frozen = self.filtered(lambda programme: programme.state in FROZEN_STATES)
        if frozen:
            raise UserError(
                self.env._(
                    "“%(name)s” is closed or cancelled and changes no more.",
                    name=frozen[0].display_name,
                )
            )

    def _get_person_roles(self):
        """Roles of the current user: those named by the programme, and administrators.

        See ``core.transitions`` for the roles.
        """
        user = self.env.user
        is_administrator = user.has_group(GROUP_ADMINISTRATOR)
        is_engineer = user.has_group(GROUP_ENGINEER)
        is_referent = user.has_group(GROUP_REFERENT)
        roles = {}
        # Read to decide on rights, nothing of it is returned.
        for programme in self.sudo():
            held = roles[programme.id] = set()
            if is_administrator and programme.company_id in user.company_ids:
                held |= {"engineer", "referent"}
            if is_engineer and user in programme.engineer_ids:
                held.add("engineer")
            if is_referent and user in programme.referent_ids:
                held.add("referent")
        return roles

    # HOOKS

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Only the team follows a programme: followers are visible to any employee."""
        # Read to decide who may follow.
        sudo = self.sudo()
        team = (sudo.engineer_ids | sudo.referent_ids).partner_id
        allowed = [number for number in partner_ids or [] if number in team.ids]
        return super().message_subscribe(allowed, subtype_ids)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The talk of the team is for the team, not for whoever may see the programme."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        roles = self._get_person_roles()
        return {
            programme: operation if roles[programme.id] else "write"
            for programme, operation in operations.items()
        }

    def _log_transition(self, origins, target, reason):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for programme in self:
            programme._message_log(
                body=self.env._(
                    "%(origin)s → %(target)s",
                    origin=labels[origins[programme.id]],
                    target=labels[target],
                )
            )
