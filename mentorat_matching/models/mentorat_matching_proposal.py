import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES
from odoo.addons.mentorat_programme.core.turns import take_turn
from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS

from ..core.criteria import SKILL_KINDS

_logger = logging.getLogger(__name__)


class MentoratMatchingProposal(models.Model):
    """A mentor and a mentee whom a run puts together, until both have said what they want.

    The two read whether it is open and their own answer. What the other answered, who
    closed it and what the engine computed is for the team.
    """

    _name = "mentorat.matching.proposal"
    _inherit = [
        "mentorat.consent.mixin",
        "mentorat.mail.mixin",
        "mentorat.proposal.review.mixin",
        "mentorat.answer.mixin",
        "mentorat.fit.mixin",
        "mentorat.request.mixin",
    ]
    _description = "Matching proposal"
    _order = "id desc"

    # FIELDS

    # Its label is what the engineers call it among themselves.
    run_id = fields.Many2one(
        "mentorat.matching.run", index=True, ondelete="cascade", groups=TEAM_GROUPS
    )
    programme_id = fields.Many2one(
        related="mentee_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="mentee_id.company_id", store=True, index=True)
    mentor_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        index=True,
        ondelete="cascade",
        group_expand="_group_expand_mentors",
    )
    mentee_id = fields.Many2one(
        "mentorat.participation", required=True, index=True, ondelete="cascade"
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

    # what the engine says
    score = fields.Float(
        digits=(5, 1), readonly=True, aggregator="avg", groups=TEAM_GROUPS
    )
    rank = fields.Integer(
        readonly=True,
        aggregator=None,
        groups=TEAM_GROUPS,
        help="1 when no other mentor suits this mentee better.",
    )
    explanation = fields.Json(readonly=True, groups=TEAM_GROUPS)
    explanation_bars = fields.Json(
        "Points", compute="_compute_explanation_bars", groups=TEAM_GROUPS
    )
    explanation_text = fields.Text(
        "Why", compute="_compute_explanation_text", groups=TEAM_GROUPS
    )
    reasons = fields.Text(compute="_compute_reasons")
    unused = fields.Text("Never used", compute="_compute_unused")

    # what becomes of it
    published = fields.Boolean(readonly=True, copy=False, index=True)
    is_withdrawn = fields.Boolean(
        "Withdrawn", readonly=True, copy=False, groups=TEAM_GROUPS
    )
    pair_id = fields.Many2one(
        "mentorat.pair", readonly=True, index="btree_not_null", copy=False
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Awaiting answers"),
            ("accepted", "Accepted by both"),
            ("paired", "Paired"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
            ("expired", "No answer in time"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        groups=TEAM_GROUPS,
    )
    is_open = fields.Boolean("Open", compute="_compute_state", store=True)

    # CONSTRAINTS

    _once_per_run = models.Constraint(
        "UNIQUE(run_id, mentee_id)", "A run proposes one mentor to each mentee."
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("mentor_name", "mentee_name")
    def _compute_display_name(self):
        """Name the two to themselves and to the team; to others it says nothing."""
        sides, roles = self._get_sides(), self._get_programme_roles()
        for proposal in self:
            proposal.display_name = (
                f"{proposal.mentor_name} → {proposal.mentee_name}"
                if sides[proposal.id] or roles[proposal.id]
                else self.env._("Proposal %(number)s", number=proposal.id or "")
            )

    @api.depends(
        "published",
        "is_withdrawn",
        "is_expired",
        "pair_id",
        "mentor_answer",
        "mentee_answer",
    )
    def _compute_state(self):
        for proposal in self:
            answers = {proposal.mentor_answer, proposal.mentee_answer}
            if proposal.pair_id:
                proposal.state = "paired"
            elif proposal.is_withdrawn:
                proposal.state = "withdrawn"
            elif "declined" in answers:
                proposal.state = "declined"
            elif proposal.is_expired:
                proposal.state = "expired"
            elif answers == {"accepted"}:
                proposal.state = "accepted"
            else:
                proposal.state = "published" if proposal.published else "draft"
            proposal.is_open = proposal.state == "published"

    @api.depends_context("uid", "lang")
    @api.depends("explanation")
    def _compute_explanation_bars(self):
        words = self.env["mentorat.matching.words"]
        skills, levels = self._get_vocabulary()
        wishes = self._get_wishes()
        for proposal in self:
            explanation = proposal.explanation or {"criteria": [], "skills": []}
            wanted = self._get_skill_details(explanation["skills"], skills, levels)
            bars = []
            for entry in explanation["criteria"]:
                is_about_skills = entry["kind"] in SKILL_KINDS
                bars.append(
                    {
                        "label": words._get_label(entry["kind"], entry),
                        "points": entry["points"] / 10,
                        "most": entry["out_of"] / 10,
                        "details": wanted
                        if is_about_skills
                        else words._get_detail(entry, wishes[proposal.id]),
                    }
                )
                # Told once, with the first criterion that looks at skills.
                if is_about_skills:
                    wanted = ""
            proposal.explanation_bars = bars

    @api.depends_context("lang")
    def _compute_unused(self):
        self.unused = self.env["mentorat.matching.words"]._get_unused()

    @api.depends_context("uid", "lang")
    @api.depends("explanation")
    def _compute_explanation_text(self):
        for proposal in self:
            lines = []
            for bar in proposal.explanation_bars or []:
                figures = {
                    "criterion": bar["label"],
                    "points": f"{bar['points']:g}",
                    "most": f"{bar['most']:g}",
                }
                if bar["details"]:
                    lines.append(
                        self.env._(
                            "%(criterion)s: %(points)s of %(most)s – %(details)s",
                            details=bar["details"],
                            **figures,
                        )
                    )
                else:
                    lines.append(
                        self.env._("%(criterion)s: %(points)s of %(most)s", **figures)
                    )
            proposal.explanation_text = "\n".join(lines)

    def _get_skill_details(self, lines, skills, levels):
        """Return the skills wanted, with the levels wanted and offered, in one line."""
        return ", ".join(
            self.env._(
                "%(skill)s (%(wanted)s wanted, %(offered)s offered)",
                skill=skills[line["skill"]],
                wanted=levels[line["wanted"]],
                offered=levels[line["offered"]],
            )
            if line["offered"]
            else self.env._(
                "%(skill)s (%(wanted)s wanted, not offered)",
                skill=skills[line["skill"]],
                wanted=levels[line["wanted"]],
            )
            for line in lines
        )

    @api.depends_context("uid", "lang")
    @api.depends("explanation")
    def _compute_reasons(self):
        """Say to each of the two, in plain words, what speaks for the other.

        Only what speaks for it: no figures, nobody else, nothing that did not fit.
        """
        skills, _levels = self._get_vocabulary()
        sides, wishes = self._get_sides(), self._get_wishes()
        for proposal in self:
            # The points are the team's; what is said of them is on the lines below.
            explanation = proposal.sudo().explanation
            side = sides[proposal.id]
            reasons = (
                self._get_reasons(explanation, side, skills, wishes[proposal.id])
                if side and explanation
                else []
            )
            proposal.reasons = "\n".join(sentence for __, sentence in reasons)

    def _get_reasons(self, explanation, side, skills, wishes):
        """Return ``[(entry, sentence)]`` of each criterion that speaks for the pair.

        :param dict explanation: see ``core.problem``
        :param str side: reader, "mentor" or "mentee"
        :param dict skills: ``{id: name}``
        :param wishes: those of the two for each other that the reader may read
        """
        words = self.env["mentorat.matching.words"]
        lines = explanation["skills"]
        names = {
            "offered": [skills[line["skill"]] for line in lines if line["offered"]],
            "above": [skills[line["skill"]] for line in lines if line["above"]],
        }
        wished = side in wishes.mapped("role")
        reasons = [
            (entry, words._get_reason(entry, side, names, wished))
            for entry in explanation["criteria"]
            if entry["points"] > 0
        ]
        return [reason for reason in reasons if reason[1]]

    def _get_wishes(self):
        """Return ``{id: wishes of the two for each other}``, as the user may read them."""
        people = self.mentor_id | self.mentee_id
        # By the rules of wishes, also where a proposal is read in superuser mode.
        wishes = self.env["mentorat.preference"].sudo(False)
        if wishes.has_access("read"):
            wishes = wishes.search(
                [
                    ("participation_id", "in", people.ids),
                    ("wished_id", "in", people.ids),
                ]
            )
        found = {(w.participation_id.id, w.wished_id.id): w.id for w in wishes}
        return {
            proposal.id: wishes.browse(
                found[pair]
                for pair in (
                    (proposal.mentee_id.id, proposal.mentor_id.id),
                    (proposal.mentor_id.id, proposal.mentee_id.id),
                )
                if pair in found
            )
            for proposal in self
        }

    def _get_vocabulary(self):
        """Return the names that the explanations need: ``{skill id: name}``, ``{level...}``."""
        # Names of skills and levels, which are no secret; the reader of a proposal may be
        # a portal user.
        lines = [
            line
            for proposal in self.sudo()
            for line in (proposal.explanation or {}).get("skills", ())
        ]
        level_ids = {line[name] for line in lines for name in ("wanted", "offered")}
        names = []
        for model, ids in (
            ("hr.skill", {line["skill"] for line in lines}),
            ("hr.skill.level", level_ids - {None}),
        ):
            records = self.env[model].sudo().browse(ids).exists()
            found = {record.id: record.name for record in records}
            names.append({key: found.get(key, self.env._("(deleted)")) for key in ids})
        return names

    # ACTIONS

    def action_answer_yes(self):
        """Say yes for one's own side; the pair is made when both have."""
        self._answer("accepted")._make_pairs()
        return True

    def action_answer_no(self, reason=False):
        """Say no for one's own side: the proposal closes, nobody is told by whom.

        :param str reason: for the team of the programme, and nobody else; may be empty
        """
        still_open = self.filtered("is_open")
        self._answer("declined")
        # Whose side it is was checked just above; the column is closed to all.
        sudo = still_open.sudo()
        sudo.decline_text = (reason or "").strip() or False
        sudo._tell_closed()
        return True

    def action_withdraw(self):
        """Take back proposals that still await an answer."""
        roles = self._get_programme_roles()
        if not self.env.su and any(
            "engineer" not in roles[record.id] for record in self
        ):
            raise AccessError(
                self.env._("Only the engineers of the programme withdraw a proposal.")
            )
        if not all(proposal.is_open for proposal in self):
            raise UserError(
                self.env._("Only a proposal that awaits an answer can be withdrawn.")
            )
        # Checked just above; nobody writes a proposal by hand.
        sudo = self.sudo()
        sudo.is_withdrawn = True
        sudo._tell_closed()
        return True

    # BUSINESS

    def _publish(self):
        """Show these proposals to the people concerned, in one statement, and write to them."""
        self.published = True
        self._start_clock()
        self.env["mentorat.outbox"]._post(
            "mentorat_matching.mail_template_proposal",
            "published",
            [(proposal, proposal._get_people()) for proposal in self],
        )

    def _answer(self, answer):
        """Keep ``answer`` for the side of the current user, while the proposal is open.

        :return: the proposals, in superuser mode, to which both have now said yes
        :raises AccessError: when the user is neither of the two
        :raises UserError: when it is open no more, unless this is the answer already given
        """
        self.check_access("read")
        take_turn(self)
        sides = self._get_sides()
        closed = self.filtered(lambda proposal: not proposal.is_open)
        if any(sides[record.id] and record.own_answer != answer for record in closed):
            raise UserError(
                self.env._(
                    "This proposal is no longer open. Nothing is asked of you; the team "
                    "of the programme goes on looking."
                )
            )
        # The side is checked by the mixin; answers are columns that the two cannot read.
        return (self - closed).sudo()._record_answer(answer)

    def _make_pairs(self):
        """Turn these proposals into pairs; those that are not possible any more close.

        Between the run and the second yes a place may be gone, or somebody have left: the
        one who says yes is not to blame, and learns only that it is no longer open.
        """
        pairs = self.env["mentorat.pair"]
        for proposal in self:
            try:
                with self.env.cr.savepoint():
                    proposal._check_mentee_is_free()
                    proposal.pair_id = pairs.create(proposal._prepare_pair())
                    proposal.pair_id._transition("accepted")
            except UserError:
                _logger.info("Proposal %s is not possible any more", proposal.id)
                proposal.is_withdrawn = True
                proposal._tell_closed()
        self.env["mentorat.outbox"]._post(
            "mentorat_matching.mail_template_pair_made",
            "made",
            [(pair, pair._get_people()) for pair in self.pair_id],
        )
        self.filtered("pair_id")._close_rivals()

    def _check_mentee_is_free(self):
        """Raise when the mentee has found a mentor elsewhere.

        :raises UserError: always so
        """
        taken = self.env["mentorat.pair"].search_count(
            [("mentee_id", "=", self.mentee_id.id), ("state", "in", LIVE_PAIR_STATES)],
            limit=1,
        )
        if taken:
            raise UserError(self.env._("This mentee already has a mentor."))

    def _prepare_pair(self):
        """Return the values of the pair that this proposal becomes."""
        return {
            "programme_id": self.programme_id.id,
            "mentor_id": self.mentor_id.id,
            "mentee_id": self.mentee_id.id,
            "mentor_answer": self.mentor_answer,
            "mentee_answer": self.mentee_answer,
        }

    def _get_programme_roles(self):
        """Return ``{id: roles}`` of the current user towards each one's programme."""
        # Read to decide on rights, nothing of it is returned.
        programmes = self.sudo().programme_id.with_user(self.env.user)
        roles = programmes._get_person_roles()
        return {
            proposal.id: roles.get(proposal.programme_id.id, set())
            for proposal in self.sudo()
        }

    def _get_used(self):
        """Return what the proposal was computed from, in words for the two: list of str."""
        self.ensure_one()
        words = self.env["mentorat.matching.words"]
        # The names of the criteria, without their weights, of a proposal that one may read.
        weightings = self.sudo().run_id.weightings or []
        used = [
            words._get_used(weighting["kind"], weighting["options"])
            for weighting in weightings
            if weighting["weight"] or weighting["required"]
        ]
        return [
            *used,
            self.env._(
                "who reports to whom, so that no mentor has authority over a mentee"
            ),
            self.env._("the places that mentors offer, and who was a pair before"),
        ]

    def _get_people(self):
        """Return the two partners: the mentor's, then the mentee's."""
        # Addresses, to write to them.
        return (
            self.sudo().mentor_user_id.partner_id
            | self.sudo().mentee_user_id.partner_id
        )
