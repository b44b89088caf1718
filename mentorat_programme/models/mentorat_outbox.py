from odoo import api, fields, models
from odoo.fields import Command

BATCH = 100
# Rows of one statement.
PAGE = 1000
# Whoever sees Odoo's queue does not learn of which record, and model, a mail is.
UNTIED_MODELS = frozenset({"mentorat.concern"})


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
            page_size=PAGE,
        )
        # Woken, not run: the mail leaves when this transaction has been committed.
        self.env.ref("mentorat_programme.ir_cron_outbox").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Hand pending lines to Odoo's mail queue, a batch at a time."""
        pending = self.search([("state", "=", "pending")], limit=BATCH)
        pending._send()
        # Odoo's queue runs once an hour unless it is told that there is something.
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        remaining = self.search_count([("state", "=", "pending")])
        self.env["ir.cron"]._commit_progress(len(pending), remaining=remaining)

    def _send(self):
        """Turn these lines into mails of Odoo's queue, one recipient each.

        Lines without an address or whose subject is gone are void. Mails and the state of
        their lines are written together: after a crash, either both are there or neither.
        """
        sent = self.browse()
        for (template, lang, tz), lines in self.grouped(
            lambda line: (
                line.template_id,
                line.partner_id.lang or "en_US",
                line.partner_id.tz or "UTC",
            )
        ).items():
            existing = self.env[template.model].browse(lines.mapped("res_id")).exists()
            left = lines.filtered(
                lambda line, ids=set(existing.ids): (
                    line.res_id in ids and line.partner_id.email
                )
            )
            sent |= left
            localised = template.with_context(lang=lang, tz=tz)
            # Two people of one record are written to in two rounds: a batch of Odoo's has
            # one mail for each record.
            while left:
                batch = self.browse().concat(
                    *(found[0] for found in left.grouped("res_id").values())
                )
                batch._send_batch(localised)
                left -= batch
        sent.state = "sent"
        (self - sent).state = "void"

    def _send_batch(self, template):
        """Create the mails of these lines, each about another record of one model."""
        values = {"recipient_ids": [], "email_to": False, "email_cc": False}
        if template.model in UNTIED_MODELS:
            values.update(model=False, res_id=False, record_name=False)
        mails = template.send_mail_batch(
            self.mapped("res_id"), force_send=False, email_values=values
        )
        # In one statement: writing each mail would cost one each.
        mails._fields["recipient_ids"].write_batch(
            [
                (mail, [Command.set(line.partner_id.ids)])
                for line, mail in zip(self, mails, strict=True)
            ]
        )
        self._attach(template, mails)

    def _attach(self, template, mails):
        """Attach to ``mails`` what goes with these lines."""
        records = self.env[template.model].with_context(**template.env.context)
        records = records.browse(self.mapped("res_id"))
        attachments = mails.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": "mail.message",
                    "res_id": mail.mail_message_id.id,
                }
                for line, mail, record in zip(self, mails, records, strict=True)
                for name, content in record._get_mail_attachments(line.event)
            ]
        )
        messages = mails.mail_message_id
        messages._fields["attachment_ids"].write_batch(
            [
                (messages.browse(attachment.res_id), [Command.link(attachment.id)])
                for attachment in attachments
            ]
        )
