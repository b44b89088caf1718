from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import MentoratCase


class TestPair(MentoratCase):
    def test_both_say_yes(self):
        pair = self._create_pair("proposed")
        pair.with_user(self.mentor).action_answer_yes()
        self.assertEqual(pair.state, "proposed")
        pair.with_user(self.mentee).action_answer_yes()
        self.assertEqual(pair.state, "accepted")
        with self.assertRaises(AccessError):
            pair.with_user(self.engineer).action_answer_yes()

    def test_life(self):
        pair = self._create_pair("accepted").with_user(self.referent)
        pair.action_activate()
        self.assertTrue(pair.date_start)
        pair.action_closing()
        pair.action_close()
        self.assertEqual(pair.state, "closed")

    def test_mentee_cannot_start_or_close(self):
        pair = self._create_pair("accepted").with_user(self.mentee)
        with self.assertRaises(AccessError):
            pair.action_activate()
        pair.action_end()
        self.assertEqual(pair.state, "ended")

    def test_places(self):
        mentor = self.mentor_participation
        pair = self._create_pair()
        self.assertEqual((mentor.seats_taken, mentor.seats_free), (1, 1))
        second = self._create_participation(self.plain_employee, "mentee")
        self._create_pair(mentee=second)
        third = self._create_participation(self._create_employee("Third"), "mentee")
        with self.assertRaisesRegex(UserError, "no place left"):
            self._create_pair(mentee=third)
        pair.with_user(self.mentor).action_end()
        self.assertEqual(mentor.seats_taken, 1)
        self._create_pair(mentee=third)
        self.assertEqual(mentor.seats_taken, 2)

    def test_deleting_a_proposed_pair_frees_the_place(self):
        pair = self._create_pair("proposed")
        pair.unlink()
        self.assertEqual(self.mentor_participation.seats_taken, 0)

    def test_one_live_pair_per_mentee(self):
        other = self._create_participation(self.plain_employee, "mentor")
        self._create_pair()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_pair(mentor=other)

    def test_reporting_line_at_any_depth(self):
        top = self._create_employee("Top")
        self.manager_employee.parent_id = top
        boss = self._create_participation(top, "mentor")
        with (
            self.assertRaisesRegex(ValidationError, "reporting line"),
            self.env.cr.savepoint(),
        ):
            self._create_pair(mentor=boss)
        self.mentor_employee.parent_id = self.mentee_employee
        with self.assertRaisesRegex(ValidationError, "reporting line"):
            self._create_pair()

    def test_loop_in_the_hierarchy_ends(self):
        top = self._create_employee("Top")
        self.manager_employee.parent_id = top
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            (self.manager_employee.id, top.id),
        )
        self.env.invalidate_all()
        self.assertEqual(top._get_superiors(), self.manager_employee)

    def test_not_oneself(self):
        both = self._create_participation(self.mentee_employee, "mentor")
        with self.assertRaisesRegex(ValidationError, "own mentor"):
            self._create_pair(mentor=both)

    def test_only_accepted_people(self):
        self.mentee_participation.state = "approved"
        with self.assertRaisesRegex(UserError, "accepted can be put together"):
            self._create_pair()

    def test_people_do_not_change(self):
        pair = self._create_pair().with_user(self.engineer)
        other = self._create_participation(self.plain_employee, "mentor")
        with self.assertRaisesRegex(UserError, "do not change"):
            pair.mentor_id = other

    def test_participants_write_nothing_on_the_pair(self):
        pair = self._create_pair().with_user(self.mentor)
        for values in ({"phase": "moving"}, {"mentee_answer": "accepted"}):
            with self.assertRaises(AccessError):
                pair.write(values)

    def test_nobody_answers_for_another(self):
        pair = self._create_pair("proposed").with_user(self.engineer)
        with self.assertRaises(AccessError):
            pair.mentee_answer = "accepted"

    def test_both_are_told_once_when_it_starts(self):
        pair = self._create_pair("accepted").with_user(self.engineer)
        pair.action_activate()
        lines = self.env["mentorat.outbox"].search([("res_id", "=", pair.id)])
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        pair.action_closing()
        pair.action_activate()
        self.assertEqual(
            self.env["mentorat.outbox"].search_count([("res_id", "=", pair.id)]), 2
        )
