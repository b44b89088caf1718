"""The end beside the start: one rule for the page of a campaign and for indicators."""

from odoo.tests import BaseCase

from ..core.change import choose_starts
from .indicators import SurveyCase


class TestChooseStarts(BaseCase):
    def _choose(self, people, *starts):
        return choose_starts(set(people), [(s, set(s)) for s in starts])

    def test_those_who_were_asked(self):
        self.assertEqual(self._choose("abc", "cd", "ab", "ef"), ["cd", "ab"])
        self.assertEqual(self._choose("abc", "ef"), [])
        self.assertEqual(self._choose("", "ab"), [])

    def test_nobody_counts_twice(self):
        self.assertEqual(self._choose("abc", "bc", "ab"), ["bc"])
        # Not even somebody who was not asked at the end.
        self.assertEqual(self._choose("ab", "bx", "ax"), ["bx"])


class TestChange(SurveyCase):
    def _page(self, end):
        """Return ``{(item, role): (before, after, Figure)}`` of the page of a campaign."""
        end.invalidate_recordset()
        return {
            (row["title"], row["role"].lower()): (
                row["before"],
                row["after"],
                row["change"],
            )
            for row in end.with_user(self.engineer)._get_changes()
        }

    def _indicator(self, end):
        """Return what the indicator shows of ``end``, by role."""
        self.programme.with_user(self.engineer).action_compute_indicators()
        values = end.value_ids.filtered(
            lambda value: value.indicator_id.code == "change_score" and value.shown
        )
        return {value.role or None: value for value in values}

    def _assert_agree(self, end, role, item="able"):
        """Check that both say the same; return ``(before, after, people at the start)``."""
        before, after, change = self._page(end)[item, role]
        values = self._indicator(end)
        # Of a campaign for one role, all are this role.
        value = values[role if role in values else None]
        for ours, theirs in (
            (value.value, change.value),
            (value.reference, before),
            (value.low, change.low or 0),
            (value.high, change.high or 0),
        ):
            self.assertAlmostEqual(ours, theirs)
        self.assertAlmostEqual(value.value, after - before)
        return before, after, value.reference_people

    def _ask(self, survey, moment, people, scores, **values):
        """Return a campaign to these mentees alone, closed, which the first ones answer."""
        evaluation = self._create_evaluation(
            survey_id=survey.id, moment=moment, audience="mentees", **values
        )
        others = self.mentees - people
        self._set(others, state="waitlisted")
        evaluation.with_user(self.engineer).action_open()
        self._set(others, state="accepted")
        self.assertEqual(evaluation.invitation_ids.participation_id, people)
        questions = {q.mentorat_item: q for q in survey.question_ids}
        for invitation, score in zip(evaluation.invitation_ids, scores, strict=False):
            invitation._record({questions["able"].id: str(score)})
        evaluation.with_user(self.engineer).action_close()
        return evaluation

    def test_one_start(self):
        scores = [{"able": score} for score in (2, 4, 6, 3, 5)]
        self._campaign(self.start_survey, "start", scores, scores)
        after = [{"able": score} for score in (7, 9, 8, 6, 8)]
        end = self._campaign(self.end_survey, "end", after, after)
        for role in ("mentor", "mentee"):
            self.assertEqual(self._assert_agree(end, role), (4.0, 7.6, 5))

    def test_starts_of_other_people(self):
        """People came in two groups, each with a start; both end together, or apart."""
        self.mentees |= self._people("mentee", 5)
        first, second = self.mentees[:6], self.mentees[6:]
        self._ask(self.start_survey, "start", first, [2] * 6)
        self._ask(self.start_survey, "start", second, [5] * 6)
        end = self._ask(self.end_survey, "end", first, [6] * 5)
        self.assertEqual(self._assert_agree(end, "mentee"), (2.0, 6.0, 6))
        end = self._ask(self.end_survey, "end", second, [6] * 6)
        self.assertEqual(self._assert_agree(end, "mentee"), (5.0, 6.0, 6))
        end = self._ask(self.end_survey, "end", first | second, [6] * 12)
        self.assertEqual(self._assert_agree(end, "mentee"), (3.5, 6.0, 12))

    def test_start_that_was_asked_again(self):
        self._ask(self.start_survey, "start", self.mentees, [1] * 5)
        self._ask(self.start_survey, "start", self.mentees, [3] * 7)
        end = self._ask(self.end_survey, "end", self.mentees, [6] * 7)
        # Nobody counts twice.
        self.assertEqual(self._assert_agree(end, "mentee"), (3.0, 6.0, 7))

    def test_start_that_closed_later(self):
        start = self._ask(self.start_survey, "start", self.mentees, [3] * 7)
        end = self._ask(self.end_survey, "after_3", self.mentees, [6] * 7)
        self._set(end, date_end=self._day(-1), date_start=self._day(-1))
        self.assertEqual(self._page(end), {})
        self._set(start, date_end=self._day(-1), date_start=self._day(-1))
        self._assert_agree(end, "mentee")

    def test_a_start_for_each_role(self):
        """Asked apart at the start, together at the end."""
        for audience, scores in (("mentees", [2] * 6), ("mentors", [4] * 5)):
            start = self._create_evaluation(
                survey_id=self.start_survey.id, moment="start", audience=audience
            )
            start.with_user(self.engineer).action_open()
            able = self.start_survey.question_ids[0].id
            for invitation, score in zip(start.invitation_ids, scores, strict=False):
                invitation._record({able: str(score)})
            start.with_user(self.engineer).action_close()
        answers = [{"able": 6}] * 6
        end = self._campaign(self.end_survey, "end", answers, answers)
        self.assertEqual(self._assert_agree(end, "mentee"), (2.0, 6.0, 6))
        self.assertEqual(self._assert_agree(end, "mentor"), (4.0, 6.0, 5))
        total = self._indicator(end)[None]
        self.assertAlmostEqual(total.reference, 32 / 11)
        self.assertEqual(total.reference_people, 11)

    def test_all_are_compared_with_all(self):
        """What both say at the end is not set beside what mentees said at the start."""
        self._campaign(self.start_survey, "start", [], [{"able": 2}] * 7)
        end = self._campaign(
            self.end_survey, "end", [{"able": 9}] * 6, [{"able": 6}] * 7
        )
        self.assertEqual(set(self._indicator(end)), {"mentee"})
        self.assertEqual(self._assert_agree(end, "mentee"), (2.0, 6.0, 7))

    def test_a_small_group_of_one_start(self):
        """Neither its own mean nor, added to that of another start, its share of theirs."""
        self._campaign(self.start_survey, "start", [{"able": 1}] * 3, [{"able": 2}] * 6)
        answers = [{"able": 6}] * 6
        end = self._campaign(self.end_survey, "end", answers, answers)
        self.assertEqual(self._page(end), {})
        values = self._indicator(end)
        self.assertEqual(set(values), {None})
        self.assertAlmostEqual(values[None].reference, 15 / 9)
        hidden = end.value_ids.filtered(
            lambda value: value.indicator_id.code == "change_score" and value.role
        )
        self.assertEqual(
            {value.role: value.display_value for value in hidden},
            dict.fromkeys(("mentor", "mentee"), "Hidden with a small group"),
        )

    def test_the_strictest_promise_holds(self):
        self._ask(self.start_survey, "start", self.mentees, [3] * 6)
        end = self._ask(self.end_survey, "end", self.mentees, [6] * 7, threshold=7)
        self.assertEqual((self._page(end), self._indicator(end)), ({}, {}))

    def test_queries_do_not_grow(self):
        self._ask(self.start_survey, "start", self.mentees, [3] * 7)
        ends = self._ask(self.end_survey, "end", self.mentees, [6] * 7)

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            ends.sudo()._get_item_changes()
            return self.cr.sql_log_count - before

        few = count()
        for _number in range(2):
            self._ask(self.start_survey, "start", self.mentees, [3] * 7)
            ends |= self._ask(self.end_survey, "after_3", self.mentees, [6] * 7)
        self.assertEqual(count(), few)
