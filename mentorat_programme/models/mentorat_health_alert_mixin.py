from datetime import timedelta

from odoo import fields, models

from ..core.groups import TEAM_GROUPS
from ..core.health import ALERT

ACTIVITY = "mentorat_programme.mail_activity_pair_health"
EVENT_ACTIVITY = "mentorat_programme.mail_activity_pair_event"
# A pair is written to once in so many days, however much there is to say.
NUDGE_DAYS = 14


class MentoratHealthAlertMixin(models.AbstractModel):
    """What follows from the health of a pair: activities of the referents, nudges to the two."""

    _name = "mentorat.health.alert.mixin"
    _inherit = "mentorat.activity.mixin"
    _description = "Alerts about mentoring pairs"

    # Whoever is in a pair reads it, and an employee would find the activities on it: that it
    # has one tells how the team sees it.
    _mail_post_access = "write"

    activity_ids = fields.One2many(groups=TEAM_GROUPS)
    activity_state = fields.Selection(groups=TEAM_GROUPS)
    activity_user_id = fields.Many2one(groups=TEAM_GROUPS)
    activity_type_id = fields.Many2one(groups=TEAM_GROUPS)
    activity_type_icon = fields.Char(groups=TEAM_GROUPS)
    activity_date_deadline = fields.Date(groups=TEAM_GROUPS)
    my_activity_date_deadline = fields.Date(groups=TEAM_GROUPS)
    activity_summary = fields.Char(groups=TEAM_GROUPS)
    activity_exception_decoration = fields.Selection(groups=TEAM_GROUPS)
    activity_exception_icon = fields.Char(groups=TEAM_GROUPS)

    date_nudged = fields.Date(
        "Nudged on", readonly=True, copy=False, groups=TEAM_GROUPS
    )

    # ACTIONS

    def action_nudge(self):
        """Write to the two of each pair, neutrally; once in ``NUDGE_DAYS`` days.

        :raises AccessError: for anybody but the team of the programme
        """
        self._check_role("engineer", "referent")
        # Checked above.
        nudged = self.sudo()._nudge()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if nudged else "warning",
                "message": self.env._(
                    "Pairs written to: %(count)s of %(all)s. Those that are paused, have "
                    "ended, were written to these %(days)s days or want no reminders are "
                    "left in peace.",
                    count=len(nudged),
                    all=len(self),
                    days=NUDGE_DAYS,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_contact(self):
        """Write something to the people of these pairs, each alone.

        :raises AccessError: for anybody but the team of the programme
        """
        self._check_role("engineer", "referent")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to them"),
            "res_model": "mentorat.contact.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_pair_ids": self.ids},
        }

    # BUSINESS

    def _get_alert_codes(self, findings):
        """Return the codes of ``findings`` that the referents are told about: a set."""
        rules = self.env["mentorat.health.rule"]._get_rules()
        return {
            found["code"]
            for found in findings
            if found["level"] == ALERT or rules[found["code"]].is_event
        }

    def _follow_alerts(self, changes):
        """Give the referents activities about what is new, and take back what is over.

        :param changes: ``{pair: (health, findings, codes to tell)}``
        """
        rules = self.env["mentorat.health.rule"]._get_rules()
        over = self.browse().concat(
            *(
                pair
                for pair, (health, findings, __) in changes.items()
                if not self._get_alert_codes(findings)
                and health in ("good", "paused", "none")
            )
        )
        over.filtered("activity_ids").activity_unlink([ACTIVITY, EVENT_ACTIVITY])
        events, alerts = self.browse(), self.browse()
        for pair, (__, __, codes) in changes.items():
            if any(rules[code].is_event for code in codes):
                events += pair
            elif codes:
                alerts += pair
        events._ask_team(EVENT_ACTIVITY)
        alerts._ask_team(ACTIVITY)

    def _ask_team(self, activity):
        """Give the referents, else the engineers, an activity on these pairs, once."""
        kind = self.env.ref(activity)

        def find_unasked(pair):
            pending = pair.activity_ids.filtered(lambda a: a.activity_type_id == kind)
            programme = pair.programme_id
            team = programme.referent_ids or programme.engineer_ids
            return team - pending.user_id

        self._give_activity(activity, find_unasked)

    def _nudge_due(self):
        """Write to those of these pairs that can put something right themselves."""
        rules = self.env["mentorat.health.rule"]._get_rules()
        self.filtered(
            lambda pair: any(
                rules[found["code"]].is_nudging and found["level"] != "notice"
                for found in pair.health_findings or ()
            )
        )._nudge()

    def _nudge(self):
        """Write to these pairs, but not too often, nor during a pause, nor to the muted.

        :return: the pairs that were written to
        """
        today = fields.Date.context_today(self)
        recent = today - timedelta(days=NUDGE_DAYS)
        recipients = []
        for pair in self:
            is_due = not pair.date_nudged or pair.date_nudged <= recent
            if is_due and pair._is_watched(today):
                # Side by side: two together would be read pair by pair.
                partners = self.env["res.partner"].union(
                    *(
                        person.user_id.partner_id
                        for person in (pair.mentor_id, pair.mentee_id)
                        if not person.is_muted
                    )
                )
                if partners:
                    recipients.append((pair, partners))
        nudged = self.browse().concat(*(pair for pair, __ in recipients))
        nudged.date_nudged = today
        self.env["mentorat.outbox"]._post(
            "mentorat_programme.mail_template_pair_nudge",
            f"nudge {today.isoformat()}",
            recipients,
        )
        return nudged

    # HOOKS

    def _search_activity_state(self, operator, value):
        # Odoo looks at the groups of a field that is a column, not at those of this one.
        self._check_field_access(self._fields["activity_state"], "read")
        return super()._search_activity_state(operator, value)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Activities are for those who may change the pair: its team."""
        return dict.fromkeys(self, "write")
