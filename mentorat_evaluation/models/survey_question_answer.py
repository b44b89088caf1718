from odoo import api, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        choices = super().create(vals_list)
        choices.question_id.survey_id._check_not_asked()
        return choices

    def write(self, vals):
        if {"value", "question_id"} & set(vals):
            self.question_id.survey_id._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self.question_id.survey_id._check_not_asked()
