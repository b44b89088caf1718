"""What anybody with a login can call: every public method is an API."""

from odoo.addons.mentorat_programme.tests.inventory import SurfaceMixin

from .common import MatchingCase

REVIEW = {
    "action_compare",
    "action_move",
    "action_repair",
    "action_rerun",
    "action_review",
    "action_undo",
    "action_view_unmatched",
    "get_move_effects",
    "get_review",
}
REVIEW_OF_PROPOSAL = {"action_forbid", "action_lock", "action_unlock"}
CHOICE = {"action_check_matching", "action_offer_places", "action_view_waitlist"}
CHOICE_OF_RUN = {
    "action_match_again",
    "action_send_shortlists",
    "action_view_quality",
}
PUBLIC = {
    "res.company": set(),
    "res.config.settings": set(),
    "mentorat.answer.mixin": set(),
    "mentorat.choice.mixin": {"action_offer_places", "action_view_waitlist"},
    "mentorat.directory.mixin": set(),
    "mentorat.fit.mixin": set(),
    "mentorat.group.mixin": set(),
    "mentorat.objection": {"action_handle"},
    "mentorat.outlook.mixin": {"action_check_matching"},
    "mentorat.profile": set(),
    "mentorat.request.mixin": set(),
    "mentorat.run.quality.mixin": {"action_view_quality"},
    "mentorat.run.shortlist.mixin": {"action_match_again", "action_send_shortlists"},
    "mentorat.shortlist": set(),
    "mentorat.criterion": set(),
    "mentorat.criterion.field.mixin": set(),
    "mentorat.criterion.hook.mixin": set(),
    "mentorat.exclusion": set(),
    "mentorat.participation": {"action_exclude", "action_settle_conflict"},
    "mentorat.preference": set(),
    "mentorat.matching.facts.mixin": set(),
    "mentorat.matching.reader": set(),
    "mentorat.matching.reasons.mixin": set(),
    "mentorat.matching.words": set(),
    "mentorat.matching.change": set(),
    "mentorat.matching.comparison": set(),
    "mentorat.matching.forbidden": set(),
    "mentorat.matching.run": {
        "action_apply",
        "action_cancel",
        "action_export",
        "action_launch",
        "action_view_proposals",
        *CHOICE_OF_RUN,
        *REVIEW,
    },
    "mentorat.matching.unmatched": {"action_open"},
    "mentorat.proposal.review.mixin": REVIEW_OF_PROPOSAL,
    "mentorat.run.export.mixin": {"action_export"},
    "mentorat.run.publication.mixin": {"action_apply"},
    "mentorat.run.result.mixin": set(),
    "mentorat.run.review.mixin": REVIEW,
    "mentorat.matching.proposal": {
        "action_answer_no",
        "action_answer_yes",
        "action_withdraw",
        *REVIEW_OF_PROPOSAL,
    },
    "mentorat.own.data": set(),
    "mentorat.pair": set(),
    "mentorat.readiness.item": set(),
    "mentorat.skill.map": {"action_view_people"},
    "mentorat.programme": {"action_match", "action_view_runs", *CHOICE},
}


class TestSurface(SurfaceMixin, MatchingCase):
    addon = "mentorat_matching"
    public = PUBLIC
