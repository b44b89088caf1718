"""What a regression on pairs allows to say: the rules, on data whose truth is known."""

from unittest.mock import patch

import numpy as np

from odoo.tests import BaseCase

from ..core import learning
from ..core.learning import Effect, enough_new, learn, pair_quality, suggest


class TestLearning(BaseCase):
    def setUp(self):
        super().setUp()
        self.random = np.random.default_rng(7)

    def _draw(self, pairs, effects, noise=8.0):
        shares = self.random.uniform(0, 1, (pairs, len(effects)))
        quality = 50 + shares @ np.array(effects)
        return shares, quality + self.random.normal(0, noise, pairs)

    def test_finds_what_is_there(self):
        lesson = learn(*self._draw(120, (30, 0, -30)))
        self.assertEqual(
            [e.status for e in lesson.effects], ["more", "unclear", "less"]
        )
        self.assertEqual((lesson.pairs, lesson.needed, lesson.reason), (120, 30, None))
        for effect, truth in zip(lesson.effects, (30, 0, -30), strict=True):
            self.assertTrue(effect.low < truth < effect.high)
            self.assertAlmostEqual(effect.coefficient, truth, delta=8)
        self.assertGreater(lesson.r2, 0.5)

    def test_exact_line_by_hand(self):
        # quality = 20 + 60 × share, but for errors of ±1 that cancel out.
        share = np.repeat([0.0, 0.5, 1.0], 10)
        quality = 20 + 60 * share + np.tile([1.0, -1.0], 15)
        [effect] = learn(share[:, None], quality).effects
        self.assertAlmostEqual(effect.coefficient, 60)
        self.assertEqual(effect.status, "more")

    def test_no_effect_is_seldom_seen(self):
        wrong = 0
        for _draw in range(200):
            lesson = learn(*self._draw(60, (0, 0, 0, 0)))
            wrong += any(effect.status != "unclear" for effect in lesson.effects)
        # 5 % of all draws, whatever the number of criteria: 24 of 200 come up once in
        # some 15,000 tries.
        self.assertLess(wrong, 24)

    def test_too_few_pairs(self):
        for pairs, criteria, needed in ((29, 1, 30), (39, 4, 40), (0, 2, 30)):
            lesson = learn(*self._draw(pairs, (50,) * criteria))
            self.assertEqual(
                (lesson.reason, lesson.pairs, lesson.needed), ("few", pairs, needed)
            )
            self.assertEqual(lesson.effects, [Effect("unknown")] * criteria)
            self.assertIsNone(lesson.r2)
        self.assertIsNone(learn(*self._draw(40, (50,) * 4)).reason)

    def test_nothing_to_judge(self):
        shares = np.ones((40, 2))
        lesson = learn(shares, self.random.uniform(0, 100, 40))
        self.assertEqual(lesson.reason, "nothing")
        self.assertEqual(lesson.effects, [Effect("constant")] * 2)
        self.assertEqual(learn(np.empty((40, 0)), np.arange(40)).reason, "nothing")

    def test_an_effect_of_few_pairs_is_not_told(self):
        shares, quality = self._draw(60, (40, 0))
        for others, status in ((4, "constant"), (5, "unclear")):
            shares[:, 1] = np.arange(60) < others
            effects = learn(shares, quality).effects
            self.assertEqual([e.status for e in effects], ["more", status])

    def test_quality_of_all_is_the_same(self):
        lesson = learn(self.random.uniform(0, 1, (40, 2)), np.full(40, 70))
        self.assertEqual(lesson.reason, "same")

    def test_a_criterion_that_seldom_applies(self):
        shares, quality = self._draw(100, (40, 40))
        shares[:30, 1] = np.nan
        lesson = learn(shares, quality)
        self.assertEqual([e.status for e in lesson.effects], ["more", "unknown"])
        self.assertEqual(lesson.pairs, 100)
        shares[10:30, 1] = 0.5
        # Known of 90: the others are left out.
        self.assertEqual(learn(shares, quality).pairs, 90)

    def test_criteria_that_go_together(self):
        shares, quality = self._draw(100, (40, 40, 40))
        for noise in (0.0, 0.01):
            shares[:, 1] = 1 - shares[:, 0] + self.random.normal(0, noise, 100)
            lesson = learn(shares, quality)
            self.assertEqual(
                [effect.status for effect in lesson.effects], ["tied", "tied", "more"]
            )
            self.assertIsNone(lesson.effects[0].coefficient)
        self.assertEqual(learn(shares[:, :2], quality).reason, "nothing")

    def test_one_that_two_others_make_up(self):
        shares, quality = self._draw(200, (0, 0, 0))
        shares[:, 2] = (shares[:, 0] + shares[:, 1]) / 2
        statuses = [effect.status for effect in learn(shares, quality).effects]
        self.assertEqual(statuses.count("tied"), 2)

    def test_errors_hold_for_uneven_spread(self):
        """Where the spread grows with the criterion, an ordinary interval is too short."""
        missed = 0
        for _draw in range(200):
            share = self.random.uniform(0, 1, 60) ** 4
            quality = 50 + self.random.normal(0, 1, 60) * (2 + 30 * share)
            [effect] = learn(share[:, None], quality).effects
            missed += effect.status != "unclear"
        self.assertLess(missed, 26)

    def test_quality_of_a_pair(self):
        self.assertEqual(pair_quality(True, 9, 9, 5), 100)
        self.assertEqual(pair_quality(True, 20, 9, None), 100)
        self.assertEqual(pair_quality(False, 0, 9, 1), 0)
        # (100 + 50 + 75) / 3
        self.assertEqual(pair_quality(True, 3, 6, 4), 75)

    def test_suggestion(self):
        cases = {
            (40, "more"): 60,
            (0, "more"): 1,
            (90, "more"): 100,
            (41, "less"): 20,
            (0, "less"): 0,
            (40, "unclear"): 40,
            (40, "tied"): 40,
        }
        for (weight, status), expected in cases.items():
            self.assertEqual(suggest(weight, status), expected)

    def test_looking_again(self):
        self.assertFalse(enough_new(9, 1))
        self.assertTrue(enough_new(10, 1))
        self.assertFalse(enough_new(19, 4))
        self.assertTrue(enough_new(20, 4))

    def test_limits_are_those_of_the_module(self):
        shares, quality = self._draw(28, (50,))
        with patch.object(learning, "LEAST_PAIRS", 28):
            self.assertIsNone(learn(shares, quality).reason)
