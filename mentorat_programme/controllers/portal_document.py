import re

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..core.turns import take_turn
from ..models.mentorat_pair import PHASES
from .forms import Form
from .portal import HEADERS, HOME_URL, MAX_ID, MentoratPortal

DOCUMENTS_URL = f"{HOME_URL}/documents"
# Where somebody goes on after accepting: pages of their own mentoring alone.
LOCAL_PATH = re.compile(r"/my/mentoring(/[\w-]+)*")
TEXT_LIMIT = 2000
# The documents of a programme are no longer those of somebody who left it.
OUT_STATES = ("refused", "withdrawn")
# In the order in which they are shown, before all others.
GUIDE_KINDS = ("mentor_guide", "mentee_guide", "manager_briefing", "special_guide")


def document_route(path, *methods):
    """Route of the pages of one document."""
    return http.route(
        f"{HOME_URL}/document/<int:document_id>{path}",
        type="http",
        auth="user",
        website=True,
        methods=methods,
    )


class MentoratPortalDocument(MentoratPortal):
    """What people read and accept: charter, guides, notices."""

    @http.route(DOCUMENTS_URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_mentoring_documents(self, done=None, **kw):
        documents = self._get_documents()
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Documents"), "")],
            "sections": self._get_sections(documents),
            "accepted": self._get_accepted(documents),
            "notice": self._get_mentoring_notice(done),
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_documents", values
        )

    @document_route("", "GET")
    def portal_mentoring_document(self, document_id, next_path="", done=None, **kw):
        document = self._browse_document(document_id)
        raw = {"next_path": next_path, **self._get_conflict(document)}
        return self._render_document(document, Form(document.env, raw), done)

    @document_route("/accept", "POST")
    def portal_mentoring_document_accept(self, document_id, **post):
        document = self._browse_document(document_id)
        if not self._is_asked(document):
            raise NotFound()
        form = Form(document.env, post)
        form.integer("number", 1, MAX_ID)
        form.choice("conflict", ("none", "declared"))
        is_declared = form.values.get("conflict") == "declared"
        form.text("conflict_text", required=is_declared, limit=TEXT_LIMIT)
        error = None
        if form.values.get("number") != document.version:
            error = request.env._(
                "This document has a new version. Please read it, then accept it."
            )
        if not form.errors and not error:
            error = self._mentoring_attempt(self._accept, document, form.values)
        if form.errors and not error:
            error = request.env._("Your answer below the text is not complete yet.")
        if error:
            return self._render_document(document, form, error=error)
        path = form.raw.get("next_path", "")
        if LOCAL_PATH.fullmatch(path):
            return self._mentoring_redirect(path)
        return self._mentoring_redirect(DOCUMENTS_URL, "accepted")

    @document_route("/pdf", "GET")
    def portal_mentoring_document_pdf(self, document_id, **kw):
        document = self._browse_document(document_id)
        # The report and the clauses are the team's; that this person may read the
        # document was checked on the line above.
        content, __ = (
            document.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("mentorat_programme.report_document", document.ids)
        )
        return request.make_response(
            content,
            headers={
                **HEADERS,
                "Content-Type": "application/pdf",
                "Content-Disposition": http.content_disposition(f"{document.name}.pdf"),
            },
        )

    # PARTS

    def _get_documents(self):
        """Return the documents for the roles that the person holds in programmes.

        Somebody of the team, who reads all of them elsewhere, finds here those of the
        programmes in which they take part themselves.
        """
        env = self._get_mentoring_env()
        participations = env["mentorat.participation"].search(
            Domain("user_id", "=", env.uid) & Domain("state", "not in", OUT_STATES)
        )
        managed = env["mentorat.participation.request"].search(
            self._get_decider_domain()
        )
        by_role = participations.grouped("role")
        audiences = {"all": participations, **by_role, "manager": managed}
        concerned = Domain.OR(
            Domain("audience", "=", audience)
            & Domain("programme_ids", "in", records.programme_id.ids)
            for audience, records in audiences.items()
        )
        return env["mentorat.document"].search(Domain("version", ">", 0) & concerned)

    def _browse_document(self, document_id):
        return self._mentoring_browse(
            "mentorat.document",
            document_id,
            domain=[("id", "in", self._get_documents().ids)],
        )

    def _get_sections(self, documents):
        """Return ``[(heading, icon, documents)]``: what binds, guides, notices."""
        kinds = documents.grouped("kind")
        none = documents.browse()
        phases = [phase for phase, __ in PHASES]
        by_meeting = kinds.pop("session_guide", none).sorted(
            lambda guide: phases.index(guide.phase) if guide.phase else -1
        )
        binding = none.concat(
            *(kinds.pop(kind, none) for kind in ("charter", "ethics", "agreement"))
        )
        notices = kinds.pop("privacy_notice", none)
        guides = none.concat(*(kinds.pop(kind, none) for kind in GUIDE_KINDS))
        sections = [
            (request.env._("What binds everybody"), "fa-handshake-o", binding),
            (request.env._("Guides"), "fa-book", guides.concat(*kinds.values())),
            (request.env._("From meeting to meeting"), "fa-comments-o", by_meeting),
            (request.env._("Your data"), "fa-lock", notices),
        ]
        return [section for section in sections if section[2]]

    def _get_accepted(self, documents):
        """Return ``{document id: day}`` of those accepted in their present version."""
        rows = documents.env["mentorat.acknowledgement"].search(
            [
                ("user_id", "=", documents.env.uid),
                ("version_id", "in", documents.current_version_id.ids),
            ]
        )
        return {row.document_id.id: row.date for row in rows}

    def _get_bound(self, document):
        """Return the person's participations of which ``document`` is the charter."""
        participations = document.env["mentorat.participation"].search(
            Domain("user_id", "=", document.env.uid)
            & Domain("state", "not in", OUT_STATES)
        )
        # Which document it is; the person's own participations.
        return participations.filtered(
            lambda own: own.sudo().programme_id.charter_id == document
        )

    def _is_asked(self, document):
        """Tell whether the person takes part where ``document`` is to be accepted."""
        return document.kind == "charter" and bool(self._get_bound(document))

    def _get_conflict(self, document):
        """Return what the person declared last, as the form holds it."""
        for participation in self._get_bound(document):
            if participation.conflict_state != "unasked":
                return {
                    "conflict": participation.conflict_state,
                    "conflict_text": participation.conflict or "",
                }
        return {}

    def _accept(self, document, values):
        bound = self._get_bound(document)
        take_turn(bound)
        document.env["mentorat.acknowledgement"]._acknowledge(
            document.current_version_id
        )
        is_declared = values["conflict"] == "declared"
        bound._declare_conflict(values["conflict_text"] if is_declared else "")

    def _render_document(self, document, form, done=None, error=None):
        accepted_on = self._get_accepted(document).get(document.id)
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (request.env._("Documents"), DOCUMENTS_URL),
                (document.name, ""),
            ],
            "document": document,
            "version": document.current_version_id,
            # Who may read the document may read its clauses.
            "clauses": document.sudo().clause_ids,
            "form": form,
            "is_asked": self._is_asked(document),
            "is_led_here": LOCAL_PATH.fullmatch(form.raw.get("next_path", "")),
            "accepted_on": accepted_on,
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_document",
            values,
            422 if error else 200,
        )
