from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mentorat_programme.models.mentorat_programme import FROZEN_STATES

from ..core.sending import next_day
from ..core.transitions import SUBSCRIPTION

# Programmes looked at by one round of the cron.
BATCH = 50
TEMPLATE = "mentorat_evaluation.mail_template_sponsor"


class MentoratReportSubscription(models.Model):
    """Totals of a programme that its sponsors get by mail, each month, quarter or once.

    A sponsor may be from outside: an engineer says so, and names them one by one. What is
    sent are totals and shown figures, nothing else, and no link.
    """

    _name = "mentorat.report.subscription"
    _inherit = ["mentorat.guard.mixin", "mentorat.transition.mixin"]
    _description = "Sending of results to sponsors"
    _order = "programme_id, id"
    _check_company_auto = True

    _transitions = SUBSCRIPTION
    _can_fields = {"can_start": "active", "can_stop": "stopped"}
    _writable_fields = frozenset(
        {"partner_ids", "outside_confirmed", "frequency", "lang"}
    )
    _given_fields = frozenset({"programme_id"})

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    partner_ids = fields.Many2many("res.partner", string="Recipients")
    outside_names = fields.Char(
        "From outside", compute="_compute_outside_names", compute_sudo=True
    )
    outside_confirmed = fields.Boolean(
        "They may get these totals",
        help="An engineer confirms that people who have no login of an employee here may "
        "get the totals of this programme.",
    )
    frequency = fields.Selection(
        [
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("end", "Once, after the end"),
        ],
        default="quarter",
        required=True,
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        help="Empty: each recipient's own.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("stopped", "Stopped")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_next = fields.Date("Next sending", readonly=True, copy=False)
    sending_ids = fields.One2many(
        "mentorat.report.sending", "subscription_id", "Sendings", readonly=True
    )

    can_start = fields.Boolean(compute="_compute_can")
    can_stop = fields.Boolean(compute="_compute_can")

    # COMPUTE

    @api.depends("programme_id")
    def _compute_display_name(self):
        for subscription in self:
            subscription.display_name = subscription.programme_id.display_name

    @api.depends("partner_ids.user_ids.share")
    def _compute_outside_names(self):
        for subscription in self:
            outside = subscription._get_outside()
            subscription.outside_names = ", ".join(outside.mapped("name"))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        subscriptions = super().create(vals_list)
        # Read to decide, nothing of it is shown.
        subscriptions.sudo().programme_id._check_not_frozen()
        return subscriptions

    def write(self, vals):
        if not self.env.su and any(record.state == "active" for record in self):
            raise UserError(
                self.env._(
                    "Stop this sending before you change to whom, when or how it goes."
                )
            )
        if "partner_ids" in vals:
            # Confirmed of those who were there, not of others.
            vals = {"outside_confirmed": False, **vals}
        return super().write(vals)

    # ACTIONS

    def action_start(self):
        self._check_role("engineer")
        for subscription in self:
            subscription._check_ready()
        self._transition("active")
        return True

    def action_stop(self):
        self._transition("stopped")
        return True

    # BUSINESS

    def _get_person_roles(self):
        return self._get_programme_roles()

    def _get_outside(self):
        """Return the recipients who have no internal login."""
        return self.partner_ids.filtered(
            lambda partner: all(user.share for user in partner.user_ids)
        )

    def _check_ready(self):
        """Raise when nothing can be sent.

        :raises UserError: with what to do
        """
        self.ensure_one()
        missing = self.partner_ids.filtered(lambda partner: not partner.email)
        if not self.partner_ids or missing:
            raise UserError(self.env._("Name recipients who have an e-mail address."))
        if self.outside_names and not self.outside_confirmed:
            raise UserError(
                self.env._(
                    "%(names)s have no login of an employee here: confirm that they may "
                    "get these totals.",
                    names=self.outside_names,
                )
            )
        if not self._get_next_day():
            raise UserError(
                self.env._("The programme is over: there is no next sending.")
            )

    def _get_next_day(self):
        """Return the day of the next sending, ``None`` when there is none any more."""
        programme = self.programme_id
        if programme.state in FROZEN_STATES:
            return None
        return next_day(
            self.frequency, fields.Date.context_today(self), programme.date_end
        )

    @api.model
    def _cron_send(self):
        """Put what is due in the outbox, one subscription a transaction.

        The rows of the recipients, their lines in the outbox and the next day are kept
        together or not at all: after a crash it goes on where it was.
        """
        due = [
            ("state", "=", "active"),
            ("date_next", "<=", fields.Date.context_today(self)),
        ]
        for subscription in self.search(due, limit=BATCH):
            subscription._send()
            self.env["ir.cron"]._commit_progress(1)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(due))

    def _send(self):
        """Send the totals of today to each recipient, once for this period."""
        self.ensure_one()
        if self.programme_id.state != "cancelled":
            sendings = self.env["mentorat.report.sending"]._create_for(self)
            self.env["mentorat.outbox"]._post(
                TEMPLATE,
                "sent",
                [(sending, sending.partner_id) for sending in sendings],
            )
        self.date_next = self._get_next_day()
        if not self.date_next:
            self._transition("stopped")

    # HOOKS

    def _after_transition(self, origins, target):
        # The day follows from a move that was checked.
        for subscription in self.sudo():
            is_active = target == "active"
            subscription.date_next = is_active and subscription._get_next_day()
