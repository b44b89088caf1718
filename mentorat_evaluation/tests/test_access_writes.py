"""What people write, by remote calls and by the forms of the portal: nothing else."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.mentorat_programme.tests.inventory import WritesMixin

from .access_records import EvaluationRecordsMixin
from .test_access_fields import ALL_MODELS

# What those who may write a record change of it; the suite itself sets the rest.
WRITABLE = {
    # Its campaigns have a guard of their own.
    "mentorat.programme": "evaluation_ids critical_skill_ids plan_question_ids indicator_target_ids cost_mentor_hour"
    " cost_mentee_hour cost_supervisor_hour cost_training cost_fees",
    "mentorat.readiness.item": "topic",
    "mentorat.health.rule": "is_on threshold level",
    # Of one that is closed.
    "mentorat.evaluation": "name",
    "mentorat.report.subscription": "partner_ids outside_confirmed frequency lang",
    "mentorat.review": "name observation date evaluation_id indicator_id owner_id"
    " date_deadline",
    "mentorat.evaluation.question": "programme_id sequence name level objective_ids"
    " indicator_ids evaluation_ids note",
    "mentorat.learning": "target_id",
    "mentorat.indicator": "name code active sequence question level formula unit"
    " direction target target_high alert least_score description limits"
    " programme_ids record_model among_domain condition_domain averaged_field item_ids",
    "mentorat.indicator.target": "indicator_id target target_high alert",
}


class TestAccessWrites(WritesMixin, EvaluationRecordsMixin, TransactionCase):
    addon = "mentorat_evaluation"
    bases = ("mentorat_programme", "mentorat_matching")
    matrix = ALL_MODELS
    writable = WRITABLE

    def setUp(self):
        super().setUp()
        self.made = {
            "mentorat.evaluation": (
                "engineer",
                {
                    "name": "At the end",
                    "programme_id": self.programme.id,
                    "moment": "end",
                    "audience": "both",
                    "survey_id": self.survey.id,
                    "threshold": 6,
                    "date_end": "2030-01-31",
                    "is_rolling": True,
                    "delay_days": 3,
                    "date_planned": "2029-12-31",
                    "repeat_months": 2,
                },
            ),
            "mentorat.report.subscription": (
                "engineer",
                {
                    "programme_id": self.programme.id,
                    "partner_ids": [Command.set(self.plain.partner_id.ids)],
                    "outside_confirmed": True,
                    "frequency": "month",
                    "lang": "en_US",
                },
            ),
            "mentorat.review": (
                "engineer",
                {
                    "name": "Meet sooner",
                    "observation": "Few meet",
                    "programme_id": self.programme.id,
                    "evaluation_id": self.records["mentorat.evaluation"].id,
                    "indicator_id": self.recommendation.id,
                    "date": "2030-01-01",
                    "owner_id": self.engineer.id,
                    "date_deadline": "2030-02-01",
                },
            ),
            "mentorat.indicator.target": (
                "engineer",
                {
                    "programme_id": self.programme.id,
                    "indicator_id": self.active_pairs.id,
                    "target": 60,
                    "target_high": 90,
                    "alert": 40,
                },
            ),
            "mentorat.indicator": (
                "administrator",
                {"name": "Calm", "code": "calm", "question": "Are they calm?"},
            ),
        }

    def test_the_end_of_a_campaign_is_moved_while_it_lasts(self):
        evaluation = self._open_evaluation().with_user(self.engineer)
        evaluation.date_end = "2030-01-31"
        evaluation.action_close()
        self.assertEqual(evaluation.date_end, evaluation.date_start)
        with self.assertRaisesRegex(UserError, "is closed"):
            evaluation.date_end = "2030-01-31"
