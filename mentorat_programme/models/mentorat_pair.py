from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.lines import ReadableLines
from ..core.transitions import LIVE_PAIR_STATES, PAIR
from .mentorat_programme import TEAM_GROUPS

# What the two write, and what is deleted when its time is over.
CONTENT_LINES = ("note_ids", "goal_ids", "message_part_ids", "action_ids")
CONTENT_LINES += ("closing_ids",)
PHASES = [
    ("preparation", "Preparation"),
    ("rapport", "Getting acquainted"),
    ("direction", "Setting the direction"),
    ("progress", "Making progress"),
    ("winding", "Winding down"),
    ("moving", "Moving on"),
]


class MentoratPair(models.Model):
    """A mentor and a mentee who work together."""

    _name = "mentorat.pair"
    _inherit = [
        "mentorat.health.mixin",
        "mentorat.pause.mixin",
        "mentorat.pair.meetings.mixin",
        "mentorat.transition.mixin",
        "mentorat.guard.mixin",
        "mentorat.consent.mixin",
        "mentorat.agreement.mixin",
        "mentorat.ending.mixin",
        "mentorat.activity.mixin",
        "mentorat.mail.mixin",
        "mentorat.rhythm.mixin",
        "mentorat.conversation.mixin",
    ]
    _description = "Mentoring pair"
    _order = "programme_id, date_start desc, id"
    _check_company_auto = True

    _transitions = PAIR
    _can_fields = {
        "can_activate": "active",
        "can_closing": "closing",
        "can_close": "closed",
        "can_end": "ended",
    }
    _participant_fields = frozenset()
    _writable_fields = frozenset({"phase", "date_end"})
    _given_fields = frozenset({"programme_id", "mentor_id", "mentee_id", "state"})

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
    mentor_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('programme_id', '=', programme_id), ('role', '=', 'mentor'),"
        " ('state', '=', 'accepted'), ('seats_free', '>', 0)]",
    )
    mentee_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('programme_id', '=', programme_id), ('role', '=', 'mentee'),"
        " ('state', '=', 'accepted')]",
    )
    mentor_user_id = fields.Many2one(
        related="mentor_id.user_id",
        string="Login of the mentor",
        store=True,
        index="btree_not_null",
    )
    mentee_user_id = fields.Many2one(
        related="mentee_id.user_id",
        string="Login of the mentee",
        store=True,
        index="btree_not_null",
    )
    mentor_name = fields.Char(related="mentor_id.employee_name", string="Mentor's name")
    mentee_name = fields.Char(related="mentee_id.employee_name", string="Mentee's name")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("accepted", "Accepted by both"),
            ("active", "Active"),
            ("closing", "Closing"),
            ("closed", "Closed"),
            ("ended", "Ended early"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    phase = fields.Selection(
        PHASES,
        default="preparation",
        required=True,
        index=True,
    )
    date_start = fields.Date("Since", readonly=True, copy=False)
    date_end = fields.Date(
        "Until", compute="_compute_date_end", store=True, readonly=False
    )

    # life
    meeting_ids = fields.One2many("mentorat.meeting", "pair_id", "Meetings")
    goal_ids = ReadableLines("mentorat.goal", "pair_id", "Goals")
    note_ids = ReadableLines("mentorat.note", "pair_id", "Notes")
    goal_count = fields.Integer(
        "Goals set",
        compute="_compute_goal_count",
        compute_sudo=True,
        groups=TEAM_GROUPS,
        help="How many goals the two set; what they are is theirs.",
    )

    goal_progress = fields.Integer(
        "Progress of goals (%)",
        compute="_compute_goal_progress",
        compute_sudo=True,
        aggregator=None,
        help="How far the goals of the two are on average, shown to referents alone.",
    )

    can_activate = fields.Boolean(compute="_compute_can")
    can_closing = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_end = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _one_live_pair_per_mentee = models.UniqueIndex(
        "(mentee_id) WHERE state IN ('proposed', 'accepted', 'active', 'closing')",
        "This mentee already has a mentor in this programme.",
    )

    @api.constrains("mentor_id", "mentee_id", "programme_id")
    def _check_sides(self):
        # Reporting lines are private: the error tells no more than that there is one.
        for pair in self.sudo():
            programmes = pair.mentor_id.programme_id | pair.mentee_id.programme_id
            if programmes != pair.programme_id:
                raise ValidationError(
                    self.env._("Both people take part in the programme of the pair.")
                )
            if pair.mentor_id.role != "mentor" or pair.mentee_id.role != "mentee":
                raise ValidationError(
                    self.env._("A pair is made of a mentor and a mentee.")
                )
            if pair.mentor_id.employee_id == pair.mentee_id.employee_id:
                raise ValidationError(self.env._("Nobody is their own mentor."))
            if pair._is_reporting_line():
                raise ValidationError(
                    self.env._(
                        "%(mentor)s and %(mentee)s are in the same reporting line: a "
                        "mentor has no authority over the mentee.",
                        mentor=pair.mentor_name,
                        mentee=pair.mentee_name,
                    )
                )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("mentor_name", "mentee_name")
    def _compute_display_name(self):
        """Name the two to themselves and to the team; to others it says nothing."""
        roles = self._get_person_roles()
        for pair in self:
            pair.display_name = (
                f"{pair.mentor_name} → {pair.mentee_name}"
                if roles[pair.id] and pair.mentor_id
                else self.env._("Pair %(number)s", number=pair.id or "")
            )

    @api.depends("programme_id")
    def _compute_date_end(self):
        for pair in self:
            # The end of the programme, which anyone of the pair may know.
            pair.date_end = pair.sudo().programme_id.date_end

    @api.depends("goal_ids")
    def _compute_goal_count(self):
        counts = dict(
            self.env["mentorat.goal"]._read_group(
                [("pair_id", "in", self.ids)], ["pair_id"], ["__count"]
            )
        )
        for pair in self:
            pair.goal_count = counts.get(pair, 0)

    @api.depends_context("uid")
    @api.depends("goal_ids.progress")
    def _compute_goal_progress(self):
        means = dict(
            self.env["mentorat.goal"]._read_group(
                [("pair_id", "in", self.ids)], ["pair_id"], ["progress:avg"]
            )
        )
        for pair in self:
            # Named by the programme: an administrator holds the role, and sees counts.
            is_shown = self.env.user in pair.programme_id.referent_ids
            pair.goal_progress = is_shown and round(means.get(pair, 0))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # Places first: see _take_seat.
        participations = self.env["mentorat.participation"]
        live = [v for v in vals_list if v.get("state", "proposed") in LIVE_PAIR_STATES]
        for vals in live:
            participations.browse(vals.get("mentor_id"))._take_seat()
        pairs = super().create(vals_list)
        people = pairs.mentor_id | pairs.mentee_id
        if people.filtered(lambda person: person.state != "accepted"):
            raise UserError(
                self.env._("Only people who were accepted can be put together.")
            )
        # Read to decide, nothing of it is shown.
        pairs.sudo().programme_id._check_not_frozen()
        return pairs

    def write(self, vals):
        if not self.env.su and {"mentor_id", "mentee_id", "programme_id"} & set(vals):
            raise UserError(
                self.env._(
                    "The two people of a pair do not change. End this pair and create "
                    "another one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(pair.state not in ("proposed", "accepted", "ended") for pair in self):
            raise UserError(
                self.env._("This pair has started: end it instead of deleting it.")
            )

    def unlink(self):
        live = self.filtered(lambda pair: pair.state in LIVE_PAIR_STATES)
        mentors = [pair.mentor_id for pair in live]
        result = super().unlink()
        for mentor in mentors:
            mentor._free_seat()
        return result

    # ACTIONS

    def action_answer_yes(self):
        """Say yes for one's own side; the pair is accepted when both have."""
        # Both sides were heard: the table lets nobody do this by hand.
        self._record_answer("accepted").sudo()._transition("accepted")
        return True

    def action_activate(self):
        """Start the pair once both are ready.

        :raises UserError: with what is missing
        """
        self._check_may_start()
        self._transition("active")
        return True

    def action_closing(self):
        self._transition("closing")
        return True

    def action_close(self):
        self._transition("closed")
        return True

    def action_end(self):
        """End without fault: no reason is asked, none is told to the other."""
        self._transition("ended")
        return True

    def action_view_meetings(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_programme.mentorat_meeting_action"
        )
        return {
            **action,
            "domain": [("pair_id", "=", self.id)],
            "context": {"default_pair_id": self.id},
        }

    # BUSINESS

    def _get_person_roles(self):
        roles = self._get_programme_roles()
        # Read to decide on rights, nothing of it is returned.
        for pair in self.sudo():
            if self.env.user in pair.mentor_user_id | pair.mentee_user_id:
                roles[pair.id].add("self")
        return roles

    def _filter_own(self):
        """Return the pairs in which the current person is mentor or mentee."""
        roles = self._get_person_roles()
        return self.filtered(lambda pair: "self" in roles[pair.id])

    def _check_may_start(self):
        """Raise when one of the accepted pairs among these lacks something to start.

        :raises UserError: with the list
        """
        obstacles = [
            obstacle
            for pair in self
            if pair.state == "accepted"
            for obstacle in pair._get_start_obstacles()
        ]
        if obstacles:
            raise UserError(
                self.env._(
                    "The pair cannot start yet:\n%(obstacles)s",
                    obstacles="\n".join(f"- {text}" for text in obstacles),
                )
            )

    @api.model
    def _get_ended_domain(self, programmes, months):
        """Return the domain of the pairs that ended longer ago than ``months`` of theirs.

        :param programmes: those that have ended
        :param str months: field of a programme that holds a number of months
        """
        today = fields.Date.context_today(self)
        domains = [
            Domain("programme_id", "=", programme.id)
            & Domain("date_end", "<", today - relativedelta(months=programme[months]))
            for programme in programmes
        ]
        ended = Domain.OR(domains) if domains else Domain.FALSE
        return ended & Domain("state", "not in", LIVE_PAIR_STATES)

    @api.model
    def _get_due_content(self, programmes):
        """Return the pairs whose texts have been kept for their time after the end.

        :param programmes: those that have ended
        """
        meeting_texts = self.env["mentorat.meeting"]._get_text_columns()
        # Goals that were dropped are texts too.
        return self.with_context(active_test=False).search(
            self._get_ended_domain(programmes, "content_retention_months")
            & Domain.OR(
                Domain(name, "!=", False)
                for name in (
                    *CONTENT_LINES,
                    *(f"meeting_ids.{name}" for name in meeting_texts),
                )
            )
        )

    def _delete_content(self):
        """Delete what these pairs wrote; that they met, and when, stays."""
        # Texts belong to their authors or the two: their time is over, nobody reads them.
        sudo = self.sudo().with_context(active_test=False)
        sudo.agreement_ids.filtered(lambda a: a.state in ("draft", "signing")).unlink()
        self.env["mentorat.skill.gain"]._keep(sudo)
        for name in CONTENT_LINES:
            sudo[name].unlink()
        sudo.meeting_ids.write(
            dict.fromkeys(self.env["mentorat.meeting"]._get_text_columns(), False)
        )

    def _is_reporting_line(self):
        """Tell whether one of the two is, at any depth, the superior of the other."""
        self.ensure_one()
        # Read to decide, nothing of it is returned.
        mentor = self.sudo().mentor_id.employee_id
        mentee = self.sudo().mentee_id.employee_id
        return mentor in mentee._get_superiors() or mentee in mentor._get_superiors()

    def _get_people(self):
        """Return the two partners: the mentor's, then the mentee's."""
        # Addresses, to write to them.
        return (
            self.sudo().mentor_user_id.partner_id
            | self.sudo().mentee_user_id.partner_id
        )

    # HOOKS

    def _get_start_obstacles(self):
        """Return what keeps an accepted pair from starting: list of texts."""
        self.ensure_one()
        obstacles = self._get_agreement_obstacles()
        # Whether, not what: read to decide.
        for person in self.sudo().mentor_id | self.sudo().mentee_id:
            if not person.charter_accepted:
                obstacles.append(
                    self.env._(
                        "%(name)s has not accepted the charter.",
                        name=person.employee_name,
                    )
                )
            if not person.training_done:
                obstacles.append(
                    self.env._(
                        "%(name)s has not finished the training.",
                        name=person.employee_name,
                    )
                )
        return obstacles

    def _log_transition(self, origins, target, reason):
        self.env["mentorat.log"]._log(self, "pair_id", origins, target, reason)

    def _after_transition(self, origins, target):
        # Dates, places and mails follow from a move that was checked.
        sudo = self.sudo()
        if target == "accepted":
            self.env["mentorat.outbox"].sudo()._post(
                "mentorat_programme.mail_template_agreement_to_complete",
                "accepted",
                [
                    (pair, pair._get_people())
                    for pair in sudo
                    if pair.programme_id.agreement_id
                ],
            )
        if target == "active":
            for pair in sudo.filtered(lambda pair: not pair.date_start):
                pair.date_start = fields.Date.context_today(pair)
            sudo.filtered(lambda p: p.phase == "preparation").phase = "rapport"
            self.env["mentorat.outbox"].sudo()._post(
                "mentorat_programme.mail_template_pair_active",
                "active",
                [(pair, pair._get_people()) for pair in sudo],
            )
        if target not in LIVE_PAIR_STATES:
            sudo.date_end = fields.Date.context_today(self)
            for pair in sudo:
                pair.mentor_id._free_seat()
            sudo._note_end(origins, target)
