"""Pure rules: what is told of groups, in words, and of skills."""

from itertools import product

from odoo.tests import BaseCase

from ..core.fairness import MIN_PEOPLE, Group, compare, spread, suppressed, wishes_met
from ..core.fit import fit_level
from ..core.scarcity import SCARCE_HOLDERS, is_scarce


class TestFairness(BaseCase):
    def test_figures(self):
        groups = [Group("a", 10, 8, 560), Group("b", 10, 5, 300), Group("c", 0, 0, 0)]
        first, second = compare(groups)
        self.assertEqual(first, ("a", 10, 0.8, 70, 0.8 / 0.65))
        self.assertEqual(second, ("b", 10, 0.5, 60, 0.5 / 0.65))
        self.assertTrue(first.is_fine)
        self.assertFalse(second.is_fine)

    def test_bounds_of_what_is_fine(self):
        for matched, fine in ((8, True), (7, False)):
            # Everybody else matched: the whole is about 1.
            rows = compare(
                [Group("few", 10, matched, 0), Group("rest", 10**6, 10**6, 0)]
            )
            self.assertEqual(rows[0].is_fine, fine)

    def test_nobody_matched(self):
        [row] = compare([Group("a", 9, 0, 0)])
        self.assertEqual(row, ("a", 9, 0, None, None))
        self.assertTrue(row.is_fine)
        self.assertEqual(compare([]), [])

    def test_small_group_takes_the_next_smallest_along(self):
        groups = [Group("big", 40, 40, 0), Group("small", 4, 1, 0), Group("b", 9, 9, 0)]
        rows = {row.key: row for row in compare(groups)}
        self.assertEqual(rows["small"], ("small", None, None, None, None))
        self.assertEqual(rows["b"], ("b", None, None, None, None))
        self.assertEqual(rows["big"].people, 40)

    def test_hidden_together_are_enough_people(self):
        # 2 and 2 would be told to be 4.
        self.assertEqual(suppressed([50, 2, 2, 6]), {1, 2, 3})
        self.assertEqual(suppressed([50, 4, 4, 6]), {1, 2})
        self.assertEqual(suppressed([5, 5]), set())
        self.assertEqual(suppressed([0, 7, 5]), set())

    def test_nothing_follows_from_the_rest(self):
        for counts in product(range(9), repeat=4):
            hidden = suppressed(counts)
            shown = [c for i, c in enumerate(counts) if c and i not in hidden]
            left = sum(counts) - sum(shown)
            with self.subTest(counts=counts):
                self.assertTrue(all(count >= MIN_PEOPLE for count in shown))
                if hidden and shown:
                    self.assertGreater(len(hidden), 1)
                    self.assertGreaterEqual(left, MIN_PEOPLE)

    def test_average_of_few_is_not_told(self):
        groups = [
            Group("a", 9, 2, 180),
            Group("b", 9, 9, 630),
            Group("c", 9, 8, 640),
            Group("d", 9, 7, 490),
        ]
        means = [row.mean for row in compare(groups)]
        # Nor is the next one: the total of all scores is known.
        self.assertEqual(means, [None, 70, 80, None])

    def test_spread(self):
        self.assertEqual(spread([2, 0, 1, 1]), {0: 1, 1: 2, 2: 1})

    def test_wishes_met(self):
        wishes = {1: [11, 12], 2: [12, 11], 11: [2], 3: []}
        # 1 gets the first wish; 2 the second; 11 is with 1 and wanted 2.
        self.assertEqual(wishes_met([(1, 11), (2, 11), (3, 12)], wishes), (4, 2, 3))


class TestFit(BaseCase):
    def test_words(self):
        expected = {
            (0, 100): None,
            (-1, 100): None,
            (0, 0): None,
            (1, 100): "partly",
            (49, 100): "partly",
            (50, 100): "well",
            (79, 100): "well",
            (80, 100): "very_well",
            (100, 100): "very_well",
        }
        for figures, word in expected.items():
            self.assertEqual(fit_level(*figures), word, figures)


class TestScarcity(BaseCase):
    def test_few_holders(self):
        self.assertTrue(is_scarce(0))
        self.assertTrue(is_scarce(SCARCE_HOLDERS))
        self.assertFalse(is_scarce(SCARCE_HOLDERS + 1))
