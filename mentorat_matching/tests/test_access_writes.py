"""What people write, by remote calls and by the forms of the portal: nothing else."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.mentorat_programme.tests.inventory import WritesMixin

from .access_records import MatchingRecordsMixin
from .test_access_fields import ALL_MODELS

# What those who may write a record change of it; the suite itself sets the rest.
WRITABLE = {
    "mentorat.programme": "choice_mode shortlist_size answer_days departure_months"
    " criteria_published"
    # Their lines have guards of their own.
    " criterion_ids run_ids",
    # Its lines have a guard of their own.
    "mentorat.participation": "preference_ids",
    "mentorat.pair": "",
    "mentorat.readiness.item": "topic",
    "mentorat.criterion": "sequence kind weight required rarity gap years_least years_most"
    " comparison half_days hours field_name comparator tolerance",
    "mentorat.preference": "wished_id rank",
    "mentorat.exclusion": "employee_id other_id reason",
    # Of one that was published.
    "mentorat.matching.run": "name",
}


class TestAccessWrites(WritesMixin, MatchingRecordsMixin, TransactionCase):
    addon = "mentorat_matching"
    bases = ("mentorat_programme",)
    matrix = ALL_MODELS
    writable = WRITABLE

    def setUp(self):
        super().setUp()
        own = {"programme_id": self.programme.id}
        mentor = self._create_people("mentor", [[]])
        self.made = {
            "mentorat.criterion": ("engineer", {**own, "kind": "site"}),
            "mentorat.preference": (
                "mentee",
                {
                    "participation_id": self.mentee_participation.id,
                    "wished_id": mentor.id,
                    "rank": 2,
                },
            ),
            "mentorat.exclusion": (
                "engineer",
                {
                    "employee_id": self.mentor_employee.id,
                    "other_id": self.mentee_employee.id,
                    "reason": "Cousins",
                    "company_id": self.company.id,
                },
            ),
            "mentorat.matching.run": (
                "engineer",
                {**own, "goal": "cardinality", "raise_weakest": True},
            ),
            "mentorat.matching.forbidden": (
                "engineer",
                {
                    **own,
                    "mentee_id": self.mentee_participation.id,
                    "mentor_id": mentor.id,
                },
            ),
        }

    def test_wishes_on_the_form_of_a_participation(self):
        person = self.mentee_participation.with_user(self.engineer)
        wish = person.preference_ids
        person.preference_ids = [(1, wish.id, {"rank": 3})]
        self.assertEqual(wish.rank, 3)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_name_for_a_number(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Stig Stranger", "company_id": self.other_company.id}
        )
        exclusion = self.records["mentorat.exclusion"].with_user(self.engineer)
        for name in ("employee_id", "other_id"):
            with self.assertRaises(AccessError):
                exclusion.write({name: stranger.id})
            values = {
                "employee_id": self.mentor_employee.id,
                "other_id": self.mentee_employee.id,
                "reason": "Cousins",
                name: stranger.id,
            }
            with self.assertRaises(AccessError):
                exclusion.create(values)
