"""Every address of this addon, as each role asks for it."""

from base64 import b64encode

from odoo.tests import HttpCase, tagged

from odoo.addons.mentorat_programme.tests.access_records import TEAM
from odoo.addons.mentorat_programme.tests.urls import HOME, UrlsMixin

from .common import EvaluationMixin

INVITATION = f"{HOME}/evaluation/<int:invitation_id>"
EXPERIENCE = f"{HOME}/experience/<int:screen_id>"
# Opened by a token, not by a login: see test_link.
LINK = "/mentoring/answer/<int:invitation_id>/<string:token>"
EXPORT = "/mentorat/export/<int:export_id>/workbook.xlsx"
# Whom each route answers, about what belongs to the mentee.
ROUTES = {
    INVITATION: {"mentee"},
    EXPERIENCE: {"mentee"},
    "/mentorat/programme/<int:programme_id>/export.xlsx": set(TEAM),
    # Of the engineer who asked for it.
    EXPORT: {"engineer"},
}


@tagged("post_install", "-at_install")
class TestAccessUrls(UrlsMixin, EvaluationMixin, HttpCase):
    addon = "mentorat_evaluation"
    routes = ROUTES
    open_routes = (LINK,)
    secrets = {"Merle": ("mentee", *TEAM), "Morgan": TEAM}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_pair()
        invitations = cls._open_evaluation().invitation_ids
        own = invitations.filtered(lambda invitation: invitation.user_id == cls.mentee)
        cls.programme.ethics_contact_id = cls.manager
        screens = cls._open_evaluation(moment="screen").invitation_ids
        screen = screens.filtered(lambda invitation: invitation.user_id == cls.mentee)
        cls.forms = {
            INVITATION: ("mentee", {f"question_{cls.useful.id}": "8"}),
            EXPERIENCE: ("mentee", {"nothing": "1"}),
        }
        export, old_export = cls.env["mentorat.export"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "user_id": cls.engineer.id,
                    "state": "done",
                    "workbook": b64encode(b"Secret file"),
                }
                for _number in range(2)
            ]
        )
        cls.numbers = {
            "invitation_id": own.id,
            "screen_id": screen.id,
            "programme_id": cls.programme.id,
            "export_id": export.id,
        }
        lost, programme = (invitations - own)[:1], cls.other_programme.copy()
        cls.gone = {
            "invitation_id": lost.id,
            "screen_id": lost.id,
            "programme_id": programme.id,
            "export_id": old_export.id,
        }
        lost.unlink()
        old_export.unlink()
        programme.unlink()
        cls.env.flush_all()

    def _get_files(self):
        reports = ("report_evaluation", "report_programme_summary")
        return {
            ("/web/content/mentorat.export/{}/workbook", self.numbers["export_id"]): {
                "engineer"
            },
            **{
                (
                    f"/report/{kind}/mentorat_evaluation.{report}/{{}}",
                    self.programme.id,
                ): set(TEAM)
                for report in reports
                for kind in ("html", "pdf")
            },
        }
