"""What each role reads of each field, and learns by searching along it."""

from odoo.tests import TransactionCase

from odoo.addons.mentorat_programme.tests.access_records import PAIR, TEAM
from odoo.addons.mentorat_programme.tests.inventory import FieldsMixin, RelationsMixin
from odoo.addons.mentorat_programme.tests.test_access import MATRIX as PROGRAMME_MATRIX

from .access_records import MatchingRecordsMixin
from .test_access import MATRIX

# Models of mentorat_programme to which this addon adds fields.
EXTENDED = (
    "mentorat.programme",
    "mentorat.participation",
    "mentorat.pair",
    "mentorat.readiness.item",
)
ALL_MODELS = {**MATRIX, **{name: PROGRAMME_MATRIX[name] for name in EXTENDED}}
# A new field is named here before the tests pass: see FieldsMixin.
FIELDS = {
    "mentorat.programme": {
        "record": "choice_mode shortlist_size answer_days departure_months"
        " criteria_published public_criteria can_match",
        "team": "criterion_ids weights_missing run_ids run_count left_count"
        " open_place_count waitlist_count matching_outlook",
    },
    "mentorat.participation": {
        "record": "preference_ids profile_ids",
        "team": "conflict_settled shortlist_ids write_uid",
    },
    "mentorat.pair": {"team": "proposal_ids matching_score write_uid"},
    "mentorat.readiness.item": {"record": "topic"},
    "mentorat.criterion": {
        "record": "programme_id company_id sequence kind weight share required rarity gap"
        " years_least years_most comparison half_days hours explanation field_name"
        " comparator tolerance",
    },
    "mentorat.preference": {
        "record": "participation_id programme_id company_id user_id role wished_id rank",
    },
    "mentorat.exclusion": {
        "record": "company_id employee_id other_id employee_name other_name reason",
    },
    "mentorat.skill.map": {
        "record": "programme_id company_id skill_id skill_type_id offered asked missing"
        " covered waiting gained holders leaving is_scarce is_at_risk",
    },
    "res.company": {
        "record": "mentorat_uses_sex mentorat_uses_age mentorat_retirement_age",
    },
    "mentorat.objection": {
        "internal": "activity_type_icon",
        "record": "proposal_id participation_id programme_id company_id user_id name date"
        " handled_on",
        "team": "handled_by",
        "nobody": "note_text",
        " ".join(("mentee", *TEAM)): "note",
    },
    "mentorat.profile": {
        "record": "participation_id programme_id company_id user_id role name text"
        " skill_ids language_ids seats_free is_published published_on is_listed"
        " shown_to_me",
    },
    "mentorat.shortlist": {
        "record": "run_id programme_id company_id mentee_id mentor_id place",
    },
    "mentorat.matching.run": {
        "record": "programme_id company_id number name state goal raise_weakest origin_id"
        " locked_pairs locked_count previous_pairs weightings"
        " weightings_text inputs_hash is_stale progress heartbeat attempts date_done"
        " seconds message can_launch can_apply can_cancel places unmatched_ids"
        " proposal_ids mentee_count mentor_count place_count matched_count"
        " unmatched_count total_score bound is_optimal average_score floor_cost"
        " weakest_score change_ids is_edited can_review date_applied applied_by_id"
        " method_text proof_text shortlist_ids shortlists_sent_on can_send_shortlists"
        " left_count blocking_count quality_report",
        "nobody": "forbidden_pairs",
    },
    "mentorat.matching.unmatched": {
        "record": "run_id programme_id company_id can_review mentee_id mentee_name"
        " mentee_department_id reason obstacle mentor_id alternatives alternative_lines"
        " reason_text change_text",
    },
    "mentorat.matching.change": {
        "record": "run_id programme_id company_id kind moves summary points pairs"
        " forbidden_id is_undone",
    },
    "mentorat.matching.forbidden": {
        "record": "programme_id company_id mentee_id mentor_id",
    },
    # To the two, what speaks for their pair in words: no figure, nobody else.
    "mentorat.matching.proposal": {
        "record": "programme_id company_id mentor_id mentee_id mentor_user_id"
        " mentee_user_id mentor_name mentee_name reasons unused published pair_id is_open"
        " own_answer answer_until objection_ids origin form_key",
        "team": "run_id request_place score rank explanation explanation_bars explanation_text"
        " is_withdrawn state mentor_answer mentee_answer write_uid remind_on is_expired"
        " can_review mentor_department_id mentee_department_id alternatives"
        " alternative_lines locked",
        "nobody": "message_sealed decline_text",
        " ".join(PAIR): "message",
        " ".join(TEAM): "decline_reason",
    },
}


class TestAccessFields(
    FieldsMixin, RelationsMixin, MatchingRecordsMixin, TransactionCase
):
    addon = "mentorat_matching"
    bases = ("mentorat_programme",)
    fields = FIELDS
    matrix = ALL_MODELS
