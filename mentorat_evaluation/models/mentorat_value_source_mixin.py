from odoo import api, fields, models
from odoo.exceptions import UserError

ACCEPTED = [("state", "=", "accepted")]
STARTED = [("date_start", "!=", False)]
# Formulas whose rows the team reads one by one anyway: (action of a programme, domain).
SOURCES = {
    "approval_delay": ("participation", [("date_submitted", "!=", False)]),
    "match_rate": ("participation", ACCEPTED),
    "mentor_use": ("participation", [*ACCEPTED, ("role", "=", "mentor")]),
    "charter_coverage": ("participation", ACCEPTED),
    "time_to_match": ("participation", ACCEPTED),
    "trained_before_start": ("pair", STARTED),
    "agreement_on_time": ("pair", STARTED),
    "mixing_index": ("pair", STARTED),
    "early_end_rate": ("pair", STARTED),
    "rematch_rate": ("pair", [("state", "=", "ended")]),
    "active_pair_rate": ("pair", [("state", "in", ("active", "closing"))]),
    "regularity": ("pair", [("state", "in", ("active", "closing"))]),
    "meeting_frequency": ("meeting", [("state", "=", "held")]),
    "meeting_completion": ("meeting", [("state", "!=", "proposed")]),
}


class MentoratValueSourceMixin(models.AbstractModel):
    """From a figure to the rows that it counts, where the reader may read these.

    Never to answers, nor to what is counted only because nobody reads it row by row.
    """

    _name = "mentorat.value.source.mixin"
    _description = "Rows behind the value of an indicator"

    has_source = fields.Boolean(compute="_compute_has_source")

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("indicator_id.formula", "programme_id")
    def _compute_has_source(self):
        team = self.programme_id._filter_team()
        for record in self:
            record.has_source = (
                record.indicator_id.formula in SOURCES and record.programme_id in team
            )

    # ACTIONS

    def action_view_source(self):
        """Open the rows as they are today, which may be more or others than were counted.

        :raises UserError: when there are none to be opened
        """
        self.ensure_one()
        self.programme_id._check_team()
        if not self.has_source:
            raise UserError(
                self.env._("Nobody reads one by one what is behind this figure.")
            )
        name, domain = SOURCES[self.indicator_id.formula]
        action = self.programme_id._get_related_action(
            f"mentorat_programme.mentorat_{name}_action"
        )
        roles = [("role", "=", self.role)] if self.role and name != "pair" else []
        return {
            **action,
            "name": self.indicator_id.name,
            "domain": [("programme_id", "=", self.programme_id.id), *domain, *roles],
        }
