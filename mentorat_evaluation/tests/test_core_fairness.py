"""What is shown of groups of people: the rules, on plain values."""

import numpy as np

from odoo.tests import BaseCase

from ..core.fairness import LEAST_PEOPLE, Row, compare_groups, cut_periods


def people(*groups, attribute="site"):
    """Return the people of ``(key, count, value)``."""
    return [
        (value, {attribute: key}) for key, count, value in groups for _n in range(count)
    ]


class TestFairness(BaseCase):
    def test_by_hand(self):
        mean, rows = compare_groups(people(("a", 6, 100), ("b", 6, 50)), ["site"])
        self.assertEqual(mean, 75)
        self.assertEqual(
            rows,
            [Row("site", "a", 6, 100, 100 / 75), Row("site", "b", 6, 50, 50 / 75)],
        )

    def test_small_groups_take_another_along(self):
        groups = people(("a", 9, 1), ("b", 5, 1), ("c", 2, 1), (None, 20, 0))
        _mean, rows = compare_groups(groups, ["site"])
        shown = {row.key: row.people for row in rows}
        self.assertEqual(shown, {"a": 9, "b": None, "c": None, "": 20})
        self.assertEqual(rows[1][3:], (None, None))

    def test_nothing_to_compare(self):
        self.assertEqual(compare_groups(people(("a", 9, 0)), ["site", "job"]), (0, []))
        _mean, rows = compare_groups(people(("a", 9, 0), ("b", 9, 0)), ["site"])
        self.assertEqual([row.ratio for row in rows], [None, None])

    def test_nobody_follows_from_groups_that_overlap(self):
        # Five in the department; the job is theirs, and one more.
        members = [(n, {"department": "d" if n < 5 else "e"}) for n in range(14)]
        for n, (_value, keys) in enumerate(members):
            keys["job"] = "j" if n < 6 else "k"
        _mean, rows = compare_groups(members, ["department", "job"])
        shown = [(row.attribute, row.key) for row in rows if row.people]
        # Of everybody, the department and the other job leave that one alone, too.
        self.assertIn(shown, ([("job", "k")], [("department", "e")]))

    def test_no_value_is_told_whatever_the_groups(self):
        random = np.random.default_rng(5)
        for _draw in range(60):
            members = [
                (0.0, {a: str(random.integers(0, 3)) for a in ("x", "y", "z")})
                for _person in range(20)
            ]
            _mean, rows = compare_groups(members, ["x", "y", "z"])
            table = np.array(
                [[1.0] * 20]
                + [
                    [float(keys[row.attribute] == row.key) for _value, keys in members]
                    for row in rows
                    if row.people
                ]
            )
            for person in range(20):
                unit = np.eye(20)[person]
                fitted = table.T @ np.linalg.lstsq(table.T, unit, rcond=None)[0]
                self.assertGreater(np.abs(fitted - unit).max(), 1e-6)

    def test_periods_wait_for_enough_people(self):
        events = [(1, n) for n in range(6)] + [(2, n) for n in range(3, 9)]
        events += [(3, 9)] + [(4, n) for n in range(LEAST_PEOPLE)]
        periods = cut_periods(events, [1, 2, 3, 4, 5])
        # Nine until the second, one more at the third.
        self.assertEqual([(first, end) for first, end, _e in periods], [(1, 3), (4, 4)])
        self.assertEqual(periods[0][2] + periods[1][2], events)
        self.assertEqual(cut_periods(events, [1, 2]), [])
        self.assertEqual(cut_periods([], [1]), [])
