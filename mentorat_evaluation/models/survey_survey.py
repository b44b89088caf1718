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

    # CRUD

    def write(self, vals):
        if "survey_type" in vals:
            self._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_not_asked()
        planned = self._find_campaigns([("survey_id", "in", self.ids)])
        if planned:
            raise UserError(
                self.env._(
                    "Evaluation plans use “%(survey)s”: choose another survey there first.",
                    survey=planned.survey_id[:1].title,
                )
            )

    # BUSINESS

    def _find_campaigns(self, domain):
        # Whether there are any, whoever may read them.
        return self.env["mentorat.evaluation"].sudo().search(domain)

    def _check_not_asked(self):
        """Raise when a campaign that is open or over asks one of these surveys.

        :raises UserError: saying what to do
        """
        asked = self._find_campaigns(
            [("survey_id", "in", self.ids), ("state", "!=", "draft")]
        )
        if asked:
            raise UserError(
                self.env._(
                    "People were asked the questions of “%(survey)s”, and their answers are "
                    "read with them: they change no more. Duplicate the survey, and use the "
                    "copy in the next campaign.",
                    survey=asked.survey_id[:1].title,
                )
            )

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
