from odoo import api, fields, models

# Kept here, to be used by the default criteria of a programme.
DEFAULT_CRITERIA = (("skills", 60), ("level_gap", 25), ("department", 15))


class MentoratCriterion(models.Model):
    """What counts when the people of a programme are matched, and how much."""

    _name = "mentorat.criterion"
    _description = "Matching criterion"
    _order = "programme_id, sequence, id"
    _rec_name = "kind"

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("skills", "Skills"),
            ("level_gap", "Lead of the mentor"),
            ("department", "Another department"),
        ],
        "Criterion",
        required=True,
    )
    weight = fields.Integer(
        default=10,
        required=True,
        help="From 0 to 100. Only the proportions between the criteria count.",
    )
    required = fields.Boolean(
        help="Two people for whom this criterion is worth nothing are never proposed.",
    )
    gap = fields.Integer(
        "Lead in points",
        default=20,
        required=True,
        help="Points of progress (0 to 100) that separate the mentor's level from the "
        "mentee's present one when the lead is fully worth its weight.",
    )
    explanation = fields.Text("What it means", compute="_compute_explanation")

    _once_per_kind = models.Constraint(
        "UNIQUE(programme_id, kind)",
        "This criterion is already in the list: change its weight instead.",
    )
    _weight_range = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 100)", "A weight goes from 0 to 100."
    )
    _gap_range = models.Constraint(
        "CHECK(gap BETWEEN 1 AND 100)", "The lead asked for is from 1 to 100 points."
    )

    @api.constrains("programme_id", "kind", "weight", "required", "gap")
    def _check_programme_not_frozen(self):
        self.programme_id._check_not_frozen()

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for criterion in self:
            criterion.display_name = labels.get(criterion.kind)

    @api.depends("kind", "gap")
    def _compute_explanation(self):
        meanings = {
            "skills": self.env._(
                "The mentor offers the skills that the mentee wants, at the level wanted; "
                "essential skills count three times."
            ),
            "level_gap": self.env._(
                "In these skills the mentor is ahead of where the mentee is today, fully "
                "worth its weight from the lead that you set."
            ),
            "department": self.env._(
                "The two work in different departments, so that the link is a new one."
            ),
        }
        for criterion in self:
            criterion.explanation = meanings.get(criterion.kind)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.programme_id._check_not_frozen()

    @api.model
    def _get_public_meanings(self):
        """Return ``{kind: what it means}`` in words for those who apply."""
        return {
            "skills": self.env._("What you want to learn and what a mentor offers."),
            "level_gap": self.env._("A mentor who is ahead in these skills."),
            "department": self.env._("Two departments that do not know each other."),
        }

    def _get_weightings(self):
        """Return the criteria as plain data, in their order, see ``core.problem``."""
        return [
            {
                "kind": criterion.kind,
                "weight": criterion.weight,
                "required": criterion.required,
                "gap": criterion.gap,
            }
            for criterion in self.sorted()
        ]
