import base64
import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

BATCH = 100


class MentoratOutbox(models.Model):
    """One line for each event, recipient and template: nobody is written to twice.

    Lines are turned into mails of Odoo's queue by a cron, one recipient each.
    """

    _name = "mentorat.outbox"
    _description = "Mentoring outbox"
    _order = "id"
    _rec_name = "event"

    event = fields.Char(required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade"
    )
    template_id = fields.Many2one(
        "mail.template", required=True, readonly=True, ondelete="cascade"
    )
    res_id = fields.Integer(required=True, readonly=True)
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("sent", "Handed to the mail queue"),
            ("void", "Void"),
        ],
        default="pending",
        required=True,
        readonly=True,
    )

    _once = models.Constraint(
        "UNIQUE(event, partner_id, template_id)",
        "This person was already written to about this event.",
    )
    _pending_idx = models.Index("(id) WHERE state = 'pending'")

    @api.model
    def _post(self, template_xmlid, event, recipients):
        """Put mails in the outbox; those that are there already are left alone.

        :param str template_xmlid: ``mail.template`` whose model is that of the records
        :param str event: identity of the event, e.g. ``"submitted"``; the record's id and
            model are added to it
        :param recipients: list of ``(record, res.partner recordset)``
        """
        template = self.env.ref(template_xmlid)
        rows = [
            (f"{record._name},{record.id},{event}", partner.id, template.id, record.id)
            for record, partners in recipients
            for partner in partners
        ]
        if not rows:
            return
        self.env.cr.execute_values(
            "INSERT INTO mentorat_outbox (event, partner_id, template_id, res_id, state,"
            " create_date, write_date) VALUES %s ON CONFLICT DO NOTHING",
            rows,
            template="(%s, %s, %s, %s, 'pending', now(), now())",
        )
        # Woken, not run: the mail leaves when this transaction has been committed.
        self.env.ref("mentorat_programme.ir_cron_outbox").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Hand pending lines to Odoo's mail queue, a batch at a time."""
        pending = self.search([("state", "=", "pending")], limit=BATCH)
        for line in pending:
            line._send()
        remaining = self.search_count([("state", "=", "pending")])
        self.env["ir.cron"]._commit_progress(len(pending), remaining=remaining)

    def _send(self):
        self.ensure_one()
        template = self.template_id.with_context(
            lang=self.partner_id.lang, tz=self.partner_id.tz or "UTC"
        )
        record = self.env[template.model].browse(self.res_id).exists()
        if not record or not self.partner_id.email:
            self.state = "void"
            return
        attachments = [
            (name, base64.b64encode(content).decode())
            for name, content in record._get_mail_attachments(self.event)
        ]
        template.send_mail(
            record.id,
            force_send=False,
            email_values={
                "recipient_ids": [(6, 0, self.partner_id.ids)],
                "email_to": False,
                "email_cc": False,
                "attachments": attachments,
            },
        )
        self.state = "sent"
