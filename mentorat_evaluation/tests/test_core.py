from odoo.tests import BaseCase

from ..core.indicators import (
    FLOOR,
    Figure,
    disclose,
    mean,
    net_recommendation,
    rate,
    shares,
)


class TestIndicators(BaseCase):
    def test_net_recommendation(self):
        # 3 of 10 promote, 4 detract: 30 - 40.
        self.assertEqual(
            net_recommendation([10, 9, 9, 8, 8, 7, 6, 5, 3, 0]), Figure(-10.0, 10)
        )
        self.assertEqual(net_recommendation([9, 10]), Figure(100.0, 2))
        self.assertEqual(net_recommendation([0, 6]), Figure(-100.0, 2))
        self.assertEqual(net_recommendation([7, 8]), Figure(0.0, 2))
        self.assertEqual(net_recommendation([]), Figure(None, 0))

    def test_mean(self):
        self.assertEqual(mean([0, 5, 10, 9]), Figure(6.0, 4))
        self.assertEqual(mean([]), Figure(None, 0))

    def test_rate(self):
        self.assertEqual(rate(3, 4, 8), Figure(75.0, 8))
        self.assertEqual(rate(0, 0, 0), Figure(None, 0))

    def test_shares(self):
        self.assertEqual(shares(["a", "b", "a", "a"]), {"a": 75.0, "b": 25.0})
        self.assertEqual(shares([]), {})

    def test_disclose(self):
        self.assertEqual(disclose(Figure(7.0, 4), 5), Figure(None, 4))
        self.assertEqual(disclose(Figure(7.0, 5), 5), Figure(7.0, 5))
        self.assertEqual(disclose(Figure(7.0, 7), 8), Figure(None, 7))

    def test_no_setting_goes_below_the_floor(self):
        for threshold in (-1, 0, 1, 4):
            self.assertIsNone(disclose(Figure(7.0, FLOOR - 1), threshold).value)
