"""A campaign with people to answer it, beside what ``mentorat_programme`` prepares."""

from odoo.tests import TransactionCase

from odoo.addons.mentorat_programme.tests.common import MentoratMixin


class EvaluationMixin(MentoratMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("mentorat_evaluation.survey_how_it_goes")
        (
            cls.useful,
            cls.trust,
            cls.preparation,
            cls.rhythm,
            cls.recommend,
            cls.change,
        ) = cls.survey.question_ids
        cls.recommendation = cls.env.ref("mentorat_evaluation.indicator_recommendation")
        cls.active_pairs = cls.env.ref("mentorat_evaluation.indicator_active_pair_rate")

    @classmethod
    def _create_people(cls, count):
        """Create ``count`` accepted mentees without a login."""
        names = [{"name": f"Person {number}"} for number in range(count)]
        return cls._create_participation(cls._new_employees(names), "mentee")

    @classmethod
    def _create_evaluation(cls, **values):
        return cls.env["mentorat.evaluation"].create(
            {"name": "Midway", "programme_id": cls.programme.id, **values}
        )

    @classmethod
    def _open_evaluation(cls, people=0, **values):
        """Return an open campaign to the usual two, and ``people`` more."""
        cls._create_people(people)
        evaluation = cls._create_evaluation(**values)
        evaluation.with_user(cls.engineer).action_open()
        return evaluation

    def _answer(self, evaluation, scores, question=None, **others):
        """Answer ``question`` (to recommend, by default) with one of ``scores`` a person.

        ``others`` is ``{name of a question of this class: answer}``, the same for all.
        """
        question = question or self.recommend
        waiting = evaluation.invitation_ids.filtered(lambda i: not i.answered)
        more = {getattr(self, name).id: answer for name, answer in others.items()}
        for invitation, score in zip(waiting, scores, strict=False):
            self.assertTrue(invitation._record({question.id: str(score), **more}))
        self.assertGreaterEqual(len(waiting), len(scores))

    def _value(self, indicator, evaluation=None):
        """Return the value of ``indicator`` for the programme, of ``evaluation`` if any.

        Of both roles together, unless there is one role alone.
        """
        values = self.env["mentorat.indicator.value"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("programme_id", "=", self.programme.id),
                ("evaluation_id", "=", evaluation.id if evaluation else False),
            ]
        )
        return values.filtered(lambda value: not value.role) or values


class EvaluationCase(EvaluationMixin, TransactionCase):
    pass
