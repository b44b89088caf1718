from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.lines import ReadableLines
from odoo.addons.mentorat_programme.core.transitions import STAFF
from odoo.addons.mentorat_programme.core.turns import take_turn

BATCH = 200
# People are reminded when this share of their time is over.
REMINDER_SHARE = 2 / 3


class MentoratAnswerMixin(models.AbstractModel):
    """Until when two people answer, and how it ends when one of them does not want to.

    However it ends, the other one reads the same words.
    """

    _name = "mentorat.answer.mixin"
    _description = "Answers with a date limit"

    answer_until = fields.Date("Answer until", readonly=True, copy=False)
    remind_on = fields.Date(
        "Reminder on", readonly=True, copy=False, groups=TEAM_GROUPS
    )
    is_expired = fields.Boolean(
        "Expired", readonly=True, copy=False, groups=TEAM_GROUPS
    )
    decline_text = fields.Text(groups=NO_ACCESS, copy=False)
    decline_reason = fields.Text(
        "Reason given",
        compute="_compute_decline_reason",
        exportable=False,
        help="What the one who said no wished to tell the team, and nobody else.",
    )

    objection_ids = ReadableLines(
        "mentorat.objection", "proposal_id", "Objections", readonly=True, copy=False
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("decline_text")
    def _compute_decline_reason(self):
        roles = self._get_programme_roles()
        for record in self:
            readable = bool(roles[record.id] & STAFF)
            # The column is closed to all; the reader was checked on the line above.
            record.decline_reason = readable and record.sudo().decline_text

    # BUSINESS

    def _object(self, text):
        """Tell the referents, for one's own side, what does not feel right.

        What was told before is replaced. Nothing is answered by it.

        :raises AccessError: when the user is neither of the two
        :raises UserError: without a text, or when it is open no more
        """
        self.ensure_one()
        self.check_access("read")
        side = self._get_sides()[self.id]
        if not side:
            raise AccessError(
                self.env._("Only the mentor and the mentee say what they feel.")
            )
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write what does not feel right."))
        if not self.is_open:
            raise UserError(
                self.env._(
                    "This proposal is no longer open. Write to the referents of the "
                    "programme if something worries you."
                )
            )
        take_turn(self)
        # One's own side, as just checked; the column is closed to all.
        sudo = self.sudo()
        participation = sudo[f"{side}_id"]
        objection = sudo.objection_ids.filtered(
            lambda told: told.participation_id == participation
        )
        if not objection:
            objection = objection.create(
                {"proposal_id": self.id, "participation_id": participation.id}
            )
        elif objection.note_text == text:
            # Sent twice, it is told once.
            return
        objection.write({"note_text": text, "handled_on": False, "handled_by": False})
        objection._ask_referents()

    def _start_clock(self):
        """Set until when people answer, and when they are reminded."""
        today = fields.Date.context_today(self)
        for programme, records in self.grouped("programme_id").items():
            days = programme.answer_days
            records.write(
                {
                    "answer_until": today + timedelta(days=days),
                    "remind_on": today + timedelta(days=round(REMINDER_SHARE * days)),
                }
            )

    @api.model
    def _cron_watch_answers(self):
        """Close what has no answer in time, then remind those who still have some.

        A batch at a time; what was done once is not found again.
        """
        today = fields.Date.context_today(self)
        is_open = Domain("is_open", "=", True)
        late = is_open & Domain("answer_until", "<", today)
        due = is_open & Domain("remind_on", "<=", today)
        expired = self.search(late, order="id", limit=BATCH)
        expired._expire()
        reminded = self.search(due & ~late, order="id", limit=BATCH)
        reminded._remind()
        self.env["ir.cron"]._commit_progress(
            len(expired) + len(reminded), remaining=self.search_count(late | due)
        )

    def _expire(self):
        """Close these for want of an answer."""
        self.is_expired = True
        self._tell_closed()

    def _remind(self):
        """Write, once, to those of the two who have not answered."""
        self.remind_on = False
        self._write_to(
            "mail_template_proposal_reminder",
            "reminder",
            lambda side, answer: answer == "pending",
        )

    def _tell_closed(self):
        """Write to those of the two who did not say no that nothing is asked of them."""
        self._write_to(
            "mail_template_proposal_closed",
            "closed",
            lambda side, answer: answer != "declined",
        )

    def _write_to(self, template, event, concerns):
        """Write to the sides that ``concerns`` keeps, through the outbox.

        :param concerns: function of a side, "mentor" or "mentee", and its answer
        """
        self.env["mentorat.outbox"]._post(
            f"mentorat_matching.{template}",
            event,
            [
                (record, record[f"{side}_user_id"].partner_id)
                for record in self
                for side in ("mentor", "mentee")
                if concerns(side, record[f"{side}_answer"])
            ],
        )
