from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS


class MentoratNote(models.Model):
    """A note: its author's alone, or shared by the two of the pair."""

    _name = "mentorat.note"
    _inherit = "mentorat.authored.mixin"
    _description = "Note of a mentoring pair"
    _order = "date desc, id desc"

    _sealed_fields = ("body",)
    _writable_fields = frozenset({"body", "visibility", "date"})
    _given_fields = frozenset({"pair_id", "form_key", "author_id"})
    _version_fields = frozenset({"body", "visibility"})

    visibility = fields.Selection(
        [("private", "Private"), ("shared", "Shared with the other")],
        default="private",
        required=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    body_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    body = fields.Text("Text", compute="_compute_sealed", readonly=False, copy=False)

    def _compute_display_name(self):
        for note in self:
            note.display_name = self.env._("Note %(number)s", number=note.id or "")

    @api.depends_context("uid")
    @api.depends("body_sealed", "author_id", "visibility", "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    @api.model_create_multi
    def create(self, vals_list):
        if any(
            vals.get("author_id", self.env.uid) != self.env.uid for vals in vals_list
        ):
            raise AccessError(self.env._("A note is written by its author."))
        return super().create(vals_list)

    def write(self, vals):
        if self._version_fields & set(vals) and any(
            note.author_id != self.env.user for note in self
        ):
            raise AccessError(self.env._("Only its author changes a note."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_author(self):
        # Superuser mode is the suite's own, when the time to keep them is over.
        if not self.env.su and any(note.author_id != self.env.user for note in self):
            raise AccessError(self.env._("Only its author deletes a note."))

    def _filter_shown(self):
        return self.filtered(lambda note: note.visibility == "shared")

    def _filter_sealed_readable(self):
        own = super()._filter_sealed_readable()
        # Read to decide, before any text is shown.
        readable = own.sudo().filtered(
            lambda note: note.visibility == "shared" or note.author_id == self.env.user
        )
        return readable.with_env(self.env)
