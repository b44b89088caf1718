from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Kinds of question that the answer page of a campaign can ask.
TEXT_TYPES = ("text_box", "char_box")
ANSWERABLE = ("scale", "simple_choice", "multiple_choice", *TEXT_TYPES)
# What people were asked, by a campaign that is open or over.
ASKED_FIELDS = frozenset(
    {
        "title",
        "question_type",
        "survey_id",
        "scale_min",
        "scale_max",
        "scale_min_label",
        "scale_max_label",
        "suggested_answer_ids",
        "constr_mandatory",
        "mentorat_item",
    }
)


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    survey_type = fields.Selection(related="survey_id.survey_type")
    mentorat_indicator_id = fields.Many2one(
        "mentorat.indicator",
        "Mentoring indicator",
        domain=[("source", "=", "survey")],
        index="btree_not_null",
        ondelete="set null",
        help="The indicator that is computed from the answers to this question.",
    )

    mentorat_item = fields.Char(
        "Mentoring item",
        index="btree_not_null",
        help="The same word in two surveys marks the same question: what people answer at "
        "the end is compared with what they answered at the start.",
    )

    _mentorat_item_once = models.UniqueIndex(
        "(survey_id, mentorat_item) WHERE mentorat_item IS NOT NULL",
        "Another question of this survey is marked with this item already.",
    )
    _mentorat_indicator_once = models.UniqueIndex(
        "(survey_id, mentorat_indicator_id) WHERE mentorat_indicator_id IS NOT NULL",
        "Another question of this survey already gives this indicator.",
    )

    @api.constrains("mentorat_indicator_id", "question_type", "scale_min", "scale_max")
    def _check_mentorat_indicator(self):
        for question in self.filtered("mentorat_indicator_id"):
            scale = (question.question_type, question.scale_min, question.scale_max)
            if scale != ("scale", 0, 10):
                raise ValidationError(
                    self.env._(
                        "“%(indicator)s” is computed from a scale from 0 to 10: change "
                        "“%(question)s”, or take the indicator off it.",
                        indicator=question.mentorat_indicator_id.name,
                        question=question.title,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.survey_id._check_not_asked()
        return questions

    def write(self, vals):
        if ASKED_FIELDS & set(vals):
            self.survey_id._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self.survey_id._check_not_asked()

    # BUSINESS

    def _is_mentorat_answerable(self):
        """Tell whether the answer page of a campaign can ask this question."""
        self.ensure_one()
        return self.question_type in ANSWERABLE and not self.triggering_answer_ids

    def _get_mentorat_description(self):
        """Return this question as plain values.

        :return: dict of ``id``, ``name`` (of its form field), ``title``, ``type``,
            ``required``, ``placeholder``; for a scale or a choice, ``options``: list of
            ``(str to send, label)``; for a scale, ``low`` and ``high``, the words at its
            ends
        """
        self.ensure_one()
        question = {
            "id": self.id,
            "name": f"question_{self.id}",
            "type": self.question_type,
            "title": self.title,
            "required": self.constr_mandatory,
            "placeholder": self.question_placeholder,
        }
        if self.question_type == "scale":
            values = range(self.scale_min, self.scale_max + 1)
            question["options"] = [(str(value), str(value)) for value in values]
            question["low"] = self.scale_min_label
            question["high"] = self.scale_max_label
        elif self.question_type in ("simple_choice", "multiple_choice"):
            question["options"] = [
                (str(choice.id), choice.value) for choice in self.suggested_answer_ids
            ]
        return question
