from odoo import api, models

from ..core.indicators import Figure


class MentoratFairnessMixin(models.AbstractModel):
    """Are all groups of people matched alike?"""

    _name = "mentorat.fairness.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Fairness of a programme"

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            (
                "fairness_ratio",
                "programme",
                self.env._(
                    "Fairness: lowest match rate of a group / that of everybody"
                ),
            ),
        ]

    def _figures_fairness_ratio(self, programmes, date):
        """The group that was matched least, of the last time that was looked at."""
        ledger = self.env["mentorat.fairness"]
        ledger._freeze(programmes, date)
        lowest = {}
        for row in ledger.search(
            [
                ("programme_id", "in", programmes.ids),
                ("measure", "=", "match"),
                ("role", "=", "mentee"),
                ("shown", "=", True),
                ("reference", ">", 0),
                ("date_end", "<=", date),
            ],
            order="date_end desc, ratio, id",
        ):
            lowest.setdefault(row.programme_id, row)
        return [
            self._measure(
                row.programme_id,
                Figure(row.ratio, row.people),
                role="mentee",
                date_start=row.date_start,
                date_end=row.date_end,
            )
            for row in lowest.values()
        ]
