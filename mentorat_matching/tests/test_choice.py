from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import MatchingCase


class TestChoice(MatchingCase):
    """Who chooses, who is left, and how the waiting list moves up."""

    def _counts(self, programme=None):
        programme = programme or self.programme
        programme.invalidate_recordset()
        return (
            programme.left_count,
            programme.open_place_count,
            programme.waitlist_count,
        )

    def _wait(self, count):
        """Return mentees who wait, those who have waited longest first."""
        people = self._create_people("mentee", [[]] * count, state="waitlisted")
        for number, person in enumerate(people):
            person.date_submitted = fields.Datetime.now() - timedelta(days=20 - number)
        return people

    def test_ranges(self):
        for values in (
            {"answer_days": 0},
            {"answer_days": 91},
            {"shortlist_size": 1},
            {"shortlist_size": 6},
            {"departure_months": 0},
            {"departure_months": 61},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.programme.write(values)

    def test_who_is_left(self):
        # Two places, one mentee who is going to take one of them.
        self.assertEqual(self._counts(), (1, 1, 0))
        run = self._compute()
        self.assertEqual(self._counts(), (1, 1, 0))
        run.action_apply()
        self.assertEqual(self._counts(), (0, 1, 0))
        run.proposal_ids.with_user(self.mentee).action_answer_no()
        self.assertEqual(self._counts(), (1, 1, 0))
        other = self._create_people("mentor", [[]], capacity=1)
        self._create_pair(mentor=other)
        self.assertEqual(self._counts(), (0, 2, 0))

    def test_counted_by_programme_in_as_many_queries(self):
        self._wait(3)
        both = self.programme | self.other_programme
        self.assertEqual(self._counts(), (1, 1, 3))
        self.assertEqual(self._counts(self.other_programme), (0, 0, 0))
        counts = []
        for programmes in (self.programme, both):
            self.env.invalidate_all()
            programmes.mapped("name")
            before = self.env.cr.sql_log_count
            programmes.mapped("left_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_places_go_to_those_who_waited_longest(self):
        people = self._wait(3)
        self.mentor_participation.capacity = 3
        self.assertEqual(self._counts(), (1, 2, 3))
        programme = self.programme.with_user(self.engineer)
        programme.action_offer_places()
        self.assertEqual(people.filtered("offered_until"), people[:2])
        self.assertEqual(self._counts(), (1, 0, 1))
        with self.assertRaisesRegex(UserError, "No place is free"):
            programme.action_offer_places()
        # An offer that runs out frees its place.
        people[0].offered_until = fields.Date.today() - timedelta(days=1)
        self.assertEqual(self._counts(), (1, 1, 2))

    def test_list_of_who_waits(self):
        people = self._wait(2)
        action = self.programme.with_user(self.engineer).action_view_waitlist()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, people)

    def test_places_are_offered_by_engineers(self):
        self._wait(1)
        for name, user in self._roles().items():
            if name in ("engineer", "administrator"):
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                self.programme.with_user(user).action_offer_places()


class TestShortlist(MatchingCase):
    def setUp(self):
        super().setUp()
        self.programme.write({"choice_mode": "shortlist", "shortlist_size": 2})
        self.others = self._create_people(
            "mentor",
            [
                [(self.weaving, self.skilled)],
                [(self.weaving, self.novice)],
                [(self.carving, self.master)],
            ],
        )
        for number, person in enumerate(self.others):
            person.employee_id.user_id = self._new_user(
                f"m_mentor_{number}", "base.group_portal"
            )
        self.run = self._compute()

    def _publish_profiles(self, mentors):
        return self.env["mentorat.profile"].concat(
            *(self._show_profile(mentor) for mentor in mentors)
        )

    def _seen(self):
        return self.env["mentorat.profile"].with_user(self.mentee).search([])

    def test_mentees_see_the_best_who_show_a_profile(self):
        profiles = self._publish_profiles(self.mentor_participation | self.others[1:])
        self.assertFalse(self._seen())
        self.run.action_send_shortlists()
        # The best, and the best but one of those who are shown.
        self.assertEqual(self._seen(), profiles[:2])
        self.assertEqual(self.run.state, "done")
        self.assertFalse(self.run.proposal_ids.filtered("published"))
        lines = self.env["mentorat.outbox"].search(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref("mentorat_matching.mail_template_shortlist").id,
                )
            ]
        )
        self.assertEqual(lines.partner_id, self.mentee.partner_id)

    def test_next_run_decides(self):
        self._publish_profiles(self.mentor_participation | self.others)
        self.env["mentorat.criterion"].search(
            [("programme_id", "=", self.programme.id)]
        ).weight = 1
        criterion = self.env["mentorat.criterion"].create(
            {
                "programme_id": self.programme.id,
                "kind": "preference",
                "weight": 100,
            }
        )
        self.assertTrue(criterion)
        run = self._compute()
        run.action_send_shortlists()
        wished = self.others[0]
        mine = self.mentee_participation.with_user(self.mentee)
        mine._set_wishes(wished.with_user(self.mentee))
        again = self._compute()
        self.assertEqual(
            self._pairs(again), {(wished.id, self.mentee_participation.id)}
        )
        self.assertFalse(again.is_stale)
        self.assertTrue(run.is_stale)

    def test_sent_once(self):
        self._publish_profiles(self.mentor_participation)
        for _click in range(2):
            self.run.action_send_shortlists()
        self.assertEqual(len(self.run.shortlist_ids), 1)

    def test_a_later_list_replaces(self):
        self._publish_profiles(self.mentor_participation | self.others[0])
        self.run.action_send_shortlists()
        self.mentor_participation.with_user(self.mentor).action_withdraw()
        later = self._compute()
        later.action_send_shortlists()
        self.assertEqual(self._seen().participation_id.ids, self.others[0].ids)
        self.assertFalse(self.run.shortlist_ids)

    def test_nobody_shown(self):
        with self.assertRaisesRegex(UserError, "shows a profile"):
            self.run.action_send_shortlists()

    def test_not_of_a_run_out_of_date(self):
        self._publish_profiles(self.mentor_participation)
        self.mentor_participation.capacity = 1
        with self.assertRaisesRegex(UserError, "not out of date"):
            self.run.action_send_shortlists()

    def test_only_where_mentees_choose_so(self):
        self._publish_profiles(self.mentor_participation)
        self.programme.choice_mode = "engineer"
        with self.assertRaisesRegex(UserError, "Launch a new run"):
            self.run.action_send_shortlists()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_sent_by_engineers(self):
        self._publish_profiles(self.mentor_participation)
        for name, user in self._roles().items():
            if name in ("engineer", "administrator"):
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                self.run.with_user(user).action_send_shortlists()
