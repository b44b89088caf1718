from odoo.exceptions import AccessError, UserError

from .common import MatchingCase


class TestProposal(MatchingCase):
    def setUp(self):
        super().setUp()
        self.proposal = self._publish()

    def test_both_say_yes(self):
        self.proposal.with_user(self.mentee).action_answer_yes()
        self.assertEqual(self.proposal.state, "published")
        self.assertFalse(self.proposal.pair_id)
        self.proposal.with_user(self.mentor).action_answer_yes()
        self.assertEqual(self.proposal.state, "paired")
        pair = self.proposal.pair_id
        self.assertEqual(pair.state, "accepted")
        self.assertEqual(pair.mentor_id, self.mentor_participation)
        self.assertEqual(pair.mentee_id, self.mentee_participation)
        self.assertEqual(self.mentor_participation.seats_taken, 1)
        self.assertEqual(pair.with_user(self.engineer).matching_score, 100)
        lines = self.env["mentorat.outbox"].search(
            [("event", "=", f"mentorat.pair,{pair.id},made")]
        )
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)

    def test_yes_twice_is_one_yes(self):
        for _click in range(2):
            self.proposal.with_user(self.mentee).action_answer_yes()
        self.assertEqual(self.proposal.state, "published")
        for _click in range(2):
            self.proposal.with_user(self.mentor).action_answer_yes()
        pairs = self.env["mentorat.pair"].search(
            [("mentee_id", "=", self.mentee_participation.id)]
        )
        self.assertEqual(pairs, self.proposal.pair_id)

    def test_no_closes_and_tells_nobody_by_whom(self):
        self.proposal.with_user(self.mentee).action_answer_no()
        self.assertEqual(self.proposal.state, "declined")
        self.env.invalidate_all()
        seen = self.proposal.with_user(self.mentor)
        self.assertFalse(seen.is_open)
        self.assertEqual(seen.own_answer, "pending")
        for name, value in {
            "mentee_answer": "declined",
            "mentor_answer": "pending",
            "state": "declined",
            "is_withdrawn": True,
            "write_uid": self.mentee.id,
        }.items():
            with self.assertRaises(AccessError):
                seen.read([name])
            with self.assertRaises(AccessError):
                seen.search_count([(name, "=", value)])
        with self.assertRaisesRegex(UserError, "no longer open"):
            seen.action_answer_yes()
        # Asked again for what was answered: the same page, no error.
        self.proposal.with_user(self.mentee).action_answer_no()

    def test_mind_changed_while_open(self):
        self.proposal.with_user(self.mentee).action_answer_yes()
        self.proposal.with_user(self.mentee).action_answer_no()
        self.assertEqual(self.proposal.state, "declined")
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.proposal.with_user(self.mentee).action_answer_yes()

    def test_declined_is_not_proposed_again(self):
        self.proposal.with_user(self.mentor).action_answer_no()
        run = self._compute()
        self.assertEqual((run.mentee_count, run.matched_count), (1, 0))

    def test_others_do_not_answer(self):
        for name, user in self._roles().items():
            if name in ("mentor", "mentee"):
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                self.proposal.with_user(user).action_answer_yes()
        self.assertEqual(self.proposal.state, "published")

    def test_draft_is_not_answered(self):
        self.proposal.published = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.mentee).action_answer_yes()

    def test_withdraw(self):
        for user in (self.mentor, self.referent, self.other_engineer, self.system):
            with self.assertRaises(AccessError):
                self.proposal.with_user(user).action_withdraw()
        self.proposal.with_user(self.engineer).action_withdraw()
        self.assertEqual(self.proposal.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.proposal.with_user(self.mentee).action_answer_yes()
        with self.assertRaisesRegex(UserError, "awaits an answer"):
            self.proposal.with_user(self.engineer).action_withdraw()

    def test_place_lost_meanwhile_is_kind(self):
        self.mentor_participation.capacity = 1
        other = self._create_people("mentee", [[]])
        self.proposal.with_user(self.mentee).action_answer_yes()
        self._create_pair(mentee=other)
        self.proposal.with_user(self.mentor).action_answer_yes()
        self.assertEqual(self.proposal.state, "withdrawn")
        self.assertEqual(self.mentor_participation.seats_taken, 1)

    def test_mentee_paired_meanwhile_is_kind(self):
        other = self._create_people("mentor", [[]])
        self._create_pair(mentor=other)
        self.proposal.with_user(self.mentee).action_answer_yes()
        self.proposal.with_user(self.mentor).action_answer_yes()
        self.assertEqual(self.proposal.state, "withdrawn")
        self.assertEqual(self.mentor_participation.seats_taken, 0)

    def test_reasons_are_plain_words_for_each_side(self):
        mentee_reads = self.proposal.with_user(self.mentee).reasons
        mentor_reads = self.proposal.with_user(self.mentor).reasons
        self.assertIn("Offers skills that you want to develop: Weaving.", mentee_reads)
        self.assertIn("Wants to develop skills that you offer: Weaving.", mentor_reads)
        self.assertIn("another department", mentee_reads)
        for text in (mentee_reads, mentor_reads):
            self.assertNotRegex(text, r"\d")
        self.assertFalse(self.proposal.with_user(self.engineer).reasons)

    def test_reasons_say_nothing_of_what_did_not_fit(self):
        self.proposal.sudo().explanation = {
            "criteria": [
                {"kind": "skills", "points": 300, "out_of": 600},
                {"kind": "level_gap", "points": 0, "out_of": 250},
                {"kind": "department", "points": 0, "out_of": 150},
            ],
            "skills": [
                {
                    "skill": self.weaving.id,
                    "wanted": self.skilled.id,
                    "offered": self.novice.id,
                    "above": False,
                },
                {
                    "skill": self.carving.id,
                    "wanted": self.skilled.id,
                    "offered": None,
                    "above": False,
                },
            ],
        }
        self.env.invalidate_all()
        reasons = self.proposal.with_user(self.mentee).reasons
        self.assertEqual(reasons, "Offers skills that you want to develop: Weaving.")

    def test_deleted_skill_does_not_break_the_explanation(self):
        self.proposal.explanation = {
            "criteria": [{"kind": "level_gap", "points": 0, "out_of": 1000}],
            "skills": [{"skill": 0, "wanted": 0, "offered": None, "above": False}],
        }
        self.assertIn(
            "(deleted) ((deleted) wanted, not offered)", self.proposal.explanation_text
        )

    def test_names_for_those_with_a_role(self):
        named = "Morgan Mentor → Merle Mentee"
        for user in (self.engineer, self.referent, self.mentor, self.mentee):
            self.assertEqual(self.proposal.with_user(user).display_name, named)
        blank = self.proposal.with_user(self.plain).sudo()
        self.assertEqual(blank.display_name, f"Proposal {blank.id}")

    def test_mails_name_nobody(self):
        self.proposal.with_user(self.mentee).action_answer_yes()
        self.proposal.with_user(self.mentor).action_answer_yes()
        records = {
            "mentorat_matching.mail_template_proposal": self.proposal,
            "mentorat_matching.mail_template_pair_made": self.proposal.pair_id,
        }
        for xmlid, record in records.items():
            template = self.env.ref(xmlid)
            mail = template._generate_template(record.ids, ("subject", "body_html"))
            text = mail[record.id]["subject"] + mail[record.id]["body_html"]
            self.assertIn(self.programme.name, text)
            self.assertIn("/my/mentoring/", text)
            for name in ("Morgan", "Merle"):
                self.assertNotIn(name, text)
