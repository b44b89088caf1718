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
        url = f"{self.url}/goal/{goal.id}"
        self._post(url, title="Weave two baskets", version=self._read_version(url))
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

    def test_two_windows(self):
        goal = self._create_part("mentorat.goal", title="Weave")
        url = f"{self.url}/goal/{goal.id}"
        version = self._read_version(url)
        self._post(f"{url}/progress", progress="20")
        self._post(url, title="Weave well", version=version)
        page = self._post(url, status=422, title="Carve", version=version).text
        self.assertIn("changed in another window", page)
        self.assertIn("Carve", page)
        self.assertEqual(goal.with_user(self.mentee).title, "Weave well")

    def test_limit(self):
        for number in range(3):
            self._post(f"{self.url}/goal", title=f"Goal {number}")
        page = self._get(self.url)
        self.assertNotIn(f'href="{self.url}/goal"', page)
        page = self._post(f"{self.url}/goal", status=422, title="A fourth").text
        self.assertIn("3 goals already", page)
        self.assertIn("A fourth", page)
        self.assertEqual(len(self._parts("mentorat.goal")), 3)

    def test_reached(self):
        goal = self._create_part("mentorat.goal", title="Weave", progress=100)
        url = f"{self.url}/goal/{goal.id}"
        self.assertNotIn("Yes, it is reached", self._get(self.url))
        self._post(f"{url}/confirm", status=404)
        self._login(self.mentor)
        self.assertNotIn("Now at (%)", self._get(self.url))
        page = self._post(f"{url}/progress", status=422, progress="50").text
        self.assertIn("The mentee says", page)
        for _click in range(2):
            self._post(f"{url}/confirm")
        self.assertTrue(goal.date_confirmed)
        self._post(f"{url}/unconfirm")
        self.assertFalse(goal.date_confirmed)
        self._post(f"{url}/confirm")
        self._login(self.mentee)
        self.assertIn("Reached", self._get(self.url))
        page = self._post(f"{url}/progress", status=422, progress="50").text
        self.assertIn("is confirmed as reached", page)
        self.assertEqual(goal.progress, 100)

    def test_drop_and_take_up(self):
        goal = self._create_part("mentorat.goal", title="Weave", progress=10)
        url = f"{self.url}/goal/{goal.id}"
        for _click in range(2):
            self._post(f"{url}/drop", status=303 if goal.active else 404)
        self._get(url, status=404)
        self.assertIn("Dropped goals", self._get(self.url))
        self._post(f"{url}/restore")
        self.assertTrue(goal.active)

    def test_publish(self):
        goal = self._create_part(
            "mentorat.goal",
            title="Secretly weave",
            skill_id=self.weaving.id,
            target_level_id=self.skilled.id,
            progress=100,
        )
        goal.with_user(self.mentor).action_confirm()
        url = f"{self.url}/goal/{goal.id}/publish"
        self.assertNotIn(url, self._get(self.url))
        self.assertIn("no level", self._get(url))
        self.pair.state = "closed"
        self.assertIn(url, self._get(self.url))
        self.assertNotIn("Secretly weave", self._get(url))
        self.assertIn("tick the box", self._post(url, status=422).text)
        self.assertFalse(self.mentee_employee.employee_skill_ids)
        for _click in range(2):
            self._post(url, consent="1")
        line = self.mentee_employee.employee_skill_ids
        self.assertEqual(line.skill_level_id, self.skilled)
        self.assertIn("Level published", self._get(self.url))
        self._login(self.mentor)
        self._post(url, status=404, consent="1")
