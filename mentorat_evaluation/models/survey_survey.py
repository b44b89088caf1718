from odoo import api, fields, models
from odoo.exceptions import UserError


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("mentorat", "Mentoring")], ondelete={"mentorat": "set default"}
    )

    @api.depends_context("uid")
    @api.depends("survey_type")
    def _compute_allowed_survey_types(self):
        result = super()._compute_allowed_survey_types()
        for survey in self:
            if survey.allowed_survey_types:
                survey.allowed_survey_types = [*survey.allowed_survey_types, "mentorat"]
        return result

    def _check_answer_creation(
        self,
        user,
        partner,
        email,
        test_entry=False,
        check_attempts=True,
        invite_token=False,
    ):
        # What the survey application keeps has a name on it; answers to a mentoring
        # survey have none, and are given in a campaign.
        if self.survey_type == "mentorat" and not test_entry:
            raise UserError(
                self.env._(
                    "A mentoring survey is answered anonymously: open a campaign in "
                    "Mentoring / Evaluation instead of sharing the survey."
                )
            )
        return super()._check_answer_creation(
            user,
            partner,
            email,
            test_entry=test_entry,
            check_attempts=check_attempts,
            invite_token=invite_token,
        )
