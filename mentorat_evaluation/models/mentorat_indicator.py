from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.lines import ReadableLines


class MentoratIndicator(models.Model):
    """What is measured, the question that it answers and how it is computed."""

    _name = "mentorat.indicator"
    _inherit = [
        "mentorat.comparison.mixin",
        "mentorat.enrolment.formulas.mixin",
        "mentorat.match.formulas.mixin",
        "mentorat.start.formulas.mixin",
        "mentorat.meeting.formulas.mixin",
        "mentorat.quarter.formulas.mixin",
        "mentorat.survey.formulas.mixin",
        "mentorat.ending.formulas.mixin",
        "mentorat.fairness.mixin",
        "mentorat.skill.formulas.mixin",
        "mentorat.own.formulas.mixin",
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
            "direction",
            "target",
            "target_high",
            "alert",
            "least_score",
            "programme_ids",
            "record_model",
            "among_domain",
            "condition_domain",
            "averaged_field",
            "item_ids",
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
    least_score = fields.Integer(
        "Mark",
        default=8,
        help="From which mark on an answer counts, for a share of the answers.",
    )
    unit = fields.Selection(
        [
            ("percent", "%"),
            ("points", "Points from -100 to 100"),
            ("score", "Out of 10"),
            ("five", "Out of 5"),
            ("change", "Points out of 10, more or less"),
            ("ratio", "Ratio"),
            ("number", "Number"),
            ("days", "Days"),
            ("money", "Money"),
        ],
        required=True,
        default="score",
    )
    direction = fields.Selection(
        [
            ("none", "For information"),
            ("higher", "At least the target"),
            ("lower", "At most the target"),
            ("range", "Between the two targets"),
        ],
        "Aim",
        required=True,
        default="none",
    )
    target = fields.Float(help="Value aimed at.")
    target_high = fields.Float(
        "Upper target", help="Other end of what is aimed at, of an aim between two."
    )
    alert = fields.Float(
        help="Value beyond which something has to be done: below it where more is aimed "
        "at, above it where less is."
    )
    description = fields.Text("How it is computed", translate=True)
    limits = fields.Text("What it cannot show", translate=True)
    question_ids = fields.One2many(
        "survey.question",
        "mentorat_indicator_id",
        "Survey questions",
        readonly=True,
        groups=f"{TEAM_GROUPS},survey.group_survey_user",
    )
    item_ids = fields.Many2many(
        "survey.question",
        string="Further questions",
        domain=[("survey_id.survey_type", "=", "mentorat"), ("scale_max", "=", 10)],
        groups=f"{TEAM_GROUPS},survey.group_survey_user",
        help="Scales from 0 to 10 that it measures beside those that name it.",
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

    # CONSTRAINTS

    @api.constrains("item_ids")
    def _check_item_ids(self):
        for question in self.item_ids:
            scale = (question.question_type, question.scale_min, question.scale_max)
            if scale != ("scale", 0, 10) or question.survey_type != "mentorat":
                raise ValidationError(
                    self.env._(
                        "“%(question)s” is not a scale from 0 to 10 of a mentoring survey.",
                        question=question.title,
                    )
                )

    # COMPUTE

    @api.depends("formula")
    def _compute_source(self):
        sources = {code: source for code, source, __ in self._get_formulas()}
        for indicator in self:
            indicator.source = sources.get(indicator.formula)
