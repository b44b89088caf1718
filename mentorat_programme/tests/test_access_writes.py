"""What people write, by remote calls and by the forms of the portal: nothing else."""

from odoo.tests import TransactionCase

from .access_records import RecordsMixin
from .inventory import WritesMixin
from .test_access import MATRIX

# What those who may write a record change of it; the suite itself sets the rest.
WRITABLE = {
    "mentorat.programme": "name active color company_id kind purpose drivers"
    " is_template template_summary objective_ids phase_ids ethics_contact_id"
    " ethics_deputy_id concern_days concern_retention_months"
    " supervisor_ids supervision_interval_days supervision_hours supervision_group_ids"
    " passes_knowledge passes_experience passes_values passes_culture"
    " engineer_ids referent_ids date_deadline late_joining date_start date_end"
    " duration_months mentor_description mentee_description selection_criteria"
    " both_roles language_ids hours_budget eligibility_domain mentor_capacity"
    " meeting_interval meeting_hours video_url_pattern mentor_channel_id mentee_channel_id"
    " manager_channel_id referent_channel_id supervisor_channel_id document_ids"
    " reminder_days escalation_days application_retention_months"
    " content_retention_months agreement_retention_months retention_months"
    # Their lines have guards of their own.
    " participation_ids pair_ids invitation_ids check_ids health_rule_ids",
    "mentorat.objective": "programme_id sequence audience name evaluation",
    "mentorat.phase": "programme_id name start_day days",
    "mentorat.readiness.item": "active code help_text is_required name sequence"
    " standard topic",
    "mentorat.readiness.check": "attested note evidence_ids",
    "mentorat.qualification": "name organisation date hours proof proof_name",
    "mentorat.document": "active audience company_id kind name phase sequence body"
    " clause_ids",
    "mentorat.clause": "active body is_mandatory name sequence",
    "mentorat.health.rule": "is_on threshold level",
    "mentorat.participation": "motivation capacity skill_ids calendar_consent is_muted"
    " language_ids slot_ids tz meeting_mode",
    "mentorat.participation.skill": "skill_id skill_level_id priority",
    "mentorat.pair": "phase date_end",
    "mentorat.meeting": "date_start hours place summary agenda video_url"
    " own_usefulness",
    "mentorat.note": "body visibility date",
    "mentorat.supervision.group": "name supervisor_id member_ids active",
    "mentorat.supervision": "theme date_start hours place mentor_id attendance_ids",
    "mentorat.supervision.attendance": "state hours",
    "mentorat.dilemma": "principle theme route date_closed",
    "mentorat.concern": "acknowledgement outcome",
    "mentorat.closing": "harvest thanks shows_badge wants_to_mentor",
    "mentorat.action": "title owner meeting_id date_deadline",
    "mentorat.goal": "title success_sign skill_id target_level_id date_deadline"
    " progress",
}


class TestAccessWrites(WritesMixin, RecordsMixin, TransactionCase):
    addon = "mentorat_programme"
    matrix = MATRIX
    writable = WRITABLE

    def setUp(self):
        super().setUp()
        ours = {"pair_id": self.pair.id, "form_key": "random"}
        self.made = {
            "mentorat.meeting": ("mentee", {**ours, "date_start": "2030-04-01"}),
            "mentorat.note": ("mentee", {**ours, "author_id": self.mentee.id}),
            "mentorat.goal": ("mentee", {**ours, "title": "Weave"}),
            "mentorat.action": ("mentee", {**ours, "title": "Call"}),
            "mentorat.message": ("mentee", {**ours, "body": "Hello"}),
            "mentorat.participation": (
                "plain",
                {
                    "programme_id": self.programme.id,
                    "employee_id": self.plain_employee.id,
                    "role": "mentee",
                },
            ),
            "mentorat.document": ("engineer", {"name": "Mine"}),
            "mentorat.supervision.group": (
                "engineer",
                {
                    "name": "Thursday",
                    "programme_id": self.programme.id,
                    "supervisor_id": self.supervisor.id,
                },
            ),
            "mentorat.dilemma": (
                "supervisor",
                {
                    "programme_id": self.programme.id,
                    "principle": "harm",
                    "theme": "Whether to tell",
                },
            ),
            "mentorat.supervision": (
                "supervisor",
                {
                    "programme_id": self.programme.id,
                    "date_start": "2030-04-01 09:00:00",
                    "supervisor_id": self.supervisor.id,
                    "group_id": False,
                },
            ),
            "mentorat.qualification": (
                "engineer",
                {
                    "user_id": self.engineer.id,
                    "name": "Mine",
                    "date": "2025-01-01",
                    "proof": "eA==",
                },
            ),
        }
