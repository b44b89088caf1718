"""Every address of this addon, as each role asks for it."""

from odoo.tests import HttpCase, tagged

from odoo.addons.mentorat_programme.tests.access_records import TEAM
from odoo.addons.mentorat_programme.tests.urls import HOME, UrlsMixin

from .common import EvaluationMixin

INVITATION = f"{HOME}/evaluation/<int:invitation_id>"
# Whom each route answers, about what belongs to the mentee.
ROUTES = {
    INVITATION: {"mentee"},
    "/mentorat/programme/<int:programme_id>/export.xlsx": set(TEAM),
}


@tagged("post_install", "-at_install")
class TestAccessUrls(UrlsMixin, EvaluationMixin, HttpCase):
    addon = "mentorat_evaluation"
    routes = ROUTES
    secrets = {"Merle": ("mentee", *TEAM), "Morgan": TEAM}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_pair()
        invitations = cls._open_evaluation().invitation_ids
        own = invitations.filtered(lambda invitation: invitation.user_id == cls.mentee)
        cls.forms = {INVITATION: ("mentee", {f"question_{cls.useful.id}": "8"})}
        cls.numbers = {"invitation_id": own.id, "programme_id": cls.programme.id}
        lost, programme = (invitations - own)[:1], cls.other_programme.copy()
        cls.gone = {"invitation_id": lost.id, "programme_id": programme.id}
        lost.unlink()
        programme.unlink()
        cls.env.flush_all()

    def _get_files(self):
        report = "mentorat_evaluation.report_programme_summary"
        return {
            (f"/report/{kind}/{report}/{{}}", self.programme.id): set(TEAM)
            for kind in ("html", "pdf")
        }
