from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..core.turns import take_turn

BATCH = 100
NOT_TAKEN = ("draft", "submitted", "approved", "waitlisted", "refused", "withdrawn")
# What is emptied beside the name, skills and history.
TEXTS = (
    "motivation_text",
    "conflict_text",
    "interview_text",
    "question",
    "question_answer",
)


class MentoratRetentionMixin(models.AbstractModel):
    """How long a participation names somebody, and how it stops doing so."""

    _name = "mentorat.retention.mixin"
    _description = "Retention of participations"

    anonymised_on = fields.Date(
        readonly=True, copy=False, help="Nobody can be named from this day on."
    )
    erasure_requested_on = fields.Date("Erasure asked for", readonly=True, copy=False)

    # ACTIONS

    def action_erase(self):
        """Take the name and the texts out of these participations, now.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: while one of them is in a live pair
        """
        self._check_role("engineer")
        # Checked above.
        sudo = self.sudo()
        if sudo._get_live_pairs():
            raise UserError(
                self.env._("A pair is still at work. End it first, then erase.")
            )
        sudo._anonymise()
        return True

    def action_ask_erasure(self):
        """Ask the engineers to erase one's own participation.

        :raises AccessError: for anybody but the person
        """
        self._check_role("self")
        # Checked above; the engineers decide, with what has to be kept in mind.
        new = self.sudo().filtered(lambda record: not record.erasure_requested_on)
        take_turn(new)
        new.erasure_requested_on = fields.Date.context_today(self)
        new._give_activity(
            "mentorat_programme.mail_activity_erasure",
            lambda record: record.programme_id.engineer_ids,
        )
        return True

    # BUSINESS

    @api.model
    def _get_due_domain(self, programmes):
        """Return the domain of the participations whose time to be named is over.

        Both periods count from the end of the programme, see its fields.
        """
        today = fields.Date.context_today(self)
        domains = []
        for programme in programmes:
            for states, months in (
                (NOT_TAKEN, programme.application_retention_months),
                (("accepted", "completed"), programme.retention_months),
            ):
                if programme.date_end + relativedelta(months=months) < today:
                    domains.append(
                        Domain("programme_id", "=", programme.id)
                        & Domain("state", "in", states)
                    )
        due = Domain.OR(domains) if domains else Domain.FALSE
        return due & Domain("anonymised_on", "=", False)

    def _anonymise(self):
        """Take out of these participations all that names the person or is theirs.

        State, role and dates stay, for the figures.
        """
        pairs = self.env["mentorat.pair"].search(
            Domain("mentor_id", "in", self.ids) | Domain("mentee_id", "in", self.ids)
        )
        pairs._delete_content()
        pairs.agreement_ids.unlink()
        self._leave_supervision()
        (self.activity_ids | self._get_requests().activity_ids).unlink()
        self.skill_ids.unlink()
        self.supporting_document_ids.unlink()
        logs = self.env["mentorat.log"].search(
            Domain("participation_id", "in", self.ids)
            | Domain("pair_id", "in", pairs.ids)
        )
        logs.write({"user_id": False, "reason": False})
        self.env["mentorat.outbox"].search(
            [("event", "in", self._get_outbox_events())]
        ).unlink()
        self.write(
            {
                "anonymised_on": fields.Date.context_today(self),
                "employee_id": False,
                "delegate_user_id": False,
                "training_proof": False,
                "language_ids": [Command.clear()],
                "slot_ids": [Command.clear()],
                "tz": False,
                **dict.fromkeys(TEXTS, False),
            }
        )

    def _get_outbox_events(self):
        """Return the names of the outbox's events about these participations."""
        self.env.cr.execute(
            "SELECT event FROM mentorat_outbox WHERE split_part(event, ',', 1) = %s"
            " AND res_id IN %s",
            (self._name, tuple(self.ids) or (0,)),
        )
        return [event for (event,) in self.env.cr.fetchall()]

    @api.model
    def _cron_anonymise(self):
        """Anonymise what is due, a batch at a time, then delete texts that are due."""
        programmes = self.env["mentorat.programme"].with_context(active_test=False)
        ended = programmes.search(
            [("is_template", "=", False), ("date_end", "<", fields.Date.today())]
        )
        domain = self._get_due_domain(ended)
        due = self.search(domain, limit=BATCH)
        in_live_pair = due._get_live_pairs()
        due -= in_live_pair.mentor_id | in_live_pair.mentee_id
        for programme, records in due.grouped("programme_id").items():
            records._anonymise()
            programme._message_log(
                body=self.env._(
                    "Participations that no longer name anybody: %(count)s.",
                    count=len(records),
                )
            )
        pairs = self.env["mentorat.pair"]._get_due_content(ended)
        pairs._delete_content()
        over = pairs._get_ended_domain(ended, "agreement_retention_months")
        over &= Domain("agreement_ids", "!=", False)
        pairs.search(over).agreement_ids.unlink()
        remaining = self.search_count(domain) if due else 0
        done = len(due) + len(pairs)
        done += self.env["mentorat.concern"]._delete_due()
        done += self.env["mentorat.case.card"]._delete_due()
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)
