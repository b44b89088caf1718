from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.plan import Question, find_question_gap


class MentoratEvaluationQuestion(models.Model):
    """What is asked of a programme, and how it will be answered: a line of its plan."""

    _name = "mentorat.evaluation.question"
    _inherit = "mentorat.programme.part.mixin"
    _description = "Question asked of a mentoring programme"
    _order = "programme_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    level = fields.Selection(
        lambda self: self._get_levels(),
        required=True,
        default="reaction",
        index=True,
        help="Did people like it, learn from it, act on it, and what came of that.",
    )
    # Those of another programme would be the links of a copy: see mentorat.plan.mixin.
    objective_ids = fields.Many2many(
        "mentorat.objective",
        "mentorat_evaluation_question_objective_rel",
        "question_id",
        "objective_id",
        "Objectives",
        domain="[('programme_id', '=', programme_id)]",
        copy=False,
    )
    indicator_ids = fields.Many2many(
        "mentorat.indicator",
        "mentorat_evaluation_question_indicator_rel",
        "question_id",
        "indicator_id",
        "Indicators",
    )
    evaluation_ids = fields.Many2many(
        "mentorat.evaluation",
        "mentorat_evaluation_question_evaluation_rel",
        "question_id",
        "evaluation_id",
        "Campaigns",
        domain="[('programme_id', '=', programme_id)]",
        copy=False,
    )
    note = fields.Char(
        "How it is answered",
        translate=True,
        help="What would be a yes, and what else is looked at.",
    )
    missing = fields.Char("Still missing", compute="_compute_missing")

    # CONSTRAINTS

    @api.constrains("programme_id", "objective_ids", "evaluation_ids")
    def _check_same_programme(self):
        for question in self:
            parts = question.objective_ids.programme_id
            parts |= question.evaluation_ids.programme_id
            if parts - question.programme_id:
                raise ValidationError(
                    self.env._(
                        "“%(question)s”: objectives and campaigns are those of the same "
                        "programme.",
                        question=question.name,
                    )
                )

    # COMPUTE

    @api.depends_context("lang")
    @api.depends(
        "indicator_ids",
        "evaluation_ids.survey_id",
        "programme_id.evaluation_ids.survey_id",
        "programme_id.evaluation_ids.moment",
        "programme_id.evaluation_ids.audience",
    )
    def _compute_missing(self):
        words = self._get_gap_words()
        for question in self:
            campaigns = [
                c._get_plan_facts() for c in question.programme_id.evaluation_ids
            ]
            gap = find_question_gap(question._get_plan_facts(), campaigns)
            question.missing = words.get(gap)

    # BUSINESS

    @api.model
    def _get_levels(self):
        levels = self.env["mentorat.indicator"]._fields["level"]
        return levels._description_selection(self.env)

    @api.model
    def _get_gap_words(self):
        """Return ``{what core.plan tells of a question: what people read}``."""
        return {
            "unanswered": self.env._("no indicator and no campaign answers it"),
            "not_asked": self.env._(
                "no campaign of it asks what its indicators are computed from"
            ),
            "no_baseline": self.env._(
                "it promises a change, and the same people are not asked the same at the "
                "start and at the end"
            ),
        }

    def _get_plan_facts(self):
        """Return this line as ``core.plan.Question``."""
        self.ensure_one()
        return Question(
            self.level,
            frozenset(self.objective_ids.ids),
            {
                indicator.id: "change"
                if indicator.formula == "change"
                else indicator.source
                for indicator in self.indicator_ids
            },
            [campaign._get_plan_facts() for campaign in self.evaluation_ids],
        )

    def _get_targets(self):
        """Return ``[(name of an indicator, what is aimed at in words, or False)]``."""
        self.ensure_one()
        values = self.env["mentorat.indicator.value"]
        return [
            (
                indicator.name,
                # As beside a value of this programme, of which there is none yet.
                values.new(
                    {
                        "indicator_id": indicator.id,
                        "programme_id": self.programme_id.id,
                    }
                ).display_target,
            )
            for indicator in self.indicator_ids
        ]
