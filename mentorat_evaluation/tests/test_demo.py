from collections import Counter
from unittest.mock import patch

from odoo import fields

from odoo.addons.mentorat_programme.core.agreement import fingerprint

from ..core.indicators import TEXT_FLOOR
from ..demo import closed_pairs as pairs_story
from ..demo import closed_programme as story
from .demo_case import ClosedProgrammeCase


class TestClosedProgrammeDemo(ClosedProgrammeCase):
    def test_it_is_over_and_wrote_to_nobody(self):
        programme = self.finished
        self.assertEqual(programme.state, "closed")
        self.assertFalse(programme.plan_gaps)
        states = programme.pair_ids.mapped("state")
        self.assertEqual(states.count("ended"), len(pairs_story.ENDED))
        self.assertEqual(set(states), {"closed", "ended"})
        self.assertFalse(any(programme.participation_ids.mapped("seats_taken")))
        self.assertTrue(all(p.meeting_count >= 3 for p in programme.pair_ids))
        self.assertEqual(set(programme.evaluation_ids.mapped("state")), {"closed"})
        self.mails.assert_not_called()
        self.assertEqual(self.env["mentorat.outbox"].search([]), self.outbox)
        people = (programme | self.later).participation_ids
        self.assertTrue(all(people.user_id))
        # Nor can they be later.
        self.assertFalse(any(people.user_id.mapped("email")))

    def test_dates_are_in_order_and_past(self):
        today = fields.Date.today()
        for campaign in self.finished.evaluation_ids:
            self.assertLess(campaign.date_start, campaign.date_end)
            self.assertLessEqual(campaign.date_end, today)
        meetings = self.env["mentorat.meeting"].search(
            [("programme_id", "=", self.finished.id)]
        )
        for meeting in meetings:
            day = meeting.date_start.date()
            self.assertLessEqual(meeting.pair_id.date_start, day)
            self.assertLessEqual(day, meeting.pair_id.date_end)

    def test_answers_have_no_author(self):
        answers = self.env["mentorat.answer"].search(
            [("evaluation_id", "in", self.finished.evaluation_ids.ids)]
        )
        self.assertGreater(len(answers), 1000)
        for campaign in self.finished.evaluation_ids:
            own = answers.filtered(lambda a, c=campaign: a.evaluation_id == c)
            self.assertEqual(len(set(own.mapped("day"))), bool(own))

    def test_codes_link_the_start_and_the_end(self):
        answers = self.env["mentorat.answer"].search(
            [
                ("evaluation_id", "in", self.finished.evaluation_ids.ids),
                ("link", "!=", False),
            ]
        )
        campaigns = answers.evaluation_id
        self.assertEqual(set(campaigns.mapped("moment")), {"start", "end", "after_6"})
        self.assertTrue(all(answers.question_id.mapped("mentorat_item")))
        # Of another item, or role, nobody's is the same; of a campaign, each is one's own.
        uses = {}
        for answer in answers:
            uses.setdefault(answer.link, []).append(answer)
        for found in uses.values():
            found = self.env["mentorat.answer"].union(*found)
            self.assertEqual(len(set(found.question_id.mapped("mentorat_item"))), 1)
            self.assertEqual(len(set(found.mapped("role"))), 1)
            self.assertEqual(len(found), len(found.evaluation_id))
        changes = self._campaign("end_mentee")._get_changes()
        for change in changes:
            paired, everybody = change["paired"], change["change"]
            self.assertGreaterEqual(paired.people, story.MENTEES_PER_TEAM * 2)
            self.assertLess(paired.people, everybody.people)
            # Who answers twice tells more than twice as many.
            self.assertLess(
                paired.high - paired.low, everybody.high - everybody.low, change
            )

    def test_without_a_key_nothing_is_linked_or_sealed(self):
        notes = type(self.env["mentorat.note"])
        goals = type(self.env["mentorat.goal"])
        agreements = type(self.env["mentorat.agreement"])
        for model in (notes, goals, agreements):
            patcher = patch.object(model, "_get_sealing_keys", lambda self: "")
            patcher.start()
            self.addCleanup(patcher.stop)
        self.env["mentorat.programme"]._load_closed_programme_demo()
        programme = self.env.ref("mentorat_evaluation.programme_finished")
        self.assertNotEqual(programme, self.finished)
        self.assertFalse(programme.agreement_id)
        self.assertFalse(programme.pair_ids.agreement_ids)
        self.assertTrue(programme.pair_ids.goal_ids)
        answers = self.env["mentorat.answer"].search(
            [("evaluation_id", "in", programme.evaluation_ids.ids)]
        )
        self.assertFalse(any(answers.mapped("link")))

    def test_change_from_the_start_to_the_end_has_an_interval(self):
        changes = {
            change["title"]: change["change"]
            for change in self._campaign("end_mentee")._get_changes()
        }
        self.assertEqual(len(changes), 7)
        helpers = changes["I can name people who can help me here."]
        self.assertGreater(helpers.low, 0)
        # What did not change is told as well.
        well = changes["On most days I feel well in my work."]
        self.assertTrue(well.low < 0 < well.high)

    def test_texts_are_many_enough_to_be_shown(self):
        for name, question in (
            ("midway", "question_midway_change"),
            ("end_mentee", "question_end_mentee_which_change"),
        ):
            title = self.env.ref(f"mentorat_evaluation.{question}").title
            [result] = [
                r for r in self._campaign(name)._get_results() if r["title"] == title
            ]
            self.assertGreaterEqual(len(result["texts"]), TEXT_FLOOR)

    def test_comparison_with_people_who_did_not_take_part(self):
        values = self.finished.latest_value_ids
        for code in ("retention_difference", "mobility_difference"):
            value = values.filtered(lambda v, c=code: v.indicator_id.code == c)
            self.assertTrue(value.shown)
            self.assertEqual(value.people, 4 * story.MENTEES_PER_TEAM)
            self.assertEqual(value.reference_people, 4 * story.OTHERS_PER_TEAM)
            self.assertTrue(value.low < value.value < value.high)

    def test_training_came_first_and_hours_have_a_cost(self):
        values = self.finished.latest_value_ids.filtered(lambda v: not v.role)
        by_code = {v.indicator_id.code: v for v in values}
        self.assertEqual(by_code["trained_before_start"].value, 100)
        self.assertGreater(by_code["completed_pair_cost"].value, 0)
        # Some pairs are of one department.
        self.assertTrue(50 < by_code["mixing_index"].value < 100)

    def test_people_were_matched_by_the_engine(self):
        runs = self.finished.run_ids.sorted("number")
        self.assertEqual(runs.mapped("state"), ["applied", "applied"])
        self.assertTrue(all(runs.mapped("is_optimal")))
        states = Counter(runs.proposal_ids.mapped("state"))
        self.assertEqual(states["paired"], 4 * story.MENTEES_PER_TEAM)
        self.assertEqual(
            states["declined"] + states["expired"], len(pairs_story.REFUSALS)
        )
        # By hand: those whose pair had ended early.
        self.assertEqual(
            len(self.finished.pair_ids), states["paired"] + pairs_story.AGAIN
        )

    def test_agreements_are_those_that_were_signed(self):
        pairs = self.finished.pair_ids
        self.assertEqual(set(pairs.mapped("agreement_state")), {"signed"})
        for pair in pairs:
            agreement = pair.agreement_ids
            self.assertLess(agreement.date_signed.date(), pair.date_start)
            self.assertEqual(
                set(agreement.signature_ids.mapped("digest")), {agreement.digest}
            )
            own = agreement.with_user(pair.mentee_user_id)
            self.assertEqual(fingerprint(own.text), agreement.digest)
            self.assertIn(own.purpose, own.text)
            self.assertNotIn(own.purpose, agreement.frame)

    def test_skills_passed_on(self):
        self.env.flush_all()
        rows = self.env["mentorat.skill.transfer"].search(
            [("programme_id", "in", (self.finished | self.later).ids)]
        )
        found = {
            (row.programme_id, row.stage): row.people
            for row in rows.sorted(lambda row: row.people)
        }
        self.assertGreaterEqual(found[self.finished, "3_gained"], 3)
        for stage in ("1_waiting", "2_covered"):
            self.assertGreaterEqual(found[self.later, stage], 3, stage)
        rare = self.env.ref(pairs_story.SKILL % pairs_story.RARE_OFFER[0])
        wanted = self.env["mentorat.skill.map"].search(
            [("programme_id", "=", self.later.id)]
        )
        [row] = wanted.filtered(lambda row: row.skill_id == rare)
        self.assertTrue(row.is_scarce and row.is_at_risk and row.missing)
        published = self.finished.pair_ids.goal_ids.filtered("published_on")
        for goal in published:
            held = goal.pair_id.mentee_id.employee_id.employee_skill_ids
            line = held.filtered(lambda line, g=goal: line.skill_id == g.skill_id)
            self.assertEqual(line.skill_level_id, goal.published_level_id)

    def test_mentees_became_mentors(self):
        [value] = self.finished.latest_value_ids.filtered(
            lambda value: value.indicator_id.code == "relay_rate"
        )
        self.assertGreater(value.value, 20)
        mentees = self.finished.pair_ids.mentee_id.employee_id
        mentors = self.later.pair_ids.mentor_id.employee_id
        self.assertGreaterEqual(len(mentees & mentors), 5)

    def test_decisions(self):
        reviews = self.env["mentorat.review"].search(
            [("programme_id", "=", self.finished.id)]
        )
        self.assertEqual(len(reviews), len(story.REVIEWS))
        self.assertEqual(sorted(set(reviews.mapped("state"))), ["done", "to_do"])
