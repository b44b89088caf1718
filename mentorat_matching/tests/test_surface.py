"""What anybody with a login can call: every public method is an API."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from .common import MatchingCase

PUBLIC = {
    "mentorat.criterion": set(),
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
    "mentorat.programme": {"action_match", "action_view_runs"},
}
# Defined by every model; the ORM checks rights in them.
ORM = {"create", "write", "unlink"}


class TestSurface(MatchingCase):
    def test_public_methods(self):
        found = {}
        for name in self.env.registry:
            for cls in type(self.env[name]).__mro__:
                if cls.__module__.startswith("odoo.addons.mentorat_matching."):
                    methods = {
                        key for key, value in vars(cls).items() if callable(value)
                    }
                    found.setdefault(name, set()).update(methods - ORM)
        public = {
            name: {method for method in methods if self._is_public(name, method)}
            for name, methods in found.items()
        }
        self.assertEqual(public, PUBLIC)

    def _is_public(self, model, name):
        try:
            get_public_method(self.env[model], name)
        except (AccessError, AttributeError):
            return False
        return not name.startswith("_")
