from odoo import api, models


class MentoratActivityMixin(models.AbstractModel):
    """Activities on a record that has neither followers nor messages.

    Any employee can read who follows what, so what concerns people carries no
    ``mail.thread``; the entry points that activities expect of it are given here.
    The history of the record is in ``mentorat.log``.
    """

    _name = "mentorat.activity.mixin"
    _inherit = "mail.activity.mixin"
    _description = "Activities without followers"

    @api.private
    def message_post_with_source(self, source_ref, **kwargs):
        """Called when an activity is done: nothing is posted."""
        return self.env["mail.message"]

    @api.private
    def message_notify(self, **kwargs):
        """Called when an activity is assigned: the outbox writes to people instead."""
        return self.env["mail.message"]

    @api.private
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Called for whom an activity is assigned to: nobody follows."""
        return True
