from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..core.change import compare_changes
from ..core.indicators import mean, net_recommendation, share_from
from ..core.schedule import LATER_MOMENTS


class MentoratSurveyFormulasMixin(models.AbstractModel):
    """What people answer in campaigns, read once these are closed."""

    _name = "mentorat.survey.formulas.mixin"
    _inherit = "mentorat.response.formulas.mixin"
    _description = "Formulas about answers"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            [
                "recommendation",
                "survey",
                self.env._("Recommendation: % of 9-10 minus % of 0-6"),
            ],
            ["mean", "survey", self.env._("Mean of the answers")],
            ["share", "survey", self.env._("Share of the answers from a mark on")],
            [
                "change",
                "survey",
                self.env._(
                    "Mean at the end minus mean at the start, of the same questions"
                ),
            ],
        ]

    def _figures_recommendation(self, programmes, date):
        return self._measure_answers(programmes, date, net_recommendation)

    def _figures_mean(self, programmes, date):
        return self._measure_answers(programmes, date, mean)

    def _figures_share(self, programmes, date):
        return self._measure_answers(
            programmes, date, lambda scores: share_from(scores, self.least_score)
        )

    def _figures_change(self, programmes, date):
        """Of the questions that name this indicator, or else all that both surveys ask.

        See ``mentorat.change.mixin``, which the page of a campaign shows as well.
        """
        questions = self.question_ids | self.item_ids
        items = set(questions.filtered("mentorat_item").mapped("mentorat_item"))
        ends = self._get_closed_evaluations(
            programmes, date, Domain("moment", "in", LATER_MOMENTS)
        )
        measures = []
        for end, found in ends._get_item_changes().items():
            for role in (None, *self._get_roles_asked(end)):
                changes = [
                    change
                    for (item, of), change in found.items()
                    if of == role and (not items or item in items)
                ]
                if changes:
                    measures.append(
                        self._measure_campaign(
                            end,
                            compare_changes(changes),
                            role=role,
                            threshold=max(c.threshold for c in changes),
                        )
                    )
        return measures

    # ANSWERS

    def _measure_answers(self, programmes, date, statistic):
        """One figure for each campaign that asked the question and is closed, by role."""
        questions = self.question_ids | self.item_ids
        evaluations = self._get_closed_evaluations(
            programmes, date, Domain("survey_id", "in", questions.survey_id.ids)
        )
        scores = self._read_scores(evaluations, questions)
        return [
            self._measure_campaign(
                evaluation,
                statistic(
                    [
                        score
                        for question in questions & evaluation.survey_id.question_ids
                        for score in scores[evaluation, question, role]
                    ]
                ),
                role=role,
            )
            for evaluation in evaluations
            for role in (None, *self._get_roles_asked(evaluation))
        ]

    def _read_scores(self, evaluations, questions):
        """Return ``{(evaluation, question, role): list of answers}``, role None for all."""
        rows = self.env["mentorat.answer"]._read_group(
            [
                ("evaluation_id", "in", evaluations.ids),
                ("question_id", "in", questions.ids),
            ],
            ["evaluation_id", "question_id", "role"],
            ["value:array_agg"],
        )
        scores = defaultdict(list)
        for evaluation, question, role, found in rows:
            scores[evaluation, question, role] += found
            scores[evaluation, question, None] += found
        return scores
