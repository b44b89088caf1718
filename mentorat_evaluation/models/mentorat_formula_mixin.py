from odoo import api, models

from ..core.indicators import FLOOR, Measure


class MentoratFormulaMixin(models.AbstractModel):
    """The formulas of indicators: each addon, and each theme, adds its own.

    A formula is a line of ``_get_formulas`` and a method ``_figures_<code>(programmes,
    date)`` that returns a list of ``core.indicators.Measure``, undisclosed, for all of
    ``programmes`` (a recordset in superuser mode) as of the end of the day ``date``. Its
    number of queries does not depend on the number of programmes or people.
    """

    _name = "mentorat.formula.mixin"
    _description = "Formulas of mentoring indicators"

    @api.model
    def _get_formulas(self):
        """Return the formulas: list of ``(code, source, words)``.

        The source is ``"programme"`` or ``"survey"``: what a survey indicator measures is
        the question that names it.
        """
        return []

    @api.model
    def _get_formula_selection(self):
        return [(code, words) for code, __, words in self._get_formulas()]

    def _get_figures(self, programmes, date):
        """Return what this indicator says of ``programmes`` at ``date``, undisclosed.

        :param programmes: recordset in superuser mode
        :return: list of ``core.indicators.Measure``
        """
        self.ensure_one()
        return getattr(self, f"_figures_{self.formula}")(programmes, date)

    def _measure(self, programme, figure, **values):
        """Return a ``Measure`` of the life of ``programme``."""
        return Measure(
            programme,
            self.env["mentorat.evaluation"],
            values.pop("role", None),
            values.pop("date_start", None),
            values.pop("threshold", FLOOR),
            figure,
            **values,
        )
