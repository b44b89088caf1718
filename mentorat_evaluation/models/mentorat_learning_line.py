from odoo import api, fields, models
from odoo.tools import formatLang

from ..core.learning import suggest


class MentoratLearningLine(models.Model):
    """How one criterion goes with the quality of pairs, and the weight to try."""

    _name = "mentorat.learning.line"
    _description = "What was learnt of a criterion"
    _order = "learning_id, id"
    _rec_name = "kind"

    learning_id = fields.Many2one(
        "mentorat.learning",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="learning_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="learning_id.company_id", store=True)
    kind = fields.Selection(
        lambda self: (
            self.env["mentorat.criterion"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        "Kind of criterion",
        readonly=True,
    )
    options = fields.Json(readonly=True, exportable=False)
    status = fields.Selection(
        [
            ("more", "Pairs go better with it"),
            ("less", "Pairs go worse with it"),
            ("unclear", "No clear sign"),
            ("unknown", "Known of too few pairs"),
            ("constant", "The same for almost all"),
            ("tied", "Goes with another criterion"),
        ],
        "What is seen",
        required=True,
        readonly=True,
    )
    coefficient = fields.Float(
        "Effect",
        readonly=True,
        aggregator=None,
        help="Points of quality, of 100, between pairs for which the criterion is worth "
        "nothing and pairs for which it is fully met, all else being equal.",
    )
    low = fields.Float("Interval from", readonly=True, aggregator=None)
    high = fields.Float("Interval to", readonly=True, aggregator=None)
    interval = fields.Char(compute="_compute_interval")
    weight = fields.Integer(
        readonly=True, aggregator=None, help="Weight on the day of the computation."
    )
    suggested_weight = fields.Integer(readonly=True, aggregator=None)
    suggestion = fields.Selection(
        [("raise", "Raise"), ("lower", "Lower"), ("keep", "Keep")],
        compute="_compute_suggestion",
    )

    # what was done with it
    criterion_id = fields.Many2one(
        "mentorat.criterion", "Criterion changed", readonly=True, ondelete="set null"
    )
    former_weight = fields.Integer("Weight before", readonly=True, aggregator=None)

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("kind", "options")
    def _compute_display_name(self):
        words = self.env["mentorat.matching.words"]
        for line in self:
            line.display_name = line.kind and words._get_label(
                line.kind, line.options or {}
            )

    @api.depends_context("lang")
    @api.depends("status", "low", "high")
    def _compute_interval(self):
        for line in self:
            line.interval = line._is_judged() and self.env._(
                "%(low)s to %(high)s",
                low=formatLang(self.env, line.low, 1),
                high=formatLang(self.env, line.high, 1),
            )

    @api.depends("weight", "suggested_weight")
    def _compute_suggestion(self):
        for line in self:
            if line.suggested_weight == line.weight:
                line.suggestion = "keep"
            else:
                is_more = line.suggested_weight > line.weight
                line.suggestion = "raise" if is_more else "lower"

    # BUSINESS

    def _is_judged(self):
        return self.status in ("more", "less", "unclear")

    def _get_subject(self):
        """Return what a criterion is about; see ``mentorat.criterion``."""
        return self.kind, (self.options or {}).get("field") or ""

    @api.model
    def _prepare_line(self, subject, options, weight, effect):
        """Return the values of a line.

        :param subject: see ``_get_subject``
        :param dict options: what the explanation of a pair tells of the criterion
        :param effect: ``core.learning.Effect``
        """
        return {
            "kind": subject[0],
            "options": options,
            "status": effect.status,
            **{
                # As it is shown: all digits of a few sums could be solved for what each
                # pair thought, which is one of few marks.
                name: None if value is None else round(value, 1)
                for name, value in zip(
                    ("coefficient", "low", "high"), effect[1:], strict=True
                )
            },
            "weight": weight,
            "suggested_weight": suggest(weight, effect.status),
        }
