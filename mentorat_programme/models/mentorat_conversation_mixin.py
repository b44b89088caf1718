from odoo import api, fields, models

from ..core.lines import ReadableLines


class MentoratConversationMixin(models.AbstractModel):
    """What the two of a pair write to each other, and what is still unread."""

    _name = "mentorat.conversation.mixin"
    _description = "Conversation of a pair"

    message_part_ids = ReadableLines("mentorat.message", "pair_id", "Messages")
    action_ids = ReadableLines("mentorat.action", "pair_id", "Actions")
    unread_count = fields.Integer(
        "Unread messages",
        compute="_compute_unread_count",
        aggregator=None,
        help="Of the other, not read yet by the reader of the pair.",
    )

    @api.depends_context("uid")
    @api.depends("message_part_ids.date_read")
    def _compute_unread_count(self):
        counts = dict(
            self.env["mentorat.message"]._read_group(
                [
                    ("pair_id", "in", self._filter_own().ids),
                    ("author_id", "!=", self.env.uid),
                    ("date_read", "=", False),
                ],
                ["pair_id"],
                ["__count"],
            )
        )
        for pair in self:
            pair.unread_count = counts.get(pair, 0)
