from odoo import api, fields, models

# Kept here, to be used by the default criteria of a programme.
DEFAULT_CRITERIA = (("skills", 60), ("level_gap", 25), ("department", 15))
# Parameters of each kind: {name in core.criteria: field}.
OPTIONS = {
    "skills": {"rarity": "rarity"},
    "level_gap": {"gap": "gap"},
    "seniority": {"least": "years_least", "most": "years_most"},
    "department": {"comparison": "comparison"},
    "site": {"comparison": "comparison"},
    "company": {"comparison": "comparison"},
    "availability": {"half_days": "half_days"},
    "timezone": {"hours": "hours"},
    "field": {
        "field": "field_name",
        "comparator": "comparator",
        "tolerance": "tolerance",
    },
}
# Kinds in which being the same is what one mostly wants.
SAME_KINDS = ("site",)


class MentoratCriterion(models.Model):
    """What counts when the people of a programme are matched, and how much."""

    _name = "mentorat.criterion"
    _inherit = [
        "mentorat.guard.mixin",
        "mentorat.criterion.field.mixin",
        "mentorat.criterion.hook.mixin",
    ]
    _description = "Matching criterion"
    _order = "programme_id, sequence, id"
    _rec_name = "kind"

    # Addons that add parameters add their names.
    _writable_fields = frozenset(
        {"sequence", "kind", "weight", "required"}.union(
            *(names.values() for names in OPTIONS.values())
        )
    )
    _given_fields = frozenset({"programme_id"})

    # FIELDS

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
            ("seniority", "Years in the company"),
            ("department", "Department"),
            ("site", "Site"),
            ("company", "Company"),
            ("language", "Languages"),
            ("availability", "Availability"),
            ("timezone", "Time zone"),
            ("preference", "Wishes"),
            ("past_pair", "Pairs of before"),
            ("field", "Field of employees"),
        ],
        "Criterion",
        required=True,
    )
    weight = fields.Integer(
        default=10,
        required=True,
        help="From 0 to 100. Only the proportions between the criteria count.",
    )
    share = fields.Float(
        "Share (%)",
        compute="_compute_share",
        help="Of the weights of all criteria of the programme.",
    )
    required = fields.Boolean(
        help="Two people for whom this criterion is worth nothing are never proposed, "
        "whatever else speaks for them.",
    )

    # parameters
    rarity = fields.Boolean(
        "Rare skills count more",
        help="A skill counts the more the fewer mentors offer it, so that those who have "
        "it are kept for those who want it.",
    )
    gap = fields.Integer(
        "Lead in points",
        default=20,
        required=True,
        help="Points of progress (0 to 100) that separate the mentor's level from the "
        "mentee's present one when the lead is fully worth its weight.",
    )
    years_least = fields.Integer(
        "From (years more)",
        default=2,
        help="How many years longer than the mentee the mentor has been in the company, "
        "at least. Below 0 for a mentor who is the newer of the two.",
    )
    years_most = fields.Integer("To (years more)", default=15)
    comparison = fields.Selection(
        [("same", "The same"), ("different", "Different")],
        "The two have",
        compute="_compute_comparison",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=True,
    )
    half_days = fields.Integer(
        "Half-days in common",
        default=2,
        help="In a week, from which availability is fully worth its weight.",
    )
    hours = fields.Integer(
        "Hours apart",
        default=3,
        help="Between the two time zones, up to which it is fully worth its weight.",
    )
    explanation = fields.Text("What it means", compute="_compute_explanation")

    # CONSTRAINTS

    _once_per_subject = models.UniqueIndex(
        "(programme_id, kind, COALESCE(field_name, ''))",
        "This criterion is already in the list: change its weight instead.",
    )
    _weight_range = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 100)", "A weight goes from 0 to 100."
    )
    _gap_range = models.Constraint(
        "CHECK(gap BETWEEN 1 AND 100)", "The lead asked for is from 1 to 100 points."
    )
    _years_range = models.Constraint(
        "CHECK(years_least BETWEEN -60 AND 60 AND years_most BETWEEN -60 AND 60"
        " AND years_least <= years_most)",
        "Years go from -60 to 60, the lower number first.",
    )
    _half_days_range = models.Constraint(
        "CHECK(half_days BETWEEN 1 AND 10)", "A week has from 1 to 10 half-days."
    )
    _hours_range = models.Constraint(
        "CHECK(hours BETWEEN 0 AND 12)", "Time zones are from 0 to 12 hours apart."
    )

    @api.constrains(
        "programme_id",
        "kind",
        "weight",
        "required",
        *{name for names in OPTIONS.values() for name in names.values()},
    )
    def _check_programme_not_frozen(self):
        self.programme_id._check_not_frozen()

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("kind", "comparison", "field_name", "comparator")
    def _compute_display_name(self):
        words = self.env["mentorat.matching.words"]
        for criterion in self:
            criterion.display_name = criterion.kind and words._get_label(
                criterion.kind, criterion._get_options()
            )

    @api.depends("weight", "programme_id.criterion_ids.weight")
    def _compute_share(self):
        for criterion in self:
            total = sum(criterion.programme_id.criterion_ids.mapped("weight"))
            criterion.share = 100 * criterion.weight / total if total else 0

    @api.depends("kind")
    def _compute_comparison(self):
        for criterion in self:
            criterion.comparison = (
                "same" if criterion.kind in SAME_KINDS else "different"
            )

    @api.depends_context("lang")
    @api.depends(
        "kind",
        "required",
        "programme_id.language_ids",
        *sorted({name for names in OPTIONS.values() for name in names.values()}),
    )
    def _compute_explanation(self):
        words = self.env["mentorat.matching.words"]
        for criterion in self:
            criterion.explanation = criterion.kind and words._get_meaning(
                criterion.kind, criterion._get_options(), criterion.required
            )

    # CRUD

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.programme_id._check_not_frozen()

    # BUSINESS

    def _get_weightings(self):
        """Return the criteria as plain data, in their order, see ``core.people.Weighting``."""
        return [
            {
                "kind": criterion.kind,
                "weight": criterion.weight,
                "required": criterion.required,
                "options": criterion._get_options(),
            }
            for criterion in self.sorted()
        ]

    def _get_options(self):
        """Return the parameters of this criterion, as JSON; see ``core.criteria``.

        Addons that add a kind add its parameters here.
        """
        self.ensure_one()
        options = {
            option: self[name] for option, name in OPTIONS.get(self.kind, {}).items()
        }
        if self.kind == "language":
            languages = self.programme_id.language_ids.mapped("code")
            options["languages"] = self._get_spoken(languages)
        return options

    @api.model
    def _get_spoken(self, codes):
        """Return the spoken languages of locales: "fr" of "fr_BE", each once, sorted."""
        return sorted(
            {code.partition("_")[0].partition("@")[0] for code in codes if code}
        )
