from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.lines import ReadableLines

# Days after which who has not signed, or completed, is reminded; and how often at most.
REMINDER_DAYS = 7
REMINDERS = 3
REVIEW_NOTICE_DAYS = 7


class MentoratAgreementMixin(models.AbstractModel):
    """What its agreement changes in a pair: it starts once signed, and has its rhythm and dates."""

    _name = "mentorat.agreement.mixin"
    _description = "Agreement of a mentoring pair"

    agreement_ids = ReadableLines("mentorat.agreement", "pair_id", "Agreements")
    agreement_state = fields.Selection(
        [
            ("none", "Not begun"),
            ("draft", "Being completed"),
            ("signing", "To be signed"),
            ("signed", "Signed"),
        ],
        "Agreement",
        compute="_compute_agreement_state",
        compute_sudo=True,
        store=True,
        index=True,
        help="Whether it is signed; an amendment that is under way changes nothing here.",
    )
    agreed_interval = fields.Integer(
        "Days between meetings", readonly=True, copy=False, aggregator="avg"
    )
    agreed_hours = fields.Float(
        "Hours per meeting", readonly=True, copy=False, aggregator="avg"
    )
    date_mid_term = fields.Date("Mid-term review", readonly=True, copy=False)
    date_mid_term_done = fields.Date("Review done", readonly=True, copy=False)

    @api.depends("agreement_ids.state")
    def _compute_agreement_state(self):
        for pair in self:
            states = set(pair.agreement_ids.mapped("state"))
            pair.agreement_state = next(
                (state for state in ("signed", "signing", "draft") if state in states),
                "none",
            )

    # ACTIONS

    def action_view_agreement(self):
        """Open the page of the agreement, where the organisation reads and signs it.

        :raises UserError: when there is none yet
        """
        self.ensure_one()
        agreement = self.agreement_ids[:1]
        if not agreement:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "message": self.env._(
                        "The two have not completed an agreement that you may read."
                    ),
                },
            }
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/mentoring/agreement/{agreement.id}",
            "target": "self",
        }

    def action_review_done(self):
        """Keep that the two held their mid-term review and go on.

        :raises AccessError: for anybody but the two
        """
        self._check_role("self")
        # One of the two, as just checked.
        self.sudo().filtered("date_mid_term").write(
            {"date_mid_term_done": fields.Date.context_today(self)}
        )
        return True

    # BUSINESS

    def _start_if_ready(self):
        """Start those of these pairs, accepted by both, that lack nothing any more; return them."""
        ready = self.filtered(
            lambda pair: pair.state == "accepted" and not pair._get_start_obstacles()
        )
        # The suite starts them: that nothing is missing was just checked.
        return ready.sudo()._transition("active")

    @api.model
    def _cron_follow_agreements(self):
        """Start pairs that became ready, and remind of what is to be signed or reviewed.

        Each is written to once for each week that passes, three weeks at most.
        """
        accepted = self.search([("state", "=", "accepted")])
        accepted._start_if_ready()
        accepted.filtered(lambda pair: pair.state == "accepted")._remind_to_complete()
        self.env["mentorat.agreement"]._remind_to_sign()
        self._remind_of_review()

    def _remind_to_complete(self):
        """Write to the two who said yes weeks ago and have put no agreement to signature."""
        rows = self.env["mentorat.log"]._read_group(
            [("pair_id", "in", self.ids), ("to_state", "=", "accepted")],
            ["pair_id"],
            ["date:max"],
        )
        now = fields.Datetime.now()
        waiting = [
            ((now - date).days // REMINDER_DAYS, pair)
            for pair, date in rows
            if pair.programme_id.agreement_id
            and pair.agreement_state in ("none", "draft")
        ]
        for week in range(1, REMINDERS + 1):
            self.env["mentorat.outbox"]._post(
                "mentorat_programme.mail_template_agreement_to_complete",
                f"reminder {week}",
                [
                    (pair, pair._get_people())
                    for weeks, pair in waiting
                    if weeks == week
                ],
            )

    @api.model
    def _remind_of_review(self):
        """Write to the two, once, when their mid-term review is near."""
        today = fields.Date.context_today(self)
        pairs = self.search(
            Domain("state", "in", ("active", "closing"))
            & Domain("date_mid_term_done", "=", False)
            & Domain("date_mid_term", ">=", today)
            & Domain(
                "date_mid_term", "<=", today + relativedelta(days=REVIEW_NOTICE_DAYS)
            )
        )
        self.env["mentorat.outbox"]._post(
            "mentorat_programme.mail_template_mid_term",
            "mid-term",
            [(pair, pair._get_people()) for pair in pairs],
        )

    def _get_agreement_obstacles(self):
        """Return why the agreement keeps an accepted pair from starting: list of texts."""
        # Whether, not what it says.
        pair = self.sudo()
        if not pair.programme_id.agreement_id or pair.agreement_state == "signed":
            return []
        return [self.env._("The agreement is not signed by the three parties.")]
