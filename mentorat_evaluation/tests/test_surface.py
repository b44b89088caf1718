"""What anybody with a login can call: every public method is an API."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from .common import EvaluationCase

PUBLIC = {
    "mentorat.evaluation": {"action_close", "action_open"},
    "mentorat.evaluation.invitation": set(),
    "mentorat.answer": set(),
    "mentorat.indicator": set(),
    "mentorat.indicator.value": set(),
    "mentorat.report": set(),
    "report.mentorat_evaluation.report_programme_summary": set(),
    "mentorat.programme": {
        "action_compute_indicators",
        "action_export_xlsx",
        "action_print_summary",
        "action_view_evaluations",
        "action_view_indicators",
    },
    "survey.survey": set(),
    "survey.question": set(),
}
# Defined by every model; the ORM checks rights in them.
ORM = {"create", "write", "unlink"}


class TestSurface(EvaluationCase):
    def test_public_methods(self):
        found = {}
        for name, model in self.env.registry.items():
            for cls in type(self.env[name]).__mro__:
                if not cls.__module__.startswith("odoo.addons.mentorat_evaluation."):
                    continue
                own = found.setdefault(name, set())
                own |= {
                    attribute
                    for attribute, value in vars(cls).items()
                    if callable(value)
                    and attribute not in ORM
                    and self._is_public(self.env[name], attribute)
                }
            self.assertTrue(model)
        self.assertEqual(found, PUBLIC)

    def _is_public(self, model, name):
        try:
            get_public_method(model, name)
        except AccessError:
            return False
        return True
