from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain


class MentoratClosing(models.Model):
    """What one of the two looks back on when the pair closes, and says to the other.

    The pair is closed once both have written. Until then each reads their own alone.
    """

    _name = "mentorat.closing"
    _inherit = "mentorat.authored.mixin"
    _description = "Closing words in a mentoring pair"
    _order = "pair_id, id"

    _sealed_fields = ("harvest", "thanks")
    _writable_fields = frozenset(
        {"harvest", "thanks", "shows_badge", "wants_to_mentor"}
    )
    _version_fields = frozenset({"harvest", "thanks"})

    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    harvest_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    harvest = fields.Text(
        "What changed, what remains",
        compute="_compute_sealed",
        readonly=False,
        copy=False,
    )
    thanks_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    thanks = fields.Text(
        "Words for the other", compute="_compute_sealed", readonly=False, copy=False
    )
    shows_badge = fields.Boolean(
        "Badge on my profile",
        help="Colleagues see on the profile that the person took part, not with whom.",
    )
    wants_to_mentor = fields.Boolean(
        "Could become a mentor",
        help="The programme team is told, and invites the person.",
    )

    _once_by_each = models.Constraint(
        "UNIQUE(pair_id, author_id)", "Your closing words are kept already."
    )

    # COMPUTE

    def _compute_display_name(self):
        for closing in self:
            closing.display_name = self.env._(
                "Closing words %(number)s", number=closing.id or ""
            )

    @api.depends_context("uid")
    @api.depends("harvest_sealed", "thanks_sealed", "author_id", "pair_id.state")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        own = Domain("author_id", "=", self.env.uid)
        if self.search_count(
            own & Domain("pair_id", "in", [vals.get("pair_id") for vals in vals_list]),
            limit=1,
        ):
            raise UserError(self.env._("Your closing words are kept already."))
        closings = super().create(vals_list)
        pairs = closings.pair_id
        # States of the person's own pairs, as just checked.
        pairs_sudo = pairs.sudo()
        if any(pair.state != "closing" for pair in pairs_sudo):
            raise UserError(
                self.env._("Closing words are written while a pair closes.")
            )
        pairs_sudo._close_if_both_wrote()
        return closings

    def write(self, vals):
        if self._writable_fields & set(vals) and any(
            closing.author_id != self.env.user for closing in self
        ):
            raise AccessError(self.env._("Only its author changes what they wrote."))
        return super().write(vals)

    # BUSINESS

    def _filter_sealed_readable(self):
        own = super()._filter_sealed_readable()
        # Read to decide, before any text is shown.
        readable = own.sudo().filtered(
            lambda closing: (
                closing.author_id == self.env.user or closing.pair_id.state == "closed"
            )
        )
        return readable.with_env(self.env)
