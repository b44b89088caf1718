from datetime import timedelta

import numpy as np

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import EvaluationCase


class TestLearning(EvaluationCase):
    """Pairs whose quality follows from what was put into them: the truth is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = np.random.default_rng(3)
        cls.programme.criterion_ids = [
            Command.clear(),
            *(
                Command.create({"kind": kind, "weight": weight, "sequence": place})
                for place, (kind, weight) in enumerate(
                    (("skills", 40), ("department", 20), ("language", 30))
                )
            ),
        ]
        cls.matching_run = cls.env["mentorat.matching.run"].create(
            {"programme_id": cls.programme.id}
        )

    @classmethod
    def _close_pairs(cls, count, effects=(1, 0, -1)):
        """Return closed pairs, whose meetings are the more useful the more criteria say so.

        :param effects: of skills, department and language, from -1 to 1
        """
        today = fields.Date.today()
        mentees = cls._create_people(count)
        pairs = cls.env["mentorat.pair"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "mentor_id": cls.mentor_participation.id,
                    "mentee_id": mentee.id,
                    "state": "closed",
                    "date_start": today - timedelta(days=120),
                    "date_end": today,
                }
                for mentee in mentees
            ]
        )
        shares = cls.random.uniform(0, 1, (count, 3))
        wanted = 3 + shares @ np.array(effects) * 2 - sum(effects)
        wanted += cls.random.normal(0, 0.3, count)
        answers = wanted.round().clip(1, 5).astype(int).tolist()
        # Meetings are those of pairs at work; that takes no place of the mentor here.
        pairs.state = "active"
        cls.env["mentorat.meeting"].create(
            [
                {
                    "pair_id": pair.id,
                    "date_start": fields.Datetime.now() - timedelta(days=days),
                    "state": "held",
                    "mentor_usefulness": answer,
                    "mentee_usefulness": answer,
                }
                for pair, answer in zip(pairs, answers, strict=True)
                for days in (20, 50, 80, 110)
            ]
        )
        pairs.state = "closed"
        cls.env["mentorat.matching.proposal"].create(
            [
                {
                    "run_id": cls.matching_run.id,
                    "mentor_id": pair.mentor_id.id,
                    "mentee_id": pair.mentee_id.id,
                    "pair_id": pair.id,
                    "explanation": {
                        "criteria": [
                            {
                                "kind": kind,
                                "points": float(share) * out_of,
                                "out_of": out_of,
                                **more,
                            }
                            for kind, share, out_of, more in zip(
                                ("skills", "department", "language"),
                                row,
                                (444, 222, 333),
                                ({}, {"comparison": "same"}, {}),
                                strict=True,
                            )
                        ],
                        "skills": [],
                    },
                }
                for pair, row in zip(pairs, shares, strict=True)
            ]
        )
        return pairs

    def _learn(self, user=None):
        action = self.programme.with_user(user or self.engineer).action_learn()
        learning = self.env[action["res_model"]].browse(action["res_id"])
        return learning.with_user(user or self.engineer)

    def _weights(self, programme=None):
        programme = programme or self.programme
        return dict(
            programme.criterion_ids.sorted("sequence").mapped(
                lambda c: (c.kind, c.weight)
            )
        )

    def test_what_is_there_is_found(self):
        self._close_pairs(48)
        learning = self._learn()
        skills, department, language = learning.line_ids
        self.assertEqual(
            learning.line_ids.mapped("status"), ["more", "unclear", "less"]
        )
        self.assertEqual((learning.pairs, learning.date), (48, fields.Date.today()))
        self.assertTrue(skills.low < skills.coefficient < skills.high)
        self.assertEqual(learning.line_ids.mapped("weight"), [40, 20, 30])
        self.assertEqual(learning.line_ids.mapped("suggested_weight"), [60, 20, 15])
        self.assertEqual(
            learning.line_ids.mapped("suggestion"), ["raise", "keep", "lower"]
        )
        self.assertEqual(department.display_name, "Same department")
        self.assertIn(" to ", language.interval)
        self.assertTrue(learning.has_suggestion)
        # Looking changes nothing.
        self.assertEqual(
            self._weights(), {"skills": 40, "department": 20, "language": 30}
        )

    def test_quality_by_hand(self):
        pair, early = self._close_pairs(2)
        early.state = "ended"
        pair.meeting_ids.write({"mentor_usefulness": 5, "mentee_usefulness": 3})
        early.meeting_ids.write({"mentor_usefulness": 0, "mentee_usefulness": 0})
        early.meeting_ids[:2].state = "cancelled"
        # Of 120 days and one meeting in 30: four. (100 + 100 + 75) / 3; (0 + 50) / 2.
        qualities = self.programme._get_pair_qualities(pair | early)
        self.assertEqual(qualities, [275 / 3, 25])

    def test_no_effect_keeps_the_weights(self):
        self._close_pairs(48, effects=(0, 0, 0))
        learning = self._learn()
        self.assertEqual(set(learning.line_ids.mapped("suggestion")), {"keep"})
        self.assertFalse(learning.has_suggestion)
        with self.assertRaisesRegex(UserError, "Nothing changes"):
            learning.action_apply()
        self.assertFalse(learning.applied_on)

    def test_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "^0 closed pairs .* 30"):
            self._learn()
        self._close_pairs(29)
        with self.assertRaisesRegex(UserError, "^29 closed pairs .* 30"):
            self._learn()
        self.assertFalse(self.programme.learning_ids)
        self._close_pairs(1)
        self.assertTrue(self._learn())

    def test_pairs_that_tell_nothing(self):
        pairs = self._close_pairs(32)
        pairs[0].state = "active"
        pairs[1].proposal_ids.unlink()
        pairs[2].proposal_ids.explanation = False
        with self.assertRaisesRegex(UserError, "^29 closed pairs"):
            self._learn()

    def test_a_criterion_without_weight_is_not_looked_at(self):
        self._close_pairs(40)
        self.programme.criterion_ids.filtered(
            lambda c: c.kind == "department"
        ).weight = 0
        self.assertEqual(self._learn().line_ids.mapped("kind"), ["skills", "language"])

    def test_frozen_until_enough_have_closed(self):
        self._close_pairs(30)
        first = self._learn()
        figures = first.line_ids.read(["coefficient", "low", "high"])
        # Three criteria: sixteen more pairs.
        self._close_pairs(15, effects=(-1, 0, 0))
        self.assertEqual(self._learn(), first)
        self.assertEqual(first.line_ids.read(["coefficient", "low", "high"]), figures)
        self._close_pairs(1)
        second = self._learn()
        self.assertNotEqual(second, first)
        self.assertEqual(second.pairs, 46)
        programme = self.programme.with_user(self.referent)
        self.assertEqual(programme.learning_count, 2)
        self.assertEqual(programme.learning_ids, first | second)
        self._close_pairs(15)
        self.assertEqual(self._learn(), second)

    def test_applied_by_a_person_and_taken_back(self):
        self._close_pairs(48)
        learning = self._learn()
        before = self._weights()
        learning.action_apply()
        self.assertEqual(
            self._weights(), {"skills": 60, "department": 20, "language": 15}
        )
        self.assertEqual(learning.applied_by_id, self.engineer)
        self.assertEqual(learning.line_ids.mapped("former_weight"), [40, 0, 30])
        with self.assertRaisesRegex(UserError, "have been applied"):
            learning.action_apply()
        learning.action_undo()
        self.assertEqual(self._weights(), before)
        self.assertFalse(learning.applied_on)
        with self.assertRaisesRegex(UserError, "Nothing has been applied"):
            learning.action_undo()
        learning.action_apply()
        # What somebody changed since stays.
        self.programme.criterion_ids.filtered(lambda c: c.kind == "skills").weight = 55
        learning.action_undo()
        self.assertEqual(self._weights(), {**before, "skills": 55})

    def test_applied_to_the_next_programme(self):
        self._close_pairs(48)
        learning = self._learn()
        draft = self.programme.copy()
        draft.criterion_ids.filtered(lambda c: c.kind == "language").unlink()
        learning.target_id = draft
        learning.action_apply()
        self.assertEqual(self._weights(draft), {"skills": 60, "department": 20})
        self.assertEqual(self._weights()["skills"], 40)

    def test_where_it_is_not_applied(self):
        self._close_pairs(48)
        learning = self._learn()
        learning.target_id = False
        with self.assertRaisesRegex(UserError, "Choose the programme"):
            learning.action_apply()
        learning.target_id = self.other_programme
        self.assertFalse(learning.can_apply)
        with self.assertRaises(AccessError):
            learning.action_apply()
        learning.target_id = self.programme
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            learning.action_apply()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who(self):
        self._close_pairs(48)
        for user in (self.other_engineer, self.hr_officer, self.plain, self.mentee):
            with self.assertRaises(AccessError):
                self._learn(user)
        learning = self._learn(self.referent)
        self.assertEqual(len(learning.line_ids), 3)
        for user in (self.referent, self.other_engineer, self.hr_officer, self.mentee):
            with self.assertRaises(AccessError):
                learning.with_user(user).action_apply()
        learning.with_user(self.administrator).action_apply()
        with self.assertRaises(AccessError):
            learning.with_user(self.engineer).unlink()

    def test_as_many_queries_for_many_pairs(self):
        def count(pairs):
            self._close_pairs(pairs)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.programme._learn()
            return self.cr.sql_log_count - before

        count(30)
        self.assertEqual(count(16), count(60))
