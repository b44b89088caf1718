from odoo.fields import Command

from .common import EvaluationCase


class TestTemplates(EvaluationCase):
    """The designs that are shipped, complete with what each addon gives them."""

    def _templates(self):
        templates = self.env["mentorat.programme"].search([("is_template", "=", True)])
        return templates.filtered(
            lambda template: template.get_external_id()[template.id].startswith(
                "mentorat_programme.template_"
            )
        )

    def _create(self, template):
        wizard = self.env["mentorat.programme.template.wizard"].with_user(
            self.administrator
        )
        action = wizard.create(
            {
                "template_id": template.id,
                "date_start": "2030-01-07",
                "engineer_ids": [Command.set(self.engineer.ids)],
                "referent_ids": [Command.set(self.referent.ids)],
            }
        ).action_apply()
        return self.env["mentorat.programme"].browse(action["res_id"])

    def _check_plan(self, programme, template):
        """Check that the plan is complete, and the one of the template."""
        self.assertEqual(template._get_plan_gaps()[template.id], [])
        self.assertEqual(programme._get_plan_gaps()[programme.id], [])
        self.assertEqual(len(programme.evaluation_ids), len(template.evaluation_ids))
        self.assertEqual(
            programme.indicator_target_ids.mapped("target"),
            template.indicator_target_ids.mapped("target"),
        )
        for old, new in zip(
            template.plan_question_ids, programme.plan_question_ids, strict=True
        ):
            self.assertEqual(new.name, old.name)
            self.assertEqual(new.indicator_ids, old.indicator_ids)
            for name in ("objective_ids", "evaluation_ids"):
                self.assertEqual(
                    sorted(new[name].mapped("name")), sorted(old[name].mapped("name"))
                )
                self.assertLessEqual(new[name], programme[name])

    def test_each_campaign_answers_a_question_or_follows_the_pairs(self):
        # What these tell is for the referent, and for those who train.
        extra = {"day_30", "training", "midway"}
        for template in self._templates():
            planned = template.plan_question_ids.evaluation_ids
            others = (template.evaluation_ids - planned).mapped("moment")
            self.assertLessEqual(set(others), extra, template.name)

    def test_campaigns_follow_the_dates_of_each_pair(self):
        campaigns = self._templates().evaluation_ids
        self.assertTrue(all(campaigns.mapped("is_rolling")))
        repeated = campaigns.filtered("repeat_months").mapped("moment")
        self.assertEqual(set(repeated), {"pulse", "supervision"})
        # What is left out here keeps a campaign from opening.
        for campaign in campaigns.filtered(lambda c: not c.is_confidential):
            self.assertFalse(campaign._get_obstacle())

    def test_each_opens_once_people_are_named(self):
        templates = self._templates()
        self.assertEqual(len(templates), 12)
        for template in templates:
            with self.subTest(template=template.name):
                programme = self._create(template)
                self.assertFalse(programme.missing_ids.mapped("name"))
                self.assertGreaterEqual(len(programme.objective_ids), 2)
                self.assertTrue(all(programme.objective_ids.mapped("evaluation")))
                self.assertGreaterEqual(len(programme.phase_ids), 3)
                self.assertTrue(programme.criterion_ids.filtered("weight"))
                self._check_plan(programme, template)
                self.assertTrue(programme.charter_id and programme.agreement_id)
                programme.with_user(self.engineer).action_open()
                self.assertEqual(programme.state, "open")

    def test_an_engineer_fills_a_draft(self):
        # One with targets of its own.
        template = self.env.ref("mentorat_programme.template_onboarding")
        draft = self.env["mentorat.programme"].create(
            {
                "name": "Mine",
                "engineer_ids": [Command.set(self.engineer.ids)],
                "referent_ids": [Command.set(self.referent.ids)],
                "date_start": "2030-01-07",
                "date_end": "2030-12-31",
            }
        )
        self.env["mentorat.programme.template.wizard"].with_user(self.engineer).create(
            {"template_id": template.id, "programme_id": draft.id}
        ).action_apply()
        self.assertEqual(draft.name, "Mine")
        self.assertEqual(draft.mentor_channel_id, template.mentor_channel_id)
        weights = {c.kind: c.weight for c in template.criterion_ids}
        self.assertEqual({c.kind: c.weight for c in draft.criterion_ids}, weights)
        self.assertTrue(draft.indicator_target_ids)
        self._check_plan(draft, template)
        draft.with_user(self.engineer).action_open()

    def test_the_engineer_finds_the_courses(self):
        courses = self.env["slide.channel"].with_user(self.engineer)
        course = self.env.ref("mentorat_programme.channel_mentor")
        self.assertIn(course, courses.search([]))
