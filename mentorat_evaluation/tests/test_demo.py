from unittest.mock import patch

import pandas as pd

from odoo import fields
from odoo.tools import SQL

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

    # ONCE MORE BY PANDAS, ON THE TABLES

    def _read(self, statement):
        self.env.cr.execute(SQL(statement, self.finished.id))
        names = [column.name for column in self.env.cr.description]
        return pd.DataFrame(self.env.cr.fetchall(), columns=names)

    def _read_values(self, *formulas):
        values = self._read(
            """SELECT value.evaluation_id, value.indicator_id, value.date,
                      COALESCE(value.role, '') AS role, value.value, value.people,
                      indicator.formula
                 FROM mentorat_indicator_value value
                 JOIN mentorat_indicator indicator ON indicator.id = value.indicator_id
                WHERE value.programme_id = %s AND value.shown"""
        )
        return values[values.formula.isin(formulas)]

    def _read_answers(self):
        return self._read(
            """SELECT answer.evaluation_id, answer.role, answer.value,
                      question.mentorat_indicator_id AS indicator_id,
                      question.mentorat_item AS item,
                      evaluation.moment, evaluation.audience
                 FROM mentorat_answer answer
                 JOIN survey_question question ON question.id = answer.question_id
                 JOIN mentorat_evaluation evaluation
                   ON evaluation.id = answer.evaluation_id
                WHERE evaluation.programme_id = %s AND answer.value IS NOT NULL"""
        )

    def test_answers_by_pandas(self):
        answers = self._read_answers()
        values = self._read_values("mean", "recommendation")
        self.assertGreater(len(values), 20)
        for row in values.itertuples():
            found = answers[
                (answers.evaluation_id == row.evaluation_id)
                & (answers.indicator_id == row.indicator_id)
            ]
            scores = found[found.role == row.role].value if row.role else found.value
            expected = scores.mean()
            if row.formula == "recommendation":
                expected = 100 * ((scores >= 9).mean() - (scores <= 6).mean())
            with self.subTest(row=row):
                self.assertEqual(row.people, len(scores))
                self.assertAlmostEqual(row.value, expected)

    def test_response_by_pandas(self):
        invitations = self._read(
            """SELECT invitation.evaluation_id, person.role,
                      COALESCE(invitation.answered, FALSE) AS answered
                 FROM mentorat_evaluation_invitation invitation
                 JOIN mentorat_participation person
                   ON person.id = invitation.participation_id
                WHERE person.programme_id = %s"""
        )
        values = self._read_values("survey_response")
        self.assertGreater(len(values), 10)
        for row in values.itertuples():
            found = invitations[invitations.evaluation_id == row.evaluation_id]
            found = found[found.role == row.role] if row.role else found
            self.assertAlmostEqual(row.value, 100 * found.answered.mean())
            self.assertEqual(row.people, len(found))

    def test_change_by_pandas(self):
        answers = self._read_answers().dropna(subset=["item"])
        starts = answers[answers.moment == "start"]
        values = self._read_values("change")
        self.assertGreaterEqual(len(values), 2)
        for row in values.itertuples():
            after = answers[answers.evaluation_id == row.evaluation_id]
            before = starts[starts.audience == after.audience.iloc[0]]
            change = (
                after.groupby("item").value.mean() - before.groupby("item").value.mean()
            )
            self.assertAlmostEqual(row.value, change.dropna().mean())

    def test_pairs_by_pandas(self):
        pairs = self._read(
            "SELECT state, date_start, date_end FROM mentorat_pair WHERE programme_id = %s"
        )
        values = self._read_values("early_end_rate")
        self.assertTrue(len(values))
        for row in values.itertuples():
            started = pairs[pairs.date_start <= row.date]
            ended = started[(started.state == "ended") & (started.date_end <= row.date)]
            self.assertAlmostEqual(row.value, 100 * len(ended) / len(started))
