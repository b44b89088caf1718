from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..core.change import compare_items
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

        Each later campaign is compared with one at the start: the last one that asked the
        same. Both are shown as they are, so nothing is pooled that could be taken apart.
        """
        questions = self.question_ids | self.item_ids
        items = questions.filtered("mentorat_item").mapped("mentorat_item")
        evaluations = self._get_closed_evaluations(
            programmes, date, Domain("moment", "in", ("start", *LATER_MOMENTS))
        )
        questions = self._get_items(evaluations, items)
        pairs = [
            (end, start)
            for end in evaluations
            if end.moment in LATER_MOMENTS
            and (start := self._get_start(end, evaluations, questions))
        ]
        scores = self._read_scores(
            evaluations, self.env["survey.question"].union(*questions.values())
        )
        return [
            self._measure_campaign(
                end,
                self._compare(end, start, role, questions, scores),
                role=role,
                threshold=max(end.threshold, start.threshold),
            )
            for end, start in pairs
            for role in (None, *self._get_roles_asked(end))
        ]

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

    def _get_items(self, evaluations, items):
        """Return ``{survey: scales marked with an item}``, of ``items`` if there are any."""
        questions = evaluations.survey_id.question_ids.filtered(
            lambda question: (
                question.mentorat_item
                and question.question_type == "scale"
                and (not items or question.mentorat_item in items)
            )
        )
        return questions.grouped("survey_id")

    def _get_start(self, end, evaluations, questions):
        """Return the last of ``evaluations`` at the start that asked the same of the same."""
        items = set(
            questions.get(end.survey_id, end.question_ids[:0]).mapped("mentorat_item")
        )
        starts = evaluations.filtered(
            lambda start: (
                start.moment == "start"
                and start.programme_id == end.programme_id
                and start.audience == end.audience
                and start.date_end <= end.date_end
                and start.survey_id in questions
                and items.intersection(
                    questions[start.survey_id].mapped("mentorat_item")
                )
            )
        )
        return starts.sorted(lambda start: (start.date_end, start.id))[-1:]

    def _compare(self, end, start, role, questions, scores):
        before = {q.mentorat_item: q for q in questions[start.survey_id]}
        return compare_items(
            [
                (
                    scores[start, before[question.mentorat_item], role],
                    scores[end, question, role],
                )
                for question in questions[end.survey_id]
                if question.mentorat_item in before
            ]
        )
