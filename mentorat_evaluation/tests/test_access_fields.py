"""What each role reads of each field, and learns by searching along it."""

from odoo.tests import TransactionCase

from odoo.addons.mentorat_programme.tests.inventory import FieldsMixin, RelationsMixin
from odoo.addons.mentorat_programme.tests.test_access import MATRIX as PROGRAMME_MATRIX

from .access_records import EvaluationRecordsMixin
from .test_access import MATRIX

# Models of mentorat_programme to which this addon adds fields.
EXTENDED = ("mentorat.health.rule", "mentorat.programme", "mentorat.readiness.item")
ALL_MODELS = {**MATRIX, **{name: PROGRAMME_MATRIX[name] for name in EXTENDED}}
# A new field is named here before the tests pass: see FieldsMixin.
FIELDS = {
    "mentorat.programme": {
        "team": "evaluation_ids evaluation_count indicator_value_ids latest_value_ids"
        " indicator_count learning_ids learning_count critical_skill_ids review_count plan_question_ids plan_gaps"
        " indicator_target_ids cost_mentor_hour"
        " cost_mentee_hour cost_supervisor_hour cost_training cost_fees cost_hypotheses",
        "nobody": "date_snapshot",
    },
    "mentorat.readiness.item": {"record": "topic"},
    "mentorat.health.rule": {"record": "code"},
    "mentorat.evaluation": {
        "record": "name programme_id company_id moment audience survey_id question_ids"
        " plan_question_ids date_start date_end state threshold invitation_ids invitation_count"
        " answer_count response_rate value_ids results can_open can_close is_confidential"
        " is_rolling delay_days date_planned date_calendar repeat_months review_count",
        "internal": "activity_type_icon",
    },
    # Who is invited, not who answered.
    "mentorat.evaluation.invitation": {
        "record": "evaluation_id participation_id user_id date_invited date_deadline",
        "nobody": "answered manager_id reminder_count nonce draft_sealed",
    },
    "mentorat.contact.request": {
        "record": "participation_id programme_id company_id person_name role date date_done"
        " state can_finish can_ask",
        "internal": "activity_type_icon",
    },
    "mentorat.evaluation.question": {
        "record": "programme_id sequence name level objective_ids indicator_ids"
        " evaluation_ids note missing",
    },
    "mentorat.answer": {
        "nobody": "evaluation_id role question_id value choice_id choices text day"
        " link",
    },
    "mentorat.indicator": {
        "record": "name code active sequence question level formula source unit"
        " direction target target_high alert least_score description limits"
        " record_model among_domain condition_domain averaged_field",
        "team hr_officer": "value_ids programme_ids",
        "team survey_officer": "question_ids item_ids",
    },
    "mentorat.indicator.target": {
        "record": "programme_id indicator_id direction target target_high alert",
    },
    # Of one that is shown: HR officers read no other.
    "mentorat.indicator.value": {
        "record": "indicator_id programme_id evaluation_id date value people shown"
        " role date_start low high reference reference_people left_out threshold level display_value"
        " display_interval display_reference display_target status is_reached previous_id"
        " delta trend tendency has_source",
    },
    "mentorat.report": {
        "record": "programme_id company_id state phase date_start date_end months score"
        " meeting_count hours",
    },
    "mentorat.learning": {
        "record": "programme_id company_id date pairs r2 line_ids target_id applied_on"
        " applied_by_id can_apply has_suggestion",
    },
    "mentorat.skill.transfer": {
        "record": "programme_id company_id skill_id skill_type_id stage people",
    },
    "mentorat.fairness": {
        "record": "programme_id company_id role measure attribute key label date_start"
        " date_end people value reference ratio shown is_apart",
    },
    "mentorat.learning.line": {
        "record": "learning_id programme_id company_id kind options status coefficient low"
        " high interval weight suggested_weight suggestion criterion_id former_weight",
    },
    "mentorat.export": {
        "record": "programme_id company_id user_id lang tz state attempts message workbook",
    },
    "mentorat.report.subscription": {
        "record": "programme_id company_id partner_ids outside_names outside_confirmed"
        " frequency lang state date_next sending_ids can_start can_stop",
    },
    "mentorat.report.sending": {
        "record": "subscription_id programme_id partner_id period lang content",
    },
    "mentorat.result": {
        "record": "value_id programme_id company_id kind programme_state indicator_id level"
        " level_sequence unit role date value people display_value"
        " display_interval display_target is_reached evaluation_id",
    },
    "mentorat.review": {
        "record": "name observation programme_id company_id evaluation_id indicator_id"
        " date owner_id team_ids date_deadline date_done state is_late can_done can_drop"
        " can_reopen activity_type_icon",
    },
    "survey.survey": {"record": "survey_type"},
    "survey.question": {"record": "survey_type mentorat_indicator_id mentorat_item"},
}


class TestAccessFields(
    FieldsMixin, RelationsMixin, EvaluationRecordsMixin, TransactionCase
):
    addon = "mentorat_evaluation"
    bases = ("mentorat_programme", "mentorat_matching")
    fields = FIELDS
    matrix = ALL_MODELS
    relations = {"survey.question": {"mentorat_indicator_id"}}
