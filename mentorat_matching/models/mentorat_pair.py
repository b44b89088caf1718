from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    @api.constrains("mentor_id", "mentee_id")
    def _check_not_kept_apart(self):
        """Refuse what the engineers decided against, also for a pair made by hand."""
        # Read to decide: who decided it, and why, is not told.
        for pair in self.sudo():
            people = (pair.mentor_id | pair.mentee_id).employee_id.ids
            forbidden = pair.env["mentorat.matching.forbidden"].search_count(
                [
                    ("mentor_id", "=", pair.mentor_id.id),
                    ("mentee_id", "=", pair.mentee_id.id),
                ],
                limit=1,
            )
            if forbidden or pair.env["mentorat.exclusion"].search_count(
                [("employee_id", "in", people), ("other_id", "in", people)], limit=1
            ):
                raise ValidationError(
                    self.env._(
                        "%(mentor)s and %(mentee)s are kept apart by a decision of the "
                        "engineers.",
                        mentor=pair.mentor_name,
                        mentee=pair.mentee_name,
                    )
                )

    @api.depends("proposal_ids.score")
    def _compute_matching_score(self):
        for pair in self:
            pair.matching_score = pair.proposal_ids[:1].score
