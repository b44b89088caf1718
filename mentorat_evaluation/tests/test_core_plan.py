from odoo.tests import BaseCase

from ..core.plan import (
    LEVELS,
    Campaign,
    Question,
    find_gaps,
    find_question_gap,
    shows_change,
)

BOTH = frozenset({"mentor", "mentee"})


def campaign(moment, roles=BOTH, indicators=(), items=()):
    return Campaign(moment, frozenset(roles), frozenset(indicators), frozenset(items))


def question(level="reaction", objectives=(), campaigns=(), **indicators):
    return Question(level, frozenset(objectives), indicators, list(campaigns))


class TestPlan(BaseCase):
    def test_empty_plan(self):
        self.assertEqual(
            find_gaps(["o"], {}, []),
            [*(("level", level) for level in LEVELS), ("objective", "o")],
        )

    def test_complete_plan(self):
        questions = {
            level: question(level, ["o"], active="programme") for level in LEVELS
        }
        self.assertEqual(find_gaps(["o"], questions, []), [])
        questions["learning"] = question("learning", ["o"])
        self.assertEqual(
            find_gaps(["o", "p"], questions, []),
            [("objective", "p"), ("unanswered", "learning")],
        )

    def test_what_is_on_record_needs_no_campaign(self):
        self.assertIsNone(find_question_gap(question(active="programme"), []))

    def test_texts_of_a_campaign_answer_without_an_indicator(self):
        end = campaign("end")
        self.assertIsNone(find_question_gap(question(campaigns=[end]), [end]))

    def test_each_survey_indicator_is_asked(self):
        end = campaign("end", indicators=["trust"])
        asked = question(campaigns=[end], trust="survey")
        self.assertIsNone(find_question_gap(asked, [end]))
        # Asked by the programme, but not in a campaign of this question.
        not_here = question(trust="survey")
        self.assertEqual(find_question_gap(not_here, [end]), "not_asked")
        half = question(campaigns=[end], trust="survey", ease="survey")
        self.assertEqual(find_question_gap(half, [end]), "not_asked")

    def test_change_needs_the_same_people_and_words(self):
        change = question(change="change")
        start = campaign("start", ["mentee"], items=["aim", "ease"])
        for end, expected in (
            (campaign("end", ["mentee"], items=["ease"]), None),
            (campaign("end", BOTH, items=["ease"]), "no_baseline"),
            (campaign("end", ["mentor"], items=["ease"]), "no_baseline"),
            (campaign("end", ["mentee"], items=["trust"]), "no_baseline"),
            (campaign("midway", ["mentee"], items=["ease"]), "no_baseline"),
        ):
            self.assertEqual(find_question_gap(change, [start, end]), expected)
            self.assertEqual(shows_change([end, start]), expected is None)
        self.assertEqual(find_question_gap(change, [start]), "no_baseline")
