"""Decisions taken on results: who sees to them, and what became of them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .common import EvaluationCase


class TestReview(EvaluationCase):
    def _decide(self, **values):
        return (
            self.env["mentorat.review"]
            .with_user(self.engineer)
            .create(
                {
                    "name": "Meet sooner",
                    "programme_id": self.programme.id,
                    "date": "2030-01-01",
                    **values,
                }
            )
        )

    def _activities(self, review):
        return [
            (activity.user_id, str(activity.date_deadline), activity.summary)
            for activity in review.sudo().activity_ids
        ]

    def test_owner_is_reminded(self):
        summary = "See to a decision on a mentoring programme"
        review = self._decide(owner_id=self.referent.id, date_deadline="2030-02-01")
        self.assertEqual(
            self._activities(review), [(self.referent, "2030-02-01", summary)]
        )
        review.write({"owner_id": self.engineer.id, "date_deadline": "2030-03-01"})
        self.assertEqual(
            self._activities(review), [(self.engineer, "2030-03-01", summary)]
        )
        review.name = "Meet much sooner"
        self.assertEqual(len(self._activities(review)), 1)
        review.action_drop()
        self.assertFalse(self._activities(review))
        review.action_reopen()
        self.assertEqual(len(self._activities(review)), 1)
        # Nobody follows what others could list.
        self.assertFalse(
            self.env["mail.followers"].search([("res_model", "=", review._name)])
        )

    def test_owner_says_what_became_of_it(self):
        review = self._decide(owner_id=self.referent.id)
        other = self._decide()
        with freeze_time("2030-01-20"):
            review.with_user(self.referent).action_done()
        self.assertEqual((review.state, str(review.date_done)), ("done", "2030-01-20"))
        with self.assertRaises(AccessError):
            other.with_user(self.referent).action_done()
        with self.assertRaisesRegex(UserError, "Take it up again"):
            review.name = "Something else"
        review.action_reopen()
        self.assertFalse(review.date_done)
        review.name = "Something else"

    def test_who_left_the_team_sees_to_nothing(self):
        review = self._decide(owner_id=self.referent.id)
        self.programme.referent_ids = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            review.with_user(self.referent).action_done()

    def test_of_the_same_programme(self):
        elsewhere = self.env["mentorat.evaluation"].create(
            {"name": "Elsewhere", "programme_id": self.other_programme.id}
        )
        with self.assertRaisesRegex(ValidationError, "another programme"):
            self._decide(evaluation_id=elsewhere.id)
        with self.assertRaisesRegex(ValidationError, "not of the team"):
            self._decide(owner_id=self.other_engineer.id)
        with self.assertRaises(AccessError):
            self._decide(
                programme_id=self.other_programme.id, owner_id=self.other_engineer.id
            )

    def test_late(self):
        late = self._decide(date_deadline="2030-02-01")
        in_time = self._decide(date_deadline="2030-03-01")
        done = self._decide(date_deadline="2030-02-01")
        done.action_done()
        with freeze_time("2030-02-10"):
            reviews = late | in_time | done
            reviews.invalidate_recordset()
            only = [("id", "in", reviews.ids)]
            self.assertEqual(reviews.filtered("is_late"), late)
            for value, expected in ((True, late), (False, in_time | done)):
                domain = [*only, ("is_late", "=", value)]
                self.assertEqual(reviews.search(domain), expected.sorted())

    def test_counted(self):
        evaluation = self._create_evaluation().with_user(self.engineer)
        self._decide(evaluation_id=evaluation.id)
        self._decide()
        programme = self.programme.with_user(self.engineer)
        self.assertEqual((programme.review_count, evaluation.review_count), (2, 1))
        action = evaluation.action_view_reviews()
        found = self.env["mentorat.review"].search(action["domain"])
        self.assertEqual(found.evaluation_id, evaluation)
        self.assertEqual(action["context"]["default_programme_id"], self.programme.id)
        self.assertEqual(
            len(
                self.env["mentorat.review"].search(
                    programme.action_view_reviews()["domain"]
                )
            ),
            2,
        )

    def test_kept_after_the_end(self):
        review = self._decide()
        self.programme.state = "closed"
        review.action_done()
        self.assertEqual(review.state, "done")
        with self.assertRaises(AccessError):
            review.unlink()
