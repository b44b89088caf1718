"""What engineers change in a run before it is published, and how they take it back."""

import json

from odoo.exceptions import AccessError, UserError

from .common import MatchingCase


class TestReview(MatchingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two mentors with a place each, who suit three mentees more or less.
        cls.mentor_participation.capacity = 1
        cls.other_mentor = cls._create_people(
            "mentor", [[(cls.weaving, cls.novice)]], capacity=1
        )
        cls.second, cls.third = cls._create_people(
            "mentee",
            [[(cls.weaving, cls.master)], [(cls.carving, cls.master)]],
        )
        cls.second.employee_id.department_id = cls.sales
        cls.third.employee_id.department_id = cls.sales
        cls.other_mentor.employee_id.department_id = cls.research

    def setUp(self):
        super().setUp()
        self.run = self._compute()
        self.proposals = {p.mentee_id: p for p in self.run.proposal_ids}
        self.run_as_engineer = self.run.with_user(self.engineer)

    def _where(self):
        """Return ``{mentee: mentor}`` of the run as it is now."""
        return {p.mentee_id: p.mentor_id for p in self.run.sudo().proposal_ids}

    def _move(self, mentee, mentor, user=None):
        run = self.run.with_user(user or self.engineer)
        return run.action_move(mentee.id, mentor and mentor.id)

    def test_what_the_run_found(self):
        self.assertEqual((self.run.matched_count, self.run.unmatched_count), (2, 1))
        self.assertEqual(self.run.unmatched_ids.mentee_id, self.third)
        self.assertEqual(self.run.places, self._places())
        self.assertFalse(self.run.is_edited)
        self.assertTrue(self.run.is_optimal)

    def _places(self):
        return [[self.mentor_participation.id, 1], [self.other_mentor.id, 1]]

    def test_move_exchanges_two(self):
        where, total = self._where(), self.run.total_score
        first, second = self.mentee_participation, self.second
        self.assertNotEqual(where[first], where[second])
        foretold = self.run_as_engineer.get_move_effects(first.id, [where[second].id])
        summary = self._move(first, where[second])
        self.assertIn("Merle Mentee goes to", summary)
        self.assertEqual(self._where(), {first: where[second], second: where[first]})
        # Scores, explanation and figures are those of the new pairs.
        proposals = self.run.sudo().proposal_ids
        for proposal in proposals:
            points = [line["points"] for line in proposal.explanation["criteria"]]
            self.assertAlmostEqual(proposal.score, sum(points) / 10)
        self.assertAlmostEqual(self.run.total_score, sum(proposals.mapped("score")), 1)
        self.assertLess(self.run.total_score, total)
        self.assertEqual(self.run.weakest_score, min(proposals.mapped("score")))
        [change] = self.run.change_ids
        self.assertAlmostEqual(change.points, self.run.total_score - total, 1)
        self.assertAlmostEqual(change.points, foretold[where[second].id]["points"], 1)
        self.assertEqual(change.create_uid, self.engineer)
        self.assertTrue(self.run.is_edited)
        # The records are the same: links to them still hold.
        self.assertEqual(set(proposals), set(self.proposals.values()))

    def test_place_somebody_who_has_nobody(self):
        where = self._where()
        self._move(self.third, self.other_mentor)
        now = self._where()
        self.assertEqual(now[self.third], self.other_mentor)
        self.assertEqual(self.run.matched_count, 2)
        gone = next(mentee for mentee in where if mentee not in now)
        self.assertEqual(self.run.unmatched_ids.mentee_id, gone)

    def test_take_out(self):
        self._move(self.second, False)
        self.assertEqual(self.run.matched_count, 1)
        lines = {line.mentee_id: line for line in self.run.unmatched_ids}
        self.assertEqual(set(lines), {self.second, self.third})
        self.assertEqual(lines[self.second].reason, "free")

    def test_undo_is_exact(self):
        before = self._read_result()
        self._move(self.mentee_participation, self._where()[self.second])
        self._move(self.third, self.other_mentor)
        self._move(self.second, False)
        for _change in range(3):
            self.assertTrue(self.run_as_engineer.get_review()["undo"])
            self.run_as_engineer.action_undo()
        self.assertEqual(self._read_result(), before)
        self.assertFalse(self.run.is_edited)
        self.assertFalse(self.run_as_engineer.get_review()["undo"])
        with self.assertRaisesRegex(UserError, "no change by hand"):
            self.run_as_engineer.action_undo()

    def _read_result(self):
        names = ("matched_count", "total_score", "weakest_score")
        proposals = {
            (p.mentee_id, p.mentor_id, p.score, p.rank, str(p.alternatives))
            for p in self.run.sudo().proposal_ids
        }
        lines = {
            (u.mentee_id, u.reason, json.dumps(u.obstacle, sort_keys=True))
            for u in self.run.unmatched_ids
        }
        return [self.run[name] for name in names], proposals, lines

    def test_locked_stays(self):
        proposal = self.proposals[self.second].with_user(self.engineer)
        proposal.action_lock()
        self.assertTrue(proposal.locked)
        with self.assertRaisesRegex(UserError, "is locked"):
            self._move(self.second, False)
        with self.assertRaisesRegex(UserError, "held by locked pairs"):
            self._move(self.third, proposal.mentor_id)
        with self.assertRaisesRegex(UserError, "is locked"):
            proposal.action_forbid()
        proposal.action_unlock()
        self._move(self.second, False)

    def test_undo_stops_at_a_lock(self):
        self._move(self.mentee_participation, self._where()[self.second])
        self.proposals[self.second].with_user(self.engineer).action_lock()
        with self.assertRaisesRegex(UserError, "cannot be taken back"):
            self.run_as_engineer.action_undo()

    def test_forbid(self):
        proposal = self.proposals[self.second].with_user(self.engineer)
        mentor = proposal.mentor_id
        proposal.action_forbid()
        self.assertNotIn(self.second, self._where())
        line = (
            self.env["mentorat.matching.forbidden"].with_user(self.engineer).search([])
        )
        self.assertEqual((line.mentee_id, line.mentor_id), (self.second, mentor))
        # What was found still holds without this pair.
        self.run.invalidate_recordset()
        self.assertFalse(self.run.is_stale)
        with self.assertRaisesRegex(UserError, "cannot be put together"):
            self._move(self.second, mentor)
        # Nor in the next run of this programme.
        later = self._compute()
        self.assertNotIn((mentor.id, self.second.id), self._pairs(later))
        self.assertEqual(later.sudo().forbidden_pairs, [[self.second.id, mentor.id]])
        # Taken back, the two may be put together again.
        self.run_as_engineer.action_undo()
        self.assertEqual(self._where()[self.second], mentor)
        self.assertFalse(line.exists())

    def test_forbidden_by_hand_stops_publishing(self):
        proposal = self.proposals[self.second]
        self.env["mentorat.matching.forbidden"].with_user(self.engineer).create(
            {
                "programme_id": self.programme.id,
                "mentee_id": proposal.mentee_id.id,
                "mentor_id": proposal.mentor_id.id,
            }
        )
        with self.assertRaisesRegex(UserError, "was forbidden since"):
            self.run_as_engineer.action_apply()
        self.assertFalse(proposal.published)

    def test_nobody_forbids_across_programmes(self):
        sides = {
            "mentee_id": self.second.id,
            "mentor_id": self.mentor_participation.id,
        }
        forbidden = self.env["mentorat.matching.forbidden"]
        with self.assertRaises(UserError):
            forbidden.create({"programme_id": self.other_programme.id, **sides})
        with self.assertRaises(UserError):
            forbidden.create(
                {
                    "programme_id": self.programme.id,
                    "mentee_id": self.mentor_participation.id,
                    "mentor_id": self.second.id,
                }
            )
        with self.assertRaises(AccessError):
            forbidden.with_user(self.other_engineer).create(
                {"programme_id": self.programme.id, **sides}
            )

    def test_the_forbidden_learn_nothing_even_as_engineers(self):
        self.proposals[self.second].with_user(self.engineer).action_forbid()
        forbidden = self.env["mentorat.matching.forbidden"]
        self.programme.engineer_ids |= self.other_engineer
        self.assertTrue(forbidden.with_user(self.other_engineer).search([]))
        self.second.employee_id.user_id = self.other_engineer
        self.assertFalse(forbidden.with_user(self.other_engineer).search([]))
        self.assertFalse(forbidden.with_user(self.referent).has_access("read"))

    def test_again_around_the_locked(self):
        best = max(self.run.proposal_ids.mapped("score"))
        # Not the best: kept all the same.
        self._move(self.third, self.other_mentor)
        proposal = self.run.sudo().proposal_ids.filtered(
            lambda p: p.mentee_id == self.third
        )
        proposal.with_user(self.engineer).action_lock()
        action = self.run_as_engineer.action_rerun()
        again = self.env["mentorat.matching.run"].browse(action["res_id"])
        self.assertEqual((again.state, again.origin_id), ("queued", self.run))
        self.assertEqual(again.create_uid, self.engineer)
        self.assertEqual(again.locked_count, 1)
        self._run_cron()
        self.assertEqual(again.state, "done")
        self.assertTrue(again.is_optimal)
        kept = again.proposal_ids.filtered("locked")
        self.assertEqual(
            (kept.mentee_id, kept.mentor_id), (self.third, self.other_mentor)
        )
        self.assertNotEqual(again.inputs_hash, self.run.inputs_hash)
        again.invalidate_recordset()
        self.assertFalse(again.is_stale)
        # The best there is around it.
        others = again.proposal_ids - kept
        self.assertEqual(others.mentor_id, self.mentor_participation)
        self.assertEqual(others.score, best)

    def test_locked_pair_that_is_not_possible_any_more(self):
        self.proposals[self.second].with_user(self.engineer).action_lock()
        mentor = self.proposals[self.second].mentor_id
        self.second.state = "withdrawn"
        action = self.run_as_engineer.action_rerun()
        again = self.env["mentorat.matching.run"].browse(action["res_id"])
        self._run_cron()
        self.assertEqual(again.state, "failed")
        self.assertIn("not possible any more", again.message)
        self.assertIn(f"{mentor.employee_name} → mentee 0", again.message)

    def test_locked_beyond_the_places(self):
        self.mentor_participation.capacity = 2
        run = self._compute()
        proposals = run.sudo().proposal_ids.filtered(
            lambda p: p.mentor_id == self.mentor_participation
        )
        self.assertEqual(len(proposals), 2)
        proposals.with_user(self.engineer).action_lock()
        self.mentor_participation.capacity = 1
        action = run.with_user(self.engineer).action_rerun()
        again = self.env["mentorat.matching.run"].browse(action["res_id"])
        self._run_cron()
        self.assertEqual(again.state, "failed")
        self.assertIn("Morgan Mentor →", again.message)

    def test_repair_changes_as_little_as_can_be(self):
        where = self._where()
        # Not the best: the best would be found again if changes cost nothing.
        self._move(self.mentee_participation, where[self.second])
        changed = self._where()
        self.assertNotEqual(changed, where)
        self.third.state = "withdrawn"
        self.run.invalidate_recordset()
        self.assertTrue(self.run.is_stale)
        action = self.run_as_engineer.action_repair()
        repaired = self.env["mentorat.matching.run"].browse(action["res_id"])
        self._run_cron()
        self.assertEqual(repaired.state, "done")
        self.assertTrue(repaired.is_optimal)
        self.assertIn("as few changes of Run 1", repaired.method_text)
        kept = {p.mentee_id: p.mentor_id for p in repaired.sudo().proposal_ids}
        self.assertEqual(kept, changed)

    def test_repair_keeps_the_locked_and_fills_what_is_free(self):
        proposal = self.proposals[self.second]
        proposal.with_user(self.engineer).action_lock()
        self.mentee_participation.state = "withdrawn"
        action = self.run_as_engineer.action_repair()
        repaired = self.env["mentorat.matching.run"].browse(action["res_id"])
        self._run_cron()
        found = {p.mentee_id: p.mentor_id for p in repaired.sudo().proposal_ids}
        self.assertEqual(set(found), {self.second, self.third})
        self.assertEqual(found[self.second], proposal.mentor_id)
        kept = repaired.proposal_ids.filtered("locked")
        self.assertEqual(kept.mentee_id, self.second)

    def test_nothing_is_changed_when_people_have_changed(self):
        self.third.state = "withdrawn"
        before = self._where()
        for change in (
            lambda: self._move(self.second, False),
            self.proposals[self.second].with_user(self.engineer).action_forbid,
        ):
            with self.assertRaisesRegex(UserError, "have changed since Run 1"):
                change()
        self.assertEqual(self._where(), before)
        # Locking needs no scores, and a new run takes the change into account.
        self.proposals[self.second].with_user(self.engineer).action_lock()
        self.assertFalse(self.run_as_engineer.get_review()["can_review"])
        self.assertTrue(self.run_as_engineer.get_review()["can_rerun"])
        lines = self.proposals[self.second].with_user(self.engineer).alternative_lines
        self.assertNotIn("points", lines[0])

    def test_only_while_it_is_to_review(self):
        self.run_as_engineer.action_apply()
        proposal = self.proposals[self.second].with_user(self.engineer)
        for change in (
            lambda: self._move(self.second, False),
            self.run_as_engineer.action_undo,
            self.run_as_engineer.action_rerun,
            self.run_as_engineer.action_repair,
            proposal.action_lock,
            proposal.action_forbid,
        ):
            with self.assertRaisesRegex(UserError, "Only a run to review"):
                change()

    def test_others_change_nothing(self):
        for name, user in self._roles().items():
            if name in ("engineer", "administrator"):
                continue
            proposal = self.proposals[self.second].with_user(user)
            with self.subTest(role=name):
                for change in (
                    lambda user=user: self._move(self.second, False, user),
                    self.run.with_user(user).action_undo,
                    self.run.with_user(user).action_rerun,
                    self.run.with_user(user).action_repair,
                    proposal.action_lock,
                    proposal.action_forbid,
                ):
                    with self.assertRaises(AccessError):
                        change()
                if name != "referent":
                    with self.assertRaises(AccessError):
                        self.run.with_user(user).get_review()
                    with self.assertRaises(AccessError):
                        self.run.with_user(user).get_move_effects(self.second.id, [])
        review = self.run.with_user(self.referent).get_review()
        self.assertFalse(review["can_review"] or review["can_rerun"])

    def test_people_of_elsewhere(self):
        outsider = self.env["mentorat.participation"].create(
            {
                "programme_id": self.other_programme.id,
                "employee_id": self.plain_employee.id,
                "role": "mentee",
            }
        )
        for mentee, mentor in (
            (outsider.id, self.other_mentor.id),
            (self.second.id, outsider.id),
            (self.second.id, 2**31 - 1),
            (-1, self.other_mentor.id),
            ("1 OR 1", False),
        ):
            with self.assertRaisesRegex(UserError, "not part of this run"):
                self.run_as_engineer.action_move(mentee, mentor)

    def test_alternatives_and_what_they_cost(self):
        proposal = self.proposals[self.mentee_participation].with_user(self.engineer)
        [line] = proposal.alternative_lines
        self.assertEqual(line["mentor_id"], self._where()[self.second].id)
        self.assertTrue(line["possible"])
        self.assertLess(line["points"], 0)
        self.assertIn("goes to", line["title"])
        unmatched = self.run.unmatched_ids.with_user(self.engineer)
        self.assertEqual(len(unmatched.alternative_lines), 2)
        self.assertIn("has no mentor any more", unmatched.alternative_lines[0]["title"])

    def test_board(self):
        action = self.run_as_engineer.action_review()
        self.assertEqual(action["domain"], [("run_id", "=", self.run.id)])
        self.assertEqual(action["views"][0][1], "kanban")
        review = self.run_as_engineer.get_review()
        self.assertEqual((review["matched"], review["mentees"]), (2, 3))
        self.assertEqual(
            review["mentors"][self.other_mentor.id], {"name": "mentor 0", "places": 1}
        )
        [line] = review["unmatched"]
        self.assertEqual(line["mentee_id"], self.third.id)
        self.assertIn("One more place with", line["change"])
        # A mentor without a mentee has a column too.
        self._move(self.second, False)
        groups = (
            self.env["mentorat.matching.proposal"]
            .with_user(self.engineer)
            .with_context(**action["context"], read_group_expand=True)
            .web_read_group(action["domain"], ["mentor_id"], ["__count"])
        )["groups"]
        self.assertEqual(len(groups), 2)
        self.assertEqual(sorted(group["__count"] for group in groups), [0, 1])
