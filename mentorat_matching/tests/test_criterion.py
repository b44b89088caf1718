from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from .common import MatchingCase


class TestCriterion(MatchingCase):
    def _weights(self, programme):
        return [(c.kind, c.weight) for c in programme.criterion_ids]

    def test_defaults_and_copy(self):
        expected = [("skills", 60), ("level_gap", 25), ("department", 15)]
        self.assertEqual(self._weights(self.programme), expected)
        self.programme.criterion_ids[0].weight = 40
        copy = self.programme.copy()
        self.assertEqual(self._weights(copy), [("skills", 40), *expected[1:]])
        self.assertFalse(copy.run_ids)

    def test_programmes_of_before(self):
        self.programme.criterion_ids.unlink()
        kept = self.other_programme.criterion_ids
        kept[0].weight = 5
        post_init_hook(self.env)
        self.assertEqual(len(self.programme.criterion_ids), 3)
        self.assertEqual(self.other_programme.criterion_ids, kept)
        self.assertEqual(kept[0].weight, 5)

    def test_opening_needs_public_criteria_with_a_weight(self):
        programme = self.other_programme
        item = self.env.ref("mentorat_matching.readiness_criteria")
        for weight, public, met in (
            (0, True, False),
            (1, False, False),
            (1, True, True),
        ):
            programme.criterion_ids.weight = weight
            programme.criteria_published = public
            self.env.flush_all()
            self.env.invalidate_all()
            check = programme.check_ids.filtered(lambda check: check.item_id == item)
            self.assertEqual(check.is_met, met)
            self.assertEqual(check in programme.missing_ids, not met)
        programme.criterion_ids.weight = 0
        with self.assertRaisesRegex(UserError, "Matching criteria have weights"):
            programme.action_open()

    def test_ranges(self):
        criterion = self.programme.criterion_ids[0]
        for values in (
            {"weight": 101},
            {"weight": -1},
            {"gap": 0},
            {"gap": 101},
            {"years_least": 3, "years_most": 2},
            {"years_most": 61},
            {"years_least": -61},
            {"half_days": 0},
            {"half_days": 11},
            {"hours": -1},
            {"hours": 13},
            {"tolerance": 0},
            {"comparison": False},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                criterion.write(values)

    def _add(self, kind, **values):
        return self.env["mentorat.criterion"].create(
            {"programme_id": self.programme.id, "kind": kind, **values}
        )

    @mute_logger("odoo.sql_db")
    def test_once_per_kind(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._add("skills")
        # Once for each field.
        self._add("field", field_name="job_id")
        self._add("field", field_name="coach_id")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._add("field", field_name="job_id")

    def test_negative_weight_is_told_in_words(self):
        constraint = self.env["mentorat.criterion"]._table_objects[
            "mentorat_criterion_weight_range"
        ]
        self.assertEqual(constraint.message, "A weight goes from 0 to 100.")

    def test_what_is_compared_by_default(self):
        found = {
            kind: self._add(kind).comparison for kind in ("site", "company", "language")
        }
        self.assertEqual(
            found, {"site": "same", "company": "different", "language": "different"}
        )
        self.assertEqual(self._add("field").field_name, "job_id")

    def test_share_of_all_weights(self):
        first, second, third = self.programme.criterion_ids
        self.assertEqual([first.share, second.share, third.share], [60, 25, 15])
        third.weight = 115
        self.assertEqual([first.share, second.share, third.share], [30, 12.5, 57.5])
        self.assertFalse(self.programme.weights_missing)
        self.programme.criterion_ids.weight = 0
        self.assertEqual(first.share, 0)
        self.assertTrue(self.programme.weights_missing)

    def test_form_shows_what_it_means_at_once(self):
        with Form(
            self.env["mentorat.criterion"]
            .with_user(self.engineer)
            .with_context(default_programme_id=self.programme.id)
        ) as form:
            form.kind = "site"
            self.assertIn("at the same site", form.explanation)
            form.comparison = "different"
            self.assertIn("at different sites", form.explanation)
            form.kind = "field"
            self.assertEqual(form.field_name, "job_id")
            form.comparator = "different"
            self.assertIn("“Job” is not the same", form.explanation)
            form.kind = "timezone"
            form.hours = 5
        self.assertFalse(form.record.field_name)
        self.assertEqual(form.record._get_options(), {"hours": 5})

    def test_templates_weigh_what_they_aim_at(self):
        templates = self.env["mentorat.programme"].search([("is_template", "=", True)])
        self.assertEqual(len(templates), 12)
        for template in templates:
            with self.subTest(template=template.name):
                self.assertEqual(sum(template.criterion_ids.mapped("weight")), 100)
                self.assertTrue(all(c.weight > 0 for c in template.criterion_ids))

        def of(name, kind):
            template = self.env.ref(f"mentorat_programme.template_{name}")
            return template.criterion_ids.filtered(lambda c: c.kind == kind)

        self.assertEqual(of("onboarding", "department").comparison, "different")
        self.assertEqual(of("onboarding", "site").comparison, "same")
        self.assertTrue(of("expertise", "skills").rarity)
        # Reverse: the mentor is the newer of the two.
        self.assertLess(of("reverse", "seniority").years_most, 0)
        self.assertTrue(of("international", "timezone").required)
        self.assertGreater(of("equality", "preference").share, 40)

    def test_parameters_follow_the_template(self):
        template = self.env.ref("mentorat_programme.template_international")
        copy = template.copy({"is_template": False, "company_id": self.company.id})
        self.assertEqual(
            copy.criterion_ids._get_weightings(),
            template.criterion_ids._get_weightings(),
        )
        self.assertEqual(copy.criterion_ids[1]._get_options(), {"hours": 4})

    # FIELDS OF EMPLOYEES

    def test_fields_that_can_be_chosen(self):
        choosable = self.env["mentorat.criterion"]._get_choosable_fields()
        self.assertLessEqual({"job_id", "coach_id", "resource_calendar_id"}, choosable)
        public = self.env["hr.employee.public"].with_user(self.plain)
        for name in choosable:
            with self.subTest(field=name):
                # Every employee reads it of everybody.
                public.search([], limit=1).read([name])
        for name in (
            "create_date",
            "birthday_public_display_string",
            "name",
            "work_email",
            "user_id",
            "hr_presence_state",
            "is_manager",
            "image_1920",
        ):
            self.assertNotIn(name, choosable)

    def test_fields_of_addons(self):
        fields_of = type(self.env["hr.employee.public"])._fields
        added = {
            "x_grade": fields.Integer("Grade"),
            "x_trade": fields.Selection([("a", "A")], "Trade"),
            "x_sex": fields.Char("S."),
            "x_age_band": fields.Char("Band"),
            "x_band": fields.Char("Age band"),
            "x_years": fields.Integer("Seen as", related="employee_id.birthday"),
            "x_secret": fields.Char("Secret", groups="hr.group_hr_user"),
            "x_text": fields.Text("Text"),
            "x_computed": fields.Integer("Computed", store=False),
            "x_language": fields.Char("Language of work"),
        }
        for name, field in added.items():
            field.name, field.column = name, None
            for attribute, value in field._args__.items():
                setattr(field, attribute, value)
        with patch.object(
            type(self.env["hr.employee.public"]), "_fields", {**fields_of, **added}
        ):
            choosable = self.env["mentorat.criterion"]._get_choosable_fields()
        self.assertEqual(choosable & set(added), {"x_grade", "x_trade", "x_language"})

    def test_a_field_that_cannot_be_chosen(self):
        for name in ("birthday", "sex", "create_date", "no_such_field", "name"):
            with self.subTest(field=name), self.assertRaises(UserError):
                self._add("field", field_name=name)

    def test_comparator_fits_the_field(self):
        criterion = self._add("field")
        for comparator in ("close", "above"):
            with self.assertRaisesRegex(UserError, "neither a number nor a date"):
                criterion.comparator = comparator

    def test_closed_programme_changes_no_more(self):
        self.programme.state = "closed"
        criterion = self.programme.criterion_ids[0].with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "changes no more"):
            criterion.weight = 3
        with self.assertRaisesRegex(UserError, "changes no more"):
            criterion.unlink()

    def test_words(self):
        for criterion in self.programme.criterion_ids:
            self.assertTrue(criterion.display_name)
            self.assertTrue(criterion.explanation)
