import random
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import EvaluationCase


class TestAnswer(EvaluationCase):
    def _columns(self, table):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def test_columns(self):
        self.assertEqual(
            self._columns("mentorat_answer"),
            {
                "id",
                "evaluation_id",
                "role",
                "question_id",
                "value",
                "choice_id",
                "choices",
                "text",
                "day",
                "link",
            },
        )
        self.assertEqual(
            self._columns("mentorat_evaluation_invitation"),
            {
                "id",
                "evaluation_id",
                "participation_id",
                "user_id",
                "manager_id",
                "date_invited",
                "date_deadline",
                "answered",
                "reminder_count",
                "nonce",
                "draft_sealed",
            },
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_reads_or_writes(self):
        evaluation = self._open_evaluation()
        self._answer(evaluation, [9])
        answer = self.env["mentorat.answer"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertEqual(len(answer), 1)
        for role, user in self._roles().items():
            answers = self.env["mentorat.answer"].with_user(user)
            attempts = (
                lambda a=answers: a.search([]),
                lambda a=answers: a.search_count([]),
                lambda a=answers: a._read_group([], ["question_id"], ["value:avg"]),
                lambda a=answers: a.browse(answer.id).read(["value"]),
                lambda a=answers: a.browse(answer.id).write({"value": 1}),
                lambda a=answers: a.browse(answer.id).unlink(),
                lambda a=answers: a.create({"evaluation_id": evaluation.id}),
            )
            for number, attempt in enumerate(attempts):
                with self.subTest(role=role, attempt=number):
                    self.assertRaises(AccessError, attempt)

    def test_nobody_reads_who_answered(self):
        evaluation = self._open_evaluation()
        for user in (self.engineer, self.referent, self.administrator, self.mentee):
            invitations = evaluation.invitation_ids.with_user(user)
            with self.assertRaises(AccessError):
                invitations[0].read(["answered"])
            with self.assertRaises(AccessError):
                invitations.search_count([("answered", "=", True)])
            with self.assertRaises(AccessError):
                invitations.search([], order="answered")

    def test_ids_tell_nothing_about_order(self):
        evaluation = self._open_evaluation(people=38)
        arrivals = []
        for invitation in evaluation.invitation_ids:
            invitation._record({self.recommend.id: "9"})
            ids = self.env["mentorat.answer"].search([])._ids
            arrivals += [new for new in ids if new not in arrivals]
        self.assertEqual(len(arrivals), 40)
        # Of 39 steps about half go up; all but a few either way is beyond chance.
        ups = sum(a < b for a, b in zip(arrivals, arrivals[1:], strict=False))
        self.assertGreater(ups, 5)
        self.assertLess(ups, 34)
        self.assertGreater(max(arrivals) - min(arrivals), 10**8)

    def test_id_that_is_taken_is_drawn_again(self):
        evaluation = self._open_evaluation()
        draws = iter([[7], [7], [8]])
        with patch.object(random.SystemRandom, "sample", lambda *args: next(draws)):
            self._answer(evaluation, [9, 3])
        answers = self.env["mentorat.answer"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertEqual({a.id: a.value for a in answers}, {7: 9.0, 8: 3.0})

    def test_second_submission_adds_nothing(self):
        evaluation = self._open_evaluation()
        invitation = evaluation.invitation_ids[0]
        self.assertTrue(invitation._record({self.recommend.id: "9"}))
        self.assertFalse(invitation._record({self.recommend.id: "1"}))
        answers = self.env["mentorat.answer"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertEqual(answers.mapped("value"), [9.0])

    def test_closed_campaign_takes_nothing(self):
        evaluation = self._open_evaluation()
        evaluation.with_user(self.engineer).action_close()
        invitation = evaluation.invitation_ids[0]
        self.assertFalse(invitation._record({self.recommend.id: "9"}))
        self.assertFalse(invitation.answered)

    def test_flag_and_answers_go_together(self):
        evaluation = self._open_evaluation()
        invitation = evaluation.invitation_ids[0]
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            # A choice that does not exist, past the form that refuses it.
            invitation._record({self.recommend.id: "9", self.rhythm.id: "0"})
        self.env.invalidate_all()
        self.assertFalse(invitation.answered)
        self.assertFalse(self.env["mentorat.answer"].search([]))

    def test_closing_leaves_no_trace_of_what_was_written_together(self):
        evaluation = self._open_evaluation(people=4)
        for invitation in evaluation.invitation_ids:
            with self.cr.savepoint():
                invitation._record({self.recommend.id: "9", self.useful.id: "8"})
        query = (
            "SELECT count(DISTINCT xmin::text) FROM mentorat_answer",
            "SELECT count(DISTINCT xmin::text) FROM mentorat_evaluation_invitation",
        )
        self.cr.execute(query[0])
        self.assertGreater(self.cr.fetchone()[0], 1)
        before = self.env["mentorat.answer"].search([]).mapped("value")
        evaluation.with_user(self.engineer).action_close()
        self.env.invalidate_all()
        for statement in query:
            self.cr.execute(statement)
            self.assertEqual(self.cr.fetchone()[0], 1)
        after = self.env["mentorat.answer"].search([]).mapped("value")
        self.assertEqual(sorted(before), sorted(after))
        self.assertEqual(evaluation.answer_count, 6)

    def test_one_kind_of_answer(self):
        evaluation = self._open_evaluation()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["mentorat.answer"].create(
                {
                    "evaluation_id": evaluation.id,
                    "role": "mentor",
                    "question_id": self.useful.id,
                    "value": 1.0,
                    "text": "one too many",
                    "day": "2030-01-01",
                }
            )
