"""One record of each model of this addon, beside those of ``mentorat_programme``."""

from base64 import b64encode

from odoo.fields import Command

from odoo.addons.mentorat_programme.tests.access_records import TEAM, RecordsMixin

from .common import EvaluationMixin


class EvaluationRecordsMixin(EvaluationMixin, RecordsMixin):
    """A campaign that is over, with a figure that is shown and one that is not.

    Beside the usual roles: ``survey_officer``, who manages all surveys.
    """

    # Nobody reads an answer, whatever else it is shown with.
    secrets = {
        "Secret words": (),
        "Secret decision": TEAM,
        "Secret observation": TEAM,
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        evaluation = cls._open_evaluation(people=4)
        for invitation in evaluation.invitation_ids:
            invitation._record({cls.recommend.id: "9", cls.change.id: "Secret words"})
        evaluation.with_user(cls.engineer).action_close()
        cls.env["mentorat.contact.request"]._ask(cls.mentee_participation)
        values = evaluation.value_ids
        cls.hidden = values.filtered(lambda value: not value.shown)[:1]
        subscription = cls.env["mentorat.report.subscription"].create(
            {
                "programme_id": cls.programme.id,
                "partner_ids": [Command.set(cls.plain.partner_id.ids)],
                "date_next": "2040-01-01",
            }
        )
        cls.records = {
            **cls.records,
            "mentorat.result": cls.env["mentorat.result"].browse(
                values.filtered("shown")[:1].id
            ),
            "mentorat.report.subscription": subscription,
            "mentorat.report.sending": cls.env["mentorat.report.sending"]._create_for(
                subscription
            ),
            "mentorat.evaluation": evaluation,
            "mentorat.evaluation.question": cls._create_plan_question(evaluation),
            "mentorat.evaluation.invitation": evaluation.invitation_ids.filtered(
                lambda i: i.user_id == cls.mentee
            ),
            "mentorat.answer": cls.env["mentorat.answer"].search(
                [("text", "=", "Secret words")], limit=1
            ),
            "mentorat.contact.request": cls.env["mentorat.contact.request"].search(
                [("participation_id", "=", cls.mentee_participation.id)]
            ),
            "mentorat.indicator": cls.recommendation,
            **cls._create_lesson(),
            "mentorat.indicator.target": cls.env["mentorat.indicator.target"].create(
                {
                    "programme_id": cls.programme.id,
                    "indicator_id": cls.recommendation.id,
                    "target": 30,
                }
            ),
            "mentorat.indicator.value": values.filtered("shown")[:1],
            "mentorat.report": cls.env["mentorat.report"].browse(cls.pair.id),
            "mentorat.export": cls.env["mentorat.export"].create(
                {
                    "programme_id": cls.programme.id,
                    "user_id": cls.engineer.id,
                    "workbook": b64encode(b"Secret workbook"),
                }
            ),
            "mentorat.review": cls.env["mentorat.review"].create(
                {
                    "name": "Secret decision",
                    "observation": "Secret observation",
                    "programme_id": cls.programme.id,
                    "evaluation_id": evaluation.id,
                    "indicator_id": cls.recommendation.id,
                    "owner_id": cls.engineer.id,
                    "date_deadline": "2040-01-31",
                }
            ),
            "survey.survey": cls.survey,
            "survey.question": cls.recommend,
        }
        cls.env.flush_all()

    @classmethod
    def _create_lesson(cls):
        line = cls.env["mentorat.learning.line"].create(
            {
                "learning_id": cls.env["mentorat.learning"]
                .create(
                    {
                        "programme_id": cls.programme.id,
                        "date": "2030-01-31",
                        "pairs": 40,
                        "target_id": cls.programme.id,
                    }
                )
                .id,
                "kind": "skills",
                "options": {},
                "status": "unclear",
                "coefficient": 3.0,
                "low": -1.0,
                "high": 7.0,
                "weight": 60,
                "suggested_weight": 60,
                "criterion_id": cls.programme.criterion_ids[:1].id,
            }
        )
        row = cls.env["mentorat.fairness"].create(
            {
                "programme_id": cls.programme.id,
                "role": "mentee",
                "measure": "match",
                "attribute": "department",
                "label": "Sales",
                "date_start": "2030-01-01",
                "date_end": "2030-03-31",
                "people": 12,
                "shown": True,
            }
        )
        return {
            "mentorat.learning": line.learning_id,
            line._name: line,
            row._name: row,
            "mentorat.skill.transfer": cls.env["mentorat.skill.transfer"].search(
                [("programme_id", "=", cls.programme.id)], limit=1
            ),
        }

    @classmethod
    def _create_plan_question(cls, evaluation):
        return cls.env["mentorat.evaluation.question"].create(
            {
                "name": "Do they like it?",
                "programme_id": evaluation.programme_id.id,
                "objective_ids": evaluation.programme_id.objective_ids.ids,
                "indicator_ids": cls.recommendation.ids,
                "evaluation_ids": evaluation.ids,
            }
        )

    @classmethod
    def _create_users(cls):
        result = super()._create_users()
        cls.survey_officer = cls._new_user(
            "m_survey_officer", "survey.group_survey_manager"
        )
        return result

    def _roles(self):
        return {**super()._roles(), "survey_officer": self.survey_officer}
