"""What each role reads of each field, and learns by searching along it."""

from odoo.tests import TransactionCase

from .access_records import PAIR, TEAM, RecordsMixin
from .inventory import FieldsMixin, RelationsMixin
from .test_access import MATRIX

MENTEE_AND_TEAM = " ".join(("mentee", *TEAM))
BOTH = " ".join(PAIR)
# A new field is named here before the tests pass: see FieldsMixin.
FIELDS = {
    "mentorat.programme": {
        "record": "name active color company_id kind purpose drivers state is_template"
        " template_summary concerns_me objective_ids phase_ids ethics_contact_id"
        " ethics_deputy_id concern_days concern_retention_months"
        " supervision_interval_days supervision_hours"
        " passes_knowledge passes_experience passes_values passes_culture"
        " date_deadline late_joining date_start date_end duration_months"
        " mentor_description mentee_description selection_criteria both_roles"
        " language_ids hours_budget eligibility_domain"
        " mentor_capacity meeting_interval meeting_hours monthly_hours video_url_pattern"
        " mentor_channel_id mentee_channel_id manager_channel_id referent_channel_id"
        " supervisor_channel_id charter_id agreement_id"
        " reminder_days escalation_days application_retention_months"
        " content_retention_months agreement_retention_months retention_months"
        " can_draft can_open can_start can_evaluate can_close can_cancel",
        "internal": "engineer_ids referent_ids supervisor_ids",
        "team": "participation_ids participation_count waiting_count mentor_count"
        " mentee_count place_count pair_ids pair_count eligible_count"
        " invitation_ids invitation_count invited_applied_count"
        " document_ids charter_person_count charter_accepted_count"
        " check_ids missing_ids missing_count readiness_score readiness_level"
        " readiness_1 readiness_2 readiness_3 readiness_4 readiness_5 readiness_6"
        " untrained_engineer_names supervision_group_ids supervision_count"
        " supervision_attended_hours supervision_rate"
        " exit_reasons health_rule_ids risk_count watch_count good_count paused_count",
    },
    "mentorat.objective": {
        "record": "programme_id sequence audience name evaluation",
    },
    "mentorat.phase": {
        "record": "programme_id name start_day days date_start date_end",
    },
    "mentorat.readiness.item": {
        "record": "active code help_text is_required name sequence standard topic",
    },
    "mentorat.readiness.check": {
        "record": "programme_id item_id name help_text standard sequence topic"
        " is_required is_computed is_met attested note evidence_ids attested_by_id"
        " attested_on",
    },
    "mentorat.qualification": {
        "record": "user_id name organisation date hours proof proof_name",
    },
    "mentorat.slot": {"record": "weekday half"},
    "mentorat.document": {
        "record": "active audience company_id current_version_id has_changes kind name"
        " phase programme_ids sequence version version_ids",
        "team": "body clause_ids acknowledgement_count",
    },
    "mentorat.document.version": {
        "record": "body date document_id number user_id",
    },
    "mentorat.clause": {"record": "active body is_mandatory name sequence"},
    "mentorat.acknowledgement": {
        "record": "date digest document_id lang user_id version_id",
    },
    "mentorat.invitation": {
        "record": "company_id date_reminded date_sent employee_id programme_id"
        " reminder_count role state",
    },
    "mentorat.participation": {
        "internal": "activity_type_icon",
        "record": "programme_id company_id employee_id employee_name user_id role state"
        " manager_user_id delegate_user_id date_submitted date_decided date_escalated"
        " question question_answer monthly_hours capacity seats_taken seats_free"
        " skill_ids wants_match calendar_consent language_ids slot_ids tz meeting_mode"
        " charter_accepted conflict_state channel_id training_progress training_done"
        " training_recognised_on training_proof selection_criteria"
        " supporting_document_ids is_muted hr_event hr_event_on offered_until pair_count"
        " anonymised_on erasure_requested_on"
        " can_submit can_approve can_accept can_waitlist can_refuse can_withdraw"
        " can_draft can_complete",
        # Who decided last would be known by it.
        "team": "write_uid waiting_since",
        "nobody": "motivation_text conflict_text interview_text development_stage"
        " supervision_told_for supervision_overdue",
        MENTEE_AND_TEAM: "motivation conflict",
        " ".join(TEAM): "interview",
    },
    # Who asks for time, for what and how much; that there is a pair, not with whom.
    "mentorat.participation.request": {
        "internal": "activity_type_icon",
        "record": "programme_id company_id employee_id employee_name role state"
        " monthly_hours date_submitted date_decided manager_user_id delegate_user_id"
        " question question_answer pair_state pair_date_start pair_date_end"
        " agreement_signed training_done can_decide can_delegate",
    },
    # State and dates.
    "mentorat.participation.hr": {
        "record": "programme_id company_id employee_id department_id role state"
        " date_submitted date_decided",
    },
    "mentorat.participation.skill": {
        "record": "participation_id user_id role skill_id skill_type_id skill_level_id"
        " priority",
    },
    "mentorat.supporting.document": {
        "record": "participation_id user_id name kind",
        "nobody": "file",
    },
    "mentorat.pair": {
        "record": "programme_id company_id mentor_id mentee_id mentor_user_id"
        " mentee_user_id mentor_name mentee_name state phase date_start date_end"
        " own_answer meeting_ids goal_ids note_ids message_part_ids action_ids closing_ids"
        " meeting_count date_last_meeting date_next_meeting has_proposal date_suggested"
        " can_activate can_closing can_close can_end agreement_ids agreement_state"
        " agreed_interval agreed_hours"
        " date_mid_term date_mid_term_done date_pause_start date_pause_end"
        " pause_moved_days date_resumed is_paused can_pause can_resume",
        # What the other answers, who ended it last, and how the team sees the two.
        "team": "mentor_answer mentee_answer goal_count write_uid"
        " health date_health health_findings health_told health_reasons health_color"
        " date_nudged activity_ids activity_state activity_user_id activity_type_id"
        " activity_type_icon activity_date_deadline my_activity_date_deadline"
        " activity_summary activity_exception_decoration activity_exception_icon",
        "referent": "goal_progress",
        BOTH: "unread_count",
    },
    # State and dates; the rest is read by the two.
    "mentorat.meeting": {
        "record": "pair_id programme_id company_id state date_start date_stop hours phase"
        " form_key can_hold can_miss can_cancel can_plan",
        "nobody": "place_sealed summary_sealed agenda_sealed video_url_sealed"
        " mentor_event_id mentee_event_id revision mentor_usefulness mentee_usefulness"
        " second_start third_start proposer_side version create_uid write_uid",
        BOTH: "place summary agenda video_url own_usefulness",
    },
    "mentorat.note": {
        "record": "pair_id author_id visibility date form_key",
        "nobody": "body_sealed version create_uid write_uid",
        "mentee": "body",
    },
    "mentorat.goal": {
        "record": "pair_id active skill_id skill_type_id start_level_id target_level_id"
        " date_deadline progress date_confirmed published_on published_level_id form_key",
        "nobody": "title_sealed success_sign_sealed version create_uid write_uid",
        BOTH: "title success_sign",
    },
    # The organisation reads the frame, and who signed.
    "mentorat.agreement": {
        "record": "pair_id programme_id company_id number state meeting_interval"
        " meeting_hours date_end date_mid_term lang frame digest date_signing date_signed"
        " signature_ids form_key",
        "nobody": "option_ids purpose_sealed goals_sealed place_sealed limits_sealed"
        " contact_sealed text_sealed version create_uid write_uid",
        BOTH: "purpose goals place limits contact text",
    },
    "mentorat.closing": {
        "record": "pair_id author_id date shows_badge wants_to_mentor form_key",
        "nobody": "harvest_sealed thanks_sealed version create_uid write_uid",
        "mentee": "harvest thanks",
    },
    "mentorat.exit": {"record": "programme_id reason"},
    "mentorat.skill.gain": {"record": "programme_id skill_id pair_count"},
    "mentorat.signature": {
        "record": "agreement_id pair_id party user_id name date address digest is_valid"
        " form_key",
        "nobody": "image_sealed",
        f"{BOTH} referent": "image",
    },
    "mentorat.action": {
        "record": "pair_id owner meeting_id date_deadline date_done form_key",
        "nobody": "title_sealed version create_uid write_uid",
        BOTH: "title",
    },
    "mentorat.message": {
        "record": "pair_id author_id date date_read form_key",
        "nobody": "body_sealed version create_uid write_uid",
        BOTH: "body",
    },
    "mentorat.supervision.group": {
        "internal": "activity_type_icon",
        "record": "name active programme_id company_id supervisor_id member_ids mentor_ids"
        " member_count is_small",
    },
    "mentorat.supervision": {
        "record": "programme_id company_id group_id mentor_id supervisor_id theme"
        " date_start hours date_stop place state revision attendance_ids invited_count"
        " attended_count can_hold can_cancel can_plan",
    },
    "mentorat.supervision.attendance": {
        "record": "supervision_id programme_id company_id user_id mentor_name date_start"
        " date_stop state hours",
        "nobody": "participation_id event_id",
    },
    "mentorat.supervised.mentor": {
        "record": "name programme_id company_id user_id group_id supervisor_id hours_done"
        " date_last date_due is_overdue training_done pair_ids",
        "nobody": "is_to_tell",
        # Not for referents and administrators.
        "mentor supervisor": "development_stage",
    },
    "mentorat.case.card": {
        "record": "supervision_id is_mine phase form_key author_name theme question wish",
        "nobody": "author_id theme_sealed question_sealed wish_sealed create_uid"
        " write_uid",
    },
    "mentorat.dilemma": {
        "record": "programme_id company_id principle date date_closed form_key theme"
        " route",
        "nobody": "theme_sealed route_sealed",
    },
    "mentorat.supervised.pair": {
        "record": "mentor_id programme_id supervisor_id state date_start date_end",
    },
    "mentorat.concern": {
        "record": "programme_id about author_id is_anonymous contact_id kind date"
        " date_deadline date_closed state body acknowledgement outcome form_key"
        " can_take can_close",
        "nobody": "pair_id body_sealed acknowledgement_sealed outcome_sealed code_handle"
        " code_digest is_told is_reminded",
    },
    "mentorat.log": {
        "record": "programme_id participation_id pair_id from_state to_state user_id date"
        " date_effective reason",
    },
    "mentorat.health.rule": {
        "record": "programme_id code is_on threshold unit level",
    },
    "mentorat.digest": {"record": "user_id week content lines"},
    "mentorat.outbox": {"record": "event partner_id res_id state template_id"},
}


class TestAccessFields(FieldsMixin, RelationsMixin, RecordsMixin, TransactionCase):
    addon = "mentorat_programme"
    fields = FIELDS
    matrix = MATRIX
