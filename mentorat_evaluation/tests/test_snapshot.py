"""The values of each month: kept by a cron, the same again later, read beside the ones before."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from odoo.addons.mentorat_evaluation.core.indicators import Figure, Measure
from odoo.addons.mentorat_evaluation.core.periods import month_end
from odoo.addons.mentorat_evaluation.core.roles import disclose_measures
from odoo.addons.mentorat_evaluation.core.targets import (
    Aim,
    get_trend,
    is_better,
    judge,
)
from odoo.addons.mentorat_evaluation.models import mentorat_snapshot_mixin

from .indicators import IndicatorCase


class TestSnapshot(IndicatorCase):
    def _run_cron(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            self.env["mentorat.programme"]._cron_snapshot()
        return progress.call_args.args[0], progress.call_args.kwargs["remaining"]

    def test_cron(self):
        """Some programmes at a time, each once, those that are over long enough no more."""
        self.env["mentorat.programme"].search([("is_template", "=", False)]).write(
            {"date_snapshot": self.today}
        )
        end = month_end(self.today)
        programmes = self.programme | self._create_empty_programme()
        closed = self._create_empty_programme()
        programmes |= closed
        programmes.write({"date_snapshot": False, "date_end": self.today})
        left = self._create_empty_programme(
            date_start=self._day(-900), date_end=self._day(-500)
        )
        (closed | left).state = "closed"
        left |= self._create_empty_programme(state="draft")
        left |= self._create_empty_programme(date_start=self.today)
        with patch.object(mentorat_snapshot_mixin, "BATCH", 2):
            self.assertEqual(self._run_cron(), (2, 1))
            # Cut off here, it goes on where it was.
            self.assertEqual(self._run_cron(), (1, 0))
            self.assertEqual(self._run_cron(), (0, 0))
        self.assertEqual(set(programmes.mapped("date_snapshot")), {end})
        self.assertFalse(any(left.mapped("date_snapshot")))
        values = self.env["mentorat.indicator.value"].search(
            [("programme_id", "in", programmes.ids), ("date", "=", end)]
        )
        self.assertEqual(values.programme_id, programmes)

    def test_a_day_that_is_over_gives_the_same_again(self):
        """Whatever happens afterwards."""
        history = ((-90, "draft", "submitted"), (-85, "submitted", "approved"))
        applied = {"date_submitted": self._noon(-90)}
        history += ((-80, "approved", "accepted"),)
        mentors = self._people("mentor", 3, *history, **applied)
        mentees = self._people("mentee", 6, *history, **applied)
        pairs = self.env["mentorat.pair"]
        for number, mentee in enumerate(mentees[:4]):
            pairs |= self._pair(mentors[number % 3], mentee, -70)
            self._meet(pairs[number], -60 + 5 * number)
        then = self._day(-30)
        codes = [
            *("match_rate", "mentor_use", "enrolment_balance", "approval_delay"),
            *("time_to_match", "active_pair_rate", "regularity", "load_spread"),
            *("meeting_frequency", "meeting_completion", "early_end_rate"),
            *("mixing_index", "trained_before_start", "relay_rate", "rematch_rate"),
            *("completed_pair_cost", "application_rate", "wish_satisfaction"),
        ]
        before = {code: self._figures(code, then) for code in codes}
        self.assertEqual(before["match_rate"][self.programme, None].people, 9)
        # Later: one ends, one closes, one withdraws, others come, meet and are paired.
        pairs[0].write({"state": "ended", "date_end": self._day(-10)})
        pairs[1].write({"state": "closed", "date_end": self._day(-5)})
        mentees[5].state = "withdrawn"
        self.env["mentorat.log"].create(
            {
                "programme_id": self.programme.id,
                "participation_id": mentees[5].id,
                "from_state": "accepted",
                "to_state": "withdrawn",
                "date": self._noon(-3),
            }
        )
        self._pair(mentors[0], mentees[4], -2)
        self._meet(pairs[2], -4)
        late = (-9, "draft", "submitted"), (-8, "submitted", "approved")
        self._people("mentee", 2, *late, date_submitted=self._noon(-9))
        # The eligible are those of today, as its description says.
        codes.remove("application_rate")
        for code in codes:
            with self.subTest(code=code):
                self.assertEqual(self._figures(code, then), before[code])
        self.assertNotEqual(self._figures("match_rate"), before["match_rate"])

    def test_trend_and_status(self):
        indicator = self.active_pairs
        values = self.env["mentorat.indicator.value"]
        for month, value in ((1, 70.0), (2, None), (3, 80.0), (4, 50.0)):
            measure = Measure(
                self.programme,
                self.env["mentorat.evaluation"],
                None,
                None,
                5,
                Figure(value, 9 if value else 2),
            )
            values._replace([(indicator, measure)], date(2026, month, 28))
        first, hidden, third, last = values.search(
            [("programme_id", "=", self.programme.id)], order="date"
        )
        self.assertEqual((first.trend, first.tendency), (False, False))
        self.assertFalse(hidden.trend or hidden.status)
        # Compared with the last one that is shown.
        self.assertEqual((third.previous_id, third.delta), (first, 10.0))
        self.assertEqual((third.trend, third.tendency), ("up", "good"))
        self.assertEqual((last.trend, last.tendency), ("down", "bad"))
        statuses = [value.status for value in (first, third, last)]
        self.assertEqual(statuses, ["missed", "reached", "alert"])
        self.env["mentorat.indicator.target"].with_user(self.engineer).create(
            {
                "programme_id": self.programme.id,
                "indicator_id": indicator.id,
                "target": 40,
                "alert": 20,
            }
        )
        last.invalidate_recordset()
        self.assertEqual((last.status, last.display_target), ("reached", "≥ 40 %"))

    def test_rows_behind_a_figure(self):
        self._pairs(3)
        self.programme._compute_indicator_values(self.today)
        value = self._value(self.active_pairs)
        action = value.with_user(self.engineer).action_view_source()
        self.assertEqual(len(self.env[action["res_model"]].search(action["domain"])), 3)
        self.assertFalse(value.with_user(self.hr_officer).has_source)
        with self.assertRaises(AccessError):
            value.with_user(self.hr_officer).action_view_source()
        quality = self._value(
            self.env.ref("mentorat_evaluation.indicator_pair_quality")
        ).with_user(self.engineer)
        self.assertFalse(quality.has_source)
        with self.assertRaisesRegex(UserError, "one by one"):
            quality.action_view_source()


class TestRules(IndicatorCase):
    def _disclose(self, *people, references=(None, None, None)):
        measures = [
            Measure("p", "", role, None, 5, Figure(1.0, count, reference_people=ref))
            for role, count, ref in zip(
                (None, "mentor", "mentee"), people, references, strict=True
            )
        ]
        return [m.figure.value is not None for m in disclose_measures(measures)]

    def test_roles_beside_their_total(self):
        for people, shown in (
            ((10, 5, 5), [True, True, True]),
            ((10, 4, 6), [True, False, False]),
            ((6, 0, 6), [True, False, True]),
            ((4, 1, 3), [False, False, False]),
            # Two who are neither could be told from the rest.
            ((13, 6, 5), [True, True, False]),
        ):
            with self.subTest(people=people):
                self.assertEqual(self._disclose(*people), shown)
        self.assertEqual(
            self._disclose(12, 6, 6, references=(9, 4, 5)), [True, False, False]
        )

    def test_judge(self):
        higher, lower = Aim("higher", 75, 0, 60), Aim("lower", 10, 0, 20)
        between = Aim("range", 70, 90)
        for aim, expected in (
            (higher, {75: "reached", 74: "missed", 59: "alert", None: None}),
            (lower, {10: "reached", 15: "missed", 21: "alert"}),
            (between, {70: "reached", 90: "reached", 91: "alert", 69: "alert"}),
            (Aim("none"), {5: None}),
        ):
            found = {value: judge(value, aim) for value in expected}
            self.assertEqual(found, expected)

    def test_trend(self):
        self.assertEqual(get_trend(1.0, 1.0), "flat")
        self.assertIsNone(get_trend(None, 1.0))
        self.assertTrue(is_better(2, 1, Aim("higher", 5)))
        self.assertFalse(is_better(2, 1, Aim("lower", 5)))
        self.assertTrue(is_better(80, 95, Aim("range", 70, 90)))
        self.assertIsNone(is_better(80, 85, Aim("range", 70, 90)))
        self.assertIsNone(is_better(2, 1, Aim("none")))

    def test_month_end(self):
        self.assertEqual(month_end(date(2026, 3, 1)), date(2026, 2, 28))
        self.assertEqual(month_end(date(2026, 1, 31)), date(2025, 12, 31))
        self.assertEqual(
            month_end(self.today) + timedelta(days=1), self.today.replace(day=1)
        )
