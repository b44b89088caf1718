from odoo import models

from ..core.fit import fit_level

# Both sides speak in the points of a wish: no word is given to what the other one wishes.
SECRET_KINDS = ("preference",)


class MentoratFitMixin(models.AbstractModel):
    """How well two people fit, in words for the two: no figures, nothing that does not fit."""

    _name = "mentorat.fit.mixin"
    _description = "Fit of two people in words"

    def _get_fits(self):
        """Return ``[(sentence, level, words)]`` of what speaks for the pair, best first.

        For one of the two; others get nothing. Levels are those of ``core.fit``, None for
        what has no words.
        """
        self.ensure_one()
        side = self._get_sides()[self.id]
        # The points are the team's: what is said of them is no more than a word.
        explanation = self.sudo().explanation
        if not side or not explanation:
            return []
        words = {
            "very_well": self.env._("fits very well"),
            "well": self.env._("fits well"),
            "partly": self.env._("fits partly"),
            None: "",
        }
        skills, __ = self._get_vocabulary()
        wishes = self._get_wishes()[self.id]
        fits = []
        for entry, sentence in self._get_reasons(explanation, side, skills, wishes):
            level = entry["kind"] not in SECRET_KINDS and fit_level(
                entry["points"], entry["out_of"]
            )
            fits.append((sentence, level or None, words[level or None]))
        order = list(words)
        return sorted(fits, key=lambda fit: order.index(fit[1]))
