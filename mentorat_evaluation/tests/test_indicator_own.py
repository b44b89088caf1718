"""Indicators that engineers make up, and that they cannot look where they may not."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from .indicators import IndicatorCase


class TestOwnIndicator(IndicatorCase):
    def _own(self, user=None, programmes=None, **values):
        indicators = self.env["mentorat.indicator"].with_user(user or self.engineer)
        type(self).sequence += 1
        return indicators.create(
            {
                "name": "Ours",
                "code": f"own_{self.sequence}",
                "question": "How many?",
                "unit": "number",
                "formula": "record_count",
                "record_model": "mentorat.pair",
                "programme_ids": [Command.set((programmes or self.programme).ids)],
                **values,
            }
        )

    def _measure(self, indicator):
        self.env.flush_all()
        [measure] = indicator.sudo()._get_figures(self.programme.sudo(), self.today)
        return measure.figure

    def test_count_share_average(self):
        indicator = self._own(among_domain="[('state', '!=', 'ended')]")
        figure = self._measure(indicator)
        self.assertEqual((figure.value, figure.people), (None, 0))
        pairs = self._pairs(3, -50)
        self._pairs(1, -50, -10, "ended")
        self._meet(pairs[0], -2, hours=2)
        self._meet(pairs[0], -9, hours=1)
        pairs._refresh_meetings()
        figure = self._measure(indicator)
        self.assertEqual((figure.value, figure.people), (3, 6))
        indicator.write(
            {
                "formula": "record_share",
                "condition_domain": "[('meeting_count', '>', 1)]",
            }
        )
        self.assertAlmostEqual(self._measure(indicator).value, 100 / 3)
        indicator.write(
            {"formula": "record_average", "averaged_field": "meeting_count"}
        )
        self.assertAlmostEqual(self._measure(indicator).value, 2 / 3)
        meetings = self._own(
            record_model="mentorat.meeting",
            formula="record_average",
            averaged_field="hours",
        )
        figure = self._measure(meetings)
        self.assertEqual((figure.value, figure.people), (1.5, 2))
        people = self._own(
            record_model="mentorat.participation",
            among_domain="[('role', '=', 'mentor')]",
        )
        figure = self._measure(people)
        self.assertEqual((figure.value, figure.people), (4, 4))

    def test_supervisions(self):
        self.programme.supervisor_ids = self.engineer
        indicator = self._own(record_model="mentorat.supervision")
        session = self.env["mentorat.supervision"].create(
            {
                "programme_id": self.programme.id,
                "supervisor_id": self.engineer.id,
                "date_start": self._noon(-3),
                "state": "held",
            }
        )
        for mentor in self._pairs(2).mentor_id:
            session.env["mentorat.supervision.attendance"].create(
                {"supervision_id": session.id, "participation_id": mentor.id}
            )
        figure = self._measure(indicator)
        self.assertEqual((figure.value, figure.people), (1, 2))

    def test_hidden_below_the_threshold(self):
        indicator = self._own()
        for pairs, is_shown in ((2, False), (1, True)):
            self._pairs(pairs)
            self.programme._compute_indicator_values(self.today)
            value = self._value(indicator.sudo())
            self.assertEqual(value.shown, is_shown)

    def test_other_programmes_have_none(self):
        indicator = self._own()
        self.assertFalse(
            indicator.sudo()._get_figures(self.other_programme.sudo(), self.today)
        )

    def test_conditions_that_are_refused(self):
        for model, domain in (
            ("mentorat.pair", "[('health', '=', 'risk')]"),
            ("mentorat.pair", "[('goal_progress', '>', 50)]"),
            ("mentorat.pair", "[('mentor_id.employee_id.name', '=', 'Morgan')]"),
            ("mentorat.pair", "[('meeting_ids', 'any', [('hours', '>', 1)])]"),
            ("mentorat.pair", "[('mentor_id', '=', 3)]"),
            ("mentorat.meeting", "[('mentor_usefulness', '=', 1)]"),
            ("mentorat.meeting", "[('summary_sealed', '!=', False)]"),
            ("mentorat.participation", "[('conflict_text', '!=', False)]"),
            ("mentorat.participation", "[('state', 'ilike', 'a')]"),
            ("mentorat.pair", "[('state', '=', open('/etc/passwd'))]"),
            ("mentorat.pair", "[('state', '=',"),
            ("mentorat.pair", "7"),
            ("mentorat.pair", "[('state',)]"),
        ):
            for name in ("among_domain", "condition_domain"):
                with (
                    self.subTest(domain=domain, field=name),
                    self.assertRaisesRegex(ValidationError, "cannot be used"),
                ):
                    self._own(record_model=model, **{name: domain})
        with self.assertRaisesRegex(ValidationError, "can be averaged: hours"):
            self._own(
                record_model="mentorat.meeting",
                formula="record_average",
                averaged_field="mentor_usefulness",
            )
        with self.assertRaisesRegex(ValidationError, "Choose what"):
            self._own(record_model=False)

    def test_survey_item(self):
        question = self.recommend
        indicator = self._own(
            formula="share",
            record_model=False,
            unit="percent",
            least_score=9,
            item_ids=[Command.set(question.ids)],
        )
        self._people("mentee", 6)
        evaluation = self._create_evaluation()
        evaluation.action_open()
        self._answer(evaluation, [9, 10, 8, 3, 9, 9])
        evaluation.action_close()
        value = self._value(indicator.sudo(), evaluation)
        self.assertAlmostEqual(value.value, 400 / 6)
        with self.assertRaisesRegex(ValidationError, "not a scale"):
            indicator.item_ids = self.change

    def test_of_one_s_own_programmes(self):
        both = self.programme | self.other_programme
        for user, programmes in (
            (self.engineer, self.other_programme),
            (self.engineer, both),
            (self.engineer, self.env["mentorat.programme"]),
            (self.referent, self.programme),
            (self.hr_officer, self.programme),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["mentorat.indicator"].with_user(user).create(
                    {
                        "name": "Theirs",
                        "code": "theirs",
                        "question": "?",
                        "programme_ids": [Command.set(programmes.ids)],
                    }
                )
        own = self._own()
        self.assertEqual(own.with_user(self.administrator).name, "Ours")
        for change in (
            {"programme_ids": [Command.set(both.ids)]},
            {"programme_ids": [Command.clear()]},
        ):
            with self.subTest(change=change), self.assertRaises(AccessError):
                own.write(change)
        self.assertFalse(
            own.with_user(self.other_engineer).search([("id", "=", own.id)])
        )
        with self.assertRaises(AccessError):
            self.recommendation.with_user(self.engineer).name = "Changed"
        own.unlink()
        shared = self._own(self.administrator, both)
        self.assertEqual(shared.with_user(self.other_engineer).name, "Ours")
