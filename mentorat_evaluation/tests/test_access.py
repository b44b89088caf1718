"""The access matrix of the models of this addon."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.mentorat_programme.tests.inventory import AccessMatrixMixin

from .common import EvaluationCase

# See mentorat_programme/tests/inventory.py for the letters.
TEAM = {"administrator": "R", "engineer": "R", "referent": "R"}
MATRIX = {
    "mentorat.evaluation": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
    },
    # The mentee's.
    "mentorat.evaluation.invitation": {**TEAM, "mentee": "R"},
    "mentorat.answer": {},
    "mentorat.indicator": {
        **TEAM,
        "administrator": "RWU",
        "other_engineer": "R",
        "foreigner": "RWU",
        "hr_officer": "R",
    },
    # One that is shown.
    "mentorat.indicator.value": {**TEAM, "hr_officer": "R"},
    "mentorat.report": TEAM,
}


class TestAccess(AccessMatrixMixin, EvaluationCase):
    addon = "mentorat_evaluation"
    matrix = MATRIX

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pair = cls._create_pair("accepted")
        evaluation = cls._open_evaluation(people=4)
        for invitation in evaluation.invitation_ids:
            invitation._record({cls.recommend.id: "9"})
        evaluation.with_user(cls.engineer).action_close()
        values = evaluation.value_ids
        cls.hidden = values.filtered(lambda value: not value.shown)[:1]
        cls.records = {
            "mentorat.evaluation": evaluation,
            "mentorat.evaluation.invitation": evaluation.invitation_ids.filtered(
                lambda i: i.user_id == cls.mentee
            ),
            "mentorat.answer": cls.env["mentorat.answer"].search([], limit=1),
            "mentorat.indicator": cls.recommendation,
            "mentorat.indicator.value": values.filtered("shown"),
            "mentorat.report": cls.env["mentorat.report"].browse(pair.id),
        }
        cls.env.flush_all()

    def test_hr_officers_read_no_hidden_value(self):
        self.assertTrue(self.hidden)
        values = self.hidden.with_user(self.hr_officer)
        self.assertFalse(values.search([("id", "=", self.hidden.id)]))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_way_round_by_dotted_paths(self):
        question = self.recommend.id
        paths = [
            ("mentorat.evaluation", "invitation_ids.answered", True),
            ("mentorat.programme", "evaluation_ids.invitation_ids.answered", True),
            ("mentorat.indicator", "question_ids.user_input_line_ids.id", question),
        ]
        for model, path, value in paths:
            for user in (self.engineer, self.administrator, self.referent):
                records = self.env[model].with_user(user)
                with self.subTest(path=path, user=user.login):
                    self.assertRaises(
                        AccessError, records.search_count, [(path, "=", value)]
                    )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_fields_of_the_programme_are_for_the_team(self):
        names = ("evaluation_ids", "indicator_value_ids", "latest_value_ids")
        for name in (*names, "evaluation_count", "indicator_count"):
            for user in (self.plain, self.mentee, self.hr_officer, self.manager):
                with self.assertRaises(AccessError):
                    self.programme.with_user(user).read([name])
            self.programme.with_user(self.referent).read([name])
