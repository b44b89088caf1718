from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..core.schedule import MOMENTS, REMINDERS, anchor_window, answer_deadline

# Participations that a campaign writes to.
INVITED_STATES = ("accepted", "completed")
RUNNING_STATES = ("open", "running", "evaluation")
ROLES = {
    "mentors": ("mentor",),
    "mentees": ("mentee",),
    "both": ("mentor", "mentee"),
    # One manager for each of their people.
    "managers": ("mentee",),
}
BATCH = 500
# A campaign is over when its last day has passed everywhere: twelve hours behind UTC.
LAST_ZONE = timedelta(hours=12)
# Managers and engineers are told of few answers so many days before the end.
WARN_DAYS = 5
TARGET_RATE = 60.0
LOW_RESPONSE = "mentorat_evaluation.mail_activity_low_response"


class MentoratScheduleMixin(models.AbstractModel):
    """When a campaign opens, whom it invites on which day, reminds, and when it closes."""

    _name = "mentorat.schedule.mixin"
    _description = "Dates of an evaluation campaign"

    is_rolling = fields.Boolean(
        "Each at their own date",
        help="People are invited one by one, so many days after a date of their pair. "
        "Otherwise everybody is invited when the campaign opens.",
    )
    delay_days = fields.Integer(
        "Days after",
        compute="_compute_delay_days",
        store=True,
        readonly=False,
        precompute=True,
        help="Days between the date that the moment is counted from and the invitation.",
    )
    date_planned = fields.Date(
        "Opens on",
        copy=False,
        help="The campaign opens by itself on that day, once the programme is open.",
    )
    date_calendar = fields.Date(
        "Day", compute="_compute_date_calendar", store=True, help="Opened, or to open."
    )
    repeat_months = fields.Integer(
        "Again after (months)",
        help="When the campaign closes, the same one is planned again; 0: once.",
    )

    _delay_range = models.Constraint(
        "CHECK(delay_days BETWEEN 0 AND 730)",
        "An invitation is sent from 0 to 730 days after.",
    )
    _repeat_range = models.Constraint(
        "CHECK(repeat_months BETWEEN 0 AND 24)",
        "A campaign is repeated after 1 to 24 months, or not at all: 0.",
    )

    # COMPUTE

    @api.depends("moment")
    def _compute_delay_days(self):
        for evaluation in self:
            moment = MOMENTS.get(evaluation.moment)
            evaluation.delay_days = moment.delay if moment else 0

    @api.depends("date_start", "date_planned")
    def _compute_date_calendar(self):
        for evaluation in self:
            evaluation.date_calendar = evaluation.date_start or evaluation.date_planned

    # WHO IS DUE

    def _get_audience(self):
        """Return the participations that this campaign is for, all together."""
        self.ensure_one()
        return self.env["mentorat.participation"].search(self._get_audience_domain())

    def _get_audience_domain(self):
        return (
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("role", "in", ROLES[self.audience])
            & Domain("state", "in", INVITED_STATES)
            # Who left the company is not written to.
            & Domain("employee_id.active", "=", True)
        )

    def _get_due(self, today):
        """Return the participations whose own date has come, invited or not."""
        self.ensure_one()
        earliest, latest = anchor_window(self.moment, self.delay_days, today)
        anchor = MOMENTS[self.moment].anchor
        domain = self._get_audience_domain() & getattr(self, f"_get_{anchor}_domain")(
            earliest, latest
        )
        people = self.env["mentorat.participation"].search(domain)
        # Whether a course is finished is no column.
        return people.filtered("training_done") if anchor == "training" else people

    def _between(self, name, earliest, latest):
        """Return the domain of what has ``name`` from ``earliest``, if any, to ``latest``."""
        domain = Domain(name, "<=", latest)
        return domain & Domain(name, ">=", earliest) if earliest else domain

    def _get_acceptance_domain(self, earliest, latest):
        if not self.delay_days:
            return Domain.TRUE
        logs = self.env["mentorat.log"].search(
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("participation_id", "!=", False)
            & Domain("to_state", "=", "accepted")
            & Domain("date", "<", latest + timedelta(days=1))
        )
        return Domain("id", "in", logs.participation_id.ids)

    def _get_pair_domain(self, states, dates):
        pairs = self.env["mentorat.pair"].search(
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("state", "in", states)
            & dates
        )
        return Domain("id", "in", (pairs.mentor_id | pairs.mentee_id).ids)

    def _get_start_domain(self, earliest, latest):
        states = ["active", "closing"]
        if self.is_confidential:
            # What went badly is also told by those who have left.
            states += ["closed", "ended"]
        return self._get_pair_domain(
            states, self._between("date_start", earliest, latest)
        )

    def _get_review_domain(self, earliest, latest):
        return self._get_pair_domain(
            ("active", "closing"), self._between("date_mid_term", earliest, latest)
        )

    def _get_end_domain(self, earliest, latest):
        dates = self._between("date_end", earliest, latest)
        domain = self._get_pair_domain(("closed",), dates)
        if not self.delay_days:
            domain |= self._get_pair_domain(("closing",), Domain.TRUE)
        return domain

    def _get_training_domain(self, earliest, latest):
        return Domain.TRUE

    def _get_supervision_domain(self, earliest, latest):
        attendances = self.env["mentorat.supervision.attendance"].search(
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("state", "=", "attended")
            & Domain("date_start", "<", latest + timedelta(days=1))
        )
        # Which mentors were there, to ask them; nothing of it is shown.
        return Domain("id", "in", attendances.sudo().participation_id.ids)

    # INVITATIONS

    def _invite_due(self, today):
        """Invite those who are due and not invited yet; return the new invitations."""
        self.ensure_one()
        people = self._get_due(today) if self.is_rolling else self._get_audience()
        missing = people - self.invitation_ids.participation_id
        values = {
            "evaluation_id": self.id,
            "date_invited": today,
            "date_deadline": answer_deadline(today, self.date_end),
        }
        if self.audience == "managers":
            rows = self._get_manager_rows(missing)
        else:
            rows = [{"participation_id": person.id} for person in missing]
        return self.env["mentorat.evaluation.invitation"].create(
            [{**values, **row} for row in rows]
        )

    def _get_manager_rows(self, people):
        """Return one row for each manager of ``people`` who is not invited yet."""
        known = set(self.invitation_ids.manager_id.ids)
        rows = {}
        for person in people:
            manager = person.manager_user_id
            if manager and manager.active and manager.id not in known:
                rows.setdefault(
                    manager.id,
                    {"participation_id": person.id, "manager_id": manager.id},
                )
        return list(rows.values())

    def _write_to(self, invitations, template, event):
        self.env["mentorat.outbox"]._post(
            f"mentorat_evaluation.{template}",
            event,
            [(invitation, invitation.user_id.partner_id) for invitation in invitations],
        )

    def _remind_due(self, today):
        """Remind those who have not answered, twice at most; return how many."""
        reminded = self.env["mentorat.evaluation.invitation"]
        for number, days in reversed(list(enumerate(REMINDERS, 1))):
            due = reminded.search(
                Domain("evaluation_id", "in", self.ids)
                & Domain("answered", "!=", True)
                & Domain("reminder_count", "<", number)
                & Domain("date_invited", "<=", today - timedelta(days=days))
                & Domain("id", "not in", reminded.ids)
                & (
                    Domain("date_deadline", "=", False)
                    | Domain("date_deadline", ">=", today)
                ),
                limit=BATCH,
            )
            due.reminder_count = number
            self._write_to(due, "mail_template_reminder", f"reminder-{number}")
            reminded |= due
        return len(reminded)

    # CRON

    @api.model
    def _cron_follow(self):
        """Open, invite, remind and close, a campaign at a time, from where it was cut."""
        today = fields.Date.context_today(self)
        over = (datetime.now(timezone.utc) - LAST_ZONE).date()
        running = Domain("programme_id.state", "in", RUNNING_STATES) & Domain(
            "programme_id.is_template", "=", False
        )
        drafts = self.search(
            running
            & Domain("state", "=", "draft")
            & (
                Domain("date_planned", "<=", today)
                | (Domain("date_planned", "=", False) & Domain("is_rolling", "=", True))
            )
        )
        opened = self.search(Domain("state", "=", "open"))
        self.env["ir.cron"]._commit_progress(remaining=len(drafts) + len(opened))
        for evaluation in drafts:
            if evaluation._is_ready(today):
                evaluation._transition("open")
            self.env["ir.cron"]._commit_progress(1)
        for evaluation in opened:
            if evaluation.date_end and evaluation.date_end < over:
                evaluation._transition("closed")
            else:
                evaluation._follow(today)
            self.env["ir.cron"]._commit_progress(1)

    def _is_ready(self, today):
        """Tell whether a planned campaign can open, and has somebody to ask."""
        self.ensure_one()
        if self._get_obstacle():
            return False
        return bool(self._get_due(today) if self.is_rolling else self._get_audience())

    def _follow(self, today):
        self.ensure_one()
        if self.is_rolling:
            self._write_to(
                self._invite_due(today), "mail_template_invitation", "invited"
            )
        # Whether somebody told of a difficult experience is not known, so nobody is reminded.
        if not self.is_confidential:
            self._remind_due(today)
            self._warn_of_few_answers(today)

    def _warn_of_few_answers(self, today):
        """Tell the engineers, once, that few have answered while there is time left."""
        self.ensure_one()
        is_near = self.date_end and self.date_end <= today + timedelta(days=WARN_DAYS)
        if is_near and self.invitation_count and self.response_rate < TARGET_RATE:
            known = self.activity_search([LOW_RESPONSE]).user_id
            self._give_activity(
                LOW_RESPONSE,
                lambda evaluation: evaluation.programme_id.engineer_ids - known,
            )

    # HOOKS

    def _set_dates(self, today):
        """Say on which day a campaign that opens ends, unless it is said already."""
        for evaluation in self.filtered(lambda e: not e.date_end):
            if not evaluation.is_rolling or evaluation.repeat_months:
                evaluation.date_end = answer_deadline(today, None)
                continue
            # After the end of the programme as long as people are still to be asked.
            moment = MOMENTS[evaluation.moment]
            last = max(today, evaluation.programme_id.date_end or today)
            days = (moment.until or moment.delay) + evaluation.delay_days
            evaluation.date_end = answer_deadline(last + timedelta(days=days), None)

    def _plan_next(self):
        """Plan these campaigns again, while their programmes go on."""
        for evaluation in self:
            programme = evaluation.programme_id
            if evaluation.repeat_months and programme.state in RUNNING_STATES:
                planned = evaluation.date_start + relativedelta(
                    months=evaluation.repeat_months
                )
                if programme.date_end and planned <= programme.date_end:
                    planned_again = evaluation.copy({"date_planned": planned})
                    # It answers the same questions of the plan.
                    evaluation.plan_question_ids.write(
                        {"evaluation_ids": [Command.link(planned_again.id)]}
                    )
