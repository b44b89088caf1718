from odoo import api, fields, models


class MentoratMatchingChange(models.Model):
    """What an engineer changed in a run by hand: who moved, and what it did to the total."""

    _name = "mentorat.matching.change"
    _description = "Change of a matching run by hand"
    _order = "id desc"
    _rec_name = "kind"

    run_id = fields.Many2one(
        "mentorat.matching.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="run_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    kind = fields.Selection(
        [("move", "Moved"), ("forbid", "Forbidden")], required=True, readonly=True
    )
    # List of {mentee, origin, target}: participations, false for nobody.
    moves = fields.Json(required=True, readonly=True)
    summary = fields.Char("What", compute="_compute_summary")
    points = fields.Float(
        "Total", digits=(6, 1), readonly=True, help="What it did to the total score."
    )
    pairs = fields.Integer(readonly=True, help="What it did to the number of pairs.")
    forbidden_id = fields.Many2one(
        "mentorat.matching.forbidden", readonly=True, ondelete="set null"
    )
    is_undone = fields.Boolean("Taken back", readonly=True)

    @api.depends_context("lang")
    @api.depends("moves")
    def _compute_summary(self):
        for change in self:
            moves = [(move["mentee"], move["target"]) for move in change.moves or []]
            change.summary = change.run_id._describe_moves(moves)
