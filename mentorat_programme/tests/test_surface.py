"""What anybody with a login can call: every public method is an API."""

from .common import MentoratCase
from .inventory import SurfaceMixin

PUBLIC = {
    "mentorat.programme": {
        "action_cancel",
        "action_close",
        "action_draft",
        "action_evaluate",
        "action_open",
        "action_start",
        "action_view_eligible",
        "action_view_pairs",
        "action_view_participations",
        "message_subscribe",
    },
    "mentorat.participation": {
        "action_accept",
        "action_approve",
        "action_complete",
        "action_draft",
        "action_refuse",
        "action_submit",
        "action_view_pairs",
        "action_waitlist",
        "action_withdraw",
    },
    "mentorat.participation.skill": set(),
    "mentorat.pair": {
        "action_activate",
        "action_answer_yes",
        "action_close",
        "action_closing",
        "action_end",
        "action_view_meetings",
    },
    "mentorat.meeting": {"action_cancel", "action_hold", "action_plan"},
    "mentorat.note": set(),
    "mentorat.goal": set(),
    "mentorat.log": set(),
    "mentorat.outbox": set(),
    "mentorat.activity.mixin": set(),
    "mentorat.consent.mixin": set(),
    "mentorat.sealed.mixin": set(),
    "mentorat.transition.mixin": set(),
    "hr.employee": set(),
    "ir.actions.report": set(),
}


class TestSurface(SurfaceMixin, MentoratCase):
    addon = "mentorat_programme"
    public = PUBLIC
