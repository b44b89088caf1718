from odoo import fields, models


class MentoratLog(models.Model):
    """What happened to a participation or a pair. Written by the suite, never changed."""

    _name = "mentorat.log"
    _description = "Mentoring history"
    _order = "date desc, id desc"
    _rec_name = "to_state"

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    participation_id = fields.Many2one(
        "mentorat.participation",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    pair_id = fields.Many2one(
        "mentorat.pair", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    from_state = fields.Char(readonly=True)
    to_state = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_effective = fields.Date(
        "As of",
        readonly=True,
        help="The day from which it holds, where that was said: of a pause.",
    )
    reason = fields.Char(readonly=True)

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(participation_id, pair_id) = 1)",
        "A line of history is about one participation or one pair.",
    )

    def _log(self, records, link, origins, target, reason, days=None):
        """Add one line for each of ``records``.

        :param records: participations or pairs
        :param str link: field of this model that points to them
        :param dict origins: ``{record id: state before}``
        :param dict days: ``{record id: day from which it holds}``
        """
        # Nobody creates history by hand: the transition was checked by the caller.
        self.sudo().create(
            [
                {
                    "programme_id": record.sudo().programme_id.id,
                    link: record.id,
                    "from_state": origins[record.id],
                    "to_state": target,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "date_effective": days and days[record.id],
                }
                for record in records
            ]
        )
