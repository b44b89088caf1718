"""Options of a run, what it keeps beside its pairs, and who is without a mentor and why."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import MatchingCase


class TestRunOptions(MatchingCase, CronMixinCase):
    def _create(self, **options):
        runs = self.env["mentorat.matching.run"].with_user(self.engineer)
        return runs.create({"programme_id": self.programme.id, **options})

    def _require(self, kind):
        criterion = self.programme.criterion_ids.filtered(lambda c: c.kind == kind)
        criterion.required = True

    # OPTIONS

    def test_label(self):
        run = self._create(name="More skills")
        self.assertEqual(run.display_name, "Run 1 – More skills")
        self._compute(run)
        # The label is for people: it may change at any time.
        run.name = "First try"
        self.assertEqual(run.display_name, "Run 1 – First try")

    def test_options_are_fixed_at_launch(self):
        run = self._create(goal="score")
        run.goal = "cardinality"
        run.raise_weakest = True
        run.raise_weakest = False
        run.action_launch()
        for values in ({"goal": "score"}, {"raise_weakest": True}):
            with self.assertRaisesRegex(UserError, "fixed once it is launched"):
                run.write(values)

    def test_what_a_run_found_is_written_by_nobody(self):
        run = self._compute()
        for values in (
            {"total_score": 1000},
            {"places": []},
            {"locked_pairs": []},
            {"applied_by_id": self.engineer.id},
        ):
            with self.assertRaises(AccessError):
                run.write(values)
            with self.assertRaises(AccessError):
                self._create(**values)
        with self.assertRaises(AccessError):
            run.programme_id = self.other_programme

    def test_goal_score_makes_no_worthless_pair(self):
        # Nothing in common with the only mentor, who works in the same department.
        other = self._create_people("mentee", [[(self.carving, self.master)]])
        other.employee_id.department_id = self.research
        most = self._compute(self._create())
        self.assertEqual(most.matched_count, 2)
        best = self._compute(self._create(goal="score"))
        self.assertEqual(best.matched_count, 1)
        self.assertTrue(best.is_optimal)
        self.assertNotEqual(best.inputs_hash, most.inputs_hash)
        self.assertEqual(best.unmatched_ids.mentee_id, other)
        self.assertEqual(best.unmatched_ids.reason, "free")

    def test_raise_the_weakest_pair(self):
        # 100 + 0 or 60 + 60: the higher total has the weaker pair.
        self.programme.criterion_ids.filtered(lambda c: c.kind != "skills").unlink()
        self.mentor_participation.capacity = 1
        self._create_people("mentor", [[(self.weaving, self.novice)]], capacity=1)
        self.mentee_participation.skill_ids.skill_level_id = self.master
        self._create_people("mentee", [[(self.weaving, self.skilled)]])
        highest = self._compute(self._create())
        fair = self._compute(self._create(raise_weakest=True))
        self.assertEqual(fair.matched_count, 2)
        self.assertGreaterEqual(fair.weakest_score, highest.weakest_score)
        self.assertAlmostEqual(
            fair.floor_cost, highest.total_score - fair.total_score, 1
        )
        self.assertTrue(fair.is_optimal)
        self.assertIn("the weakest is as good as can be", fair.method_text)
        with self.assertRaisesRegex(ValidationError, "Most people"):
            self._create(goal="score", raise_weakest=True)

    # WITHOUT A MENTOR

    def _get_line(self):
        run = self._compute()
        self.assertEqual(run.state, "done")
        return run.unmatched_ids.with_user(self.engineer).filtered(
            lambda line: line.mentee_id == self.mentee_participation
        )

    def test_no_mentor(self):
        self.mentor_participation.state = "withdrawn"
        line = self._get_line()
        self.assertEqual(line.reason_text, "No mentor has a place.")
        self.assertEqual(line.mentee_department_id, self.sales)

    def test_reporting_line(self):
        self.mentee_employee.parent_id = self.mentor_employee
        line = self._get_line()
        self.assertEqual(line.reason, "rule")
        self.assertIn("1 by the reporting line", line.reason_text)
        self.assertEqual(line.change_text, "Find another mentor.")

    def test_required_criterion_is_named(self):
        self.mentor_employee.department_id = self.sales
        self._require("department")
        line = self._get_line()
        self.assertEqual(line.reason, "required")
        self.assertIn("the required criterion “Another department”", line.reason_text)
        self.assertIn("Require “Another department” no more: 1", line.change_text)

    def test_several_required_criteria(self):
        self.mentor_employee.department_id = self.sales
        self.mentor_participation.skill_ids.skill_id = self.carving
        other = self._create_people("mentor", [[(self.carving, self.master)]])
        other.employee_id.department_id = self.research
        self._require("department")
        self._require("skills")
        line = self._get_line()
        self.assertIn("“Skills” (2)", line.reason_text)
        self.assertIn("“Another department” (1)", line.reason_text)
        self.assertIn("Require “Skills” no more: 1", line.change_text)

    def test_places_taken(self):
        self.mentor_participation.capacity = 1
        self._create_people("mentee", [[(self.weaving, self.novice)]])
        run = self._compute()
        [line] = run.unmatched_ids
        self.assertIn("Morgan Mentor, has no place left", line.reason_text)
        self.assertIn("One more place with Morgan Mentor (score ", line.change_text)
        # It is so.
        self.mentor_participation.capacity = 2
        self.assertFalse(self._compute().unmatched_ids)

    def test_dropping_the_requirement_is_enough(self):
        self.mentor_employee.department_id = self.sales
        self._require("department")
        self.assertTrue(self._get_line())
        self.programme.criterion_ids.required = False
        self.assertFalse(self._get_line())

    def test_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mentor_participation.state = "withdrawn"
        line = self._get_line().with_context(lang="fr_FR")
        self.assertTrue(line.reason_text)
        self.assertTrue(line.change_text)

    # BESIDE THE PAIRS

    def test_alternatives_are_kept_best_first(self):
        levels = (self.novice, self.skilled, self.skilled, self.master)
        mentors = self._create_people(
            "mentor", [[(self.weaving, level)] for level in levels]
        )
        proposal = self._compute().proposal_ids
        points = dict(proposal.alternatives)
        self.assertEqual(len(points), 3)
        self.assertNotIn(proposal.mentor_id.id, points)
        self.assertNotIn(mentors[0].id, points)
        self.assertEqual(list(points.values()), sorted(points.values(), reverse=True))

    def test_departments_of_the_moment(self):
        proposal = self._compute().proposal_ids
        self.assertEqual(proposal.mentor_department_id, self.research)
        self.assertEqual(proposal.mentee_department_id, self.sales)
        self.mentee_employee.department_id = self.research
        self.assertEqual(proposal.mentee_department_id, self.sales)

    # QUEUE

    def test_oca_queue_when_installed(self):
        calls = []
        run = self._create()

        class Delayed:
            def __init__(self, records):
                self.records = records

            def _execute_job(self):
                calls.append(self.records.id)

        model = type(self.env["mentorat.matching.run"])
        with (
            patch.object(
                model,
                "with_delay",
                lambda records, **options: Delayed(records),
                create=True,
            ),
            self.capture_triggers("mentorat_matching.ir_cron_run") as triggers,
        ):
            run.action_launch()
        self.assertEqual(calls, [run.id])
        self.assertFalse(triggers.records)
        self.assertEqual(run.state, "queued")
        # Whoever comes first computes it; a second worker leaves it alone.
        self._run_cron()
        self.assertEqual(run.state, "done")

    def test_a_late_job_leaves_it_alone(self):
        run = self._compute()
        proposals = run.proposal_ids
        run._execute()
        self.assertEqual((run.proposal_ids, run.attempts), (proposals, 1))

    def test_a_second_worker_leaves_it_alone(self):
        run = self._create()
        run.action_launch()
        execute = type(run)._execute

        def late(self):
            # Between the search and the start another worker took it.
            self.env.cr.execute(
                "UPDATE mentorat_matching_run SET state = 'running', attempts = 1 "
                "WHERE id = %s",
                [self.id],
            )
            execute(self)

        with patch.object(type(run), "_execute", late):
            self._run_cron()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.attempts), ("running", 1))
