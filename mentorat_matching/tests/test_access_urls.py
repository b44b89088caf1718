"""Every address of this addon, as each role asks for it."""

from odoo.tests import HttpCase, tagged

from odoo.addons.mentorat_programme.tests.access_records import PAIR, TEAM
from odoo.addons.mentorat_programme.tests.common import MentoratMixin
from odoo.addons.mentorat_programme.tests.urls import HOME, UrlsMixin

from .common import MatchingMixin

MENTEE = {"mentee"}
PROPOSAL = f"{HOME}/proposal/<int:proposal_id>"
PARTICIPATION = f"{HOME}/participation/<int:participation_id>"
PERSON = f"{PARTICIPATION}/people/<int:profile_id>"
WISH = f"{PARTICIPATION}/wishes/<int:preference_id>/<any(up,down,remove):move>"
# Whom each route answers, about what belongs to the mentee.
ROUTES = {
    PROPOSAL: set(PAIR),
    f"{PROPOSAL}/<any(yes,no):answer>": set(PAIR),
    f"{PROPOSAL}/object": set(PAIR),
    f"{PARTICIPATION}/profile": MENTEE,
    f"{PARTICIPATION}/people": MENTEE,
    PERSON: MENTEE,
    f"{PERSON}/ask": MENTEE,
    f"{PERSON}/wish": MENTEE,
    WISH: MENTEE,
    "/mentorat/run/<int:run_id>/export.xlsx": set(TEAM),
}
FORMS = {
    f"{PROPOSAL}/<any(yes,no):answer>": ("mentee", {}),
    f"{PROPOSAL}/object": ("mentee", {"objection": "We are cousins."}),
    f"{PARTICIPATION}/profile": ("mentee", {"text": "I listen.", "is_published": "1"}),
    f"{PERSON}/ask": ("mentee", {"message": "Would you?"}),
    f"{PERSON}/wish": ("mentee", {}),
    WISH: ("mentee", {}),
}


@tagged("post_install", "-at_install")
class TestAccessUrls(UrlsMixin, MatchingMixin, MentoratMixin, HttpCase):
    addon = "mentorat_matching"
    routes = ROUTES
    forms = FORMS
    secrets = {"Merle": (*PAIR, *TEAM), "Morgan": (*PAIR, *TEAM)}

    def setUp(self):
        super().setUp()
        proposal = self._publish()
        self.programme.choice_mode = "ranking"
        own = self.mentee_participation.with_user(self.mentee)
        own._set_wishes(self.mentor_participation.with_user(self.mentee))
        self.numbers = {
            "proposal_id": proposal.id,
            "run_id": proposal.run_id.id,
            "participation_id": self.mentee_participation.id,
            "profile_id": self._show_profile(self.mentor_participation).id,
            "preference_id": self.mentee_participation.preference_ids.id,
            "answer": "yes",
            "move": "up",
        }
        run = self._create_run()
        stranger = {"participation_id": self.stranger.id}
        self.gone = {
            "proposal_id": self._delete(proposal.copy({"run_id": run.id})),
            "run_id": self._delete(run),
            "participation_id": self._delete(
                self._create_people("mentee", [[]], state="draft")
            ),
            "profile_id": self._delete(self.env["mentorat.profile"].create(stranger)),
            "preference_id": self._delete(
                self.env["mentorat.preference"].create(
                    {**stranger, "wished_id": self.mentee_participation.id}
                )
            ),
        }
        self.env.flush_all()

    def _delete(self, record):
        """Delete ``record`` and return the id that it had."""
        number = record.id
        record.unlink()
        return number
