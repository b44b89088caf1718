"""What is counted once for each quarter that is over, and answers to campaigns."""

from datetime import date, timedelta

from odoo.addons.mentorat_evaluation.core.periods import last_quarter

from .indicators import IndicatorCase


class TestFormulasQuarter(IndicatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.last = last_quarter(cls.today)
        cls.middle = cls.first + timedelta(days=45)

    def _ago(self, day):
        return (day - self.today).days

    def test_pair_quality(self):
        self._assert_figure("pair_quality", None, 0)
        pairs = self._pairs(3, -200)
        for pair, day, mentor, mentee in (
            (pairs[0], self.first, 5, 3),
            (pairs[0], self.last, 4, 0),
            (pairs[1], self.middle, 0, 2),
            # Outside of the quarter.
            (pairs[2], self.first - timedelta(days=1), 1, 1),
            (pairs[2], self.last + timedelta(days=1), 1, 1),
        ):
            self._meet(pair, day, mentor_usefulness=mentor, mentee_usefulness=mentee)
        missed = self._meet(pairs[2], self.middle, "no_show")
        missed.mentor_usefulness = 1
        # Mentors: 4.5; mentees: 3 and 2.
        self._assert_figure("pair_quality", 9.5 / 3, 3)
        self._assert_figure("pair_quality", 4.5, 1, "mentor")
        self._assert_figure("pair_quality", 2.5, 2, "mentee")

    def test_goal_progress(self):
        self._assert_figure("goal_progress", None, 0)
        pairs = self._pairs(3, -300)
        pairs[2].date_end = self.middle
        before = self.first - timedelta(days=1)
        for pair, progress, deadline in (
            (pairs[0], 100, self.first),
            (pairs[0], 50, self.last),
            (pairs[1], 10, before),
            (pairs[1], 20, self.middle),
            # Due with its pair.
            (pairs[2], 40, False),
            (pairs[1], 90, False),
        ):
            self.env["mentorat.goal"].create(
                {
                    "pair_id": pair.id,
                    "progress": progress,
                    "date_deadline": deadline,
                }
            )
        dropped = pairs[0].goal_ids[0].copy({"progress": 0})
        dropped.date_deadline = self.first
        dropped.active = False
        # 75, 20 and 40.
        self._assert_figure("goal_progress", 45.0, 3)

    def test_supervision_coverage(self):
        self._assert_figure("supervision_coverage", None, 0)
        self.programme.supervisor_ids = self.engineer
        mentors = self._pairs(4, -300).mentor_id
        # Not at work at the end of the quarter.
        gone = self._pairs(1, -300, self._ago(self.last), "ended").mentor_id

        def supervise(mentor, day, state="attended", session="held"):
            supervision = self.env["mentorat.supervision"].create(
                {
                    "programme_id": self.programme.id,
                    "supervisor_id": self.engineer.id,
                    "date_start": self._noon(day),
                    "state": session,
                }
            )
            supervision.env["mentorat.supervision.attendance"].create(
                {
                    "supervision_id": supervision.id,
                    "participation_id": mentor.id,
                    "state": state,
                }
            )

        supervise(mentors[0], self.first)
        supervise(mentors[0], self.middle)
        supervise(mentors[1], self.middle, "absent")
        supervise(mentors[2], self.last + timedelta(days=1))
        supervise(mentors[3], self.middle, session="planned")
        supervise(gone, self.middle)
        self._assert_figure("supervision_coverage", 25.0, 4)

    def _raise_concerns(self, *days):
        return self.env["mentorat.concern"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "contact_id": self.referent.id,
                    "kind": "other",
                    "is_anonymous": True,
                    "date": self.first + timedelta(days=number),
                    "date_deadline": self.first + timedelta(days=number + 15),
                    "date_closed": days_open is not None
                    and self.first + timedelta(days=number + days_open),
                    "state": "received" if days_open is None else "closed",
                }
                for number, days_open in enumerate(days)
            ]
        )

    def test_concern_handling(self):
        later = self.last + timedelta(days=15)
        self._assert_figure("concern_handling", None, 0, date=later)
        self._raise_concerns(0, 15, 16, None)
        # How many there are is told from five on.
        self._assert_figure("concern_handling", None, 0, date=later)
        self._raise_concerns(3)
        self._assert_figure("concern_handling", 60.0, 5, date=later)
        # The last ones have fifteen days.
        early = later - timedelta(days=1)
        self._assert_figure("concern_handling", None, 0, date=early)

    def test_kept_once(self):
        """What is logged after the quarter was counted changes nothing any more."""
        pairs = self._pairs(5, -200)
        for pair in pairs:
            self._meet(pair, self.middle, mentee_usefulness=4)
        self.programme._compute_indicator_values(self.today)
        values = self.env["mentorat.indicator.value"]
        quality = self.env.ref("mentorat_evaluation.indicator_pair_quality")
        domain = [
            ("programme_id", "=", self.programme.id),
            ("indicator_id", "=", quality.id),
        ]
        kept = values.search([*domain, ("role", "=", False)])
        self.assertEqual(
            (kept.value, kept.date_start, kept.date), (4.0, self.first, self.last)
        )
        [meeting] = pairs[0].meeting_ids
        meeting.mentee_usefulness = 1
        self._meet(pairs[1], self.middle, mentor_usefulness=1)
        self.programme._compute_indicator_values(self.today)
        self.assertEqual(values.search([*domain, ("role", "=", False)]), kept)
        self.assertEqual((kept.value, kept.people), (4.0, 5))

    def test_not_before_the_programme(self):
        self.programme.date_start = self.last + timedelta(days=1)
        self.assertFalse(self._figures("pair_quality"))

    def test_last_quarter(self):
        for day, first, last in (
            (date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
            (date(2026, 3, 30), date(2025, 10, 1), date(2025, 12, 31)),
            (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
            (date(2024, 2, 29), date(2023, 10, 1), date(2023, 12, 31)),
        ):
            self.assertEqual(last_quarter(day), (first, last))
