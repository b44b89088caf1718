from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..models.mentorat_request_mixin import MAX_REQUESTS
from .common import MatchingCase

ASKED = "mentorat_matching.mail_template_request"
CLOSED = "mentorat_matching.mail_template_proposal_closed"


class DirectoryCase(MatchingCase):
    """A programme with a directory, in which the mentor and four more show a profile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.choice_mode = "directory"
        cls.others = cls._create_people(
            "mentor", [[(cls.carving, cls.master)]] * 4, capacity=1
        )
        for number, person in enumerate(cls.others):
            person.employee_id.user_id = cls._new_user(
                f"m_mentor_{number}", "base.group_portal"
            )
        cls.mentors = cls.mentor_participation | cls.others

    def setUp(self):
        super().setUp()
        self.profiles = self.env["mentorat.profile"].concat(
            *(self._show_profile(mentor) for mentor in self.mentors)
        )
        self.profile = self.profiles[0]
        self.asking = self.mentee_participation.with_user(self.mentee)

    def _ask(self, profile=None, message="", asking=None):
        (asking or self.asking)._ask_mentor(profile or self.profile, message)
        mentor = (profile or self.profile).participation_id
        mentee = (asking or self.asking).sudo()
        return self.env["mentorat.matching.proposal"].search(
            [("mentor_id", "=", mentor.id), ("mentee_id", "=", mentee.id)]
        )

    def _seen(self, user):
        return self.env["mentorat.profile"].with_user(user).search([])


class TestProfile(DirectoryCase):
    def test_consent(self):
        self.assertEqual(self._seen(self.mentee), self.profiles)
        self.assertTrue(self.profile.published_on)
        own = self.mentor_participation.with_user(self.mentor)
        own._save_profile("I weave.", False)
        self.assertNotIn(self.profile, self._seen(self.mentee))
        self.assertIn(self.profile, self._seen(self.mentor))

    def test_written_by_its_person_alone(self):
        for name, user in self._roles().items():
            if name == "mentor":
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                self.mentor_participation.with_user(user)._save_profile("Mine", True)
        for values in ({"text": "x"}, {"is_published": False}):
            with self.assertRaises(AccessError):
                self.profile.with_user(self.mentor).write(values)

    def test_who_sees_it(self):
        seen = {
            name: self.profile in self._seen(user)
            for name, user in self._roles().items()
        }
        self.assertEqual(
            {name for name, found in seen.items() if found},
            {"administrator", "engineer", "referent", "mentor", "mentee"},
        )

    def test_not_by_mentors_of_the_directory(self):
        self.assertEqual(self._seen(self.others[0].user_id), self.profiles[1])

    def test_not_by_those_who_do_not_take_part(self):
        for state in ("submitted", "waitlisted", "refused", "withdrawn", "completed"):
            self.mentee_participation.state = state
            self.assertFalse(self._seen(self.mentee), state)
        self.mentee_participation.state = "accepted"
        self.assertTrue(self._seen(self.mentee))

    def test_not_of_those_who_do_not_take_part(self):
        self.mentor_participation.state = "withdrawn"
        self.assertNotIn(self.profile, self._seen(self.mentee))

    def test_only_in_programmes_where_people_choose(self):
        for mode, count in (("engineer", 0), ("shortlist", 0), ("ranking", 5)):
            self.programme.choice_mode = mode
            self.assertEqual(len(self._seen(self.mentee)), count, mode)
        self.programme.choice_mode = "directory"
        self.programme.state = "closed"
        self.assertFalse(self._seen(self.mentee))

    def test_mentees_are_shown_where_both_rank(self):
        profile = self._show_profile(self.mentee_participation, "I learn.")
        self.assertNotIn(profile, self._seen(self.mentor))
        self.programme.choice_mode = "ranking"
        self.assertIn(profile, self._seen(self.mentor))

    def test_never_those_out_of_the_question(self):
        mentor = self.others[0]
        below = self._create_employee("Between")
        cases = (
            # Above, below, and kept apart by engineers, whoever is named first.
            lambda: self.manager_employee.write({"parent_id": mentor.employee_id.id}),
            lambda: (
                self.manager_employee.write({"parent_id": False}),
                below.write({"parent_id": self.mentee_employee.id}),
                mentor.employee_id.write({"parent_id": below.id}),
            ),
            lambda: (
                mentor.employee_id.write({"parent_id": False}),
                self.env["mentorat.exclusion"].create(
                    {
                        "employee_id": self.mentee_employee.id,
                        "other_id": mentor.employee_id.id,
                        "reason": "Cousins",
                    }
                ),
            ),
        )
        for case in cases:
            case()
            self.env.invalidate_all()
            self.assertEqual(self._seen(self.mentee), self.profiles - self.profiles[1])
            with self.assertRaises(AccessError):
                self.profiles[1].with_user(self.mentee).read(["text"])

    def test_nothing_of_managers_or_human_resources(self):
        [values] = self.profile.with_user(self.mentee).read()
        self.assertEqual(values["name"], "Morgan Mentor")
        self.assertEqual(values["skill_ids"], self.weaving.ids)
        allowed = {
            "name",
            "text",
            "role",
            "skill_ids",
            "language_ids",
            "seats_free",
            "programme_id",
            "company_id",
            "participation_id",
            "user_id",
            "is_published",
            "published_on",
            "is_listed",
            "shown_to_me",
        }
        technical = set(self.env["base"]._fields) | {
            "create_date",
            "create_uid",
            "write_date",
            "write_uid",
            "display_name",
        }
        self.assertEqual(set(values) - technical, allowed)

    def test_erased_with_the_person(self):
        self.mentor_participation.with_user(self.engineer).action_erase()
        self.assertFalse(self.profile.exists())

    def test_skills_follow_the_application(self):
        self.mentor_participation.skill_ids.sudo().skill_id = self.carving
        self.assertEqual(self.profile.skill_ids, self.carving)


class TestRequest(DirectoryCase):
    def test_both_say_yes(self):
        request = self._ask(message="Teach me.")
        self.assertEqual(request.state, "published")
        self.assertEqual(request.with_user(self.mentee).own_answer, "accepted")
        lines = self.env["mentorat.outbox"].search([("res_id", "=", request.id)])
        asked = lines.filtered(lambda line: line.template_id == self.env.ref(ASKED))
        self.assertEqual(asked.partner_id, self.mentor.partner_id)
        request.with_user(self.mentor).action_answer_yes()
        self.assertEqual(request.pair_id.state, "accepted")
        self.assertEqual(request.pair_id.mentee_answer, "accepted")
        self.assertEqual(self.mentor_participation.seats_taken, 1)

    def test_message_is_for_the_two(self):
        request = self._ask(message="Teach me.")
        self.assertNotIn("Teach", request.message_sealed)
        for name, user in self._roles().items():
            self.env.invalidate_all()
            readable = name in ("mentor", "mentee")
            with self.subTest(role=name):
                text = request.with_user(user).sudo().message
                self.assertEqual(text == "Teach me.", readable)

    def test_mentor_reads_why(self):
        request = self._ask()
        reasons = request.with_user(self.mentor).reasons
        self.assertEqual(reasons, "Wants to develop skills that you offer: Weaving.")
        other = self._ask(self.profiles[1])
        self.assertFalse(other.with_user(self.others[0].user_id).reasons)

    def test_at_most_three_at_the_same_time(self):
        for profile in self.profiles[:MAX_REQUESTS]:
            request = self._ask(profile)
        with self.assertRaisesRegex(UserError, "You have asked 3 mentors"):
            self._ask(self.profiles[3])
        request.with_user(self.mentee).action_answer_no()
        self.assertEqual(self._ask(self.profiles[3]).state, "published")
        with self.assertRaisesRegex(UserError, "You have asked 3 mentors"):
            self._ask(self.profiles[4])

    def test_the_database_counts(self):
        for profile in self.profiles[:MAX_REQUESTS]:
            request = self._ask(profile)
        values = {
            "origin": "request",
            "mentee_id": self.mentee_participation.id,
            "mentor_id": self.others[3].id,
            "published": True,
        }
        for place in (1, MAX_REQUESTS, MAX_REQUESTS + 1):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                request.create({**values, "request_place": place}).flush_recordset()

    def test_asked_twice_is_once(self):
        first = self._ask(message="One")
        self.assertEqual(self._ask(message="Two"), first)

    def test_declined_privately(self):
        request = self._ask()
        request.with_user(self.mentor).action_answer_no("No time")
        seen = request.with_user(self.mentee)
        self.assertFalse(seen.is_open)
        self.assertEqual(seen.own_answer, "accepted")
        with self.assertRaises(AccessError):
            seen.read(["mentor_answer"])
        with self.assertRaises(AccessError):
            seen.read(["state"])
        # Asked again: the words are those for any mentor who cannot.
        with self.assertRaisesRegex(UserError, "takes no request of yours at present"):
            self._ask()

    def test_same_words_whatever_lies_with_the_mentor(self):
        words = set()
        cases = (
            lambda: self._create_pair("accepted", self.others[0], self._other_mentee()),
            lambda: self.others[1].with_user(self.others[1].user_id).action_withdraw(),
            lambda: (
                self._ask(self.profiles[3])
                .with_user(self.others[2].user_id)
                .action_answer_no()
            ),
        )
        for case, profile in zip(cases, self.profiles[1:4], strict=True):
            case()
            with self.assertRaises(UserError) as caught:
                self._ask(profile)
            words.add(str(caught.exception))
        self.assertEqual(len(words), 1)

    def _other_mentee(self):
        return self._create_people("mentee", [[]])

    def test_first_yes_closes_the_others(self):
        first, second = self._ask(), self._ask(self.profiles[1])
        first.with_user(self.mentor).action_answer_yes()
        self.assertEqual(second.state, "withdrawn")
        told = self.env["mentorat.outbox"].search(
            [
                ("res_id", "=", second.id),
                ("template_id", "=", self.env.ref(CLOSED).id),
            ]
        )
        self.assertIn(self.others[0].user_id.partner_id, told.partner_id)
        with self.assertRaisesRegex(UserError, "You have a mentor"):
            self._ask(self.profiles[2])

    def test_last_place_closes_what_others_asked(self):
        mentor = self.others[0]
        rival = self._other_mentee()
        rival.employee_id.user_id = self.outsider
        mine = self._ask(self.profiles[1])
        theirs = self._ask(self.profiles[1], asking=rival.with_user(self.outsider))
        mine.with_user(mentor.user_id).action_answer_yes()
        self.assertEqual(mine.state, "paired")
        self.assertEqual(theirs.state, "withdrawn")

    def test_not_besides_a_proposal(self):
        run = self._compute()
        run.action_apply()
        proposal = run.proposal_ids.filtered(
            lambda p: p.mentee_id == self.mentee_participation
        )
        self.assertTrue(proposal)
        with self.assertRaisesRegex(UserError, "Answer that first"):
            self._ask(self.profiles[1])

    def test_a_run_leaves_those_who_asked_alone(self):
        self._ask()
        run = self._compute()
        self.assertEqual(run.mentee_count, 0)
        self.assertEqual(self.programme.left_count, 0)

    def test_only_for_oneself(self):
        for name, user in self._roles().items():
            if name == "mentee":
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                self.mentee_participation.with_user(user)._ask_mentor(self.profile, "")

    def test_only_in_a_directory(self):
        for mode in ("engineer", "shortlist", "ranking"):
            self.programme.choice_mode = mode
            with self.assertRaisesRegex(UserError, "No mentor can be asked"):
                self._ask()

    def test_requests_are_written_by_nobody_else(self):
        values = {
            "origin": "request",
            "request_place": 1,
            "mentee_id": self.mentee_participation.id,
            "mentor_id": self.mentor_participation.id,
            "published": True,
        }
        for user in self._roles().values():
            with self.assertRaises(AccessError):
                self.env["mentorat.matching.proposal"].with_user(user).create(values)

    def test_page_of_the_team(self):
        request = self._ask()
        for user in (self.engineer, self.referent):
            seen = request.with_user(user)
            self.assertEqual(seen.state, "published")
            self.assertTrue(seen.explanation_text)
            self.assertFalse(seen.run_id)

    def test_ones_own_data(self):
        request = self._ask(message="Teach me.")
        request.with_user(self.mentee)._object("We were a couple.")
        request.with_user(self.mentor).action_answer_no("No time")
        data = self.env["mentorat.own.data"]
        of_mentee = repr(data.with_user(self.mentee)._collect())
        of_mentor = repr(data.with_user(self.mentor)._collect())
        for words in ("Teach me.", "We were a couple."):
            self.assertIn(words, of_mentee)
            self.assertNotIn(words, of_mentor)
        for words in ("No time", "I weave."):
            self.assertIn(words, of_mentor)
            self.assertNotIn(words, of_mentee)
        self.assertNotIn("Morgan", of_mentee)
        self.assertNotIn("Merle", of_mentor)
