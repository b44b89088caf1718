from unittest.mock import patch

from odoo import fields

from ..core.indicators import TEXT_FLOOR
from ..demo import closed_programme as story
from .common import EvaluationCase


class TestClosedProgrammeDemo(EvaluationCase):
    """The programme that the demo tells from start to end, made among the people of tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        supervisor = cls._new_user(
            "m_demo_supervisor", "mentorat_programme.group_supervisor"
        )
        users = {
            "user_niv": cls.engineer,
            "user_barty_mcbly": cls.referent,
            "user_supervisor": supervisor,
            "user_ombudsperson": cls.plain,
        }
        # Without demo data there are no such people.
        cls.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"mentorat_programme.{name}", "record": user}
                for name, user in users.items()
            ]
        )
        with patch.object(cls.env.registry["mail.mail"], "create") as cls.mails:
            cls.env["mentorat.programme"]._load_closed_programme_demo()
            cls.env.flush_all()
        cls.finished = cls.env.ref("mentorat_evaluation.programme_finished")

    def _campaign(self, name):
        return self.finished._demo_get_campaign(name)

    def test_it_is_over_and_wrote_to_nobody(self):
        programme = self.finished
        self.assertEqual(programme.state, "closed")
        self.assertFalse(programme.plan_gaps)
        states = programme.pair_ids.mapped("state")
        self.assertEqual(states.count("ended"), len(story.ENDED))
        self.assertEqual(set(states), {"closed", "ended"})
        self.assertFalse(any(programme.participation_ids.mapped("seats_taken")))
        self.assertTrue(all(p.meeting_count >= 3 for p in programme.pair_ids))
        self.assertEqual(set(programme.evaluation_ids.mapped("state")), {"closed"})
        self.mails.assert_not_called()
        outbox = self.env["mentorat.outbox"].search([])
        self.assertFalse(outbox.filtered(lambda row: programme.name in row.event))

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
        self.assertFalse(any(answers.mapped("link")))
        for campaign in self.finished.evaluation_ids:
            own = answers.filtered(lambda a, c=campaign: a.evaluation_id == c)
            self.assertEqual(len(set(own.mapped("day"))), bool(own))

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

    def test_decisions(self):
        reviews = self.env["mentorat.review"].search(
            [("programme_id", "=", self.finished.id)]
        )
        self.assertEqual(len(reviews), len(story.REVIEWS))
        self.assertEqual(sorted(set(reviews.mapped("state"))), ["done", "to_do"])
