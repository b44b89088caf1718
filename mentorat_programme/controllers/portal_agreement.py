from odoo import http
from odoo.http import request

from ..models.mentorat_agreement_text_mixin import OWN_WORDS, TERMS
from .forms import Form
from .portal import HOME_URL, MAX_ID
from .portal_pair import GATED_STATES, MentoratPortalPair, pair_route

AGREEMENT_URL = f"{HOME_URL}/agreement/<int:agreement_id>"
WORDS_LIMIT = 3000
# A copy of an agreement with drawn signatures stays far below.
COPY_LIMIT = 5 * 1024 * 1024


def agreement_route(path, *methods):
    """Route of the pages of one agreement, for its three parties."""
    return http.route(
        f"{AGREEMENT_URL}{path}",
        type="http",
        auth="user",
        website=True,
        methods=methods,
    )


class MentoratPortalAgreement(MentoratPortalPair):
    """Where an agreement is completed by the two, and read and signed by the three."""

    # THE TWO

    @pair_route("/agreement", "GET", "POST")
    def portal_mentoring_agreement_edit(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        agreements = pair.env["mentorat.agreement"]
        agreement = agreements.search([("pair_id", "=", pair.id)], limit=1)
        if request.httprequest.method == "GET":
            form = self._get_agreement_form(pair, agreement)
            return self._render_agreement_form(pair, agreement, form)
        form = self._read_agreement_form(pair, post)
        error = form.errors and request.env._("Some answers below are not right yet.")
        if not error:
            error = self._mentoring_attempt(self._save_agreement, pair, form)
        if error:
            return self._render_agreement_form(pair, agreement, form, error)
        agreement = agreements.search([("pair_id", "=", pair.id)], limit=1)
        return self._mentoring_redirect(self._get_agreement_url(agreement), "saved")

    @pair_route("/review", "POST")
    def portal_mentoring_review(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(pair, pair.action_review_done, "saved")

    def _prepare_pair_values(self, pair):
        agreement = pair.env["mentorat.agreement"].search(
            [("pair_id", "=", pair.id)], limit=1
        )
        # Whether the programme has one at all.
        has_template = bool(pair.sudo().programme_id.agreement_id)
        is_made = agreement or (has_template and pair.state in GATED_STATES)
        return {
            **super()._prepare_pair_values(pair),
            "agreement": agreement,
            "agreement_state": is_made and pair.agreement_state,
        }

    def _save_agreement(self, pair, form):
        values = dict(form.values)
        options = values.pop("options")
        version = values.pop("version")
        agreement = pair.env["mentorat.agreement"]._open(pair)
        agreement._complete(version, values, options)

    def _read_agreement_form(self, pair, post):
        form = Form(pair.env, post)
        form.integer("version", 1, MAX_ID)
        for name in OWN_WORDS:
            form.text(name, limit=WORDS_LIMIT)
        form.integer("meeting_interval", 1, 366)
        form.number("meeting_hours", 0.25, 24)
        form.day("date_end")
        form.day("date_mid_term")
        form.choice("lang", [code for code, __ in self._get_languages()])
        end, review = form.values.get("date_end"), form.values.get("date_mid_term")
        if end and review and review >= end:
            form.errors["date_mid_term"] = request.env._(
                "The mid-term review takes place before the end."
            )
        options = pair.env["mentorat.agreement"]._get_pair_options(pair)
        form.values["options"] = options.filtered(
            lambda clause: f"clause_{clause.id}" in form.raw
        )
        return form

    def _get_agreement_form(self, pair, agreement):
        if agreement:
            values = {name: agreement[name] for name in (*TERMS, *OWN_WORDS)}
            chosen = agreement._get_chosen_options()
        else:
            values = pair.env["mentorat.agreement"]._suggest(pair)
            chosen = pair.env["mentorat.agreement"]._get_pair_options(pair)
        is_open = agreement.state in ("draft", "signing")
        raw = {name: str(values.get(name) or "") for name in (*TERMS, *OWN_WORDS)}
        raw["meeting_hours"] = f"{values['meeting_hours']:g}"
        raw["version"] = str(agreement._get_version() if is_open else 1)
        raw.update({f"clause_{clause.id}": "on" for clause in chosen})
        return Form(pair.env, raw)

    def _render_agreement_form(self, pair, agreement, form, error=None):
        agreements = pair.env["mentorat.agreement"]
        return self._render_part(
            "portal_mentoring_agreement_form",
            pair,
            request.env._("Mentoring agreement"),
            form,
            error,
            agreement=agreement,
            languages=self._get_languages(),
            options=agreements._get_pair_options(pair),
            mandatory=agreements._get_pair_clauses(pair).filtered("is_mandatory"),
        )

    def _get_languages(self):
        return request.env["res.lang"].get_installed()

    # THE THREE

    @agreement_route("", "GET")
    def portal_mentoring_agreement(self, agreement_id, done=None, **kw):
        return self._render_agreement(self._browse_agreement(agreement_id), done=done)

    @agreement_route("/ready", "POST")
    def portal_mentoring_agreement_ready(self, agreement_id, **post):
        agreement = self._browse_agreement(agreement_id)
        error = self._mentoring_attempt(agreement._put_to_signature)
        if error:
            return self._render_agreement(agreement, error=error)
        return self._mentoring_redirect(self._get_agreement_url(agreement))

    # Odoo's signature widget calls it; the type of its content keeps other sites out.
    @http.route(
        f"{AGREEMENT_URL}/sign/<string:digest>",
        type="jsonrpc",
        auth="user",
        website=True,
    )
    def portal_mentoring_agreement_sign(
        self, agreement_id, digest, name=None, signature=None
    ):
        agreement = self._browse_agreement(agreement_id)
        address = request.httprequest.remote_addr
        error = self._mentoring_attempt(
            agreement._sign, digest, name, signature, address
        )
        if error:
            return {"error": error}
        url = f"{self._get_agreement_url(agreement)}?done=signed"
        return {"force_refresh": True, "redirect_url": url}

    @agreement_route("/pdf", "GET")
    def portal_mentoring_agreement_pdf(self, agreement_id, **kw):
        agreement = self._browse_agreement(agreement_id)
        content, __ = agreement.env["ir.actions.report"]._render_qweb_pdf(
            "mentorat_programme.report_agreement", agreement.ids
        )
        name = request.env._("Mentoring agreement")
        return self._mentoring_send(f"{name}.pdf", "application/pdf", content)

    @agreement_route("/check", "POST")
    def portal_mentoring_agreement_check(self, agreement_id, **post):
        agreement = self._browse_agreement(agreement_id)
        copy = post.get("copy")
        content = copy.read(COPY_LIMIT) if getattr(copy, "filename", None) else b""
        if not content:
            error = request.env._("Choose the file that you would like to check.")
        elif agreement._matches(content):
            return self._mentoring_redirect(
                self._get_agreement_url(agreement), "copy-matches"
            )
        else:
            error = request.env._(
                "This file is not a complete copy of this agreement: its fingerprint is "
                "another one."
            )
        return self._render_agreement(agreement, error=error)

    def _browse_agreement(self, agreement_id):
        return self._mentoring_browse("mentorat.agreement", agreement_id, role=None)

    def _get_agreement_url(self, agreement):
        return f"{HOME_URL}/agreement/{agreement.id}"

    def _render_agreement(self, agreement, done=None, error=None):
        party = agreement._get_own_party()
        valid = agreement.signature_ids.filtered("is_valid").grouped("party")
        trail = [(request.env._("Mentoring agreement"), "")]
        pair = agreement.pair_id._filter_own()
        if pair:
            trail.insert(0, (self._get_other_name(pair), self._get_pair_url(pair)))
        values = {
            "page_name": "mentoring",
            "mentoring_trail": trail,
            "agreement": agreement,
            "blocks": agreement._get_blocks(),
            "agreement_url": self._get_agreement_url(agreement),
            "agreement_words": self._get_agreement_words(),
            "pair_url": pair and self._get_pair_url(pair),
            "parties": [
                (words, valid.get(code)) for code, words in self._get_parties()
            ],
            "has_to_sign": party
            and agreement.state == "signing"
            and party not in valid,
            "is_intact": agreement._is_intact(),
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_agreement",
            values,
            422 if error else 200,
        )

    def _get_parties(self):
        field = request.env["mentorat.signature"]._fields["party"]
        return field._description_selection(request.env)

    def _get_agreement_words(self):
        """Return ``{state: (words, colour)}``."""
        return {
            "draft": (request.env._("Being completed"), "info"),
            "signing": (request.env._("To be signed"), "warning"),
            "signed": (request.env._("Signed"), "success"),
            "replaced": (request.env._("Replaced by a later one"), "secondary"),
        }
