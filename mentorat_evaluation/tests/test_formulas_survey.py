"""Figures from campaigns: each formula on answers few enough to be counted by hand."""

from scipy import stats

from .indicators import SurveyCase


class TestFormulasSurvey(SurveyCase):
    def test_recommendation_mean_and_share(self):
        question = self.recommend.id
        evaluation = self._campaign(
            self.survey,
            "midway",
            [{question: score} for score in (10, 9, 9, 6, 7)],
            [{question: score} for score in (9, 8, 0, 3, 4)],
        )
        found = self._by_role("recommendation", evaluation)
        self.assertAlmostEqual(found[None].value, 0.0)  # 4 of 10 minus 4 of 10
        self.assertAlmostEqual(found["mentor"].value, 40.0)
        self.assertAlmostEqual(found["mentee"].value, -40.0)
        self.assertEqual(
            [found[role].people for role in (None, "mentor", "mentee")], [10, 5, 5]
        )
        recommendation = self.recommendation
        recommendation.formula = "mean"
        found = self._by_role("recommendation", evaluation)
        self.assertAlmostEqual(found[None].value, 6.5)
        self.assertAlmostEqual(found["mentor"].value, 8.2)
        recommendation.write({"formula": "share", "least_score": 9})
        found = self._by_role("recommendation", evaluation)
        self.assertAlmostEqual(found[None].value, 40.0)
        self.assertAlmostEqual(found["mentee"].value, 20.0)

    def test_a_small_role_hides_the_other(self):
        question = self.recommend.id
        evaluation = self._campaign(
            self.survey,
            "midway",
            [{question: 9}] * 3,
            [{question: 9}] * 6,
        )
        values = evaluation.value_ids.filtered(
            lambda value: value.indicator_id == self.recommendation
        )
        self.assertEqual(
            {value.role: (value.people, value.shown) for value in values},
            {False: (9, True), "mentor": (3, False), "mentee": (6, False)},
        )
        [mentees] = values.filtered(lambda value: value.role == "mentee")
        self.assertEqual(mentees.display_value, "Hidden with a small group")

    def test_one_role_alone(self):
        question = self.recommend.id
        evaluation = self._campaign(self.survey, "midway", [], [{question: 9}] * 6)
        values = evaluation.value_ids.filtered(
            lambda value: value.indicator_id == self.recommendation
        )
        self.assertEqual(
            {value.role: value.shown for value in values},
            {False: True, "mentor": False, "mentee": True},
        )

    def test_change(self):
        before = [
            {"able": score, "future": 10 - score, "well": 1}
            for score in (2, 4, 6, 3, 5)
        ]
        after = [
            {"able": score, "future": 15 - score, "network": 9}
            for score in (7, 9, 8, 6, 8, 10)
        ]
        self._campaign(self.start_survey, "start", before, before)
        end = self._campaign(self.end_survey, "end", after[:5], after)
        found = self._by_role("change_score", end)
        mentees = found["mentee"]
        # Able: 8 after 4; future: 7 after 6.
        self.assertAlmostEqual(mentees.value, 2.5)
        self.assertAlmostEqual(mentees.reference, 5.0)
        self.assertEqual((mentees.people, mentees.reference_people), (6, 5))
        able, future = (
            stats.ttest_ind(end, start, equal_var=False).confidence_interval()
            for end, start in (
                ([7, 9, 8, 6, 8, 10], [2, 4, 6, 3, 5]),
                ([8, 6, 7, 9, 7, 5], [8, 6, 4, 7, 5]),
            )
        )
        self.assertAlmostEqual(mentees.low, (able.low + future.low) / 2)
        self.assertAlmostEqual(mentees.high, (able.high + future.high) / 2)
        self.assertAlmostEqual(found["mentor"].value, (7.6 - 4 + 7.4 - 6) / 2)
        self.assertEqual((found[None].people, found[None].reference_people), (11, 10))

    def test_change_without_a_start_or_an_answer(self):
        end = self._campaign(self.end_survey, "end", [], [{"able": 9}] * 6)
        self.assertEqual(self._by_role("change_score", end), {})
        self._campaign(self.start_survey, "start", [], [])
        self.assertEqual(self._by_role("change_score", end), {})

    def test_change_of_too_few_at_the_start(self):
        self._campaign(self.start_survey, "start", [], [{"able": 2}] * 4)
        end = self._campaign(self.end_survey, "end", [], [{"able": 9}] * 6)
        values = end.value_ids.filtered(
            lambda value: value.indicator_id.formula == "change"
        )
        self.assertFalse(any(values.mapped("shown")))
        self.cr.execute(
            "SELECT COUNT(*) FROM mentorat_indicator_value WHERE id IN %s"
            " AND num_nonnulls(value, low, high, reference) > 0",
            [tuple(values.ids)],
        )
        self.assertEqual(self.cr.fetchone(), (0,))

    def test_survey_response(self):
        question = self.recommend.id
        evaluation = self._campaign(
            self.survey, "midway", [{question: 9}] * 3, [{question: 9}] * 7
        )
        found = self._by_role("survey_response", evaluation)
        self.assertAlmostEqual(found[None].value, 1000 / 13)
        self.assertEqual(found[None].people, 13)
        self.assertAlmostEqual(found["mentor"].value, 50.0)
        self.assertAlmostEqual(found["mentee"].value, 100.0)

    def test_difficult_experiences_have_no_response_rate(self):
        self.programme.ethics_contact_id = self.plain
        evaluation = self._campaign(
            self.survey, "screen", [], [{self.recommend.id: 9}] * 7
        )
        self.assertEqual(self._by_role("survey_response", evaluation), {})

    def test_completion(self):
        pairs = self.env["mentorat.pair"]
        for mentor, mentee in zip(self.mentors, self.mentees, strict=False):
            pairs |= self._pair(mentor, mentee, -100, -1)
        # At its term, and not closed yet; under way; ended early.
        pairs[3].state = "active"
        pairs[4].write({"state": "active", "date_end": self._day(9)})
        pairs[5].state = "ended"
        question = self.recommend.id
        answers = [{question: 9}] * 5
        # The first five of each role answer; the third of the mentees takes it back.
        evaluation = self._campaign(self.survey, "end", answers, answers)
        asked = evaluation.invitation_ids.filtered(
            lambda i: i.participation_id == pairs[2].mentee_id
        )
        self._set(asked, answered=False)
        found = self._by_role("completion", evaluation)
        # At their term: 0, 1, 2 and 3; closed and both answered: 0 and 1.
        self.assertEqual((found[None].value, found[None].people), (50.0, 8))

    def test_completion_counts_a_pair_once(self):
        for mentor, mentee in zip(self.mentors, self.mentees, strict=False):
            self._pair(mentor, mentee, -100, -3)
        question = self.recommend.id
        answers = [{question: 9}] * 6
        first = self._campaign(self.survey, "end", answers, answers)
        self._set(first, date_start=self._day(-9), date_end=self._day(-2))
        second = self._campaign(self.survey, "end", answers, answers)
        self.assertEqual(self._by_role("completion", first)[None].people, 12)
        self.assertEqual(self._by_role("completion", second), {})
