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

    def test_what_was_asked_changes_no_more(self):
        officer = self._new_user(
            "m_officer", "base.group_user,survey.group_survey_manager"
        )
        self._open_evaluation()
        choice = self.rhythm.suggested_answer_ids[0]
        attempts = (
            lambda: self.useful.with_user(officer).write({"title": "Other words"}),
            lambda: self.useful.with_user(officer).write({"scale_max": 9}),
            lambda: self.useful.with_user(officer).unlink(),
            lambda: self.change.with_user(officer).copy(),
            lambda: choice.with_user(officer).write({"value": "Never"}),
            lambda: choice.with_user(officer).unlink(),
            lambda: choice.with_user(officer).copy(),
            lambda: self.survey.with_user(officer).write({"survey_type": "survey"}),
            lambda: self.survey.with_user(officer).unlink(),
        )
        for attempt in attempts:
            with self.assertRaisesRegex(UserError, "change no more"):
                attempt()
        # Its name in the list of surveys may, and the copy is free.
        self.survey.with_user(officer).title = "How it goes, 2030"
        copied = self.survey.with_user(officer).copy()
        copied.question_ids[0].title = "Other words"
        self.assertEqual(len(copied.question_ids), len(self.survey.question_ids))

    def test_survey_that_is_planned(self):
        officer = self._new_user(
            "m_officer", "base.group_user,survey.group_survey_manager"
        )
        survey = self.survey.copy()
        self._create_evaluation(survey_id=survey.id)
        survey.with_user(officer).question_ids[0].title = "Better words"
        with self.assertRaisesRegex(UserError, "Evaluation plans use"):
            survey.with_user(officer).unlink()

    def test_survey_that_is_archived_during_a_campaign(self):
        evaluation = self._open_evaluation(people=4)
        self.survey.active = False
        self._answer(evaluation, [9] * 5)
        evaluation.with_user(self.engineer).action_close()
        results = evaluation.with_user(self.engineer)._get_results()
        self.assertIn(9.0, [result.get("mean") for result in results])
