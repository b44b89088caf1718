"""What anybody with a login can call: every public method is an API."""

from odoo.addons.mentorat_programme.tests.inventory import SurfaceMixin

from .common import EvaluationCase

PUBLIC = {
    "mentorat.evaluation": {"action_close", "action_open", "action_view_reviews"},
    "mentorat.evaluation.invitation": set(),
    "mentorat.contact.request": {"action_done", "action_undo"},
    "mentorat.health.rule": set(),
    "mentorat.own.data": set(),
    "mentorat.pair": set(),
    "mentorat.results.mixin": set(),
    "mentorat.schedule.mixin": set(),
    "mentorat.evaluation.question": set(),
    "mentorat.plan.mixin": {"action_view_plan", "copy"},
    "mentorat.answer": set(),
    "mentorat.cost.mixin": set(),
    "mentorat.ending.formulas.mixin": set(),
    "mentorat.enrolment.formulas.mixin": set(),
    "mentorat.formula.mixin": set(),
    "mentorat.match.formulas.mixin": set(),
    "mentorat.meeting.formulas.mixin": set(),
    "mentorat.quarter.formulas.mixin": set(),
    "mentorat.response.formulas.mixin": set(),
    "mentorat.snapshot.mixin": set(),
    "mentorat.start.formulas.mixin": set(),
    "mentorat.survey.formulas.mixin": set(),
    "mentorat.indicator": set(),
    "mentorat.indicator.target": set(),
    "mentorat.indicator.value": set(),
    "mentorat.comparison.mixin": set(),
    "mentorat.criterion": set(),
    "mentorat.learning": {"action_apply", "action_undo"},
    "mentorat.learning.line": set(),
    "mentorat.learning.mixin": {"action_learn", "action_view_learnings"},
    "mentorat.readiness.item": set(),
    "mentorat.report": set(),
    "mentorat.export": {"action_download"},
    "mentorat.review": {"action_done", "action_drop", "action_reopen"},
    "mentorat.value.display.mixin": set(),
    "mentorat.report.wizard": {"action_print"},
    "mentorat.totals.mixin": set(),
    "report.mentorat_evaluation.report_evaluation": set(),
    "mentorat.report.sending": set(),
    "mentorat.report.subscription": {"action_start", "action_stop"},
    "mentorat.workbook.mixin": {"action_export_xlsx"},
    "mentorat.workbook.results.mixin": set(),
    "mentorat.reviewed.mixin": {"action_view_reviews"},
    "report.mentorat_evaluation.report_programme_summary": set(),
    "mentorat.programme": {
        "action_compute_indicators",
        "action_export_xlsx",
        "action_learn",
        "action_print_report",
        "action_print_summary",
        "action_view_evaluations",
        "action_view_indicators",
        "action_view_learnings",
        "action_view_reviews",
        "action_view_plan",
        "copy",
    },
    "survey.survey": set(),
    "survey.question": set(),
    "survey.question.answer": set(),
}


class TestSurface(SurfaceMixin, EvaluationCase):
    addon = "mentorat_evaluation"
    public = PUBLIC
