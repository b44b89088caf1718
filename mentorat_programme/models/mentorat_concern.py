from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain

from ..core import secret_code
from ..core.transitions import CONCERN, LIVE_PAIR_STATES
from ..core.turns import take_turn

BATCH = 100
# Numbers of fewer would tell about people.
FLOOR = 5
# After the end of a pair, or of a participation.
MONTHS_AFTER = 12
REMINDER_DAYS = 3
TAKING_PART = ("accepted", "completed")


class MentoratConcern(models.Model):
    """An ethical concern, for its author and the ethics contact of that moment alone.

    The table does not tell who wrote, nor when but for the day: of somebody who stays
    anonymous no column leads to them, and a code that they alone have opens the answer.
    """

    _name = "mentorat.concern"
    _inherit = [
        "mentorat.transition.mixin",
        "mentorat.guard.mixin",
        "mentorat.sealed.mixin",
        "mentorat.mail.mixin",
        "mentorat.entrusting.mixin",
    ]
    _description = "Concern of a participant"
    _order = "date_deadline, id"
    _log_access = False
    _allow_sudo_commands = False

    _transitions = CONCERN
    _can_fields = {"can_take": "in_progress", "can_close": "closed"}
    _sealed_fields = ("body", "acknowledgement", "outcome")
    _writable_fields = frozenset({"acknowledgement", "outcome"})

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    pair_id = fields.Many2one(
        "mentorat.pair", readonly=True, ondelete="set null", groups=NO_ACCESS
    )
    about = fields.Char(compute="_compute_about")
    author_id = fields.Many2one(
        "res.users", "From", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_anonymous = fields.Boolean("Anonymous", readonly=True)
    contact_id = fields.Many2one(
        "res.users",
        "Entrusted to",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [
            ("confidentiality", "Confidentiality"),
            ("conduct", "Disrespect, pressure or harassment"),
            ("equality", "Unequal treatment"),
            ("conflict", "Conflict of interest"),
            ("limits", "Limits of the role"),
            ("use", "Use in appraisal or for other ends"),
            ("frame", "How the programme is run"),
            ("other", "Something else"),
        ],
        "Subject",
        required=True,
        readonly=True,
    )
    date = fields.Date("Received on", required=True, readonly=True)
    date_deadline = fields.Date("Answer until", required=True, readonly=True)
    date_closed = fields.Date("Closed on", readonly=True)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("in_progress", "In progress"),
            ("closed", "Closed"),
        ],
        default="received",
        required=True,
        readonly=True,
        index=True,
    )
    body_sealed = fields.Text(groups=NO_ACCESS)
    body = fields.Text("What happened", compute="_compute_sealed", readonly=False)
    acknowledgement_sealed = fields.Text(groups=NO_ACCESS)
    acknowledgement = fields.Text(
        "First answer",
        compute="_compute_sealed",
        readonly=False,
        help="What you tell the author while you look into it.",
    )
    outcome_sealed = fields.Text(groups=NO_ACCESS)
    outcome = fields.Text(
        compute="_compute_sealed",
        readonly=False,
        help="What you tell the author at the end.",
    )
    code_handle = fields.Char(readonly=True, groups=NO_ACCESS)
    code_digest = fields.Char(readonly=True, groups=NO_ACCESS)
    is_told = fields.Boolean(readonly=True, groups=NO_ACCESS)
    is_reminded = fields.Boolean(readonly=True, groups=NO_ACCESS)

    can_take = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _code_handle_unique = models.UniqueIndex("(code_handle)")
    _anonymous_is_nobody = models.Constraint(
        "CHECK(NOT COALESCE(is_anonymous, FALSE)"
        " OR (author_id IS NULL AND pair_id IS NULL))",
        "Nothing leads to somebody who stays anonymous.",
    )
    _untold_idx = models.Index("(id) WHERE is_told IS NOT TRUE")

    # COMPUTE

    def _compute_display_name(self):
        for concern in self:
            concern.display_name = self.env._(
                "Concern %(number)s", number=concern.id or ""
            )

    @api.depends_context("uid")
    @api.depends("pair_id", "programme_id")
    def _compute_about(self):
        readable = self._filter_sealed_readable()
        for concern in self:
            # Names of the two for whom they are told, checked above.
            pair = concern.sudo().pair_id
            concern.about = concern in readable and (
                f"{pair.mentor_name}, {pair.mentee_name}"
                if pair
                else self.env._("The programme")
            )

    @api.depends_context("uid")
    @api.depends("body_sealed", "acknowledgement_sealed", "outcome_sealed", "state")
    def _compute_sealed(self):
        result = super()._compute_sealed()
        for concern in self:
            # The outcome is being written until it is told.
            if concern.state != "closed" and concern.contact_id != self.env.user:
                concern.outcome = False
        return result

    # ACTIONS

    def action_take(self):
        """Say that one looks into it."""
        self._transition("in_progress")
        return True

    def action_close(self):
        """Close it with an outcome, which the author reads.

        :raises UserError: without one
        """
        self._check_transition("closed")
        if any(not concern.outcome for concern in self):
            raise UserError(
                self.env._("Write first what you tell the author: the outcome.")
            )
        self._transition("closed")
        return True

    # RAISING

    @api.model
    def _get_subjects(self):
        """Return the pairs and programmes about which the current person may speak.

        Also some time after the end of a pair or of a participation.
        """
        today = fields.Date.context_today(self)
        limit = today - relativedelta(months=MONTHS_AFTER)
        pairs = self.env["mentorat.pair"].search(
            (
                Domain("mentor_user_id", "=", self.env.uid)
                | Domain("mentee_user_id", "=", self.env.uid)
            )
            & (Domain("state", "in", LIVE_PAIR_STATES) | Domain("date_end", ">", limit))
        )
        own = self.env["mentorat.participation"].search(
            [("user_id", "=", self.env.uid)]
        )
        # When the person's own participations were given up: nothing else is read.
        logs_sudo = self.env["mentorat.log"].sudo()
        given_up = logs_sudo.search(
            [
                ("participation_id", "in", own.ids),
                ("to_state", "=", "withdrawn"),
                ("date", ">", limit),
            ]
        ).participation_id
        programmes = own.filtered(
            lambda record: (
                (record.state in TAKING_PART and record.programme_id.date_end > limit)
                or (record.state == "withdrawn" and record.id in given_up.ids)
            )
        ).programme_id
        return pairs, programmes | pairs.programme_id

    @api.model
    def _raise(self, subject, kind, body, is_anonymous, seed):
        """Keep a concern of the current person, once for each form.

        :param subject: one of what ``_get_subjects`` returns
        :param str seed: the random key of the form
        :return: the code that opens it, for its author alone
        :raises AccessError: about what is not theirs to speak about
        :raises UserError: when neither contact is free of a part in it
        """
        pairs, programmes = self._get_subjects()
        if subject not in (pairs if subject._name == pairs._name else programmes):
            raise AccessError(self.env._("This concerns other people."))
        pair = subject if subject._name == pairs._name else pairs.browse()
        # Checked above; whom to entrust it to is all that is read.
        programme_sudo = (pair.programme_id or subject).sudo()
        # The row that everybody shares: that of the author would change with this one.
        take_turn(programme_sudo)
        form_key, code = secret_code.derive(seed)
        # Written for the person, who keeps no right on what is anonymous.
        concerns_sudo = self.sudo()
        if concerns_sudo.search_count([("form_key", "=", form_key)], limit=1):
            return code
        handle, secret = secret_code.split(code)
        today = fields.Date.context_today(self)
        concerns_sudo.create(
            {
                "programme_id": programme_sudo.id,
                "contact_id": self._choose_contact(programme_sudo, pair.sudo()).id,
                "kind": kind,
                "body_sealed": self._seal(body),
                "date": today,
                "date_deadline": today + timedelta(days=programme_sudo.concern_days),
                "is_anonymous": is_anonymous,
                "author_id": not is_anonymous and self.env.uid,
                "pair_id": not is_anonymous and pair and pair.id,
                "form_key": form_key,
                "code_handle": handle,
                "code_digest": secret_code.digest(secret),
            }
        )
        return code

    @api.model
    def _browse_by_code(self, code):
        """Return the concern that a code opens, in superuser mode; none for a wrong one."""
        handle, secret = secret_code.split(code) or ("", "")
        # Nothing is given out before the code has been checked below.
        concern = self.sudo().search([("code_handle", "=", handle)])
        return (
            concern if secret_code.matches(concern.code_digest, secret) else concern[:0]
        )

    def _get_told(self):
        """Return what the author reads; the caller has checked that it is theirs.

        :return: dict of kind, date, date_deadline, state, acknowledgement, outcome,
            contact, other_contact and is_contact_gone; empty of no concern
        """
        if not self:
            return {}
        # Their own, by login or by code.
        sudo = self.sudo()
        texts = {
            "acknowledgement": sudo.acknowledgement_sealed,
            "outcome": sudo.state == "closed" and sudo.outcome_sealed,
        }
        names = ("kind", "date", "date_deadline", "state")
        return {
            **{name: text and self._unseal(text) for name, text in texts.items()},
            **{name: sudo[name] for name in names},
            "contact": sudo.contact_id.name,
            "other_contact": sudo._get_other_contact().name,
            "is_contact_gone": not sudo.contact_id.active,
        }

    # BUSINESS

    def _get_person_roles(self):
        # Read to decide on rights, nothing of it is returned.
        return {
            concern.id: {"contact"} if concern.contact_id == self.env.user else set()
            for concern in self.sudo()
        }

    def _filter_sealed_readable(self):
        # Read to decide, before any text is shown.
        readable = self.sudo().filtered(
            lambda concern: self.env.user in concern.contact_id | concern.author_id
        )
        return readable.with_env(self.env)

    @api.model
    def _count_by_programme(self, programmes):
        """Return ``{programme: number of concerns}`` of those with at least ``FLOOR``.

        The caller has checked that the person is of the team of ``programmes``.
        """
        # Numbers alone, none of which is small.
        rows = self.sudo()._read_group(
            [("programme_id", "in", programmes.ids)],
            ["programme_id"],
            ["__count"],
            having=[("__count", ">=", FLOOR)],
        )
        return {programmes.browse(programme.id): count for programme, count in rows}

    @api.model
    def _cron_watch(self):
        """Write to the contacts about what is new, and about what is due soon, once each.

        By the hour: a mail written with the concern would tell when it was raised.
        """
        soon = fields.Date.context_today(self) + timedelta(days=REMINDER_DAYS)
        new = Domain("is_told", "=", False)
        due = (
            Domain("is_reminded", "=", False)
            & Domain("state", "!=", "closed")
            & Domain("date_deadline", "<=", soon)
        )
        done = 0
        for domain, flag, template in (
            (new, "is_told", "mail_template_concern_received"),
            (due & ~new, "is_reminded", "mail_template_concern_due"),
        ):
            concerns = self.search(domain, limit=BATCH)
            self.env["mentorat.outbox"]._post(
                f"mentorat_programme.{template}",
                flag,
                [(concern, concern.contact_id.partner_id) for concern in concerns],
            )
            concerns.write({flag: True})
            done += len(concerns)
        self._tell_that_the_contact_left()
        remaining = self.search_count(new | due) if done else 0
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.model
    def _delete_due(self):
        """Delete the concerns that were closed long enough ago; return how many."""
        today = fields.Date.context_today(self)
        programmes = self.env["mentorat.programme"].with_context(active_test=False)
        domains = [
            Domain("programme_id", "in", group.ids)
            & Domain("date_closed", "<", today - relativedelta(months=months))
            for months, group in programmes.search([("is_template", "=", False)])
            .grouped("concern_retention_months")
            .items()
        ]
        due = self.search(Domain.OR(domains) if domains else Domain.FALSE, limit=BATCH)
        self.env["mentorat.outbox"].search(
            [
                ("res_id", "in", due.ids),
                ("template_id.model", "=", self._name),
            ]
        ).unlink()
        due.unlink()
        return len(due)

    # HOOKS

    def _after_transition(self, origins, target):
        # A day, and a mail to the author, follow from a move that was checked.
        sudo = self.sudo()
        if target == "closed":
            sudo.date_closed = fields.Date.context_today(self)
        self.env["mentorat.outbox"].sudo()._post(
            "mentorat_programme.mail_template_concern_answered",
            target,
            [(concern, concern.author_id.partner_id) for concern in sudo],
        )
