from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.mentorat_programme.core.health import ALERT, Finding, Rule


def find_contact(facts, today, threshold):
    """Find since when one of the two waits to be contacted, for ``threshold`` days or more."""
    asked = facts.get("contact")
    if asked and today >= asked + timedelta(days=threshold):
        return Finding(asked)
    return None


RULES = {"contact": Rule("contact", ALERT, 0, "days", find_contact)}


class MentoratHealthRule(models.Model):
    _inherit = "mentorat.health.rule"

    code = fields.Selection(
        selection_add=[("contact", "Asks to be contacted")],
        ondelete={"contact": "cascade"},
    )

    # HOOKS

    @api.model
    def _get_rules(self):
        return {**super()._get_rules(), **RULES}

    @api.model
    def _get_sentences(self):
        return {
            **super()._get_sentences(),
            "contact": self.env._("Asked to be contacted on %(value)s"),
            "contact_past": self.env._("Waits to be contacted since %(value)s"),
        }
