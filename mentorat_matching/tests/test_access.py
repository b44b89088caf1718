"""The access matrix for what this addon adds."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.mentorat_programme.tests.inventory import AccessMatrixMixin

from .access_records import MatchingRecordsMixin

TEAM = {"administrator", "engineer", "referent"}
# For each model: roles that find the record of set-up, and what each may do with it.
MATRIX = {
    # Of the mentee, for the mentor.
    "mentorat.preference": {
        "administrator": "RWU",
        "engineer": "RWU",
        "mentee": "RWU",
    },
    "mentorat.exclusion": {
        "administrator": "RWU",
        "engineer": "RWU",
        "other_engineer": "RWU",
    },
    "mentorat.criterion": {"administrator": "RWU", "engineer": "RWU", "referent": "R"},
    "mentorat.skill.map": {"administrator": "R", "engineer": "R", "referent": "R"},
    # Of the mentee.
    "mentorat.objection": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "mentee": "R",
    },
    # Of the mentor, in a directory.
    "mentorat.profile": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "mentor": "R",
        "mentee": "R",
    },
    "mentorat.shortlist": {"administrator": "R", "engineer": "R", "referent": "R"},
    "mentorat.matching.run": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
    },
    "mentorat.matching.unmatched": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
    },
    "mentorat.matching.change": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
    },
    "mentorat.matching.forbidden": {"administrator": "RU", "engineer": "RU"},
    "mentorat.matching.proposal": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "mentor": "R",
        "mentee": "R",
    },
}


class TestAccess(AccessMatrixMixin, MatchingRecordsMixin, TransactionCase):
    addon = "mentorat_matching"
    matrix = MATRIX
    wizards = {"mentorat.matching.comparison": TEAM | {"other_engineer", "foreigner"}}

    def test_draft_proposals_are_for_the_team(self):
        self.proposal.published = False
        for role, user in self._roles().items():
            self.env.invalidate_all()
            with self.subTest(role=role):
                self.assertEqual(self._find(self.proposal, user), role in TEAM)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_two_read_why_and_no_score(self):
        for user in (self.mentor, self.mentee):
            proposal = self.proposal.with_user(user)
            self.assertTrue(proposal.reasons)
            with self.assertRaises(AccessError):
                proposal.search([("run_id.weakest_score", ">", 0)])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_way_round_by_dotted_paths(self):
        paths = [
            ("mentorat.programme", "run_ids.proposal_ids.score", 100),
            ("mentorat.programme", "criterion_ids.weight", 60),
            ("mentorat.pair", "proposal_ids.score", 100),
            ("mentorat.matching.proposal", "mentor_id.skill_ids.skill_id", 1),
        ]
        for model, path, value in paths:
            for role in (
                "plain",
                "outsider",
                "mentee",
                "hr_officer",
                "manager",
                "system",
            ):
                self._assert_closed_path(model, path, value, getattr(self, role))

    def test_participants_write_nothing(self):
        proposal = self.proposal.with_user(self.mentee)
        for values in (
            {"mentor_answer": "accepted"},
            {"mentee_answer": "accepted"},
            {"published": True},
            {"pair_id": False},
        ):
            with self.assertRaises(AccessError):
                proposal.write(values)

    def test_engineer_writes_no_proposal(self):
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.engineer).write({"mentor_answer": "accepted"})
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.engineer).copy()

    def test_engineer_of_another_programme(self):
        self.assertFalse(
            self.env["mentorat.matching.run"].with_user(self.other_engineer).search([])
        )
        with self.assertRaises(AccessError):
            self._create_run(self.other_engineer)
        self.programme.criterion_ids.unlink()
        with self.assertRaises(AccessError):
            self.env["mentorat.criterion"].with_user(self.other_engineer).create(
                {"programme_id": self.programme.id, "kind": "skills"}
            )
