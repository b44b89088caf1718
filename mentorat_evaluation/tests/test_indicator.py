from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import EvaluationCase


class TestIndicator(EvaluationCase):
    def _close(self, evaluation):
        evaluation.with_user(self.engineer).action_close()

    def test_recommendation(self):
        evaluation = self._open_evaluation(people=8)
        self._answer(evaluation, [10, 9, 9, 9, 8, 7, 6, 5, 0])
        self._close(evaluation)
        value = self._value(self.recommendation, evaluation)
        # 4 of 9 promote, 3 of 9 detract.
        self.assertAlmostEqual(value.value, 100 / 9)
        self.assertEqual((value.people, value.shown), (9, True))
        self.assertEqual(value.display_value, "+11")

    def test_threshold(self):
        for people, is_shown in ((4, False), (5, True)):
            evaluation = self._open_evaluation(people=3)
            self._answer(evaluation, [9] * people)
            self._close(evaluation)
            value = self._value(self.recommendation, evaluation)
            self.assertEqual((value.people, value.shown), (people, is_shown))
            self.cr.execute(
                "SELECT value FROM mentorat_indicator_value WHERE id = %s", [value.id]
            )
            self.assertEqual(self.cr.fetchone()[0], 100.0 if is_shown else None)
        hidden = self.env["mentorat.indicator.value"].search(
            [
                ("indicator_id", "=", self.recommendation.id),
                ("shown", "=", False),
                ("role", "=", False),
            ]
        )
        self.assertEqual(hidden.display_value, "Fewer than 5 people")

    def test_higher_threshold_of_a_campaign(self):
        evaluation = self._open_evaluation(people=4, threshold=7)
        self._answer(evaluation, [9] * 6)
        self._close(evaluation)
        self.assertFalse(self._value(self.recommendation, evaluation).shown)

    def test_nothing_before_closing(self):
        evaluation = self._open_evaluation(people=4)
        self._answer(evaluation, [9] * 6)
        self.programme.with_user(self.engineer).action_compute_indicators()
        self.assertFalse(self._value(self.recommendation, evaluation))
        self.assertTrue(self._value(self.active_pairs))

    def _create_pairs(self, count):
        """Return ``count`` active pairs, each mentor having two mentees at most."""
        pairs = self.env["mentorat.pair"]
        for number in range(count):
            if number % 2 == 0:
                employee = self._create_employee(f"Mentor {number}")
                mentor = self._create_participation(employee, "mentor")
            pairs |= self._create_pair("accepted", mentor, self._create_people(1))
        pairs.with_user(self.engineer).action_activate()
        return pairs

    def _meet(self, pair, days_ago, state="held"):
        return self.env["mentorat.meeting"].create(
            {
                "pair_id": pair.id,
                "date_start": fields.Datetime.now() - timedelta(days=days_ago),
                "state": state,
            }
        )

    def test_active_pairs(self):
        pairs = self._create_pairs(4)
        self._meet(pairs[0], 1)
        self._meet(pairs[0], 10)
        self._meet(pairs[1], 44)
        self._meet(pairs[2], 60)
        self._meet(pairs[3], 1, "planned")
        self.programme.with_user(self.engineer).action_compute_indicators()
        value = self._value(self.active_pairs)
        # Two of four pairs; four mentees and their two mentors.
        self.assertEqual((value.value, value.people), (50.0, 6))
        self.assertEqual(value.display_value, "50 %")
        self.assertFalse(value.is_reached)

    def test_active_pairs_of_few_people(self):
        pair = self._create_pairs(1)
        self._meet(pair, 1)
        self.programme.with_user(self.engineer).action_compute_indicators()
        value = self._value(self.active_pairs)
        self.assertEqual((value.people, value.shown), (2, False))

    def test_pair_that_ended_counts_until_then(self):
        pairs = self._create_pairs(4)
        today = fields.Date.today()
        pairs.date_start = today - timedelta(days=10)
        pairs[0].with_user(self.engineer).action_end()
        self._meet(pairs[1], 0)
        for date, expected in ((today, 100 / 3), (today - timedelta(days=5), 0.0)):
            self.programme._compute_indicator_values(date)
            value = self._value(self.active_pairs).filtered(
                lambda v, d=date: v.date == d
            )
            self.assertAlmostEqual(value.value, expected)

    def test_computing_again_replaces(self):
        pairs = self._create_pairs(4)
        self.programme.with_user(self.engineer).action_compute_indicators()
        first = self._value(self.active_pairs)
        self.assertEqual(first.value, 0.0)
        self._meet(pairs[0], 1)
        self.programme.with_user(self.engineer).action_compute_indicators()
        second = self._value(self.active_pairs)
        self.assertEqual((len(second), second.value), (1, 25.0))
        yesterday = fields.Date.today() - timedelta(days=1)
        self.programme._compute_indicator_values(yesterday)
        self.assertEqual(len(self._value(self.active_pairs)), 2)
        latest = self.programme.with_user(self.engineer).latest_value_ids
        self.assertIn(second, latest)
        self.assertEqual(len(latest), self.programme.indicator_count)

    def test_nothing_to_measure(self):
        self.programme.with_user(self.engineer).action_compute_indicators()
        value = self._value(self.active_pairs)
        self.assertEqual((value.shown, value.people), (False, 0))

    def test_who_computes(self):
        for user in (self.other_engineer, self.plain, self.mentee, self.system):
            with self.assertRaises(AccessError):
                self.programme.with_user(user).action_compute_indicators()
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            self.programme.with_user(self.engineer).action_compute_indicators()

    def test_a_hidden_value_cannot_be_stored(self):
        self.programme._compute_indicator_values(fields.Date.today())
        value = self._value(self.active_pairs)
        for statement in (
            "UPDATE mentorat_indicator_value SET value = 5 WHERE id = %s",
            "UPDATE mentorat_indicator_value SET value = 5, shown = TRUE WHERE id = %s",
        ):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement, [value.id])

    def test_queries_do_not_grow_with_programmes(self):
        """As many for three programmes, each with people, pairs and answers, as for one."""
        self._create_pairs(4)
        documents = self.env["mentorat.programme"]._default_document_ids()
        self.programme.document_ids = documents
        programmes = self.programme
        for __ in range(2):
            programmes |= self.programme.copy({"document_ids": documents.ids})
        programmes.eligibility_domain = "[('name', 'like', 'Answering')]"
        for programme in programmes:
            for number in range(5):
                self._create_participation(
                    self._create_employee(f"Answering {number}"),
                    "mentee",
                    programme_id=programme.id,
                )
            evaluation = self._create_evaluation(programme_id=programme.id)
            evaluation.action_open()
            self._answer(evaluation, [9] * 5)
            evaluation.action_close()
        today = fields.Date.today()
        for indicator in self.env["mentorat.indicator"].sudo().search([]):
            counts = [
                self._count_queries(indicator._get_figures, records.sudo(), today)
                for records in (programmes, programmes, self.programme)
            ]
            with self.subTest(indicator=indicator.code):
                self.assertEqual(counts[1], counts[2])
        many, few = (
            self._count_queries(records._compute_indicator_values, today)
            for records in (programmes, self.programme)
        )
        self.assertEqual(many, few)

    def _count_queries(self, method, *arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        method(*arguments)
        return self.cr.sql_log_count - before

    def test_report_names_nobody(self):
        pairs = self._create_pairs(2)
        self._meet(pairs[0], 1).hours = 1.5
        lines = self.env["mentorat.report"].with_user(self.engineer)
        found = lines.search([("programme_id", "=", self.programme.id)])
        self.assertEqual(found.mapped("id"), pairs.sorted("id", reverse=True).ids)
        [(count, hours)] = lines._read_group([], [], ["meeting_count:sum", "hours:sum"])
        self.assertEqual((count, hours), (1, 1.5))
        run = self.env["mentorat.matching.run"].create(
            {"programme_id": self.programme.id}
        )
        self.env["mentorat.matching.proposal"].create(
            {
                "run_id": run.id,
                "mentor_id": pairs[0].mentor_id.id,
                "mentee_id": pairs[0].mentee_id.id,
                "score": 80.0,
                "pair_id": pairs[0].id,
            }
        )
        [(score,)] = lines._read_group([], [], ["score:avg"])
        self.assertEqual(score, 80.0)
        relations = {
            field.comodel_name for field in lines._fields.values() if field.relational
        }
        self.assertLessEqual(
            relations, {"mentorat.programme", "res.company", "res.users"}
        )

    def test_what_is_measured_while_a_programme_lasts(self):
        """Who waits, or is at work, is asked of a programme that is not over."""
        self._create_pairs(4)
        today = fields.Date.today()
        matched = self.env.ref("mentorat_evaluation.indicator_match_rate")
        started = self.env.ref("mentorat_evaluation.indicator_early_end_rate")
        for days, is_measured in ((0, True), (-1, False)):
            self.programme.write(
                {
                    "date_start": today - timedelta(days=90),
                    "date_end": today + timedelta(days=days),
                }
            )
            self.env["mentorat.indicator.value"].search([]).unlink()
            self.programme._compute_indicator_values(today)
            for indicator in (matched, self.active_pairs):
                self.assertEqual(bool(self._value(indicator)), is_measured)
            self.assertTrue(self._value(started))
