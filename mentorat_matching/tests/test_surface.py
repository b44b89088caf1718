"""What anybody with a login can call: every public method is an API."""

from odoo.addons.mentorat_programme.tests.inventory import SurfaceMixin

from .common import MatchingCase

PUBLIC = {
    "mentorat.choice.mixin": {"action_offer_places", "action_view_waitlist"},
    "mentorat.criterion": set(),
    "mentorat.exclusion": set(),
    "mentorat.participation": {"action_exclude", "action_settle_conflict"},
    "mentorat.preference": set(),
    "mentorat.matching.reader": set(),
    "mentorat.matching.run": {
        "action_apply",
        "action_cancel",
        "action_launch",
        "action_view_proposals",
    },
    "mentorat.matching.proposal": {
        "action_answer_no",
        "action_answer_yes",
        "action_withdraw",
    },
    "mentorat.pair": set(),
    "mentorat.readiness.item": set(),
    "mentorat.skill.map": {"action_view_people"},
    "mentorat.programme": {"action_match", "action_view_runs"},
}


class TestSurface(SurfaceMixin, MatchingCase):
    addon = "mentorat_matching"
    public = PUBLIC
