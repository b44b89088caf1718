from odoo.http import request

from .forms import Form
from .portal import MAX_ID
from .portal_pair import MentoratPortalPair, pair_route


class MentoratPortalEnding(MentoratPortalPair):
    """How a pair comes to its end: closing words, early end, what comes next."""

    @pair_route("/end", "GET", "POST")
    def portal_mentoring_end(self, pair_id, **post):
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        form = Form(pair.env, post)
        reasons = pair.env["mentorat.exit"]._fields["reason"]
        if request.httprequest.method == "POST":
            form.choice("reason", reasons.get_values(pair.env), default="")
            if not form.errors:
                return self._change_pair(
                    pair, lambda: pair._end(form.values["reason"]), "ended"
                )
        return self._render_part(
            "portal_mentoring_end",
            pair,
            request.env._("End this pair early"),
            form,
            reasons=reasons._description_selection(pair.env),
        )

    @pair_route("/closing/begin", "POST")
    def portal_mentoring_closing_begin(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(pair, pair.action_closing, "closing")

    @pair_route("/closing", "GET", "POST")
    def portal_mentoring_closing(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        closing = self._get_own_closing(pair)
        if request.httprequest.method == "GET":
            raw = {name: closing[name] or "" for name in ("harvest", "thanks")}
            raw["version"] = str(closing._get_version()) if closing else ""
            raw.update(
                {n: "1" for n in ("shows_badge", "wants_to_mentor") if closing[n]}
            )
            return self._render_closing(pair, closing, Form(pair.env, raw))
        if "version" not in post:
            # A first form, perhaps sent before: it creates, once.
            closing = closing.browse()
        form = Form(pair.env, post)
        form.text("harvest", required=True)
        form.text("thanks", required=True)
        form.flag("shows_badge")
        form.flag("wants_to_mentor")
        if closing:
            form.integer("version", 1, MAX_ID)
        error = self._save_part(pair, closing, form)
        if form.errors or error:
            return self._render_closing(pair, closing, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "closed")

    @pair_route("/another", "POST")
    def portal_mentoring_another(self, pair_id, **post):
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        wanted = post.get("wanted") == "1"
        return self._change_pair(
            pair,
            lambda: pair._ask_for_another(wanted),
            "another" if wanted else "no-other",
        )

    @pair_route("/certificate", "GET")
    def portal_mentoring_pair_certificate(self, pair_id, **kw):
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        content, __ = pair.env["ir.actions.report"]._render_qweb_pdf(
            "mentorat_programme.report_certificate", pair.ids
        )
        name = request.env._("Mentoring certificate")
        return self._mentoring_send(f"{name}.pdf", "application/pdf", content)

    # PARTS

    def _prepare_pair_values(self, pair):
        closings = pair.env["mentorat.closing"]
        if pair.state in ("closing", "closed"):
            closings = self._search_parts(pair, "mentorat.closing")
        own = closings.filtered(lambda c: c.author_id == pair.env.user)
        side = pair._get_sides()[pair.id]
        return {
            **super()._prepare_pair_values(pair),
            "own_closing": own,
            "other_closing": closings - own,
            # The person's own participation.
            "wants_match": pair.sudo()[f"{side}_id"].wants_match,
        }

    def _get_own_closing(self, pair):
        return self._search_parts(
            pair, "mentorat.closing", [("author_id", "=", pair.env.uid)]
        )

    def _render_closing(self, pair, closing, form, error=None):
        return self._render_part(
            "portal_mentoring_closing",
            pair,
            request.env._("Close well"),
            form,
            error,
            closing=closing,
            is_mentee=pair.mentee_user_id == pair.env.user,
        )
