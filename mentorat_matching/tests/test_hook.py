"""Criteria of other addons: what they are given, what they may give, and their faults."""

from unittest.mock import patch

import numpy as np

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..models import mentorat_matching_run as run_module
from .common import MatchingCase


class TestHook(MatchingCase):
    def setUp(self):
        super().setUp()
        self._create_people("mentor", [[(self.weaving, self.novice)]] * 2)
        self._create_people("mentee", [[(self.weaving, self.skilled)]] * 3)
        self.seen = []

    def _hook(self, give, kind="department"):
        """Compute one kind of criterion by ``give(mentees, mentors)``."""

        def criterion_scores(model, criterion, mentees, mentors):
            if criterion.kind != kind:
                return None
            self.seen.append((criterion, mentees, mentors))
            return give(mentees, mentors)

        model = type(self.env["mentorat.criterion"])
        return patch.object(model, "_criterion_scores", criterion_scores)

    def _run_with(self, give):
        with self._hook(give), mute_logger(run_module.__name__):
            return self._compute()

    def _favour_last(self, mentees, mentors):
        values = np.zeros((len(mentees), len(mentors)))
        values[:, -1] = 1
        return values

    def test_an_array_or_a_function_of_rows(self):
        self.programme.criterion_ids.filtered(
            lambda criterion: criterion.kind != "department"
        ).weight = 0
        runs = [
            self._run_with(self._favour_last),
            self._run_with(
                lambda mentees, mentors: (
                    lambda lo, hi: self._favour_last(mentees, mentors)[lo:hi]
                )
            ),
            self._run_with(lambda *sides: self._favour_last(*sides).tolist()),
        ]
        for run in runs:
            self.assertEqual(run.state, "done", run.message)
            best = run.proposal_ids.filtered(lambda proposal: proposal.score == 100)
            last = self.programme.participation_ids.filtered(
                lambda person: person.role == "mentor"
            ).sorted("id")[-1]
            self.assertEqual(best.mentor_id, last)
            self.assertEqual(
                set(best.mapped("explanation_text")), {"Another department: 100 of 100"}
            )
        criterion, mentees, mentors = self.seen[0]
        self.assertEqual((criterion.kind, criterion.weight), ("department", 15))
        self.assertEqual(criterion.options, {"comparison": "different"})
        self.assertEqual((mentees.dtype, mentors.dtype), (np.int64, np.int64))
        self.assertEqual((len(mentees), len(mentors)), (4, 3))
        self.assertEqual(len({run.inputs_hash for run in runs}), 1)

    def test_what_it_gives_is_an_input(self):
        with self._hook(self._favour_last):
            run = self._compute()
            self.assertFalse(run.is_stale)
        run.invalidate_recordset()
        self.assertTrue(run.is_stale)

    def test_faults_end_the_run_and_name_the_criterion(self):
        def raises(mentees, mentors):
            raise ZeroDivisionError("division by zero")

        def raises_later(mentees, mentors):
            def values(lo, hi):
                raise KeyError("grade")

            return values

        def shape(*shape, value=0.5):
            return lambda mentees, mentors: np.full(shape, value)

        for give, problem in (
            (raises, "it raised ZeroDivisionError: division by zero"),
            (raises_later, "it raised KeyError: 'grade'"),
            (shape(4, 2), r"shape (4, 2), (4, 3) were expected"),
            (shape(3), r"shape (3,), (4, 3) were expected"),
            (lambda *sides: "nonsense", r"shape (), (4, 3) were expected"),
            (
                lambda *sides: lambda lo, hi: np.zeros((1, 3)),
                r"shape (1, 3), (4, 3) were expected",
            ),
            (shape(4, 3, value=np.nan), "it gave no number (NaN) for anybody"),
            (shape(4, 3, value=7), "values from 7 to 7"),
            (shape(4, 3, value=-np.inf), "values from -inf to -inf"),
            (lambda *sides: [["x"] * 3] * 4, "it raised ValueError"),
        ):
            with self.subTest(problem=problem):
                run = self._run_with(give)
                self.assertEqual(run.state, "failed")
                self.assertIn("“Another department” could not be computed", run.message)
                self.assertIn(problem, run.message)
                self.assertFalse(run.proposal_ids)
                run.action_cancel()

    def test_some_nan_is_all_right(self):
        def give(mentees, mentors):
            values = np.full((len(mentees), len(mentors)), np.nan)
            values[0, 0] = 1
            return values

        self.assertEqual(self._run_with(give).state, "done")

    def test_a_fault_of_later_makes_a_run_out_of_date_and_no_page_fail(self):
        run = self._compute()
        with self._hook(lambda *sides: 1 / 0):
            run.invalidate_recordset()
            self.assertTrue(run.is_stale)

    def test_a_kind_that_nobody_computes(self):
        reader = self.env["mentorat.matching.reader"]
        gone = {"kind": "gone", "weight": 5, "required": False, "options": {}}
        with self.assertRaisesRegex(UserError, "“gone”.*no addon that is installed"):
            reader._read_problem(self.programme, [gone])
        idle = reader._read_problem(self.programme, [{**gone, "weight": 0}])
        self.assertTrue(np.isnan(idle.criteria()[0].values(0, 4)).all())
        with self._hook(self._favour_last, kind="gone"):
            problem = reader._read_problem(self.programme, [gone])
        self.assertEqual(problem.score_rows()(0, 1).tolist(), [[0, 0, 1000]])
        self.assertEqual(
            problem.explain(np.array([[0, 2]]))[0]["criteria"],
            [{"kind": "gone", "points": 1000, "out_of": 1000}],
        )

    def test_nobody_to_match(self):
        self.programme.participation_ids.filtered(
            lambda person: person.role == "mentor"
        ).write({"state": "withdrawn"})
        run = self._run_with(self._favour_last_of_none)
        self.assertEqual(run.state, "done", run.message)

    def _favour_last_of_none(self, mentees, mentors):
        return np.zeros((len(mentees), len(mentors)))
