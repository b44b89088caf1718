"""Publishing happens once, or not at all, and says who is in the way."""

from odoo.exceptions import AccessError, UserError

from .common import MatchingCase


class TestPublication(MatchingCase):
    def setUp(self):
        super().setUp()
        self.mentor_participation.capacity = 2
        self.second = self._create_people("mentee", [[(self.weaving, self.novice)]])
        self.run = self._compute()
        self.assertEqual(self.run.matched_count, 2)
        self.run_as_engineer = self.run.with_user(self.engineer)

    def _assert_refused(self, *texts):
        self.run.invalidate_recordset()
        with self.assertRaises(UserError) as raised:
            self.run_as_engineer.action_apply()
        message = str(raised.exception)
        for text in texts:
            self.assertIn(text, message)
        self.assertEqual(self.run.state, "done")
        self.assertFalse(self.run.sudo().proposal_ids.filtered("published"))
        self.assertFalse(
            self.env["mentorat.outbox"].search([("event", "=like", "%proposal%")])
        )

    def test_somebody_withdrew(self):
        self.mentee_participation.state = "withdrawn"
        self._assert_refused(
            "Nothing was published", "Merle Mentee no longer takes part"
        )

    def test_somebody_was_archived(self):
        self.mentor_employee.active = False
        self._assert_refused("Morgan Mentor")

    def test_somebody_was_paired_by_hand(self):
        self._create_pair("proposed", mentee=self.second)
        self._assert_refused(
            "mentee 0 has found a mentor",
            "Morgan Mentor has 1 places left, for 2 mentees",
        )

    def test_places_were_taken_back(self):
        self.mentor_participation.capacity = 1
        self._assert_refused("Morgan Mentor has 1 places left, for 2 mentees")

    def test_many_obstacles_are_cut(self):
        mentees = self._create_people("mentee", [[]] * 14)
        self._create_people("mentor", [[]] * 14)
        run = self._compute()
        mentees.write({"state": "withdrawn"})
        with self.assertRaises(UserError) as raised:
            run.with_user(self.engineer).action_apply()
        self.assertEqual(str(raised.exception).count("no longer takes part"), 10)
        self.assertIn("and 4 more", str(raised.exception))

    def test_who_and_when(self):
        self.run_as_engineer.action_apply()
        self.assertEqual(self.run.applied_by_id, self.engineer)
        self.assertTrue(self.run.date_applied)

    def test_a_second_person_is_told(self):
        self.run_as_engineer.action_apply()
        sent = self.env["mentorat.outbox"].search_count([])
        with self.assertRaisesRegex(UserError, "was published by m_engineer"):
            self.run.with_user(self.administrator).action_apply()
        self.assertEqual(self.env["mentorat.outbox"].search_count([]), sent)

    def test_changed_by_hand_then_published(self):
        self.run_as_engineer.action_move(self.second.id, False)
        self.run_as_engineer.action_apply()
        published = self.run.sudo().proposal_ids
        self.assertEqual(published.mentee_id, self.mentee_participation)
        self.assertTrue(published.published)

    def test_engineers_alone(self):
        for name, user in self._roles().items():
            if name not in ("engineer", "administrator"):
                with self.subTest(role=name), self.assertRaises(AccessError):
                    self.run.with_user(user).action_apply()
