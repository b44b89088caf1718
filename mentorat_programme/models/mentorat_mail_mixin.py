from odoo import models


class MentoratMailMixin(models.AbstractModel):
    """A record about which the outbox writes to people."""

    _name = "mentorat.mail.mixin"
    _description = "Subject of mails of the outbox"

    def _get_mail_attachments(self, event):
        """Return the files to send with a mail: list of ``(name, bytes)``.

        :param str event: the outbox's name of what happened
        """
        return []
