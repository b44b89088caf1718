from collections import Counter
from functools import partial

from odoo import api, fields, models

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

from ..core.change import independent_change, link_answers, paired_change
from ..core.disclosure import protect_groups
from ..core.indicators import TEXT_FLOOR, disclose, mean
from ..numbers import write_number
from .survey_question import TEXT_TYPES

COLUMNS = ("value", "choice_id", "choices", "text")


class MentoratResultsMixin(models.AbstractModel):
    """What a campaign that is over tells: groups of people, large enough, and no answer.

    Mentors and mentees are shown apart only where neither of them can be found by taking one
    from all (see ``core.disclosure``). What is shown is settled when the campaign closes:
    answers change no more, and it is computed from them alone.
    """

    _name = "mentorat.results.mixin"
    _description = "Results of an evaluation campaign"

    results = fields.Html(
        compute="_compute_results", sanitize=False, groups=TEAM_GROUPS
    )

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("state", "survey_id", "threshold")
    def _compute_results(self):
        for evaluation in self:
            evaluation.results = evaluation.state == "closed" and self.env[
                "ir.qweb"
            ]._render(
                "mentorat_evaluation.evaluation_results",
                {
                    "results": evaluation._get_results(),
                    "changes": evaluation._get_changes(),
                    "threshold": evaluation.threshold,
                    "text_floor": max(evaluation.threshold, TEXT_FLOOR),
                    "number": partial(write_number, self.env),
                },
            )

    # BUSINESS

    def _get_results(self):
        """Return the results by question, without anything below the threshold.

        :return: list of dict: ``title``, ``kind``, ``people``; and of these, those that may
            be shown: ``mean`` and ``high`` (the top of the scale), ``shares`` (list of
            (label, percentage)), ``texts`` (list of str, in alphabetical order), ``groups``
            (list of dict: ``label``, ``people``, ``mean`` or ``shares``)
        """
        self.ensure_one()
        if self.state != "closed":
            return []
        # Nobody reads answers: they leave here as groups of people.
        rows = (
            self.env["mentorat.answer"]
            .sudo()
            ._read_group(
                [("evaluation_id", "=", self.id)],
                ["question_id", "role"],
                ["__count", *(f"{name}:array_agg" for name in COLUMNS)],
            )
        )
        by_question = {}
        for question, role, *columns in rows:
            by_question.setdefault(question, {})[role] = columns
        return [
            self._get_question_result(question, by_question.get(question, {}))
            for question in self.sudo().survey_id.question_ids
        ]

    def _get_question_result(self, question, by_role):
        """Return one item of ``_get_results``.

        :param dict by_role: ``{role: [people, *lists of answers]}``
        """
        columns = [
            [value for found in by_role.values() for value in found[index + 1]]
            for index in range(len(COLUMNS))
        ]
        people = sum(found[0] for found in by_role.values())
        result = {
            "title": question.title,
            "kind": question.question_type,
            "people": people,
            **self._summarise(question, people, *columns),
        }
        texts = columns[-1]
        if question.question_type in TEXT_TYPES:
            if people >= max(self.threshold, TEXT_FLOOR):
                result["texts"] = sorted(texts)
        elif len(by_role) > 1:
            hidden = protect_groups(
                {role: found[0] for role, found in by_role.items()}, self.threshold
            )
            labels = self._get_role_labels()
            result["groups"] = [
                {
                    "label": labels[role],
                    "people": by_role[role][0],
                    **self._summarise(question, *by_role[role]),
                }
                for role in labels
                if role in by_role and role not in hidden
            ]
        return result

    def _summarise(self, question, people, values, choices, several, texts):
        """Return ``mean`` and ``high``, or ``shares``, of some people's answers."""
        if question.question_type == "scale":
            return {
                "mean": disclose(mean(values), self.threshold).value,
                "high": question.scale_max,
            }
        if people < self.threshold:
            return {}
        if question.question_type == "simple_choice":
            counts = Counter(choices)
        elif question.question_type == "multiple_choice":
            counts = Counter(
                int(choice) for chosen in several for choice in chosen.split(",")
            )
        else:
            return {}
        return {
            "shares": [
                (choice.value, 100.0 * counts[choice.id] / people)
                for choice in question.suggested_answer_ids
            ]
        }

    def _get_role_labels(self):
        """Return ``{role: words}``, in the order in which they are shown."""
        field = self.env["mentorat.answer"]._fields["role"]
        return dict(field._description_selection(self.env))

    # CHANGE

    def _get_changes(self):
        """Return how answers moved since the start, by question and role.

        :return: list of dict: ``title``, ``role`` (words), ``before`` and ``after`` (means),
            ``change`` (``core.indicators.Figure``, of all who answered) and ``paired`` (the
            same, of those alone whose two answers a code links, ``None`` when it could tell
            about the others)
        """
        self.ensure_one()
        changes = self._get_item_changes().get(self, {})
        # The words of the questions.
        questions = self.sudo().survey_id.question_ids
        return [
            {
                "title": question.title,
                "role": label,
                **self._compare(change.before, change.after),
            }
            for question in questions
            for role, label in self._get_role_labels().items()
            if (change := changes.get((question.mentorat_item, role))) and change.before
        ]

    def _compare(self, before, after):
        """Return the part of ``_get_changes`` that is numbers."""
        first = [answer for __, answer in before]
        last = [answer for __, answer in after]
        differences = link_answers(before, after)
        # Whoever knows the change of all and of the linked knows that of the others.
        others = (len(first) - len(differences), len(last) - len(differences))
        is_shown = len(differences) >= self.threshold and all(
            people == 0 or people >= self.threshold for people in others
        )
        return {
            "before": mean(first).value,
            "after": mean(last).value,
            "change": independent_change(first, last),
            "paired": paired_change(differences) if is_shown else None,
        }
