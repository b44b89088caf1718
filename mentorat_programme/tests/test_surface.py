"""What anybody with a login can call: every public method is an API."""

from .common import MentoratCase
from .inventory import SurfaceMixin

TEMPLATE = {
    "action_fill_from_template",
    "action_new_from_template",
    "action_save_as_template",
}
RETENTION = {"action_ask_erasure", "action_erase"}
APPROVAL = {
    "action_approve",
    "action_answer_question",
    "action_ask",
    "action_delegate",
}
READINESS = {"action_download_evidence", "action_view_checks", "action_view_missing"}
KIT = {"action_view_acceptances"}
ELIGIBILITY = {"action_view_eligible"}
WAITING_LIST = {"action_leave_place", "action_offer", "action_take_place"}
SELECTION = {"action_download_document", "action_note_interview"}
AGREEMENT = {"action_review_done", "action_view_agreement"}
PUBLIC = {
    "mentorat.programme": {
        *KIT,
        *ELIGIBILITY,
        "action_cancel",
        "action_close",
        "action_draft",
        "action_evaluate",
        "action_open",
        "action_start",
        "action_download_evidence",
        "action_fill_from_template",
        "action_invite",
        "action_new_from_template",
        "action_save_as_template",
        "action_view_checks",
        "action_view_due",
        "action_view_invitations",
        "action_view_missing",
        "action_view_pairs",
        "action_view_participations",
        "message_subscribe",
    },
    "mentorat.programme.part.mixin": set(),
    "mentorat.template.mixin": TEMPLATE,
    "mentorat.visibility.mixin": set(),
    "mentorat.ethics.mixin": set(),
    "mentorat.readiness.mixin": READINESS,
    "mentorat.kit.mixin": KIT,
    "mentorat.eligibility.mixin": ELIGIBILITY,
    "mentorat.training.mixin": set(),
    "mentorat.selection.mixin": SELECTION,
    "mentorat.waiting.list.mixin": WAITING_LIST,
    "mentorat.supporting.document": set(),
    "mentorat.document": {"action_print", "action_publish"},
    "mentorat.document.version": {"action_restore"},
    "mentorat.clause": set(),
    "mentorat.acknowledgement": set(),
    "mentorat.objective": set(),
    "mentorat.phase": set(),
    "mentorat.slot": set(),
    "mentorat.availability.mixin": set(),
    "mentorat.approval.mixin": APPROVAL,
    "mentorat.preparation.mixin": {"action_recognise_training"},
    "mentorat.decision.wizard": {"action_apply"},
    "mentorat.mail.mixin": set(),
    "mentorat.appointment.mixin": set(),
    "mentorat.invitation": {"action_remind"},
    "mentorat.invitation.wizard": {"action_invite"},
    "mentorat.readiness.item": set(),
    "mentorat.readiness.check": {"action_mend"},
    "mentorat.qualification": set(),
    "mentorat.programme.opening.wizard": {"action_open_anyway"},
    "mentorat.programme.template.wizard": {"action_apply"},
    "mentorat.participation": {
        *APPROVAL,
        *RETENTION,
        *SELECTION,
        *WAITING_LIST,
        "action_accept",
        "action_complete",
        "action_draft",
        "action_recognise_training",
        "action_refuse",
        "action_submit",
        "action_view_pairs",
        "action_waitlist",
        "action_withdraw",
    },
    "mentorat.participation.request": {"action_approve"},
    "mentorat.participation.skill": set(),
    "mentorat.pair": {
        "action_activate",
        "action_answer_yes",
        "action_close",
        "action_closing",
        "action_end",
        "action_view_meetings",
        *AGREEMENT,
    },
    "mentorat.agreement.mixin": AGREEMENT,
    "mentorat.agreement": set(),
    "mentorat.signature": set(),
    "mentorat.meeting": {
        "action_cancel",
        "action_hold",
        "action_miss",
        "action_plan",
    },
    "mentorat.note": set(),
    "mentorat.goal": {
        "action_confirm",
        "action_drop",
        "action_restore",
        "action_unconfirm",
    },
    "mentorat.message": set(),
    "mentorat.conversation.mixin": set(),
    "mentorat.goal": set(),
    "mentorat.log": set(),
    "mentorat.outbox": set(),
    "mentorat.activity.mixin": set(),
    "mentorat.consent.mixin": set(),
    "mentorat.guard.mixin": set(),
    "mentorat.pair.part.mixin": set(),
    "mentorat.rhythm.mixin": set(),
    "mentorat.usefulness.mixin": set(),
    "mentorat.sealed.mixin": set(),
    "mentorat.transition.mixin": set(),
    "hr.employee": set(),
    "mentorat.own.data": set(),
    "report.mentorat_programme.report_own_data": set(),
    "mentorat.retention.mixin": RETENTION,
    "hr.version": set(),
    "mentorat.hr.event.mixin": set(),
    "mentorat.participation.hr": set(),
    "ir.actions.report": set(),
    "ir.module.module": set(),
    # Odoo's own, which its cron calls.
    "mail.mail": {"process_email_queue"},
}


class TestSurface(SurfaceMixin, MentoratCase):
    addon = "mentorat_programme"
    public = PUBLIC
