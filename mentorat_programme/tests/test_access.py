"""The access matrix, role by role and model by model."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from .access_records import TEAM, RecordsMixin
from .inventory import AccessMatrixMixin

# For each model: roles that find the record of set-up, and what each may do with it.
# R read, W write, U unlink. A role that is not named finds nothing at all.
ENGINEERS = {"administrator", "engineer", "other_engineer", "foreigner"}
EMPLOYEES = ENGINEERS | {"referent", "hr_officer", "manager", "plain", "system"}
EMPLOYEES |= {"ethics_contact", "supervisor"}
EVERYBODY = EMPLOYEES | {"outsider", "mentor", "mentee"}
DESIGN = {
    "administrator": "RWU",
    "engineer": "RWU",
    **dict.fromkeys(("referent", "manager", "plain", "hr_officer"), "R"),
    **dict.fromkeys(("ethics_contact", "supervisor", "mentor", "mentee"), "R"),
}
MATRIX = {
    "mentorat.programme": {
        "administrator": "RWU",
        "engineer": "RW",
        "referent": "R",
        "manager": "R",
        "plain": "R",
        "ethics_contact": "R",
        "supervisor": "R",
        "hr_officer": "R",
        "mentor": "R",
        "mentee": "R",
    },
    # Of the running programme.
    "mentorat.objective": DESIGN,
    "mentorat.phase": DESIGN,
    "mentorat.readiness.item": {
        "administrator": "RWU",
        "engineer": "R",
        "other_engineer": "R",
        "referent": "R",
        "foreigner": "RWU",
    },
    "mentorat.readiness.check": {
        "administrator": "RW",
        "engineer": "RW",
        "referent": "R",
    },
    "mentorat.slot": dict.fromkeys(EVERYBODY, "R"),
    # A guide for mentees, published, shared by the companies.
    "mentorat.document": {
        **dict.fromkeys(ENGINEERS, "RWU"),
        "referent": "R",
        "mentee": "R",
    },
    "mentorat.document.version": {
        **dict.fromkeys(ENGINEERS, "R"),
        "referent": "R",
        "mentee": "R",
    },
    "mentorat.clause": {**dict.fromkeys(ENGINEERS, "RWU"), "referent": "R"},
    # The mentee's.
    "mentorat.acknowledgement": {"mentee": "R"},
    "mentorat.invitation": {"administrator": "R", "engineer": "R", "referent": "R"},
    "mentorat.participation.hr": {"hr_officer": "R"},
    # The engineer's.
    "mentorat.qualification": {"administrator": "RWU", "engineer": "RWU"},
    "mentorat.participation": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
        "mentee": "RWU",
    },
    "mentorat.participation.request": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "manager": "R",
    },
    "mentorat.participation.skill": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
        "mentee": "RWU",
    },
    # The mentor's.
    "mentorat.supporting.document": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "mentor": "R",
    },
    "mentorat.pair": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "RW",
        "mentor": "R",
        "mentee": "R",
    },
    "mentorat.meeting": {
        "administrator": "R",
        "engineer": "R",
        "referent": "R",
        "mentor": "RWU",
        "mentee": "RWU",
    },
    # The mentee's private note.
    "mentorat.note": {"mentee": "RWU"},
    "mentorat.goal": {"mentor": "RWU", "mentee": "RWU"},
    # To be signed; the team reads its frame. The mentee's signature.
    **dict.fromkeys(
        ("mentorat.agreement", "mentorat.signature"),
        {"administrator": "R", "referent": "R", "mentor": "R", "mentee": "R"},
    ),
    "mentorat.action": {"mentor": "RWU", "mentee": "RWU"},
    # The mentee's, as long as the pair closes; why others ended is counted alone.
    "mentorat.closing": {"mentee": "RW"},
    "mentorat.exit": {},
    "mentorat.skill.gain": {},
    # Written once.
    "mentorat.message": {"mentor": "R", "mentee": "R"},
    # Of the mentor; engineers get totals.
    "mentorat.supervision.group": {
        "administrator": "RWU",
        "engineer": "RWU",
        **dict.fromkeys(("referent", "supervisor", "mentor"), "R"),
    },
    "mentorat.supervision": {
        "supervisor": "RWU",
        **dict.fromkeys((*TEAM, "mentor"), "R"),
    },
    "mentorat.supervision.attendance": {
        "supervisor": "RW",
        **dict.fromkeys(("administrator", "referent", "mentor"), "R"),
    },
    "mentorat.supervised.mentor": dict.fromkeys(
        ("administrator", "referent", "supervisor", "mentor"), "R"
    ),
    # The mentor's.
    "mentorat.case.card": {"mentor": "R", "supervisor": "R"},
    "mentorat.dilemma": {"supervisor": "RWU", "administrator": "R", "referent": "R"},
    # That it exists, not with whom.
    "mentorat.supervised.pair": {"supervisor": "R"},
    # The mentee's.
    "mentorat.concern": {"ethics_contact": "RW", "mentee": "R"},
    "mentorat.log": {"administrator": "R", "engineer": "R", "referent": "R"},
    "mentorat.outbox": {},
    "mentorat.health.rule": {
        "administrator": "RWU",
        "engineer": "RWU",
        "referent": "R",
    },
    "mentorat.digest": {},
}


class TestAccess(AccessMatrixMixin, RecordsMixin, TransactionCase):
    addon = "mentorat_programme"
    matrix = MATRIX
    wizards = {
        "mentorat.invitation.wizard": ENGINEERS,
        "mentorat.decision.wizard": EMPLOYEES,
        "mentorat.contact.wizard": ENGINEERS | {"referent"},
        "mentorat.pause.wizard": ENGINEERS | {"referent"},
        "mentorat.programme.opening.wizard": ENGINEERS,
        "mentorat.programme.template.wizard": ENGINEERS,
    }

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_way_round_by_dotted_paths(self):
        pair = self.records["mentorat.pair"]
        paths = [
            ("mentorat.programme", "pair_ids.mentee_id", pair.mentee_id.id),
            ("mentorat.programme", "participation_ids.motivation_text", "x"),
            ("mentorat.participation", "employee_id.private_email", "x"),
        ]
        for model, path, value in paths:
            for role in ("plain", "outsider", "mentee", "hr_officer", "manager"):
                self._assert_closed_path(model, path, value, getattr(self, role))

    def test_calendar_tells_nothing(self):
        events = self.env["calendar.event"].with_user(self.plain)
        for domain in (
            [("name", "ilike", "mentor")],
            [("res_model", "=like", "mentorat.%")],
            [("partner_ids", "in", (self.mentor | self.mentee).partner_id.ids)],
        ):
            self.assertFalse(events.search_count(domain))

    def test_manager_sees_no_partner(self):
        request = self.records["mentorat.participation.request"]
        [values] = request.with_user(self.manager).read()
        self.assertEqual(values["employee_name"], "Merle Mentee")
        self.assertEqual(values["state"], "accepted")
        self.assertEqual(values["pair_state"], "closing")
        self.assertEqual(values["pair_date_start"], fields.Date.today())
        # One of three has signed.
        self.assertIs(values["agreement_signed"], False)
        # Of a mentee, training is between them and the team.
        self.assertIs(values["training_done"], False)
        self.assertNotIn("Morgan", repr(values))

    def test_counts_are_for_the_team(self):
        for name in ("participation_count", "pair_count", "pair_ids", "eligible_count"):
            with self.assertRaises(AccessError):
                self.programme.with_user(self.plain).read([name])
            self.programme.with_user(self.referent).read([name])
