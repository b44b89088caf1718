from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.groups import TEAM_GROUPS
from ..core.turns import take_turn

BATCH = 200
ACTIVITY = "mentorat_programme.mail_activity_approval"


class MentoratApprovalMixin(models.AbstractModel):
    """What a line manager, their substitute or a referent decides on a participation."""

    _name = "mentorat.approval.mixin"
    _description = "Approval of a participation"

    manager_user_id = fields.Many2one(
        "res.users",
        "Manager",
        compute="_compute_manager_user_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        help="The line manager, else the manager of the department; the referents of "
        "the programme when there is none.",
    )
    delegate_user_id = fields.Many2one(
        "res.users",
        "Substitute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Decides in place of the manager, who asked for it.",
    )
    date_submitted = fields.Datetime(readonly=True, copy=False)
    date_decided = fields.Datetime("Decision on", readonly=True, copy=False)
    date_escalated = fields.Date("Referent asked on", readonly=True, copy=False)
    question = fields.Text("Question of the manager", readonly=True, copy=False)
    question_answer = fields.Text("Answer", readonly=True, copy=False)
    monthly_hours = fields.Float(
        "Hours per month", compute="_compute_monthly_hours", compute_sudo=True
    )

    # Whoever decided last would be known by it.
    write_uid = fields.Many2one(
        "res.users", "Last Updated by", readonly=True, groups=TEAM_GROUPS
    )

    # COMPUTE

    @api.depends(
        "employee_id.parent_id.user_id",
        "employee_id.current_version_id.department_id.manager_id.user_id",
    )
    def _compute_manager_user_id(self):
        for record in self:
            employee = record.employee_id
            deciders = (
                employee.parent_id
                | employee.current_version_id.department_id.manager_id
            )
            record.manager_user_id = (deciders - employee).user_id[:1]

    @api.depends("programme_id.monthly_hours", "capacity", "role")
    def _compute_monthly_hours(self):
        for record in self:
            mentees = record.capacity if record.role == "mentor" else 1
            record.monthly_hours = record.programme_id.monthly_hours * mentees

    # ACTIONS

    def action_approve(self):
        self._transition("approved")
        return True

    def action_ask(self, question):
        """Ask the person something before deciding; they answer on the portal.

        :raises AccessError: for anybody but those who decide
        :raises UserError: without a question, or when the decision is taken
        """
        self._check_role("manager", "referent")
        # Checked above: managers decide without reading the participation itself.
        sudo = self.sudo()
        sudo._check_awaiting()
        question = (question or "").strip()
        if not question:
            raise UserError(self.env._("Write your question."))
        # Asked twice, it is one question.
        take_turn(sudo)
        sudo = sudo.filtered(lambda record: record.question != question)
        sudo.write({"question": question, "question_answer": False})
        sudo._notify(
            "mail_template_participation_question", f"asked {fields.Datetime.now()}"
        )
        return True

    def action_answer_question(self, answer):
        """Answer the manager's question.

        :raises AccessError: for anybody but the person
        :raises UserError: without an answer, or when there is no question to answer
        """
        self._check_role("self")
        self._check_awaiting()
        answer = (answer or "").strip()
        if not answer:
            raise UserError(self.env._("Write your answer."))
        if not all(self.mapped("question")):
            raise UserError(self.env._("There is no question to answer."))
        # Checked above; sent twice, it is one answer.
        take_turn(self)
        sudo = self.sudo().filtered(lambda record: record.question_answer != answer)
        sudo.question_answer = answer
        sudo._write_to_deciders(
            "mail_template_participation_answered", f"answered {fields.Datetime.now()}"
        )
        return True

    def action_delegate(self, login):
        """Hand the decision to a colleague; an empty ``login`` takes it back.

        :param str login: of somebody of the same company
        :raises AccessError: for anybody but the manager
        :raises UserError: when nobody of the company has this login
        """
        self._check_role("manager")
        # Checked above: managers decide without reading the participation itself.
        sudo = self.sudo()
        sudo._check_awaiting()
        take_turn(sudo)
        for record in sudo:
            substitute = record._find_substitute(login)
            if substitute == record.delegate_user_id:
                continue
            record.delegate_user_id = substitute
            record._end_approval()
            record._ask_decision(f"delegated {fields.Datetime.now()}")
        return True

    # BUSINESS

    def _check_awaiting(self):
        """Raise when the manager has decided on one of these, or was not asked.

        :raises UserError: with what to do
        """
        if any(record.state != "submitted" for record in self):
            raise UserError(
                self.env._("This request no longer awaits a decision. Reload the page.")
            )

    def _find_substitute(self, login):
        """Return the user to whom the decision is handed; nobody for an empty login.

        Somebody who works in the company, whom the manager names by login.

        :raises UserError: when nobody suits, whatever the cause
        """
        self.ensure_one()
        users = self.env["res.users"]
        login = (login or "").strip()
        if not login:
            return users
        substitute = users.search(
            [
                ("login", "=", login),
                ("employee_ids.company_id", "=", self.company_id.id),
                ("id", "not in", (self.user_id | self.manager_user_id).ids),
            ],
            limit=1,
        )
        if not substitute:
            raise UserError(
                self.env._(
                    "No colleague of this company can decide with the login "
                    "“%(login)s”. Check it, or ask somebody else.",
                    login=login,
                )
            )
        return substitute

    def _get_deciders(self):
        """Return the users who decide: substitute, manager, else the referents."""
        self.ensure_one()
        return (
            self.delegate_user_id
            or self.manager_user_id
            or self.programme_id.referent_ids
        )

    def _ask_decision(self, event):
        """Give each decider an activity, with a neutral summary, and a mail."""
        deciders = {record.id: record._get_deciders() for record in self}
        self._get_requests()._give_activity(
            ACTIVITY, lambda request: deciders[request.id]
        )
        self._write_to_deciders("mail_template_participation_to_decide", event)

    def _get_requests(self):
        """Return what deciders see of these, where their activities are."""
        return self.env["mentorat.participation.request"].browse(self.ids)

    def _end_approval(self):
        """Nobody is asked to decide on these any more."""
        self._get_requests().activity_unlink([ACTIVITY])

    def _ask_referents(self, activity):
        """Give the referents an activity on these participations, once."""
        kind = self.env.ref(activity)

        def find_unasked(record):
            pending = record.activity_ids.filtered(lambda a: a.activity_type_id == kind)
            return record.programme_id.referent_ids - pending.user_id

        records = self._get_requests() if activity == ACTIVITY else self
        records._give_activity(activity, find_unasked)

    def _write_to_deciders(self, template, event):
        """Write to those who decide, through the outbox."""
        self.env["mentorat.outbox"]._post(
            f"mentorat_programme.{template}",
            event,
            [(record, record._get_deciders().partner_id) for record in self],
        )

    @api.model
    def _cron_remind_deciders(self):
        """Remind those who have not decided, then ask the referents."""
        today = fields.Date.context_today(self)
        pending = self.search(
            Domain("state", "=", "submitted")
            & Domain("programme_id.state", "in", ("open", "running"))
            & Domain("date_submitted", "!=", False)
        )
        late, very_late = (
            pending.filtered(
                lambda r, name=name: (
                    r.date_submitted.date()
                    <= today - timedelta(days=r.programme_id[name])
                )
            )
            for name in ("reminder_days", "escalation_days")
        )
        # The outbox knows who was reminded of this request already.
        for day, records in late.grouped(lambda r: r.date_submitted.date()).items():
            records._write_to_deciders(
                "mail_template_participation_reminder", f"reminder {day}"
            )
        new = very_late.filtered(lambda r: not r.date_escalated)
        new.date_escalated = today
        new._ask_referents(ACTIVITY)
