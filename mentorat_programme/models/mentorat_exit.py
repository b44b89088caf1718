from collections import Counter

from odoo import api, fields, models

# Fewer would let somebody be recognised.
THRESHOLD = 5


class MentoratExit(models.Model):
    """Why some pair of a programme ended early: not which, not who said so, not the day.

    Nobody reads the lines; the team reads how often each reason was given, once enough were.
    """

    _name = "mentorat.exit"
    _description = "Reason for the early end of a pair"
    _order = "programme_id, reason, id"
    _rec_name = "reason"
    # Neither author nor time.
    _log_access = False

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Selection(
        [
            ("needs", "What was needed has changed"),
            ("time", "Not enough time"),
            ("fit", "We did not suit each other"),
            ("moved", "Another post or place"),
            ("relation", "The relation was difficult"),
            ("other", "Something else"),
        ],
        required=True,
        readonly=True,
    )

    @api.model
    def _count_reasons(self, programmes):
        """Return ``{programme id: [(words, count)]}``, most frequent first.

        Nothing for a programme with fewer than ``THRESHOLD`` reasons given; reasons given less
        often than that are counted together, and left out when they are too few even so.
        """
        labels = dict(self._fields["reason"]._description_selection(self.env))
        # Numbers above the threshold alone leave this method.
        rows = self.sudo()._read_group(
            [("programme_id", "in", programmes.ids)],
            ["programme_id", "reason"],
            ["__count"],
        )
        counts = {}
        for programme, reason, count in rows:
            key = reason if count >= THRESHOLD else "other"
            counts.setdefault(programme.id, Counter())[key] += count
        return {
            programme_id: [
                (labels[reason], count)
                for reason, count in sorted(
                    found.items(), key=lambda item: (-item[1], labels[item[0]])
                )
                if count >= THRESHOLD
            ]
            for programme_id, found in counts.items()
        }
