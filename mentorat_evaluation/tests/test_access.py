"""The access matrix of the models of this addon."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.mentorat_programme.tests.inventory import AccessMatrixMixin

from .access_records import EvaluationRecordsMixin

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
    "mentorat.evaluation.question": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
    },
    "mentorat.answer": {},
    "mentorat.contact.request": {"referent": "R"},
    "mentorat.indicator": {
        **TEAM,
        "administrator": "RWU",
        "other_engineer": "R",
        "foreigner": "RWU",
        "hr_officer": "R",
        "survey_officer": "R",
    },
    "mentorat.indicator.target": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
    },
    # One that is shown.
    "mentorat.indicator.value": {**TEAM, "hr_officer": "R"},
    "mentorat.report": TEAM,
    "mentorat.learning": {"administrator": "RW", "engineer": "RW", "referent": "R"},
    "mentorat.learning.line": TEAM,
    "mentorat.fairness": TEAM,
    "mentorat.skill.transfer": TEAM,
    # Of the engineer who asked for it.
    "mentorat.export": {"engineer": "R"},
    "mentorat.report.subscription": {
        "administrator": "RW",
        "engineer": "RW",
        "referent": "R",
    },
    "mentorat.report.sending": TEAM,
    # One that is shown.
    "mentorat.result": {**TEAM, "hr_officer": "R"},
    "mentorat.review": {"administrator": "RW", "engineer": "RW", "referent": "R"},
}


class TestAccess(AccessMatrixMixin, EvaluationRecordsMixin, TransactionCase):
    addon = "mentorat_evaluation"
    matrix = MATRIX
    wizards = {
        "mentorat.skill.wizard": {
            "administrator",
            "engineer",
            "other_engineer",
            "foreigner",
        },
        "mentorat.report.wizard": {
            "administrator",
            "engineer",
            "referent",
            "other_engineer",
            "foreigner",
        },
    }

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
