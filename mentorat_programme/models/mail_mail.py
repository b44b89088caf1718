from odoo import models
from odoo.fields import Domain


class MailMail(models.Model):
    _inherit = "mail.mail"

    def process_email_queue(self, email_ids=(), batch_size=1000):
        """Go on with what is left of the queue: Odoo waits an hour after each thousand."""
        waiting = self._count_waiting()
        result = super().process_email_queue(email_ids, batch_size)
        # Without progress it waits, as Odoo does.
        if not email_ids and 0 < self._count_waiting() < waiting:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return result

    def _count_waiting(self):
        return self.search_count(
            Domain("state", "=", "outgoing") & Domain("scheduled_date", "=", False)
        )
