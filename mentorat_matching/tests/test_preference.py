from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MatchingCase

REFUSAL = "cannot be wished for"


class TestPreference(MatchingCase):
    def setUp(self):
        super().setUp()
        self.mentors = self.mentor_participation | self._create_people(
            "mentor", [[(self.weaving, self.skilled)]] * 2
        )

    def _wish(self, whom, user=None, author=None, rank=1):
        return (
            self.env["mentorat.preference"]
            .with_user(user or self.mentee)
            .create(
                {
                    "participation_id": (author or self.mentee_participation).id,
                    "wished_id": whom.id,
                    "rank": rank,
                }
            )
        )

    def _count_wished(self, user):
        """Return what ``user`` finds of wishes by way of participations."""
        participations = self.env["mentorat.participation"].with_user(user)
        try:
            return participations.search_count([("preference_ids.rank", "=", 1)])
        except AccessError:
            return 0

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_read_by_author_and_engineers_alone(self):
        wish = self._wish(self.mentor_participation)
        self.assertEqual(wish.display_name, "1. Morgan Mentor")
        for role, user in self._roles().items():
            self.env.invalidate_all()
            with self.subTest(role=role):
                theirs = wish.with_user(user)
                readable = role in ("mentee", "engineer", "administrator")
                self.assertEqual(theirs.has_access("read"), readable)
                named = theirs.display_name == "1. Morgan Mentor"
                self.assertEqual(named, readable)
                if not readable:
                    self.assertFalse(self._count_wished(user))

    def test_an_engineer_wished_for_reads_nothing(self):
        employee = self._create_employee("Ernest Engineer", self.engineer)
        himself = self._create_participation(
            employee, "mentor", [(self.weaving, self.master)]
        )
        about_him, about_another = (
            self._wish(himself),
            self._wish(self.mentor_participation, rank=2),
        )
        both = [("id", "in", (about_him | about_another).ids)]
        wishes = self.env["mentorat.preference"]
        found = wishes.with_user(self.engineer).search(both)
        self.assertEqual(found.ids, about_another.ids)
        self.mentor_employee.user_id = self.administrator
        self.env.flush_all()
        self.env.invalidate_all()
        found = wishes.with_user(self.administrator).search(both)
        self.assertEqual(found.ids, about_him.ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_wishes_for_another(self):
        for user in (self.mentor, self.plain, self.outsider, self.referent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._wish(self.mentor_participation, user)
        self._wish(self.mentor_participation, self.engineer)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_others_may_wish_is_not_found_out(self):
        """One answer, whether the wish that is given to another could come true or not."""
        answers = set()
        for whom in (self.mentors[1], self.mentee_participation):
            with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
                self._wish(whom, self.mentor)
            answers.add(str(caught.exception))
        self.assertEqual(len(answers), 1)

    def test_who_cannot_be_wished_for_is_not_told_apart(self):
        other_role = self._create_people("mentee", [[]])
        self_as_mentor = self._create_participation(
            self.mentee_employee, "mentor", [(self.weaving, self.master)]
        )
        [withdrawn] = self._create_people("mentor", [[]], state="withdrawn")
        elsewhere = self.mentors[1].copy({"programme_id": self.other_programme.id})
        missing = elsewhere.copy({"employee_id": self.plain_employee.id})
        missing.sudo().unlink()
        for whom in (other_role, self_as_mentor, withdrawn, elsewhere, missing):
            with (
                self.subTest(whom=whom),
                self.assertRaisesRegex(UserError, REFUSAL),
                self.env.cr.savepoint(),
            ):
                self._wish(whom)

    def test_ranks_and_people_are_distinct(self):
        self._wish(self.mentors[0])
        for whom, rank in (
            (self.mentors[0], 2),
            (self.mentors[1], 1),
            (self.mentors[1], 0),
            (self.mentors[1], 6),
        ):
            with (
                self.subTest(whom=whom, rank=rank),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._wish(whom, rank=rank)

    def test_two_wishes_change_places(self):
        first, second = self._wish(self.mentors[0]), self._wish(self.mentors[1], rank=2)
        self.env.flush_all()
        self.mentee_participation.preference_ids = [
            Command.update(first.id, {"rank": 2}),
            Command.update(second.id, {"rank": 1}),
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((first.rank, second.rank), (2, 1))

    def test_set_wishes(self):
        mine = self.mentee_participation.with_user(self.mentee)
        mine._set_wishes(self.mentors)
        mine._set_wishes(self.mentors[2] | self.mentors[0])
        wished = [(wish.rank, wish.wished_id) for wish in mine.preference_ids.sudo()]
        self.assertEqual(wished, [(1, self.mentors[2]), (2, self.mentors[0])])
        many = self._create_people("mentor", [[]] * 3)
        with self.assertRaisesRegex(UserError, "5 people at most"):
            mine._set_wishes(self.mentors | many)

    def test_who_left_wishes_for_nobody(self):
        self.mentee_participation.state = "withdrawn"
        with self.assertRaisesRegex(UserError, REFUSAL):
            self._wish(self.mentor_participation)

    def test_closed_programme_changes_no_more(self):
        wish = self._wish(self.mentor_participation)
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            wish.rank = 2
        with self.assertRaisesRegex(UserError, "changes no more"):
            wish.unlink()

    def test_gone_with_the_name(self):
        self._wish(self.mentor_participation)
        kept = self._wish(self.mentors[1], rank=2)
        self.mentor_participation._anonymise()
        self.assertEqual(self.mentee_participation.preference_ids.sudo(), kept.sudo())
        self.mentee_participation._anonymise()
        self.assertFalse(kept.exists())

    def test_ones_own_data(self):
        self._wish(self.mentor_participation)
        own = self.env["mentorat.own.data"].with_user(self.mentee)._collect()
        self.assertIn("1. Morgan Mentor", repr(own))
        of_mentor = self.env["mentorat.own.data"].with_user(self.mentor)._collect()
        self.assertNotIn("Merle", repr(of_mentor))
