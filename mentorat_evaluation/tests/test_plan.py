from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..core.plan import LEVELS
from .common import EvaluationCase


class TestPlan(EvaluationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = cls.env["mentorat.evaluation.question"]
        cls.objective = cls.env["mentorat.objective"].create(
            {"name": "At ease", "programme_id": cls.programme.id}
        )
        cls.campaign = cls._create_evaluation()
        cls.plan = cls._plan(cls.programme)

    @classmethod
    def _plan(cls, programme, **values):
        """Give ``programme`` a question on each level, answered by what is on record."""
        return cls.questions.create(
            [
                {
                    "name": f"{level}?",
                    "programme_id": programme.id,
                    "level": level,
                    "objective_ids": programme.objective_ids.ids,
                    "indicator_ids": cls.active_pairs.ids,
                    **values,
                }
                for level in LEVELS
            ]
        )

    def _gaps(self, programme=None):
        programme = programme or self.programme
        return programme.with_user(self.engineer)._get_plan_gaps()[programme.id]

    def test_levels(self):
        self.assertEqual(tuple(dict(self.questions._get_levels())), LEVELS)

    def test_programme_without_a_plan(self):
        self.plan.unlink()
        gaps = self._gaps()
        self.assertEqual(len(gaps), 5)
        self.assertIn("Learning", gaps[1])
        self.assertIn("At ease", gaps[4])
        self.assertEqual(self.programme.plan_gaps, "\n".join(gaps))

    def test_complete_plan(self):
        self.assertEqual(self._gaps(), [])
        self.assertFalse(self.programme.plan_gaps)
        self.assertFalse(any(self.plan.mapped("missing")))

    def test_survey_indicator_is_asked_by_a_campaign_of_the_question(self):
        first = self.plan[0].with_user(self.engineer)
        first.indicator_ids = self.recommendation
        self.assertIn("no campaign of it asks", first.missing)
        [gap] = self._gaps()
        self.assertIn("reaction?", gap)
        first.evaluation_ids = self.campaign
        self.assertFalse(first.missing)
        self.assertEqual(self._gaps(), [])
        self.campaign.survey_id = self.env.ref(
            "mentorat_evaluation.survey_baseline_mentee"
        )
        self.assertIn("no campaign of it asks", first.missing)

    def test_a_change_needs_a_baseline(self):
        first = self.plan[0]
        end = self._create_evaluation(
            moment="end",
            audience="mentees",
            survey_id=self.env.ref("mentorat_evaluation.survey_end_mentee").id,
        )
        first.indicator_ids = self.env.ref("mentorat_evaluation.indicator_change_score")
        first.evaluation_ids = end
        self.assertIn("it promises a change", first.missing)
        start = self._create_evaluation(
            moment="start",
            audience="mentors",
            survey_id=self.env.ref("mentorat_evaluation.survey_baseline_mentee").id,
        )
        self.assertIn("it promises a change", first.missing)
        start.audience = "mentees"
        self.assertFalse(first.missing)
        self.assertEqual(self._gaps(), [])

    def test_target_of_the_programme_goes_before_the_usual_one(self):
        self.assertEqual(self.plan[0]._get_targets(), [("Active pairs", "≥ 75 %")])
        self.env["mentorat.indicator.target"].create(
            {
                "programme_id": self.programme.id,
                "indicator_id": self.active_pairs.id,
                "target": 60,
            }
        )
        self.assertEqual(self.plan[0]._get_targets(), [("Active pairs", "≥ 60 %")])

    def test_nothing_answers_it(self):
        self.plan[3].indicator_ids = False
        self.assertIn("no indicator and no campaign", self.plan[3].missing)
        self.assertEqual(len(self._gaps()), 1)

    def test_a_deleted_campaign_leaves_a_gap(self):
        self.plan[0].write(
            {
                "indicator_ids": [Command.clear()],
                "evaluation_ids": [Command.set(self.campaign.ids)],
            }
        )
        self.assertEqual(self._gaps(), [])
        self.campaign.with_user(self.engineer).unlink()
        self.assertIn("no indicator and no campaign", self.plan[0].missing)

    def test_parts_of_another_programme(self):
        foreign = self.env["mentorat.objective"].create(
            {"name": "Elsewhere", "programme_id": self.other_programme.id}
        )
        with self.assertRaisesRegex(ValidationError, "same programme"):
            self.plan[0].objective_ids = foreign
        campaign = self._create_evaluation(programme_id=self.other_programme.id)
        with self.assertRaisesRegex(ValidationError, "same programme"):
            self.plan[0].evaluation_ids = campaign

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_roles(self):
        for user in (self.referent, self.other_engineer, self.mentee, self.hr_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.plan[0].with_user(user).name = "Mine?"
        self.plan[0].with_user(self.engineer).name = "Ours?"

    def test_frozen_programme(self):
        self.programme.state = "closed"
        with self.assertRaisesRegex(UserError, "changes no more"):
            self.plan[0].with_user(self.engineer).name = "Late?"

    def test_copy_links_its_own_parts(self):
        second = self.env["mentorat.objective"].create(
            # First on the page, last by id.
            {"name": "Sooner", "programme_id": self.programme.id, "sequence": 1}
        )
        self.plan[1].objective_ids = second
        self.plan[1].evaluation_ids = self.campaign
        copied = self.programme.copy()
        self.assertEqual(len(copied.plan_question_ids), 4)
        line = copied.plan_question_ids[1]
        self.assertEqual(line.objective_ids.name, "Sooner")
        self.assertEqual(line.objective_ids.programme_id, copied)
        self.assertEqual(line.evaluation_ids, copied.evaluation_ids)
        self.assertEqual(line.indicator_ids, self.active_pairs)
        self.assertEqual(copied.plan_question_ids[0].objective_ids.name, "At ease")
        self.assertEqual(self.plan[1].objective_ids, second)

    def test_a_programme_does_not_open_without_a_plan(self):
        draft = self.env["mentorat.programme"].create(
            {
                "name": "Unplanned",
                "date_start": "2030-01-07",
                "date_end": "2030-12-31",
                "engineer_ids": [Command.set(self.engineer.ids)],
                "objective_ids": [Command.create({"name": "At ease"})],
            }
        )
        draft = draft.with_user(self.engineer)
        self._plan(draft, objective_ids=draft.objective_ids.ids)[3].unlink()
        codes = draft.missing_ids.mapped("item_id.code")
        self.assertIn("evaluation_plan", codes)
        with self.assertRaisesRegex(UserError, "The evaluation plan is complete"):
            draft.action_open()
        self.assertEqual(draft.state, "draft")
        wizard = self.env["mentorat.programme.opening.wizard"].with_user(self.engineer)
        wizard.create(
            {"programme_id": draft.id, "reason": "The survey is being discussed"}
        ).action_open_anyway()
        self.assertEqual(draft.state, "open")
        history = " ".join(draft.message_ids.mapped("body"))
        self.assertIn("The evaluation plan is complete", history)
        self.assertIn("being discussed", history)

    def test_the_checklist_follows_the_plan(self):
        check = self.programme.check_ids.filtered(
            lambda check: check.item_id.code == "evaluation_plan"
        )
        self.assertTrue(check.is_met)
        self.plan[0].unlink()
        check.invalidate_recordset(["is_met"])
        self.assertFalse(check.is_met)
        self.assertEqual(check.action_mend()["context"], {"mend_topic": "evaluation"})

    def test_print(self):
        self.plan[0].indicator_ids = self.recommendation
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "mentorat_programme.report_evidence", self.programme.ids
            )[0]
            .decode()
        )
        for text in (
            "Evaluation plan",
            "results?",
            "At ease",
            "no campaign of it asks",
            "≥ 75 %",
        ):
            self.assertIn(text, html)

    def test_page(self):
        action = self.programme.with_user(self.engineer).action_view_plan()
        found = self.questions.with_user(self.engineer).search(action["domain"])
        self.assertEqual(found, self.plan)

    def test_queries_do_not_grow_with_the_plan(self):
        programmes = self.programme.copy() | self.programme.copy()
        for programme in programmes:
            self._plan(programme)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records._get_plan_gaps()
            return self.cr.sql_log_count - before

        count(self.programme)
        self.assertEqual(count(programmes), count(self.programme))
