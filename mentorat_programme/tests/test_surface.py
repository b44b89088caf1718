"""What anybody with a login can call: every public method is an API."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from .common import MentoratCase

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
}
# Defined by every model; the ORM checks rights in them.
ORM = {"create", "write", "unlink"}


class TestSurface(MentoratCase):
    def test_public_methods(self):
        for name, model in self.env.registry.items():
            if model._original_module != "mentorat_programme" or model._abstract:
                continue
            own = set()
            for cls in type(self.env[name]).__mro__:
                if cls.__module__.startswith("odoo.addons.mentorat_programme."):
                    own |= {
                        attribute
                        for attribute, value in vars(cls).items()
                        if callable(value) and not attribute.startswith("_")
                    }
            public = {
                attribute
                for attribute in own - ORM
                if self._is_public(self.env[name], attribute)
            }
            with self.subTest(model=name):
                self.assertEqual(public, PUBLIC[name])

    def _is_public(self, model, name):
        try:
            get_public_method(model, name)
        except AccessError:
            return False
        return True
