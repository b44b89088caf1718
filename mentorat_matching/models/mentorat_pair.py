from odoo import api, fields, models

from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS


class MentoratPair(models.Model):
    _inherit = "mentorat.pair"

    proposal_ids = fields.One2many(
        "mentorat.matching.proposal", "pair_id", "Proposals", groups=TEAM_GROUPS
    )
    matching_score = fields.Float(
        digits=(5, 1),
        compute="_compute_matching_score",
        groups=TEAM_GROUPS,
        help="Score of the proposal that this pair comes from; 0 for a pair made by hand.",
    )

    @api.depends("proposal_ids.score")
    def _compute_matching_score(self):
        for pair in self:
            pair.matching_score = pair.proposal_ids[:1].score
