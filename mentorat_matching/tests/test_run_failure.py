"""A run that goes wrong says so, and leaves nothing behind."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from ..models import mentorat_matching_run as module
from .common import MatchingCase

LOGGER = module.__name__


class TestRunFailure(MatchingCase):
    @mute_logger(LOGGER)
    def test_unexpected_error(self):
        with patch.object(module, "certify", side_effect=MemoryError):
            run = self._compute()
        self.assertEqual(run.state, "failed")
        self.assertIn("Something unexpected", run.message)
        self.assertIn("MemoryError", run.message)
        self.assertFalse(run.proposal_ids)
        # Nothing stands in the way of another attempt.
        self._compute(run)
        self.assertEqual(run.state, "done")
        self.assertNotIn("unexpected", run.message)

    @mute_logger(LOGGER)
    def test_error_that_can_be_shown(self):
        run = self._create_run()
        run.action_launch()
        run.sudo().weightings = [{**w, "weight": 0} for w in run.weightings]
        self._run_cron()
        self.assertEqual(run.state, "failed")
        self.assertIn("All weights are 0", run.message)

    @mute_logger(LOGGER)
    def test_a_proof_that_does_not_hold_is_a_failure(self):
        def wrong(*args, **kwargs):
            return module.certify.__globals__["Certificate"](False, 1, "planted")

        with patch.object(module, "certify", side_effect=wrong):
            run = self._compute()
        self.assertEqual(run.state, "failed")
        self.assertFalse(run.proposal_ids)

    def test_lost_worker_is_taken_over(self):
        run = self._lose_worker(minutes=16)
        self._run_cron()
        self.assertEqual((run.state, run.attempts), ("done", 2))
        self.assertEqual(run.matched_count, 1)

    def test_living_worker_is_left_alone(self):
        run = self._lose_worker(minutes=2)
        self._run_cron()
        self.assertEqual(run.state, "running")

    def test_lost_again_and_again(self):
        run = self._lose_worker(minutes=16, attempts=3)
        self._run_cron()
        self.assertEqual(run.state, "failed")
        self.assertIn("interrupted 3 times", run.message)

    def test_cancelled_while_it_computes(self):
        run = self._create_run()
        run.action_launch()

        def cancelled(pulse, *args):
            pulse.stopped = True
            pulse.run._transition("cancelled")

        with patch.object(module.Pulse, "progress", cancelled):
            self._run_cron()
        self.assertEqual(run.state, "cancelled")
        self.assertFalse(run.proposal_ids)

    def test_signs_of_life(self):
        run = self._create_run()
        run.action_launch()
        seen = []
        beat = type(run)._beat

        def record(self, progress):
            seen.append(progress)
            return beat(self, progress)

        with (
            patch.object(module, "BEAT_SECONDS", 0),
            patch.object(type(run), "_beat", record),
        ):
            self._run_cron()
        self.assertEqual(run.state, "done")
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(seen[-1], 100)

    def test_stopped_by_time_it_is_honest(self):
        wishes = [[(self.weaving, self.skilled), (self.carving, self.master)]] * 3
        self._create_people("mentor", wishes)
        self._create_people("mentee", wishes)
        with patch.object(type(self._create_run()), "_get_time_limit", lambda run: 0):
            run = self._compute()
        self.assertEqual(run.state, "done")
        self.assertFalse(run.is_optimal)
        self.assertGreaterEqual(run.bound, run.total_score)

    def _lose_worker(self, minutes, attempts=1):
        """Return a run as a worker leaves it that was killed ``minutes`` ago."""
        run = self._create_run()
        run.action_launch()
        run.sudo().write(
            {
                "state": "running",
                "attempts": attempts,
                "heartbeat": fields.Datetime.now() - timedelta(minutes=minutes),
            }
        )
        return run
