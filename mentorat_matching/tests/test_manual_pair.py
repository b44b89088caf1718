"""Pairs that an engineer makes by hand beside the runs."""

from odoo.exceptions import UserError, ValidationError

from .common import MatchingCase


class TestManualPair(MatchingCase):
    def _pair_by_hand(self, mentee=None):
        return (
            self.env["mentorat.pair"]
            .with_user(self.engineer)
            .create(
                {
                    "programme_id": self.programme.id,
                    "mentor_id": self.mentor_participation.id,
                    "mentee_id": (mentee or self.mentee_participation).id,
                }
            )
        )

    def test_made_by_hand(self):
        pair = self._pair_by_hand()
        self.assertEqual((pair.state, pair.matching_score), ("proposed", 0))
        self.assertEqual(self._compute().mentee_count, 0)

    def test_reporting_line(self):
        self.mentee_employee.parent_id = self.mentor_employee
        with self.assertRaisesRegex(ValidationError, "same reporting line"):
            self._pair_by_hand()

    def test_forbidden_pair(self):
        self.env["mentorat.matching.forbidden"].create(
            {
                "programme_id": self.programme.id,
                "mentor_id": self.mentor_participation.id,
                "mentee_id": self.mentee_participation.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "are kept apart"):
            self._pair_by_hand()
        self._pair_by_hand(self._create_people("mentee", [[]]))

    def test_exclusion_whatever_the_order(self):
        exclusion = self.env["mentorat.exclusion"].create(
            {
                "employee_id": self.mentee_employee.id,
                "other_id": self.mentor_employee.id,
                "reason": "Cousins",
            }
        )
        with self.assertRaises(ValidationError) as raised:
            self._pair_by_hand()
        self.assertNotIn("Cousins", str(raised.exception))
        exclusion.write(
            {
                "employee_id": self.mentor_employee.id,
                "other_id": self.mentee_employee.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "are kept apart"):
            self._pair_by_hand()

    def test_a_run_that_waits_takes_account_of_it(self):
        run = self._create_run()
        run.action_launch()
        self._pair_by_hand()
        self._run_cron()
        self.assertEqual((run.state, run.mentee_count), ("done", 0))

    def test_a_run_to_review_is_not_published_over_it(self):
        run = self._compute()
        self._pair_by_hand()
        run.invalidate_recordset()
        self.assertTrue(run.is_stale)
        with self.assertRaisesRegex(UserError, "Merle Mentee has found a mentor"):
            run.action_apply()
