from odoo.http import request

from .forms import Form
from .portal import MAX_ID
from .portal_pair import MentoratPortalPair, pair_route


class MentoratPortalNote(MentoratPortalPair):
    """The notes of a pair."""

    @pair_route("/note", "GET", "POST")
    def portal_mentoring_note_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_note(pair, pair.env["mentorat.note"], post)

    @pair_route("/note/<int:note_id>", "GET", "POST")
    def portal_mentoring_note(self, pair_id, note_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_note(pair, self._browse_own_note(pair, note_id), post)

    @pair_route("/note/<int:note_id>/delete", "POST")
    def portal_mentoring_note_delete(self, pair_id, note_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(
            pair, self._browse_own_note(pair, note_id).unlink, "deleted"
        )

    def _browse_own_note(self, pair, note_id):
        return self._browse_part(
            pair, "mentorat.note", note_id, [("author_id", "=", pair.env.uid)]
        )

    def _serve_note(self, pair, note, post):
        if request.httprequest.method == "GET":
            form = Form(
                pair.env,
                {
                    "body": note.body or "",
                    "visibility": note.visibility or "private",
                    "version": str(note._get_version()) if note else "",
                },
            )
            return self._render_note(pair, note, form)
        form = Form(pair.env, post)
        form.text("body", required=True)
        form.choice(
            "visibility",
            pair.env["mentorat.note"]._fields["visibility"].get_values(pair.env),
        )
        if note:
            form.integer("version", 1, MAX_ID)
        error = self._save_part(pair, note, form)
        if form.errors or error:
            return self._render_note(pair, note, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _render_note(self, pair, note, form, error=None):
        title = request.env._("Note") if note else request.env._("Write a note")
        return self._render_part(
            "portal_mentoring_note", pair, title, form, error, note=note
        )

    # THE PAGE OF THE PAIR

    def _get_part_words(self):
        return {
            **super()._get_part_words(),
            "private": (request.env._("Only you"), "primary"),
            "shared": (request.env._("Shared"), "info"),
        }

    def _prepare_pair_values(self, pair):
        notes = self._search_parts(pair, "mentorat.note")
        return {**super()._prepare_pair_values(pair), "notes": notes}
