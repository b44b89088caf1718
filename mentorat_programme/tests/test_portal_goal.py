"""The goals of a pair, as a browser asks for them."""

from odoo import fields
from odoo.tests import tagged

from .test_portal import PairPortalCase


@tagged("post_install", "-at_install")
class TestPortalGoal(PairPortalCase):
    def test_goal(self):
        self._post(
            f"{self.url}/goal",
            title="Weave a basket",
            success_sign="It holds apples",
            skill_id=self.weaving.id,
            target_level_id=self.skilled.id,
            date_deadline=fields.Date.to_string(fields.Date.today()),
            progress="100",
        )
        goal = self._parts("mentorat.goal")
        self.assertEqual(goal.progress, 0)
        self.assertEqual(goal.target_level_id, self.skilled)
        self.assertEqual(goal.with_user(self.mentor).title, "Weave a basket")
        self._post(f"{self.url}/goal/{goal.id}/progress", progress="60")
        self.assertEqual(goal.progress, 60)
        for progress in ("101", "-1", "half"):
            self._post(
                f"{self.url}/goal/{goal.id}/progress", status=422, progress=progress
            )
        self.assertEqual(goal.progress, 60)
        self._post(f"{self.url}/goal/{goal.id}", title="Weave two baskets")
        self.assertEqual(goal.with_user(self.mentee).title, "Weave two baskets")
        self.assertFalse(goal.skill_id)
        page = self._get(self.url)
        self.assertIn("Weave two baskets", page)
        self.assertIn('aria-valuenow="60"', page)

    def test_goal_errors(self):
        for values, message in (
            ({"title": " "}, "Please fill this in"),
            ({"title": "t" * 501}, "at most 500 fit"),
            ({"date_deadline": "soon"}, "Please give a date"),
            (
                {
                    "skill_id": self.weaving.id,
                    "target_level_id": self.other_type.skill_level_ids.id,
                },
                "is not a level of this skill",
            ),
        ):
            page = self._post(
                f"{self.url}/goal",
                status=422,
                **{"title": "Goal", "success_sign": "Kept", **values},
            ).text
            self.assertIn(message, page)
            self.assertIn("Kept", page)
        self.assertFalse(self._parts("mentorat.goal"))
