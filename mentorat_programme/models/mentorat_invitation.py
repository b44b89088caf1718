from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentorat_outbox import PAGE

BATCH = 200
MAX_REMINDERS = 2


class MentoratInvitation(models.Model):
    """Somebody is told that a programme is open to them."""

    _name = "mentorat.invitation"
    _inherit = ["mentorat.mail.mixin"]
    _description = "Invitation to apply to a mentoring programme"
    _order = "programme_id, id"
    # Mails show the name of their subject: it names nobody.
    _rec_name = "programme_id"

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(
        [("any", "Mentor or mentee"), ("mentor", "Mentor"), ("mentee", "Mentee")],
        required=True,
        readonly=True,
        default="any",
    )
    state = fields.Selection(
        [
            ("queued", "To be sent"),
            ("sent", "Sent"),
            ("reminded", "Reminded"),
            ("applied", "Has applied"),
            ("unreachable", "No address"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    date_sent = fields.Datetime("Sent on", readonly=True)
    date_reminded = fields.Datetime("Reminded on", readonly=True)
    reminder_count = fields.Integer("Reminders", readonly=True, default=0)

    _once = models.Constraint(
        "UNIQUE(programme_id, employee_id)", "This person is invited already."
    )
    _queued_idx = models.Index("(id) WHERE state = 'queued'")

    # ACTIONS

    def action_remind(self):
        """Remind those who have not applied, twice at most.

        :raises UserError: when nobody among these can be reminded
        """
        self.programme_id._check_role("engineer")
        waiting = self.filtered(
            lambda invitation: (
                invitation.state in ("sent", "reminded")
                and invitation.reminder_count < MAX_REMINDERS
            )
        )
        if not waiting:
            raise UserError(
                self.env._(
                    "Nobody is left to remind: they have applied, or were reminded twice."
                )
            )
        # Checked above; nobody writes invitations by hand.
        sudo = waiting.sudo()
        for count, invitations in sudo.grouped("reminder_count").items():
            invitations._write_to_people(f"reminder {count + 1}")
            invitations.write(
                {
                    "state": "reminded",
                    "reminder_count": count + 1,
                    "date_reminded": fields.Datetime.now(),
                }
            )
        return True

    # BUSINESS

    @api.model
    def _invite(self, programme, employees, role):
        """Queue an invitation for each of ``employees``, once whoever asks twice.

        One statement for all of them; a cron sends them.

        :return: the number of people who were not invited before
        """
        if not employees:
            return 0
        now = fields.Datetime.now()
        programme.flush_recordset(["company_id"])
        rows = self.env.cr.execute_values(
            "INSERT INTO mentorat_invitation (programme_id, company_id, employee_id, role,"
            " state, reminder_count, create_uid, create_date, write_uid, write_date)"
            " VALUES %s ON CONFLICT DO NOTHING RETURNING id",
            [
                (programme.id, programme.company_id.id, employee.id, role)
                + ("queued", 0, self.env.uid, now, self.env.uid, now)
                for employee in employees
            ],
            page_size=PAGE,
            fetch=True,
        )
        self.invalidate_model()
        # Woken, not run: it starts when this transaction has been committed.
        self.env.ref("mentorat_programme.ir_cron_invitation").sudo()._trigger()
        return len(rows)

    @api.model
    def _cron_send(self):
        """Put queued invitations in the outbox, a batch at a time."""
        queued = self.search([("state", "=", "queued")], limit=BATCH)
        reachable = queued.filtered(lambda invitation: invitation._get_partner().email)
        reachable._write_to_people("invited")
        reachable.write({"state": "sent", "date_sent": fields.Datetime.now()})
        (queued - reachable).state = "unreachable"
        remaining = self.search_count([("state", "=", "queued")])
        self.env["ir.cron"]._commit_progress(len(queued), remaining=remaining)

    def _get_partner(self):
        """Return whom to write to: the login's partner, else the contact at work."""
        employee = self.employee_id
        return employee.user_id.partner_id or employee.work_contact_id

    def _write_to_people(self, event):
        self.env["mentorat.outbox"]._post(
            "mentorat_programme.mail_template_invitation",
            event,
            [(invitation, invitation._get_partner()) for invitation in self],
        )

    @api.model
    def _note_applications(self, participations):
        """Mark the invitations of those who have applied."""
        employees = participations.employee_id
        self.search(
            [
                ("programme_id", "in", participations.programme_id.ids),
                ("employee_id", "in", employees.ids),
                ("state", "!=", "applied"),
            ]
        ).state = "applied"
