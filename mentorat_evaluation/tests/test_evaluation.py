from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import EvaluationCase

SURFACE_SCORES = [10, 9, 9, 8, 3]


class TestEvaluation(EvaluationCase):
    def test_opening_invites_the_audience_once(self):
        evaluation = self._open_evaluation(people=2)
        self.assertEqual(evaluation.state, "open")
        self.assertEqual(evaluation.invitation_count, 4)
        mails = self.env["mentorat.outbox"].search(
            [("event", "=like", "mentorat.evaluation.invitation,%")]
        )
        self.assertEqual(mails.partner_id, (self.mentor | self.mentee).partner_id)
        evaluation.with_user(self.engineer).action_open()
        evaluation.sudo()._invite()
        self.assertEqual(evaluation.invitation_count, 4)
        again = self.env["mentorat.outbox"].search(
            [("event", "=like", "mentorat.evaluation.invitation,%")]
        )
        self.assertEqual(again, mails)

    def test_audience(self):
        for audience, role in (("mentors", "mentor"), ("mentees", "mentee")):
            evaluation = self._open_evaluation(audience=audience)
            people = evaluation.invitation_ids.participation_id
            self.assertEqual(people.mapped("role"), [role])

    def test_those_who_are_not_accepted_are_not_asked(self):
        self._create_participation(self.plain_employee, "mentee", state="waitlisted")
        evaluation = self._open_evaluation()
        self.assertEqual(evaluation.invitation_count, 2)

    def test_nobody_to_invite(self):
        evaluation = self.env["mentorat.evaluation"].create(
            {"name": "Early", "programme_id": self.other_programme.id}
        )
        with self.assertRaisesRegex(UserError, "Nobody of this audience"):
            evaluation.with_user(self.other_engineer).action_open()

    def test_roles(self):
        evaluation = self._create_evaluation()
        for user in (self.referent, self.other_engineer, self.mentee, self.plain):
            with self.assertRaises(AccessError):
                evaluation.with_user(user).action_open()
        evaluation.with_user(self.administrator).action_open()
        with self.assertRaises(AccessError):
            evaluation.with_user(self.referent).action_close()
        evaluation.with_user(self.engineer).action_close()
        with self.assertRaisesRegex(UserError, "cannot become"):
            evaluation.with_user(self.engineer).action_open()

    def test_state_is_not_written(self):
        evaluation = self._create_evaluation()
        with self.assertRaises(AccessError):
            evaluation.with_user(self.engineer).state = "closed"

    def test_promises_are_kept(self):
        evaluation = self._open_evaluation(threshold=8)
        for name, value in (("threshold", 5), ("audience", "mentees")):
            with self.assertRaisesRegex(UserError, "change no more"):
                evaluation.with_user(self.engineer)[name] = value
        evaluation.with_user(self.engineer).date_end = evaluation.date_start
        with self.assertRaisesRegex(UserError, "it is kept"):
            evaluation.with_user(self.engineer).unlink()

    def test_draft_can_be_deleted(self):
        evaluation = self._create_evaluation().with_user(self.engineer)
        evaluation.unlink()
        self.assertFalse(evaluation.exists())

    def test_threshold_floor_is_in_the_database(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_evaluation(threshold=4)

    def test_frozen_programme(self):
        evaluation = self._create_evaluation()
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            evaluation.with_user(self.engineer).action_open()
        with self.assertRaisesRegex(UserError, "changes no more"):
            self._create_evaluation()

    def test_survey_of_another_type(self):
        other = self.env["survey.survey"].create({"title": "Quiz"})
        with self.assertRaises(ValidationError):
            self._create_evaluation(survey_id=other.id)

    def test_survey_that_cannot_be_asked(self):
        survey = self.env["survey.survey"].create(
            {"title": "Empty", "survey_type": "mentorat"}
        )
        evaluation = self._create_evaluation(survey_id=survey.id)
        with self.assertRaisesRegex(UserError, "no question yet"):
            evaluation.action_open()
        self.env["survey.question"].create(
            {"survey_id": survey.id, "title": "When?", "question_type": "date"}
        )
        with self.assertRaisesRegex(UserError, "When?"):
            evaluation.action_open()

    def test_response_rate(self):
        evaluation = self._open_evaluation(people=2)
        self._answer(evaluation, [9])
        evaluation.invalidate_recordset()
        self.assertEqual(evaluation.with_user(self.referent).answer_count, 1)
        self.assertEqual(evaluation.with_user(self.referent).response_rate, 25.0)

    def test_results_after_closing_only(self):
        evaluation = self._open_evaluation(people=4)
        self._answer(evaluation, SURFACE_SCORES)
        self.assertFalse(evaluation.with_user(self.engineer).results)
        self.assertEqual(evaluation._get_results(), [])
        evaluation.with_user(self.engineer).action_close()
        self.assertTrue(evaluation.with_user(self.engineer).results)

    def _results(self, evaluation):
        evaluation.with_user(self.engineer).action_close()
        results = evaluation.with_user(self.engineer)._get_results()
        return {result["title"]: result for result in results}

    def test_results_by_question(self):
        evaluation = self._open_evaluation(people=8)
        right = self.rhythm.suggested_answer_ids[1]
        self._answer(evaluation, SURFACE_SCORES, rhythm=right.id, change="Time")
        results = self._results(evaluation)
        self.assertEqual(results[self.recommend.title]["mean"], 7.8)
        self.assertIsNone(results[self.useful.title]["mean"])
        self.assertEqual(
            dict(results[self.rhythm.title]["shares"]),
            {"Too little": 0.0, "About right": 100.0, "Too much": 0.0},
        )
        self.assertNotIn("texts", results[self.change.title])
        page = evaluation.results
        for shown in ("7.8", "About right", "100 %", "Fewer than 10 texts"):
            self.assertIn(shown, page)

    def test_texts_from_ten_on(self):
        for people, is_shown in ((9, False), (10, True)):
            evaluation = self._open_evaluation(people=people, audience="mentees")
            for number, invitation in enumerate(evaluation.invitation_ids[:people]):
                invitation._record({self.change.id: f"Idea {people - number:02}"})
            result = self._results(evaluation)[self.change.title]
            self.assertEqual(result["people"], people)
            self.assertEqual("texts" in result, is_shown)
        self.assertEqual(result["texts"], sorted(result["texts"]))
        self.assertIn("Idea 10", evaluation.results)

    def test_texts_are_escaped(self):
        evaluation = self._open_evaluation(people=8)
        for invitation in evaluation.invitation_ids:
            invitation._record({self.change.id: "<script>alert(1)</script>"})
        evaluation.with_user(self.engineer).action_close()
        self.assertNotIn("<script", evaluation.results)
        self.assertIn("&lt;script", evaluation.results)

    def test_queries_do_not_grow_with_people(self):
        def count(people):
            self._create_people(people)
            evaluation = self._create_evaluation()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            evaluation.sudo().action_open()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(1)
        few = count(1)
        self.assertLessEqual(count(30), few + 2)
