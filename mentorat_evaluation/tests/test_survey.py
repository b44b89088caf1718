from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .common import EvaluationCase


class TestSurvey(EvaluationCase):
    def test_stock_answers_are_refused(self):
        with self.assertRaisesRegex(UserError, "anonymously"):
            self.survey._create_answer(user=self.mentee)
        self.assertFalse(self.survey.user_input_ids)

    def test_other_surveys_are_left_alone(self):
        survey = self.env["survey.survey"].create({"title": "Quiz"})
        self.assertTrue(survey._create_answer(user=self.mentee))

    def test_scale_of_an_indicator(self):
        with self.assertRaisesRegex(ValidationError, "from 0 to 10"):
            self.recommend.scale_max = 5
        with self.assertRaisesRegex(ValidationError, "from 0 to 10"):
            self.change.mentorat_indicator_id = self.recommendation

    def test_one_question_an_indicator(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.useful.mentorat_indicator_id = self.recommendation
            self.env.flush_all()

    def test_copy_keeps_the_indicators(self):
        copy = self.survey.copy()
        self.assertEqual(
            copy.question_ids.mentorat_indicator_id,
            self.survey.question_ids.mentorat_indicator_id,
        )
        self.assertEqual(copy.survey_type, "mentorat")

    def test_team_reads_mentoring_surveys_alone(self):
        other = self.env["survey.survey"].create({"title": "Quiz"})
        surveys = self.env["survey.survey"]
        for user in (self.engineer, self.referent, self.administrator):
            found = surveys.with_user(user).search([])
            self.assertIn(self.survey, found)
            self.assertNotIn(other, found)
            self.assertFalse(self.survey.with_user(user).has_access("write"))

    def test_type_is_offered_to_authors(self):
        author = self._new_user("m_author", "base.group_user,survey.group_survey_user")
        self.assertIn("mentorat", self.survey.with_user(author).allowed_survey_types)
        self.assertFalse(self.survey.with_user(self.engineer).allowed_survey_types)
