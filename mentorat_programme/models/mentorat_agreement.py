from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command

from ..core.agreement import compose, fingerprint
from ..core.transitions import AGREEMENT, LIVE_PAIR_STATES
from ..core.turns import take_turn
from .mentorat_agreement_mixin import REMINDER_DAYS, REMINDERS
from .mentorat_agreement_text_mixin import OWN_WORDS, TERMS

PARTIES = [
    ("mentee", "The mentee"),
    ("mentor", "The mentor"),
    ("organisation", "For the organisation"),
]
# Without these nobody signs.
REQUIRED = ("purpose", "place", "date_end", "date_mid_term")


class MentoratAgreement(models.Model):
    """What a pair and the organisation promise each other, signed by the three.

    The two complete it; once they say that it is ready its exact text is kept, sealed, with
    its SHA-256, which each party signs. Whoever changes it afterwards voids the signatures.
    An agreement that is signed is amended by the next one, and holds until that is signed.
    The organisation reads the frame: all but the words of the two.
    """

    _name = "mentorat.agreement"
    _inherit = [
        "mentorat.transition.mixin",
        "mentorat.pair.part.mixin",
        "mentorat.agreement.text.mixin",
        "mentorat.mail.mixin",
    ]
    _description = "Mentoring agreement"
    _order = "pair_id, number desc"

    _transitions = AGREEMENT
    _sealed_fields = (*OWN_WORDS, "text")
    # Made and changed by the methods below, never by hand.
    _given_fields = frozenset()
    _version_fields = frozenset({*TERMS, *OWN_WORDS})

    # FIELDS

    programme_id = fields.Many2one(
        related="pair_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="pair_id.company_id", store=True, index=True)
    number = fields.Integer(
        default=1,
        required=True,
        readonly=True,
        aggregator=None,
        help="1 for the first agreement of a pair, then one more for each amendment.",
    )
    state = fields.Selection(
        [
            ("draft", "Being completed"),
            ("signing", "To be signed"),
            ("signed", "Signed"),
            ("replaced", "Replaced"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    # terms, which the organisation knows
    option_ids = fields.Many2many(
        "mentorat.clause", string="Clauses chosen", groups=NO_ACCESS
    )
    meeting_interval = fields.Integer("Days between meetings", default=30)
    meeting_hours = fields.Float("Hours per meeting", default=1.0)
    date_end = fields.Date("Until")
    date_mid_term = fields.Date("Mid-term review")
    lang = fields.Char("Language", required=True, default=lambda self: self.env.lang)
    frame = fields.Text(
        readonly=True, copy=False, help="The text without the words of the two."
    )
    digest = fields.Char(
        "SHA-256",
        readonly=True,
        copy=False,
        help="Of the exact text, in UTF-8: what each party signs.",
    )
    date_signing = fields.Date("To be signed since", readonly=True, copy=False)
    date_signed = fields.Datetime("Signed on", readonly=True, copy=False)
    signature_ids = fields.One2many(
        "mentorat.signature", "agreement_id", "Signatures", readonly=True
    )

    # words of the two
    purpose_sealed = fields.Text(groups=NO_ACCESS)
    purpose = fields.Text(compute="_compute_sealed", readonly=False)
    goals_sealed = fields.Text(groups=NO_ACCESS)
    goals = fields.Text(compute="_compute_sealed", readonly=False)
    place_sealed = fields.Text(groups=NO_ACCESS)
    place = fields.Text(compute="_compute_sealed", readonly=False)
    limits_sealed = fields.Text(groups=NO_ACCESS)
    limits = fields.Text("Further limits", compute="_compute_sealed", readonly=False)
    contact_sealed = fields.Text(groups=NO_ACCESS)
    contact = fields.Text("Between meetings", compute="_compute_sealed", readonly=False)
    text_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    text = fields.Text(
        "Exact text", compute="_compute_sealed", readonly=False, copy=False
    )

    # CONSTRAINTS

    _one_open_per_pair = models.UniqueIndex(
        "(pair_id) WHERE state IN ('draft', 'signing')",
        "This pair is completing an agreement already.",
    )
    _one_in_force_per_pair = models.UniqueIndex(
        "(pair_id) WHERE state = 'signed'", "This pair has an agreement already."
    )
    _digest_with_text = models.Constraint(
        "CHECK((state = 'draft' OR digest IS NOT NULL)"
        " AND (digest IS NULL) = (text_sealed IS NULL))",
        "What is signed is a text with its fingerprint.",
    )
    _rhythm_range = models.Constraint(
        "CHECK(meeting_interval BETWEEN 1 AND 366"
        " AND meeting_hours > 0 AND meeting_hours <= 24)",
        "A pair meets every 1 to 366 days, for more than 0 and at most 24 hours.",
    )
    _review_before_end = models.Constraint(
        "CHECK(date_mid_term < date_end)",
        "The mid-term review takes place before the end.",
    )

    # COMPUTE

    @api.depends("number")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement %(number)s", number=agreement.id or ""
            )

    @api.depends_context("uid")
    @api.depends(*(f"{name}_sealed" for name in _sealed_fields), "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # BUSINESS

    def _get_person_roles(self):
        # Read to decide, nothing of it is returned.
        roles = self.sudo().pair_id.with_user(self.env.user)._get_person_roles()
        return {agreement.id: roles[agreement.sudo().pair_id.id] for agreement in self}

    @api.model
    def _open(self, pair):
        """Return the agreement that the two of ``pair`` are completing, a new one if needed.

        :raises AccessError: when the current person is neither of the two
        :raises UserError: when the pair has ended, or its programme has no agreement
        """
        if not pair._filter_own():
            raise AccessError(self.env._("You are not one of this pair."))
        # The person's own pair, as just checked.
        pair_sudo = pair.sudo()
        found = self.search(
            [("pair_id", "=", pair.id), ("state", "in", ("draft", "signing"))]
        )
        if found:
            return found
        if pair_sudo.state not in ("accepted", "active", "closing"):
            raise UserError(
                self.env._(
                    "An agreement is made once both have said yes, until the end."
                )
            )
        if not pair_sudo.programme_id.agreement_id:
            raise UserError(self.env._("This programme works without an agreement."))
        take_turn(pair_sudo)
        previous = pair_sudo.agreement_ids[:1]
        if previous:
            created = previous.copy({"number": previous.number + 1})
        else:
            created = self.sudo().create(
                {**self._suggest(pair), "pair_id": pair_sudo.id}
            )
        return created.with_env(self.env)

    @api.model
    def _suggest(self, pair):
        """Return the terms of a first agreement: what the programme of ``pair`` suggests."""
        # Dates and rhythm, which the two may know.
        pair_sudo = pair.sudo()
        programme = pair_sudo.programme_id
        today = fields.Date.context_today(self)
        end = pair_sudo.date_end or programme.date_end
        middle = today + (end - today) / 2
        return {
            "meeting_interval": programme.meeting_interval,
            "meeting_hours": programme.meeting_hours,
            "date_end": end,
            "date_mid_term": middle if today < middle < end else False,
            "lang": pair_sudo.mentee_user_id.lang or self.env.lang or "en_US",
            "option_ids": [Command.set(self._get_pair_options(pair).ids)],
        }

    def _complete(self, version, values, options):
        """Complete the text for the two; whoever changes a text to be signed voids what is signed.

        :param int version: the one that the form was filled from
        :param dict values: of ``TERMS`` and ``OWN_WORDS``
        :param options: the clauses chosen, of those of ``_get_pair_options``
        :raises AccessError: for anybody but the two
        :raises UserError: when it was changed meanwhile, or is signed
        """
        self._check_completable()
        self._check_version(version)
        # One of the two, as just checked; nobody writes these by hand.
        sudo = self.sudo()
        if self.state == "signing":
            self._take_back()
        sudo.write(
            {
                **{name: values[name] for name in (*TERMS, *OWN_WORDS)},
                "option_ids": [Command.set(options.ids)],
            }
        )

    def _put_to_signature(self):
        """Keep the exact text and ask the three to sign it.

        :raises UserError: with what is missing
        """
        self._check_completable()
        if self.state == "signing":
            return
        missing = [
            self._fields[name]._description_string(self.env)
            for name in REQUIRED
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Before anybody signs, complete: %(names)s",
                    names=", ".join(missing),
                )
            )
        if self.date_end <= fields.Date.context_today(self):
            raise UserError(self.env._("The end of an agreement lies ahead."))
        content = self._get_content()
        text = compose(*content)
        # One of the two, as checked.
        sudo = self.sudo()
        sudo.write(
            {
                "text": text,
                "frame": compose(*content[:2], {**content[2], **self._get_masks()}),
                "digest": fingerprint(text),
                "date_signing": fields.Date.context_today(self),
            }
        )
        # The text before the state, which says that there is one.
        sudo.flush_recordset()
        self._transition("signing")

    def _sign(self, digest, name, image, address):
        """Sign for one's own party; the agreement is in force once the three have.

        :param str digest: SHA-256 of the text that the person was shown
        :param str name: as the person signs
        :param str image: PNG of the signature, base64
        :param str address: network address that it came from
        :raises AccessError: for anybody but the three
        :raises UserError: when the text is another one by now, or what is sent is unusable
        """
        self.ensure_one()
        party = self._get_own_party()
        if not party:
            raise AccessError(self.env._("Only the three parties sign."))
        # A party, as just checked.
        sudo = self.sudo()
        take_turn(sudo)
        if party in sudo.signature_ids.filtered("is_valid").mapped("party"):
            return
        if sudo.state != "signing" or sudo.digest != digest:
            raise UserError(
                self.env._(
                    "The text has changed since you opened this page. Reload it, read the "
                    "text and sign again."
                )
            )
        self.env["mentorat.signature"]._add(self, party, name, image, address)
        signed = set(sudo.signature_ids.filtered("is_valid").mapped("party"))
        self._close_activities(party)
        if signed == {code for code, __ in PARTIES}:
            in_force = sudo.pair_id.agreement_ids.filtered(
                lambda agreement: agreement.state == "signed"
            )
            in_force._transition("replaced")
            sudo._transition("signed")

    def _check_completable(self):
        self.ensure_one()
        self._check_role("self")
        # The person's own, as just checked.
        sudo = self.sudo()
        take_turn(sudo)
        if sudo.pair_id.state not in LIVE_PAIR_STATES:
            raise UserError(self.env._("This pair has ended: nothing is added."))
        if self.state not in ("draft", "signing"):
            raise UserError(
                self.env._("This agreement is signed. Amend it to change something.")
            )

    def _take_back(self):
        """Void the signatures of a text that changes, and tell those who gave them."""
        # One of the two, as the caller checked.
        sudo = self.sudo()
        void = sudo.signature_ids.filtered("is_valid")
        void.is_valid = False
        self._transition("draft")
        self._close_activities("organisation")
        partners = (void.user_id - self.env.user).partner_id
        self.env["mentorat.outbox"].sudo()._post(
            "mentorat_programme.mail_template_agreement_changed",
            f"changed {self._get_version()}",
            [(self, partners)],
        )

    @api.model
    def _remind_to_sign(self):
        """Write to those of the two who have not signed, each week, three weeks at most."""
        today = fields.Date.context_today(self)
        waiting = self.search(
            [
                ("state", "=", "signing"),
                ("pair_id.state", "in", LIVE_PAIR_STATES),
                ("date_signing", "<=", today - timedelta(days=REMINDER_DAYS)),
            ]
        )
        recipients = defaultdict(list)
        for agreement in waiting:
            week = (today - agreement.date_signing).days // REMINDER_DAYS
            signed = agreement.signature_ids.filtered("is_valid").user_id.partner_id
            if week <= REMINDERS:
                recipients[f"reminder {agreement.version} {week}"].append(
                    (agreement, agreement.pair_id._get_people() - signed)
                )
        for event, rows in recipients.items():
            self.env["mentorat.outbox"]._post(
                "mentorat_programme.mail_template_agreement_to_sign", event, rows
            )

    # PARTIES

    def _get_signatories(self):
        """Return the users who may sign for the organisation: none of the two."""
        pair, programme = self.pair_id, self.programme_id
        team = programme.referent_ids or programme.engineer_ids
        return team - pair.mentor_user_id - pair.mentee_user_id

    def _get_own_party(self):
        """Return the code of the current person's party, ``False`` for anybody else."""
        self.ensure_one()
        side = self.pair_id._get_sides()[self.pair_id.id]
        # Read to decide, nothing of it is returned.
        if not side and self.env.user in self.sudo()._get_signatories():
            return "organisation"
        return side

    def _close_activities(self, party):
        """Take away what the organisation had to do, once one of them has, or nothing is left."""
        if party == "organisation":
            # Activities of the suite's own, which name nobody.
            self.sudo().pair_id.activity_unlink(
                ["mentorat_programme.mail_activity_agreement"]
            )

    # HOOKS

    def _log_transition(self, origins, target, reason):
        """Nothing is kept beside the dates: who changed a text is for the two to say."""

    def _after_transition(self, origins, target):
        # What follows from a move that was checked.
        sudo = self.sudo()
        if target == "draft":
            sudo.write(
                {
                    "text_sealed": False,
                    "frame": False,
                    "digest": False,
                    "date_signing": False,
                }
            )
        if target == "signing":
            sudo._ask_to_sign()
        if target == "signed":
            sudo._come_into_force()

    def _ask_to_sign(self):
        for agreement in self:
            pair = agreement.pair_id
            self.env["mentorat.outbox"]._post(
                "mentorat_programme.mail_template_agreement_to_sign",
                f"sign {agreement.version}",
                # Whoever said that it is ready is on the page already.
                [(agreement, pair._get_people() - self.env.user.partner_id)],
            )
            pair._give_activity(
                "mentorat_programme.mail_activity_agreement",
                lambda pair, agreement=agreement: agreement._get_signatories(),
            )

    def _come_into_force(self):
        now = fields.Datetime.now()
        for agreement in self:
            pair = agreement.pair_id
            agreement.date_signed = now
            pair.write(
                {
                    "agreed_interval": agreement.meeting_interval,
                    "agreed_hours": agreement.meeting_hours,
                    "date_end": agreement.date_end,
                    "date_mid_term": agreement.date_mid_term,
                    "date_mid_term_done": False,
                }
            )
            # Who is told that the pair starts needs no second mail.
            if not pair._start_if_ready():
                self.env["mentorat.outbox"]._post(
                    "mentorat_programme.mail_template_agreement_signed",
                    "signed",
                    [(agreement, pair._get_people())],
                )
