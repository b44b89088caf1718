from collections import defaultdict

from odoo import api, fields, models


class MentoratActivityMixin(models.AbstractModel):
    """Activities on a record that has neither followers nor messages.

    Any employee can read who follows what, so what concerns people carries no thread of
    messages; the entry points that activities expect of one are given here.
    The history of the record is in ``mentorat.log``.
    """

    _name = "mentorat.activity.mixin"
    _inherit = "mail.activity.mixin"
    _description = "Activities without followers"

    # Odoo reads it in superuser mode, for people who read no activity of the record too.
    activity_type_icon = fields.Char(
        related="activity_ids.icon", related_sudo=False, groups="base.group_user"
    )

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

    def _give_activity(self, activity_type, get_users):
        """Give those whom each of these records concerns an activity on it.

        It costs as much for many records as for one; only people are counted.

        :param str activity_type: external id, with a neutral summary
        :param get_users: function from a record to users
        """
        record_ids = defaultdict(list)
        for record in self:
            for user in get_users(record):
                record_ids[user].append(record.id)
        quiet = self.with_context(mail_activity_quick_update=True)
        for user, ids in record_ids.items():
            quiet.browse(ids).activity_schedule(activity_type, user_id=user.id)
