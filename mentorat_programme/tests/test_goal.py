from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MentoratCase


class TestGoal(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()

    def _create(self, user=None, **values):
        goals = self.env["mentorat.goal"].with_user(user or self.mentee)
        return goals.create({"pair_id": self.pair.id, "title": "Weave", **values})

    def _create_reached(self, **values):
        goal = self._create(
            skill_id=self.weaving.id,
            target_level_id=self.skilled.id,
            progress=100,
            **values,
        )
        goal.with_user(self.mentor).action_confirm()
        return goal

    def _lines(self):
        return self.env["hr.employee.skill"].search(
            [
                ("employee_id", "=", self.mentee_employee.id),
                ("skill_id", "=", self.weaving.id),
            ]
        )

    def _give_level(self, level, valid_from):
        self.mentee_employee.employee_skill_ids = [
            Command.create(
                {
                    "skill_id": self.weaving.id,
                    "skill_type_id": self.skill_type.id,
                    "skill_level_id": level.id,
                    "valid_from": valid_from,
                }
            )
        ]

    # LIMIT

    def test_three_at_a_time(self):
        goals = self.env["mentorat.goal"].union(*(self._create() for _ in range(3)))
        with self.assertRaisesRegex(UserError, "3 goals already"), self.cr.savepoint():
            self._create()
        goals[0].progress = 100
        goals[0].with_user(self.mentor).action_confirm()
        self._create()
        # What was reached does not come back on top of three others.
        with self.assertRaisesRegex(UserError, "3 goals already"), self.cr.savepoint():
            goals[0].with_user(self.mentor).action_unconfirm()
        goals[1].progress = 10
        goals[1].action_drop()
        self.assertFalse(goals[1].active)
        self._create()
        with self.assertRaisesRegex(UserError, "3 goals already"), self.cr.savepoint():
            goals[1].action_restore()

    def test_dropping(self):
        new, worked_on = self._create(), self._create(progress=20)
        with self.assertRaisesRegex(UserError, "drop it instead"):
            worked_on.unlink()
        (new | worked_on).with_user(self.mentor).action_drop()
        self.assertFalse(new.exists())
        self.assertFalse(worked_on.active)
        worked_on.action_restore()
        self.assertTrue(worked_on.active)
        for user in (self.engineer, self.referent, self.administrator, self.plain):
            for name in ("action_drop", "action_restore"):
                with self.assertRaises(AccessError):
                    getattr(worked_on.with_user(user), name)()

    def test_nothing_changes_after_the_end(self):
        goal = self._create(progress=20)
        self.pair.action_end()
        for name in ("action_drop", "action_restore"):
            with self.assertRaisesRegex(UserError, "has ended"):
                getattr(goal, name)()

    # PROGRESS AND CONFIRMATION

    def test_progress_is_the_mentee_s(self):
        goal = self._create()
        goal.progress = 50
        for write in (
            lambda: goal.with_user(self.mentor).write({"progress": 60}),
            lambda: self._create(self.mentor, progress=10),
        ):
            with self.assertRaisesRegex(UserError, "mentee says"), self.cr.savepoint():
                write()
        self._create(self.mentor, title="Carve")

    def test_confirmation_is_the_mentor_s(self):
        goal = self._create(progress=90)
        with self.assertRaisesRegex(UserError, "at 100 %"):
            goal.with_user(self.mentor).action_confirm()
        goal.progress = 100
        for user in set(self._roles().values()) - {self.mentor}:
            for name in ("action_confirm", "action_unconfirm"):
                with self.assertRaises(AccessError):
                    getattr(goal.with_user(user), name)()
        goal.with_user(self.mentor).action_confirm()
        self.assertEqual(goal.date_confirmed, fields.Date.today())
        for values in ({"progress": 80}, {"title": "Else"}, {"skill_id": False}):
            with self.assertRaisesRegex(UserError, "is confirmed"):
                goal.write(values)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            goal.sudo().progress = 80
            self.env.flush_all()
        goal.with_user(self.mentor).action_unconfirm()
        goal.progress = 80
        self.assertFalse(goal.date_confirmed)

    def test_team_reads_a_figure(self):
        self._create(progress=100)
        self._create(progress=51)
        progress = {
            name: self.pair.with_user(user).goal_progress
            for name, user in self._roles().items()
            if self.pair.with_user(user).has_access("read")
        }
        self.assertEqual(progress.pop("referent"), 76)
        self.assertIn("engineer", progress)
        self.assertFalse(any(progress.values()))
        self.assertEqual(self.pair.with_user(self.engineer).goal_count, 2)

    # LEVELS

    def test_level_at_the_start(self):
        self._give_level(self.novice, "2020-01-01")
        goal = self._create(skill_id=self.weaving.id)
        self.assertEqual(goal.start_level_id, self.novice)
        self._give_level(self.skilled, fields.Date.today())
        self.env.invalidate_all()
        self.assertEqual(goal.start_level_id, self.novice, "Where they began.")
        goal.skill_id = self.carving
        self.assertFalse(goal.start_level_id)

    def test_publish_once(self):
        self._give_level(self.novice, "2020-01-01")
        goal = self._create_reached()
        with self.assertRaisesRegex(UserError, "at the closing"):
            goal._publish_level()
        self.pair.state = "closing"
        for user in set(self._roles().values()) - {self.mentee}:
            with self.assertRaises(AccessError):
                goal.with_user(user)._publish_level()
        for _twice in range(2):
            goal._publish_level()
        before, after = self._lines().sorted("valid_from")
        self.assertEqual(before.skill_level_id, self.novice)
        yesterday = fields.Date.today() - timedelta(days=1)
        self.assertEqual(before.valid_to, yesterday, "Its history is kept.")
        self.assertEqual(after.skill_level_id, self.skilled)
        self.assertFalse(after.valid_to)
        self.assertEqual(goal.published_on, fields.Date.today())
        self.assertEqual(goal.published_level_id, self.skilled)
        with self.assertRaisesRegex(UserError, "was published"):
            goal.with_user(self.mentor).action_unconfirm()

    def test_publish_after_the_end(self):
        goal = self._create_reached()
        self.pair.state = "closed"
        goal._publish_level()
        self.assertEqual(self._lines().skill_level_id, self.skilled)

    def test_better_level_stays(self):
        for level in (self.skilled, self.master):
            self._give_level(level, "2020-01-01")
            lines = self._lines()
            goal = self._create_reached()
            self.pair.state = "closing"
            with self.assertRaisesRegex(UserError, "already"):
                goal._publish_level()
            self.assertEqual(self._lines(), lines)
            self.assertFalse(goal.published_on)
            lines.unlink()

    def test_nothing_to_publish(self):
        self.pair.state = "closing"
        reached = {"progress": 100, "skill_id": self.weaving.id}
        no_level, not_confirmed = (
            self._create(**reached),
            self._create(**reached, target_level_id=self.skilled.id),
        )
        no_level.with_user(self.mentor).action_confirm()
        for goal in (no_level, not_confirmed):
            with self.assertRaisesRegex(UserError, "at the closing"):
                goal._publish_level()
        self.assertFalse(self._lines())
