from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.lines import ReadableLines

from ..core.indicators import Measure, mean, net_recommendation, rate

# An active pair met at least once in so many days.
ACTIVE_DAYS = 45
# How the answers to a scale become one figure.
SURVEY_FORMULAS = {"recommendation": net_recommendation, "mean": mean}


class MentoratIndicator(models.Model):
    """What is measured, the question that it answers and how it is computed."""

    _name = "mentorat.indicator"
    _inherit = [
        "mentorat.comparison.mixin",
        "mentorat.formula.mixin",
        "mentorat.guard.mixin",
    ]
    _description = "Mentoring indicator"
    _order = "sequence, id"

    _writable_fields = frozenset(
        {
            "name",
            "code",
            "active",
            "sequence",
            "question",
            "level",
            "formula",
            "unit",
            "target",
            "description",
            "limits",
        }
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    question = fields.Char("Question it answers", required=True, translate=True)
    level = fields.Selection(
        [
            ("reaction", "Reaction"),
            ("learning", "Learning"),
            ("behaviour", "Behaviour"),
            ("results", "Results"),
        ],
        required=True,
        default="reaction",
        help="Level of Kirkpatrick: did people like it, learn from it, act on it, and "
        "what came of that.",
    )
    formula = fields.Selection("_get_formula_selection", required=True, default="mean")
    source = fields.Selection(
        [("programme", "Life of the programme"), ("survey", "Answers to a survey")],
        compute="_compute_source",
        store=True,
    )
    unit = fields.Selection(
        [
            ("percent", "%"),
            ("points", "Points from -100 to 100"),
            ("score", "Out of 10"),
        ],
        required=True,
        default="score",
    )
    target = fields.Float(help="Value aimed at, or more; 0 when there is none.")
    description = fields.Text("How it is computed", translate=True)
    limits = fields.Text("What it cannot show", translate=True)
    question_ids = fields.One2many(
        "survey.question",
        "mentorat_indicator_id",
        "Survey questions",
        readonly=True,
        groups=f"{TEAM_GROUPS},survey.group_survey_user",
    )
    value_ids = ReadableLines(
        "mentorat.indicator.value",
        "indicator_id",
        "Values",
        groups=f"{TEAM_GROUPS},hr.group_hr_user",
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)", "Another indicator has this code already."
    )

    # COMPUTE

    @api.depends("formula")
    def _compute_source(self):
        sources = {code: source for code, source, __ in self._get_formulas()}
        for indicator in self:
            indicator.source = sources.get(indicator.formula)

    # BUSINESS

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            (
                "active_pair_rate",
                "programme",
                self.env._("Active pairs: met in the last 45 days / pairs under way"),
            ),
            (
                "recommendation",
                "survey",
                self.env._("Recommendation: % of 9-10 minus % of 0-6"),
            ),
            ("mean", "survey", self.env._("Mean of the answers")),
        ]

    def _figures_recommendation(self, programmes, date):
        return self._get_survey_figures(programmes, date)

    def _figures_mean(self, programmes, date):
        return self._get_survey_figures(programmes, date)

    def _get_survey_figures(self, programmes, date):
        """One figure for each campaign that asked the question and is closed."""
        questions = self.question_ids
        evaluations = self.env["mentorat.evaluation"].search(
            [
                ("programme_id", "in", programmes.ids),
                ("survey_id", "in", questions.survey_id.ids),
                ("state", "=", "closed"),
                ("date_end", "<=", date),
            ]
        )
        scores = dict(
            self.env["mentorat.answer"]._read_group(
                [
                    ("evaluation_id", "in", evaluations.ids),
                    ("question_id", "in", questions.ids),
                ],
                ["evaluation_id"],
                ["value:array_agg"],
            )
        )
        statistic = SURVEY_FORMULAS[self.formula]
        return [
            Measure(
                evaluation.programme_id,
                evaluation,
                None,
                None,
                evaluation.threshold,
                statistic(scores.get(evaluation, [])),
                evaluation.date_end,
            )
            for evaluation in evaluations
        ]

    def _figures_active_pair_rate(self, programmes, date):
        """Share of the pairs under way at ``date`` that met shortly before it."""
        under_way = Domain("state", "in", ("active", "closing")) | (
            Domain("state", "in", ("closed", "ended")) & Domain("date_end", ">", date)
        )
        pairs = self.env["mentorat.pair"].search(
            Domain("programme_id", "in", programmes.ids)
            & Domain("date_start", "<=", date)
            & under_way
        )
        meetings = self.env["mentorat.meeting"]._read_group(
            [
                ("pair_id", "in", pairs.ids),
                ("state", "=", "held"),
                ("date_start", ">", date - timedelta(days=ACTIVE_DAYS)),
                ("date_start", "<", date + timedelta(days=1)),
            ],
            ["pair_id"],
        )
        met = self.env["mentorat.pair"].union(*(pair for (pair,) in meetings))
        by_programme = pairs.grouped("programme_id")
        figures = []
        for programme in programmes:
            own = by_programme.get(programme, self.env["mentorat.pair"])
            people = own.mentor_id.employee_id | own.mentee_id.employee_id
            figure = rate(len(own & met), len(own), len(people))
            figures.append(self._measure(programme, figure))
        return figures
