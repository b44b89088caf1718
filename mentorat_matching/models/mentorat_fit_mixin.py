from odoo import models

from ..core.fit import fit_level

# What is nobody's but its author's: a wish is told to nobody else, not even fulfilled.
SECRET_KINDS = ("preference",)


class MentoratFitMixin(models.AbstractModel):
    """How well two people fit, in words for the two: no figures, nothing that does not fit."""

    _name = "mentorat.fit.mixin"
    _description = "Fit of two people in words"

    def _get_fits(self):
        """Return ``[(criterion, level, words)]`` of what speaks for the pair, best first.

        Levels are those of ``core.fit``; for one of the two, else nothing.
        """
        self.ensure_one()
        if not self._get_sides()[self.id]:
            return []
        words = {
            "very_well": self.env._("fits very well"),
            "well": self.env._("fits well"),
            "partly": self.env._("fits partly"),
        }
        labels = self._get_fit_labels()
        # The points are the team's: what is said of them is no more than a word.
        explanation = self.sudo().explanation or {}
        fits = []
        for line in explanation.get("criteria", ()):
            level = fit_level(line["points"], line["out_of"])
            if level and line["kind"] not in SECRET_KINDS:
                fits.append((labels.get(line["kind"]), level, words[level]))
        order = list(words)
        return sorted(
            (fit for fit in fits if fit[0]), key=lambda fit: order.index(fit[1])
        )

    def _get_fit_labels(self):
        """Return ``{kind of criterion: what it is about, in words for the two}``."""
        return {
            "skills": self.env._("What one wants to learn and the other offers"),
            "level_gap": self.env._("How much further the mentor is"),
            "department": self.env._("A view from another department"),
        }
