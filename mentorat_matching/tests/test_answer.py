from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..models import mentorat_answer_mixin
from .common import MatchingCase

CLOSED = "mentorat_matching.mail_template_proposal_closed"
REMINDER = "mentorat_matching.mail_template_proposal_reminder"


class TestAnswer(MatchingCase):
    def setUp(self):
        super().setUp()
        self.programme.answer_days = 9
        self.today = fields.Date.today()
        self.proposal = self._publish()

    def _watch(self, days):
        """Let the cron run ``days`` after today."""
        self.env.flush_all()
        with (
            freeze_time(self.today + timedelta(days=days)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(
                "mentorat_matching.ir_cron_watch_answers"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _written(self, template, records=None):
        """Return the partners who are written to, one for each mail."""
        return [
            line.partner_id
            for line in self.env["mentorat.outbox"].search(
                [
                    ("template_id", "=", self.env.ref(template).id),
                    ("res_id", "in", (records or self.proposal).ids),
                ],
                order="id",
            )
        ]

    def test_time_to_answer_begins_with_publication(self):
        draft = self._compute().proposal_ids
        self.assertFalse(draft)
        self.assertEqual(self.proposal.answer_until, self.today + timedelta(days=9))
        self.assertEqual(
            self.proposal.with_user(self.mentee).answer_until,
            self.proposal.answer_until,
        )

    def test_reminded_once_and_only_who_has_not_answered(self):
        self.proposal.with_user(self.mentee).action_answer_yes()
        self._watch(5)
        self.assertFalse(self._written(REMINDER))
        for days in (6, 7, 8):
            self._watch(days)
        self.assertEqual(self._written(REMINDER), [self.mentor.partner_id])
        self.assertTrue(self.proposal.is_open)

    def test_expires_after_the_last_day(self):
        self._watch(9)
        self.assertEqual(self.proposal.state, "published")
        self._watch(10)
        self.assertEqual(self.proposal.state, "expired")
        self.assertFalse(self.proposal.with_user(self.mentor).is_open)
        self.assertCountEqual(
            self._written(CLOSED), [self.mentor.partner_id, self.mentee.partner_id]
        )
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.proposal.with_user(self.mentee).action_answer_yes()
        self._watch(11)
        self.assertEqual(len(self._written(CLOSED)), 2)
        self.assertEqual(len(self._written(REMINDER)), 2)

    def test_a_pair_does_not_expire(self):
        self.proposal.with_user(self.mentee).action_answer_yes()
        self.proposal.with_user(self.mentor).action_answer_yes()
        self._watch(30)
        self.assertEqual(self.proposal.state, "paired")
        self.assertFalse(self._written(CLOSED))

    def test_those_left_are_matched_again(self):
        other = self._create_people("mentor", [[(self.weaving, self.master)]])
        self._watch(10)
        self.assertEqual(self.programme.left_count, 1)
        run = self.proposal.run_id.with_user(self.engineer)
        self.assertEqual(run.left_count, 1)
        action = run.action_match_again()
        self._run_cron()
        again = self.env["mentorat.matching.run"].browse(action["res_id"])
        # Not the same two: they had their chance.
        self.assertEqual(self._pairs(again), {(other.id, self.mentee_participation.id)})

    def test_batches_go_on_until_all_are_closed(self):
        wishes = [[(self.weaving, self.skilled)]] * 5
        self._create_people("mentor", wishes)
        self._create_people("mentee", wishes)
        self.proposal.with_user(self.engineer).action_withdraw()
        proposals = self._publish()
        self.assertEqual(len(proposals), 6)
        self.patch(mentorat_answer_mixin, "BATCH", 2)
        self._watch(10)
        self.assertEqual(set(proposals.mapped("state")), {"expired"})

    def test_as_many_queries_for_many(self):
        wishes = [[(self.weaving, self.skilled)]] * 30
        self._create_people("mentor", wishes)
        for person in self._create_people("mentee", wishes):
            # Somebody to write to.
            person.employee_id.user_id = self._new_user(
                f"m_{person.id}", "base.group_portal"
            )
        proposals = self._publish()
        self.assertGreater(len(proposals), 22)
        counts = []
        for records in (proposals[:2], proposals[2:4], proposals[4:22]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._expire()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # The first has to find the templates.
        self.assertEqual(counts[1], counts[2])

    # NOBODY IS OUTED

    def test_no_tells_the_other_in_neutral_words(self):
        self.proposal.with_user(self.mentor).action_answer_no("I know the person.")
        self.assertEqual(self._written(CLOSED), [self.mentee.partner_id])
        [body] = (
            self.env.ref(CLOSED)
            ._generate_template(self.proposal.ids, ("body_html",))
            .values()
        )
        for word in ("Morgan", "Merle", "declined", "refused", "I know"):
            self.assertNotIn(word, body["body_html"])

    def test_withdrawn_tells_both_in_the_same_words(self):
        self.proposal.with_user(self.engineer).action_withdraw()
        self.assertEqual(len(self._written(CLOSED)), 2)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_reason_is_for_the_team(self):
        self.proposal.with_user(self.mentee).action_answer_no("  Too near to home ")
        for user in (self.engineer, self.referent, self.administrator):
            self.assertEqual(
                self.proposal.with_user(user).decline_reason, "Too near to home"
            )
        for user in (self.mentor, self.mentee, self.plain, self.hr_officer):
            self.env.invalidate_all()
            self.assertFalse(self.proposal.with_user(user).sudo().decline_reason)
            with self.assertRaises(AccessError):
                self.proposal.with_user(user).search_count(
                    [("decline_text", "ilike", "home")]
                )
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.engineer).read(["decline_text"])

    def test_reason_stays_that_of_who_closed_it(self):
        self.proposal.with_user(self.mentee).action_answer_no("First")
        self.proposal.with_user(self.mentee).action_answer_no("Second")
        self.assertEqual(self.proposal.with_user(self.engineer).decline_reason, "First")
        self.assertEqual(len(self._written(CLOSED)), 1)

    def test_who_leaves_takes_the_proposal_along(self):
        self.mentor_participation.with_user(self.mentor).action_withdraw()
        self.assertEqual(self.proposal.state, "withdrawn")
        self.assertIn(self.mentee.partner_id, self._written(CLOSED))

    def test_erased_with_the_person(self):
        self.proposal.with_user(self.mentee).action_answer_no("Too near to home")
        self.mentee_participation.with_user(self.engineer).action_erase()
        self.assertFalse(self.proposal.decline_text or self.proposal.explanation)


class TestObjection(MatchingCase):
    def setUp(self):
        super().setUp()
        self.proposal = self._publish()

    def _object(self, text="We were a couple.", user=None):
        self.proposal.with_user(user or self.mentee)._object(text)
        return self.proposal.objection_ids

    def test_referents_are_asked_in_neutral_words(self):
        objection = self._object()
        [activity] = objection.activity_ids
        self.assertEqual(activity.user_id, self.referent)
        self.assertNotIn("couple", f"{activity.summary}{activity.note}")
        self.assertEqual(objection.with_user(self.referent).note, "We were a couple.")
        self.assertTrue(self.proposal.is_open)

    def test_engineers_without_referents(self):
        self.programme.referent_ids = False
        self.assertEqual(self._object().activity_ids.user_id, self.engineer)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_read_by_the_team_and_its_author(self):
        objection = self._object()
        for name, user in self._roles().items():
            self.env.invalidate_all()
            with self.subTest(role=name):
                readable = name in ("administrator", "engineer", "referent", "mentee")
                found = objection.with_user(user).search([("id", "=", objection.id)])
                self.assertEqual(bool(found), readable)
                self.assertEqual(bool(objection.with_user(user).sudo().note), readable)
                with self.assertRaises(AccessError):
                    objection.with_user(user).search_count(
                        [("note_text", "ilike", "couple")]
                    )
        # The other one of the proposal learns nothing of it.
        self.assertFalse(self.proposal.with_user(self.mentor).objection_ids)

    def test_twice_is_once_and_more_replaces(self):
        for _click in range(2):
            objection = self._object()
        self.assertEqual((len(objection), len(objection.activity_ids)), (1, 1))
        objection.with_user(self.referent).action_handle()
        self.assertFalse(objection.activity_ids)
        self.assertEqual(objection.handled_by, self.referent)
        self._object("It is worse.")
        self.assertEqual(objection.note_text, "It is worse.")
        self.assertFalse(objection.handled_on)
        self.assertEqual(len(objection.activity_ids), 1)

    def test_others_object_to_nothing(self):
        for name, user in self._roles().items():
            if name not in ("mentor", "mentee"):
                with self.subTest(role=name), self.assertRaises(AccessError):
                    self._object(user=user)
        with self.assertRaisesRegex(UserError, "Write what"):
            self._object(" ")
        self.proposal.with_user(self.mentee).action_answer_no()
        with self.assertRaisesRegex(UserError, "no longer open"):
            self._object()

    def test_dealt_with_by_the_team(self):
        objection = self._object()
        for user in (self.mentee, self.mentor, self.plain, self.hr_officer):
            with self.assertRaises(AccessError):
                objection.with_user(user).action_handle()
        objection.with_user(self.engineer).action_handle()
        self.assertEqual(objection.handled_on, fields.Date.today())
