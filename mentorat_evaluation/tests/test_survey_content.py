"""The question sets that are shipped: usable as they are, and comparable where promised."""

from odoo.tests import TransactionCase

# Code of each set, and how many questions it asks: short enough for a phone.
SURVEYS = {
    "baseline_mentee": 7,
    "baseline_mentor": 5,
    "day_30": 4,
    "pulse": 3,
    "midway": 7,
    "quality": 9,
    "end_mentee": 15,
    "end_mentor": 14,
    "after_3": 5,
    "after_6": 7,
    "manager": 4,
    "training": 4,
    "supervision": 3,
    "screen": 2,
    "autonomy": 3,
    "circle": 6,
    "flash": 4,
    "flash_mentor": 4,
    "reverse": 11,
}


class TestSurveyContent(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surveys = {
            code: cls.env.ref(f"mentorat_evaluation.survey_{code}") for code in SURVEYS
        }

    def _items(self, code):
        questions = self.surveys[code].question_ids.filtered("mentorat_item")
        return {question.mentorat_item: question for question in questions}

    def test_sets(self):
        for code, survey in self.surveys.items():
            with self.subTest(survey=code):
                self.assertEqual(survey.survey_type, "mentorat")
                self.assertEqual(survey.access_mode, "token")
                self.assertFalse(survey.user_id)
                self.assertEqual(len(survey.question_ids), SURVEYS[code])

    def test_each_question_can_be_asked(self):
        for code, survey in self.surveys.items():
            for question in survey.question_ids:
                with self.subTest(survey=code, question=question.title):
                    self.assertTrue(question._is_mentorat_answerable())
                    choices = question.suggested_answer_ids
                    self.assertEqual("choice" in question.question_type, bool(choices))
                    if question.question_type == "scale":
                        self.assertTrue(question.scale_min_label)
                        self.assertTrue(question.scale_max_label)
                    elif question.question_type == "text_box" and code != "screen":
                        self.assertIn("name nobody", question.question_placeholder)

    def test_what_is_asked_at_the_start_is_asked_at_the_end(self):
        for role in ("mentee", "mentor"):
            start, end = self._items(f"baseline_{role}"), self._items(f"end_{role}")
            self.assertEqual(len(start), SURVEYS[f"baseline_{role}"])
            self.assertLessEqual(start.keys(), end.keys())
        self.assertLessEqual(start.keys(), self._items("reverse").keys())

    def test_one_item_has_the_same_words_everywhere(self):
        asked = {}
        for code in SURVEYS:
            for item, question in self._items(code).items():
                words = (
                    question.title,
                    question.question_type,
                    question.scale_min,
                    question.scale_max,
                    question.scale_min_label,
                    question.scale_max_label,
                )
                self.assertEqual(asked.setdefault(item, words), words, item)

    def test_what_people_do_is_asked_again_after_three_and_six_months(self):
        for code in ("end_mentee", "end_mentor", "reverse", "after_3", "after_6"):
            self.assertIn("work_change", self._items(code))

    def test_indicators_from_surveys_have_a_question(self):
        indicators = self.env["mentorat.indicator"].search([("formula", "=", "mean")])
        self.assertGreaterEqual(len(indicators), 10)
        for indicator in indicators:
            self.assertTrue(indicator.question_ids, indicator.name)

    def test_everything_is_read_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["mentorat_evaluation"], ["fr_FR"], overwrite=True
        )
        surveys = self.env["survey.survey"].union(*self.surveys.values())
        questions = surveys.question_ids
        templates = self.env["mentorat.programme"].search([("is_template", "=", True)])
        for records, names in (
            (surveys, ("title",)),
            (questions, ("title", "scale_min_label", "scale_max_label")),
            (questions, ("question_placeholder",)),
            (questions.suggested_answer_ids, ("value",)),
            (questions.mentorat_indicator_id, ("name", "question")),
            (templates.plan_question_ids, ("name",)),
            (templates.evaluation_ids, ("name",)),
        ):
            for record in records:
                for name in names:
                    french = record.with_context(lang="fr_FR")[name]
                    self.assertFalse(
                        record[name] and record[name] == french, (record, french)
                    )
