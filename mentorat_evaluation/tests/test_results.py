from .common import EvaluationCase


class TestResults(EvaluationCase):
    """What is shown of a campaign, beside the total, and of two that are compared."""

    def _record(self, evaluation, mentors=(), mentees=(), codes=None, question=None):
        """Answer with one of the scores for each person of either role."""
        question = question or self.recommend
        scores = {"mentor": list(mentors), "mentee": list(mentees)}
        codes = {role: list(found) for role, found in (codes or {}).items()}
        for invitation in evaluation.invitation_ids:
            role = invitation.participation_id.role
            if scores[role]:
                code = codes.get(role) and codes[role].pop(0)
                invitation._record({question.id: str(scores[role].pop(0))}, code)
        self.assertFalse(scores["mentor"] or scores["mentee"])

    def _create_mentors(self, count):
        names = [{"name": f"M {number}"} for number in range(count)]
        self._create_participation(self._new_employees(names), "mentor")

    def _close(self, evaluation):
        evaluation.with_user(self.engineer).action_close()
        return {
            result["title"]: result
            for result in evaluation.with_user(self.engineer)._get_results()
        }[self.recommend.title]

    def test_both_groups_are_large_enough(self):
        self._create_mentors(4)
        evaluation = self._open_evaluation(people=5)
        self._record(evaluation, [6] * 5, [9] * 6)
        result = self._close(evaluation)
        self.assertEqual(
            [
                (group["label"], group["people"], group["mean"])
                for group in result["groups"]
            ],
            [("Mentor", 5, 6.0), ("Mentee", 6, 9.0)],
        )
        self.assertIn("Mentee", evaluation.results)

    def test_small_group_hides_the_other(self):
        self._create_mentors(3)
        evaluation = self._open_evaluation(people=7)
        self._record(evaluation, [0] * 4, [9] * 8)
        result = self._close(evaluation)
        self.assertEqual((result["people"], result["mean"]), (12, 6.0))
        self.assertEqual(result["groups"], [])

    def test_several_choices(self):
        question = self.rhythm.copy(
            {"question_type": "multiple_choice", "title": "All?"}
        )
        choices = question.suggested_answer_ids
        evaluation = self._open_evaluation(people=8)
        for number, invitation in enumerate(evaluation.invitation_ids):
            chosen = choices[:2] if number < 4 else choices[:1]
            invitation._record({question.id: ",".join(map(str, chosen.ids))})
        evaluation.with_user(self.engineer).action_close()
        [result] = [
            result
            for result in evaluation.with_user(self.engineer)._get_results()
            if result["title"] == "All?"
        ]
        self.assertEqual(result["people"], 10)
        self.assertEqual(
            result["shares"],
            [("Too little", 100.0), ("About right", 40.0), ("Too much", 0.0)],
        )

    # CHANGE

    def _compare(self, before, after, codes=(None, None), **values):
        """Return what the end tells about mentees, of whom the scores are."""
        if not self.recommend.mentorat_item:
            self.recommend.mentorat_item = "recommend"
        missing = max(len(before), len(after)) - 1
        start = self._open_evaluation(
            people=missing, moment="start", audience="mentees"
        )
        self._record(start, mentees=before, codes={"mentee": codes[0] or []})
        start.with_user(self.engineer).action_close()
        end = self._open_evaluation(moment="end", audience="mentees", **values)
        self._record(end, mentees=after, codes={"mentee": codes[1] or []})
        end.with_user(self.engineer).action_close()
        return end.with_user(self.engineer)._get_changes()

    def test_change(self):
        [change] = self._compare([4, 5, 6, 5, 5], [7, 6, 8, 7, 7])
        self.assertEqual(
            (change["title"], change["role"]), (self.recommend.title, "Mentee")
        )
        self.assertEqual((change["before"], change["after"]), (5.0, 7.0))
        self.assertEqual(change["change"].value, 2.0)
        self.assertIsNone(change["paired"])

    def test_too_few_at_one_end(self):
        self.assertEqual(self._compare([5] * 5, [7] * 4), [])

    def test_the_same_people(self):
        codes = [f"blue horse {number}" for number in range(5)]
        [change] = self._compare(
            [4, 5, 6, 5, 5], [5, 7, 9, 7, 7], (codes, [*map(str.upper, codes)])
        )
        self.assertEqual((change["paired"].value, change["paired"].people), (2.0, 5))
        self.assertGreater(change["paired"].low, 0)

    def test_one_without_a_code_is_not_found_by_subtraction(self):
        codes = [f"blue horse {number}" for number in range(5)]
        for others in (1, 4, 5):
            with self.subTest(others=others):
                more = [3] * others
                before, after = [4, 5, 6, 5, 5, *more], [5, 7, 9, 7, 7, *more]
                without = [None] * others
                changes = self._compare(
                    before, after, ([*codes, *without], [*codes, *without])
                )
                is_shown = bool(changes[0]["paired"])
                self.assertEqual(is_shown, others == 5)
                self.programme.evaluation_ids.value_ids.unlink()
                self.cr.execute("DELETE FROM mentorat_answer")
                self.cr.execute("DELETE FROM mentorat_evaluation")
                self.programme.invalidate_recordset()

    def test_codes_of_two_items_are_not_the_same(self):
        self.recommend.mentorat_item = "recommend"
        self.useful.mentorat_item = "useful"
        start = self._open_evaluation(moment="start")
        start.invitation_ids[0]._record(
            {self.recommend.id: "5", self.useful.id: "6"}, "blue horse 7"
        )
        links = (
            self.env["mentorat.answer"]
            .search([("evaluation_id", "=", start.id)])
            .mapped("link")
        )
        self.assertEqual(len(set(links)), 2)
        self.assertTrue(all(len(link) == 64 for link in links))

    def test_a_small_group_at_the_start_is_not_told_at_the_end(self):
        self.recommend.mentorat_item = "recommend"
        self._create_mentors(2)
        start = self._open_evaluation(people=7, moment="start")
        self._record(start, [1] * 3, [5] * 8)
        start.with_user(self.engineer).action_close()
        end = self._open_evaluation(moment="end")
        self._record(end, [9] * 3, [9] * 8)
        end.with_user(self.engineer).action_close()
        # Mentees alone would tell, with all, what the three mentors said.
        self.assertEqual(end.with_user(self.engineer)._get_changes(), [])
