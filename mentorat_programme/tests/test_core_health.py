"""The rules of health, each on its boundary day: no database is touched."""

import unittest
from datetime import date, timedelta

from ..core import health

TODAY = date(2030, 6, 15)


def ago(days):
    return TODAY - timedelta(days=days)


class TestHealth(unittest.TestCase):
    def _find(self, code, facts, threshold=None, today=TODAY):
        """Return ``(level, value)`` of what the rule ``code`` finds, ``None`` for nothing."""
        rule = health.RULES[code]
        limit = rule.threshold if threshold is None else threshold
        found = health.examine({code: rule}, {code: (rule.level, limit)}, facts, today)
        return (found[0]["level"], found[0]["value"]) if found else None

    def test_no_facts_no_finding(self):
        for code in health.RULES:
            self.assertIsNone(self._find(code, {}), code)

    def test_levels_and_units_are_known(self):
        for rule in health.RULES.values():
            self.assertIn(rule.level, health.LEVELS)
            self.assertIn(rule.unit, ("days", "months", "times", "people", "none"))

    def test_first_meeting(self):
        def found(days, **facts):
            return self._find("first_meeting", {"start": ago(days), **facts})

        self.assertIsNone(found(13))
        self.assertEqual(found(14), ("warning", ago(14).isoformat()))
        self.assertEqual(found(20)[0], "warning")
        self.assertIsNone(found(20, next_meeting=ago(-1)))
        self.assertEqual(found(21), ("alert", ago(21).isoformat()))
        self.assertEqual(found(21, next_meeting=ago(-1))[0], "alert")
        self.assertIsNone(found(21, meetings=1))
        self.assertIsNone(found(60, resumed=ago(3)))
        self.assertEqual(found(60, resumed=ago(21)), ("alert", ago(21).isoformat()))

    def test_silence(self):
        def found(days, **facts):
            return self._find("silence", {"last_meeting": ago(days), **facts})

        self.assertIsNone(found(29))
        self.assertEqual(found(30)[0], "warning")
        self.assertIsNone(found(44, next_meeting=ago(-9)))
        self.assertEqual(found(44)[0], "warning")
        self.assertEqual(found(45, next_meeting=ago(-9)), ("alert", "2030-05-01"))
        self.assertIsNone(found(90, resumed=ago(5)))

    def test_threshold_moves_the_boundary(self):
        facts = {"last_meeting": ago(9), "next_meeting": ago(-1)}
        self.assertIsNone(self._find("silence", facts, 10))
        self.assertEqual(self._find("silence", facts, 9)[0], "alert")

    def test_cancellations(self):
        self.assertIsNone(self._find("cancellations", {"cancellations": 1}))
        self.assertEqual(
            self._find("cancellations", {"cancellations": 2}), ("warning", 2)
        )

    def test_training(self):
        self.assertIsNone(self._find("training", {"trained": date(2028, 6, 16)}))
        self.assertEqual(
            self._find("training", {"trained": date(2028, 6, 15)}),
            ("notice", "2028-06-15"),
        )

    def test_capacity(self):
        self.assertIsNone(self._find("capacity", {"mentees": 2, "places": 2}))
        facts = {"mentees": 3, "places": 2}
        self.assertEqual(self._find("capacity", facts), ("warning", 3))
        self.assertIsNone(self._find("capacity", facts, 1))

    def test_reporting_line(self):
        self.assertIsNone(self._find("reporting_line", {"in_line": False}))
        self.assertEqual(self._find("reporting_line", {"in_line": True}), ("alert", 1))

    def test_departure(self):
        self.assertEqual(
            self._find("departure", {"leaves": ago(-10)}), ("alert", "2030-06-25")
        )
        self.assertEqual(self._find("departure", {"leaves": ago(5)})[0], "alert")
        facts = {"leaves": ago(-10), "end": ago(-10)}
        self.assertEqual(self._find("departure", facts)[0], "alert")
        self.assertIsNone(self._find("departure", {"leaves": ago(-10), "end": ago(-9)}))
        self.assertIsNone(self._find("departure", {"leaves": ago(-366)}))

    def test_absence(self):
        def found(first, last):
            return self._find("absence", {"absences": [(ago(first), ago(last))]})

        self.assertIsNone(found(-10, -36))
        self.assertEqual(found(-10, -37), ("warning", "2030-06-25"))
        self.assertEqual(found(-30, -90)[0], "warning")
        self.assertIsNone(found(-31, -90))
        self.assertEqual(found(60, 0)[0], "warning")
        self.assertIsNone(found(60, 1))

    def test_mid_term(self):
        def found(days, **facts):
            return self._find("mid_term", {"mid_term": ago(days), **facts})

        self.assertIsNone(found(13))
        self.assertEqual(found(14), ("warning", "2030-06-01"))
        self.assertIsNone(found(14, mid_term_done=True))

    def test_agreement(self):
        def found(days, **facts):
            return self._find("agreement", {"start": ago(days), **facts})

        self.assertIsNone(found(29, unsigned=True))
        self.assertEqual(found(30, unsigned=True), ("warning", "2030-05-16"))
        self.assertIsNone(found(30, unsigned=False))
        self.assertIsNone(found(30))

    def test_supervision(self):
        self.assertIsNone(self._find("supervision", {"supervision": ago(0)}))
        found = self._find("supervision", {"supervision": ago(1)})
        self.assertEqual(found, ("notice", "2030-06-14"))
        self.assertIsNone(self._find("supervision", {}))

    def test_closing(self):
        def found(days, **facts):
            return self._find("closing", {"end": ago(-days), **facts})

        self.assertIsNone(found(31))
        self.assertEqual(found(30), ("warning", "2030-07-15"))
        self.assertIsNone(found(30, next_meeting=ago(-30)))
        self.assertEqual(found(30, next_meeting=ago(-31))[0], "warning")
        held = {"last_meeting": ago(1), "state": "closing"}
        self.assertIsNone(found(20, **held))
        self.assertEqual(found(20, **{**held, "state": "active"})[0], "warning")
        self.assertEqual(found(0)[0], "warning")
        self.assertEqual(found(-1)[0], "alert")
        self.assertEqual(found(-1, **held)[0], "alert")

    def test_a_pair_made_for_one_meeting(self):
        facts = {
            "single": True,
            "meetings": 1,
            "last_meeting": ago(90),
            "mid_term": ago(60),
            "end": ago(-10),
        }
        for code in ("silence", "mid_term", "closing"):
            self.assertIsNone(self._find(code, facts), code)
            self.assertIsNotNone(self._find(code, {**facts, "single": False}), code)
        facts = {"single": True, "start": ago(21)}
        self.assertEqual(self._find("first_meeting", facts)[0], "alert")

    def test_waiting(self):
        self.assertIsNone(self._find("waiting", {"waiting_since": ago(29)}))
        self.assertEqual(
            self._find("waiting", {"waiting_since": ago(30)}), ("warning", "2030-05-16")
        )

    def test_switched_off(self):
        facts = {"last_meeting": ago(90), "cancellations": 4}
        settings = {"cancellations": ("warning", 2)}
        found = health.examine(health.RULES, settings, facts, TODAY)
        self.assertEqual([finding["code"] for finding in found], ["cancellations"])

    def test_gravest_first(self):
        settings = {r.code: (r.level, r.threshold) for r in health.RULES.values()}
        facts = {
            "last_meeting": ago(90),
            "cancellations": 4,
            "trained": date(2020, 1, 1),
        }
        found = health.examine(health.RULES, settings, facts, TODAY)
        self.assertEqual(
            [finding["code"] for finding in found],
            ["silence", "cancellations", "training"],
        )
        self.assertEqual(health.grade(found), "risk")
        self.assertEqual(health.grade(found[1:]), "watch")
        self.assertEqual(health.grade(found[2:]), "good")
        self.assertEqual(health.grade([]), "good")

    def test_level_of_a_programme(self):
        facts = {"last_meeting": ago(30)}
        for level, early in (
            ("alert", "warning"),
            ("warning", "notice"),
            ("notice", "notice"),
        ):
            settings = {"silence": (level, 45)}
            [found] = health.examine(health.RULES, settings, facts, TODAY)
            self.assertEqual(found["level"], early)

    def test_half_way(self):
        self.assertEqual(
            health.half_way(date(2030, 1, 1), date(2030, 1, 11)), date(2030, 1, 6)
        )
        self.assertIsNone(health.half_way(None, TODAY))
