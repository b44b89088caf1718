from odoo import fields, models
from odoo.exceptions import UserError

TEXT_LIMIT = 5000


class MentoratContactWizard(models.TransientModel):
    """A word of the team to the people of some pairs, each of whom gets a mail of their own.

    Nothing is posted on the pair and nobody follows it.
    """

    _name = "mentorat.contact.wizard"
    _inherit = ["mentorat.mail.mixin"]
    _description = "Write to the people of pairs"
    # The mails are made of it by a cron, which may be late.
    _transient_max_hours = 72.0

    pair_ids = fields.Many2many("mentorat.pair", required=True, readonly=True)
    recipients = fields.Selection(
        [
            ("both", "Both, each alone"),
            ("mentor", "The mentor"),
            ("mentee", "The mentee"),
        ],
        "To",
        default="both",
        required=True,
    )
    body = fields.Text("Message", required=True)

    def action_send(self):
        """Send it, once.

        :raises AccessError: for anybody but the team of the programmes
        :raises UserError: when it is too long, or reaches nobody
        """
        self.ensure_one()
        self.pair_ids._check_role("engineer", "referent")
        if len(self.body) > TEXT_LIMIT:
            raise UserError(
                self.env._("At most %(limit)s characters fit.", limit=TEXT_LIMIT)
            )
        sides = ("mentor", "mentee") if self.recipients == "both" else [self.recipients]
        # Addresses of people of whose programmes the writer is of the team, checked above.
        pairs_sudo = self.pair_ids.sudo()
        partners = self.env["res.partner"].union(
            *(pairs_sudo[f"{side}_user_id"].partner_id for side in sides)
        )
        if not partners.filtered("email"):
            raise UserError(self.env._("None of them has an address to write to."))
        # The line of the outbox, of a text that its author sends.
        self.env["mentorat.outbox"].sudo()._post(
            "mentorat_programme.mail_template_contact",
            "contact",
            [(self, partners)],
        )
        return {"type": "ir.actions.act_window_close"}
