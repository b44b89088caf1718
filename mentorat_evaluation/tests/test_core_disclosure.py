import itertools
from datetime import date

from odoo.tests import BaseCase

from ..core import linking
from ..core.change import independent_change, link_answers, paired_change
from ..core.disclosure import protect_groups
from ..core.schedule import MOMENTS, anchor_window, answer_deadline


class TestDisclosure(BaseCase):
    def test_large_groups_are_shown(self):
        self.assertEqual(protect_groups({"a": 5, "b": 9}), set())

    def test_small_group_takes_another_with_it(self):
        self.assertEqual(protect_groups({"a": 3, "b": 9}), {"a", "b"})
        self.assertEqual(protect_groups({"a": 3, "b": 9, "c": 6}), {"a", "c"})

    def test_small_groups_that_are_many_together(self):
        self.assertEqual(protect_groups({"a": 3, "b": 4, "c": 9}), {"a", "b"})

    def test_threshold(self):
        self.assertEqual(protect_groups({"a": 6, "b": 9}, 7), {"a", "b"})
        # No setting goes below the floor.
        self.assertEqual(protect_groups({"a": 4, "b": 9}, 1), {"a", "b"})

    def test_nobody(self):
        self.assertEqual(protect_groups({}), set())
        self.assertEqual(protect_groups({"a": 0, "b": 9}), {"a"})

    def test_nobody_is_found_by_subtraction(self):
        """All partitions into three groups: what is hidden is 0 people, or enough of them."""
        for counts in itertools.product(range(0, 14), repeat=3):
            groups = dict(zip("abc", counts, strict=True))
            for threshold in (5, 8):
                hidden = protect_groups(groups, threshold)
                behind = sum(groups[group] for group in hidden)
                is_safe = behind == 0 or behind >= threshold
                # Where all are hidden and too few, the total is hidden by its own number.
                self.assertTrue(is_safe or hidden == set(groups), (groups, hidden))
                shown = [groups[group] for group in groups.keys() - hidden]
                self.assertTrue(all(people >= threshold for people in shown))


class TestLinking(BaseCase):
    def test_normalise(self):
        self.assertEqual(linking.normalise(" Été - 1987 "), "ete1987")

    def test_digest(self):
        one = linking.digest("key", "1/mentee", "purpose", "Blue Horse 7")
        self.assertEqual(
            one, linking.digest("key", "1/mentee", "purpose", "bluehorse7")
        )
        others = {
            linking.digest("other", "1/mentee", "purpose", "Blue Horse 7"),
            linking.digest("key", "2/mentee", "purpose", "Blue Horse 7"),
            # Answers to two items are not linked with each other.
            linking.digest("key", "1/mentee", "feel", "Blue Horse 7"),
            linking.digest("key", "1/mentee", "purpose", "Blue Horse 8"),
            linking.digest("key", "1/menteep", "urpose", "Blue Horse 7"),
        }
        self.assertEqual(len(others | {one}), 6)
        with self.assertRaises(ValueError):
            linking.digest("", "1/mentee", "purpose", "Blue Horse 7")


class TestChange(BaseCase):
    def test_independent(self):
        before, after = [4, 5, 6, 5, 5], [7, 6, 8, 7, 7]
        figure = independent_change(before, after)
        self.assertEqual((figure.value, figure.people), (2.0, 5))
        # Both variances are 0.5: the error is sqrt(0.2), t(0.975, 8) = 2.306.
        self.assertAlmostEqual(figure.low, 2 - 2.306004 * 0.2**0.5, 5)
        self.assertAlmostEqual(figure.high, 2 + 2.306004 * 0.2**0.5, 5)

    def test_independent_of_few(self):
        self.assertEqual(independent_change([], [5])[:2], (None, 0))
        self.assertEqual(independent_change([5], [6])[:4], (1.0, 1, None, None))
        self.assertEqual(independent_change([5, 5], [6, 6])[:4], (1.0, 2, None, None))

    def test_paired(self):
        figure = paired_change([1, 2, 3])
        # Standard error 1 / sqrt(3), t(0.975, 2) = 4.302653.
        self.assertAlmostEqual(figure.low, 2 - 4.302653 / 3**0.5, 5)
        self.assertAlmostEqual(figure.high, 2 + 4.302653 / 3**0.5, 5)
        self.assertEqual(paired_change([])[:2], (None, 0))
        self.assertEqual(paired_change([1, 1])[:4], (1.0, 2, None, None))

    def test_links(self):
        before = [("a", 3), ("b", 4), (None, 5), ("twice", 1), ("twice", 9)]
        after = [("b", 7), ("a", 3), (None, 9), ("twice", 5), ("new", 2)]
        self.assertEqual(link_answers(before, after), [0, 3])


class TestSchedule(BaseCase):
    today = date(2030, 6, 15)

    def test_window(self):
        window = anchor_window("day_30", 30, self.today)
        self.assertEqual(window, (date(2030, 4, 1), date(2030, 5, 16)))
        self.assertEqual(
            anchor_window("pulse", 45, self.today), (None, date(2030, 5, 1))
        )
        # A delay beyond the last day is not in vain.
        first, last = anchor_window("day_30", 100, self.today)
        self.assertEqual(first, last)

    def test_every_moment_can_be_planned(self):
        for name, moment in MOMENTS.items():
            first, last = anchor_window(name, moment.delay, self.today)
            self.assertTrue(first is None or first <= last)

    def test_deadline(self):
        self.assertEqual(answer_deadline(self.today, None), date(2030, 7, 15))
        self.assertEqual(
            answer_deadline(self.today, date(2030, 6, 20)), date(2030, 6, 20)
        )
