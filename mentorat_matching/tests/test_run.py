from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MatchingCase
from .test_problem import best_by_hand


class TestRun(MatchingCase):
    def test_end_to_end(self):
        run = self._create_run()
        self.assertEqual(run.state, "draft")
        self.assertEqual(run.display_name, "Run 1")
        run.action_launch()
        self.assertEqual(run.state, "queued")
        self.assertTrue(run.weightings)
        self._run_cron()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.progress, 100)
        self.assertEqual(
            (run.mentee_count, run.mentor_count, run.place_count), (1, 1, 2)
        )
        self.assertEqual(run.matched_count, 1)
        self.assertTrue(run.is_optimal)
        self.assertEqual(run.total_score, run.bound)
        self.assertIn("Every mentee has a proposal (1).", run.message)
        proposal = run.proposal_ids
        self.assertEqual(proposal.mentor_id, self.mentor_participation)
        self.assertEqual(proposal.mentee_id, self.mentee_participation)
        # Master for Skilled, ahead by far, from another department.
        self.assertEqual(proposal.score, 100)
        self.assertEqual(proposal.rank, 1)
        self.assertEqual(run.weakest_score, 100)
        self.assertEqual(
            proposal.explanation_text.splitlines(),
            [
                "Skills: 60 of 60 – Weaving (Skilled wanted, Master offered)",
                "Lead of the mentor: 25 of 25",
                "Another department: 15 of 15",
            ],
        )

    def test_best_of_all_possible(self):
        self._create_people(
            "mentor",
            [
                [(self.weaving, self.skilled), (self.carving, self.master)],
                [(self.speaking, self.skilled)],
            ],
            capacity=1,
        )
        self._create_people(
            "mentee",
            [
                [(self.carving, self.master), (self.weaving, self.novice)],
                [(self.speaking, self.master), (self.carving, self.novice)],
                [(self.weaving, self.master)],
                [(self.speaking, self.skilled), (self.weaving, self.skilled)],
            ],
        )
        run = self._compute()
        problem = self.env["mentorat.matching.reader"]._read_problem(
            self.programme, run.weightings
        )
        self.assertEqual((len(problem.mentees), problem.capacities().sum()), (5, 4))
        matched, total = best_by_hand(problem)
        self.assertEqual(run.matched_count, matched)
        self.assertAlmostEqual(run.total_score, total / 10, 3)
        self.assertAlmostEqual(sum(run.proposal_ids.mapped("score")), total / 10, 3)
        self.assertTrue(run.is_optimal)
        self.assertIn("only 4 free places", run.message)
        # Capacity, and one mentor for each mentee.
        proposals = run.proposal_ids
        self.assertEqual(len(proposals.mentee_id), len(proposals))
        for mentor, theirs in proposals.grouped("mentor_id").items():
            self.assertLessEqual(len(theirs), mentor.seats_free)

    def test_same_inputs_same_pairs(self):
        wishes = [[(self.weaving, self.skilled)]] * 4
        self._create_people("mentor", wishes, capacity=2)
        self._create_people("mentee", wishes)
        first, second = self._compute(), self._compute()
        self.assertEqual(len(self._pairs(first)), 5)
        self.assertEqual(self._pairs(first), self._pairs(second))
        self.assertEqual(first.inputs_hash, second.inputs_hash)
        self.assertEqual(second.number, 2)

    def test_never_in_ones_own_reporting_line(self):
        top = self._create_employee("Top")
        self.manager_employee.parent_id = top
        self.mentor_participation.state = "withdrawn"
        boss = self._create_participation(top, "mentor", [(self.weaving, self.master)])
        run = self._compute()
        self.assertEqual((run.state, run.matched_count), ("done", 0))
        self.assertIn("No pair is allowed", run.message)
        # Nor the other way round: the mentor reports to the mentee.
        self.manager_employee.parent_id = False
        top.parent_id = self.mentee_employee
        self.assertEqual(self._compute().matched_count, 0)
        top.parent_id = False
        self.assertEqual(
            self._pairs(self._compute()), {(boss.id, self.mentee_participation.id)}
        )

    def test_never_oneself(self):
        self.mentor_participation.state = "withdrawn"
        self._create_participation(
            self.mentee_employee, "mentor", [(self.weaving, self.master)]
        )
        self.assertEqual(self._compute().matched_count, 0)

    def test_not_those_who_were_a_pair(self):
        self._create_pair("accepted").with_user(self.engineer).action_end()
        self.assertEqual(self._compute().matched_count, 0)

    def test_not_those_who_have_a_mentor(self):
        self._create_pair()
        run = self._compute()
        self.assertEqual((run.state, run.mentee_count), ("done", 0))
        self.assertIn("nobody to match", run.message)

    def test_capacity_counts_pairs_and_open_proposals(self):
        self._publish()
        third, fourth = self._create_people(
            "mentee", [[(self.weaving, self.novice)], [(self.weaving, self.master)]]
        )
        run = self._compute()
        # Two places: one is offered already.
        self.assertEqual((run.place_count, run.matched_count), (1, 1))
        self.assertLess(run.proposal_ids.mentee_id, third | fourth)

    def test_only_accepted_people(self):
        self.mentee_participation.state = "approved"
        self.assertIn("nobody to match", self._compute().message)

    def test_no_mentor(self):
        self.mentor_participation.state = "withdrawn"
        run = self._compute()
        self.assertEqual(run.state, "done")
        self.assertIn("No accepted mentor has a free place", run.message)
        with self.assertRaisesRegex(UserError, "proposes no pair"):
            run.action_apply()

    def test_required_criterion(self):
        self.mentor_employee.department_id = self.sales
        criterion = self.programme.criterion_ids.filtered(
            lambda criterion: criterion.kind == "department"
        )
        self.assertEqual(self._compute().matched_count, 1)
        criterion.required = True
        run = self._compute()
        self.assertEqual(run.matched_count, 0)
        self.assertIn("fails a required criterion", run.message)

    def test_people_without_login_are_counted(self):
        self.assertNotIn("login", self._compute().message)
        self._create_people("mentee", [[(self.weaving, self.novice)]])
        self.assertIn("1 of the people proposed have no login", self._compute().message)

    def test_level_of_today_counts(self):
        self.mentor_participation.skill_ids.skill_level_id = self.skilled
        gap = self.programme.criterion_ids.filtered(lambda c: c.kind == "level_gap")
        gap.gap = 60
        # Nothing known of the mentee: 60 points ahead.
        self.assertEqual(self._compute().proposal_ids.score, 100)
        self._give_skill(self.mentee_employee, self.novice)
        gap.gap = 80
        # Half of the lead asked for: 40 of 80 points.
        self.assertEqual(self._compute().proposal_ids.score, 87.5)
        # Tomorrow's level is not today's.
        self.mentee_employee.employee_skill_ids.valid_from = "2999-01-01"
        self.assertEqual(self._compute().proposal_ids.score, 93.8)

    def test_people_without_wishes_are_matched_too(self):
        self.mentee_participation.skill_ids.unlink()
        self.programme.criterion_ids.filtered(lambda c: c.kind == "department").unlink()
        run = self._compute()
        self.assertEqual((run.matched_count, run.total_score), (1, 0))
        # Nothing speaks for it, which is no fault either.
        self.assertFalse(run.proposal_ids.explanation_text)
        self.assertTrue(run._get_export_sheets())

    # LIFE OF A RUN

    def test_criteria_are_frozen_at_launch(self):
        run = self._create_run()
        run.action_launch()
        self.programme.criterion_ids.weight = 1
        self._run_cron()
        self.assertEqual(run.weightings[0]["weight"], 60)
        self.assertEqual(run.weightings_text.split(" · ")[0], "Skills 60")

    def test_stale_run_is_not_published(self):
        run = self._compute()
        self.assertFalse(run.is_stale)
        self._create_people("mentee", [[(self.carving, self.novice)]])
        run.invalidate_recordset()
        self.assertTrue(run.is_stale)
        with self.assertRaisesRegex(UserError, "Launch a new run"):
            run.action_apply()
        self.assertFalse(run.proposal_ids.published)

    def test_changed_weight_is_a_change(self):
        run = self._compute()
        self.programme.criterion_ids[:1].weight = 5
        with self.assertRaisesRegex(UserError, "Launch a new run"):
            run.action_apply()

    def test_of_runs_side_by_side_one_is_published(self):
        older, newer = self._compute(), self._compute()
        self.assertEqual((older.state, newer.state), ("done", "done"))
        older.action_apply()
        self.assertEqual(older.state, "applied")
        with self.assertRaisesRegex(UserError, "Merle Mentee has found a mentor"):
            newer.action_apply()
        self.assertFalse(newer.proposal_ids.published)

    def test_publish_once(self):
        run = self._compute()
        run.action_apply()
        self.assertTrue(run.proposal_ids.published)
        lines = self.env["mentorat.outbox"].search(
            [
                (
                    "event",
                    "=",
                    f"{run.proposal_ids._name},{run.proposal_ids.id},published",
                )
            ]
        )
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        with self.assertRaisesRegex(UserError, "was published by m_engineer"):
            run.with_user(self.administrator).action_apply()

    def test_two_runs_at_once(self):
        first, second = self._create_run(), self._create_run()
        first.action_launch()
        with self.assertRaisesRegex(UserError, "Run 1 of this programme is under way"):
            second.action_launch()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            second._transition("queued")
        first.action_cancel()
        second.action_launch()

    def test_cancelled_before_it_is_computed(self):
        run = self._create_run()
        run.action_launch()
        run.action_cancel()
        self._run_cron()
        self.assertEqual(run.state, "cancelled")
        self.assertFalse(run.proposal_ids)

    def test_launch_needs_an_open_programme(self):
        self.programme.state = "evaluation"
        with self.assertRaisesRegex(UserError, "is not open"):
            self._create_run().action_launch()

    def test_launch_needs_a_weight(self):
        self.programme.criterion_ids.weight = 0
        with self.assertRaisesRegex(UserError, "no criterion with a weight"):
            self._create_run().action_launch()

    def test_programme_button(self):
        programme = self.programme.with_user(self.engineer)
        self.assertTrue(programme.can_match)
        action = programme.action_match()
        run = self.env["mentorat.matching.run"].browse(action["res_id"])
        self.assertEqual((run.state, run.programme_id), ("queued", self.programme))
        self.assertEqual(programme.run_count, 1)
        self.assertFalse(self.programme.with_user(self.referent).can_match)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.referent).action_match()

    def test_nobody_writes_figures(self):
        with self.assertRaisesRegex(AccessError, "nothing else"):
            self.env["mentorat.matching.run"].with_user(self.engineer).create(
                {"programme_id": self.programme.id, "is_optimal": True}
            )
        with self.assertRaises(AccessError):
            self._create_run().write({"is_optimal": True})

    def test_referent_neither_launches_nor_publishes(self):
        with self.assertRaises(AccessError):
            self._create_run(self.referent)
        run = self._create_run()
        with self.assertRaises(AccessError):
            run.with_user(self.referent).action_launch()
        self._compute(run)
        with self.assertRaises(AccessError):
            run.with_user(self.referent).action_apply()

    def test_delete(self):
        run = self._compute()
        proposals = run.proposal_ids
        run.unlink()
        self.assertFalse(proposals.exists())
        applied = self._publish().run_id
        with self.assertRaisesRegex(UserError, "is kept"):
            applied.with_user(self.engineer).unlink()

    # QUERIES

    def test_number_of_queries_does_not_grow(self):
        self._create_pair("accepted").with_user(self.engineer).action_end()
        self._create_crowd(2)
        # Once for what the registry keeps.
        self._count_reading_queries()
        few = self._count_reading_queries()
        self._create_crowd(27)
        many = self._count_reading_queries()
        self.assertEqual(few, many)
        self.assertLessEqual(many, 16)

    def _create_crowd(self, size):
        wish = [(self.weaving, self.skilled), (self.carving, self.novice)]
        people = self._create_people("mentor", [wish] * size)
        people |= self._create_people("mentee", [wish] * size)
        people.employee_id.department_id = self.research
        people.employee_id.parent_id = self.manager_employee
        for employee in people.employee_id:
            self._give_skill(employee, self.novice)

    def _give_skill(self, employee, level):
        employee.employee_skill_ids = [
            Command.create(
                {
                    "skill_id": self.weaving.id,
                    "skill_level_id": level.id,
                    "skill_type_id": self.skill_type.id,
                    "valid_from": "2020-01-01",
                }
            )
        ]

    def _count_reading_queries(self):
        weightings = self.programme.criterion_ids._get_weightings()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        problem = self.env["mentorat.matching.reader"]._read_problem(
            self.programme, weightings
        )
        self.assertGreater(len(problem.mentees), 2)
        return self.env.cr.sql_log_count - before
