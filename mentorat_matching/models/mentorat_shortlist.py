from odoo import fields, models


class MentoratShortlist(models.Model):
    """A mentor on the short list of a mentee, whom the mentee may then wish for.

    Mentees read the profiles of those on their list, not these lines.
    """

    _name = "mentorat.shortlist"
    _description = "Mentor on a short list"
    _order = "mentee_id, place, id"

    run_id = fields.Many2one(
        "mentorat.matching.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="mentee_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="mentee_id.company_id", store=True)
    mentee_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mentor_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    place = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="1 for the mentor who suits best; the mentee does not read it.",
    )

    _once = models.Constraint(
        "UNIQUE(mentee_id, mentor_id)",
        "This mentor is on the list already.",
    )
