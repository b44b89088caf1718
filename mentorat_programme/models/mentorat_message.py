from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

from ..core.turns import take_turn

# Characters; what is longer is a document, not a message.
MESSAGE_LIMIT = 5000


class MentoratMessage(models.Model):
    """A message from one of a pair to the other, read by nobody else, written once.

    It is none of Odoo's ``mail.message``, which others could reach.
    """

    _name = "mentorat.message"
    _inherit = "mentorat.authored.mixin"
    _description = "Message inside a mentoring pair"
    _order = "id desc"

    _sealed_fields = ("body",)
    _given_fields = frozenset({"pair_id", "form_key", "body"})

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_read = fields.Datetime("Read by the other", readonly=True, copy=False)
    body_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    body = fields.Text("Text", compute="_compute_sealed", readonly=False, copy=False)

    _unread_idx = models.Index("(pair_id, author_id) WHERE date_read IS NULL")

    # COMPUTE

    def _compute_display_name(self):
        for message in self:
            message.display_name = self.env._(
                "Message %(number)s", number=message.id or ""
            )

    @api.depends_context("uid")
    @api.depends("body_sealed", "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_body(vals.get("body") or "")
        pairs = self.env["mentorat.pair"].browse(
            {vals["pair_id"] for vals in vals_list if vals.get("pair_id")}
        )
        # Of two messages at the same instant, one tells the other of the pair.
        take_turn(pairs._filter_own())
        messages = super().create(vals_list)
        if any(message.pair_id.state == "proposed" for message in messages):
            raise UserError(
                self.env._("You write to each other once you have both said yes.")
            )
        messages._tell()
        return messages

    # BUSINESS

    def _check_body(self, body):
        """Raise when ``body`` is no message.

        :raises UserError: for a text that is empty or too long
        """
        if not body.strip():
            raise UserError(self.env._("A message has a text."))
        if len(body) > MESSAGE_LIMIT:
            raise UserError(
                self.env._(
                    "This text has %(length)s characters; at most %(limit)s fit in a "
                    "message.",
                    length=len(body),
                    limit=MESSAGE_LIMIT,
                )
            )

    def _tell(self):
        """Write to the other of each pair, once until they have read what is there."""
        unread = self.search(
            Domain("pair_id", "in", self.pair_id.ids)
            & Domain("author_id", "=", self.env.uid)
            & Domain("date_read", "=", False)
        )
        for pair, messages in self.grouped("pair_id").items():
            if not (unread - self).filtered(lambda m, p=pair: m.pair_id == p):
                # An address of the two; the mail quotes nothing.
                self.env["mentorat.outbox"].sudo()._post(
                    "mentorat_programme.mail_template_message",
                    f"message {messages[0].id}",
                    [(pair, pair._get_people() - self.env.user.partner_id)],
                )

    @api.model
    def _mark_read(self, pair):
        """Note that the current person has read what the other wrote in ``pair``."""
        unread = self.search(
            Domain("pair_id", "=", pair.id)
            & Domain("author_id", "!=", self.env.uid)
            & Domain("date_read", "=", False)
        )
        # Found as the person, one of the two; nobody writes the date by hand.
        unread.sudo().date_read = fields.Datetime.now()
