import re

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .forms import Form
from .portal import HOME_URL, MentoratPortal

DOCUMENTS_URL = f"{HOME_URL}/documents"
# Where somebody goes on after accepting: pages of their own mentoring alone.
LOCAL_PATH = re.compile(r"/my/mentoring/[\w/-]*")
TEXT_LIMIT = 2000
# Documents without a part in these are read by the team and the others alone.
OUT_STATES = ("refused", "withdrawn")


class MentoratPortalDocument(MentoratPortal):
    """What people read and accept: charter, guides, notices."""

    @http.route(DOCUMENTS_URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_mentoring_documents(self, done=None, **kw):
        documents = self._get_documents()
        accepted = self._get_accepted_versions(documents)
        charters = documents.filtered(lambda d: d.kind == "charter")
        guides = documents - charters
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Documents"), "")],
            "charters": charters,
            "accepted": accepted,
            "kinds": [
                (label, guides.filtered(lambda d, k=kind: d.kind == k))
                for kind, label in guides._fields["kind"]._description_selection(
                    request.env
                )
            ],
            "notice": self._get_mentoring_notice(done),
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_documents", values
        )

    @http.route(
        f"{HOME_URL}/document/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_document(self, document_id, next_path="", done=None, **kw):
        document = self._browse_document(document_id)
        return self._render_document(document, {"next_path": next_path}, done)

    @http.route(
        f"{HOME_URL}/document/<int:document_id>/accept",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_document_accept(self, document_id, **post):
        document = self._browse_document(document_id)
        form = Form(document.env, post)
        form.integer("number", 1, 10**6)
        form.choice("conflict", ("none", "declared"))
        declares = form.values.get("conflict") == "declared"
        form.text("conflict_text", required=declares, limit=TEXT_LIMIT)
        if form.errors:
            return self._render_document(document, form.raw, form=form)
        error = None
        if form.values["number"] != document.version:
            error = request.env._(
                "This document has a new version. Please read it, then accept it."
            )
        else:
            error = self._mentoring_attempt(self._accept, document, form)
        if error:
            return self._render_document(document, form.raw, form=form, error=error)
        path = form.raw.get("next_path", "")
        if LOCAL_PATH.fullmatch(path):
            return self._mentoring_redirect(path)
        return self._mentoring_redirect(DOCUMENTS_URL, "accepted")

    @http.route(
        f"{HOME_URL}/document/<int:document_id>/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_document_pdf(self, document_id, **kw):
        document = self._browse_document(document_id)
        # The report is the team's; that this person may read the text was checked above.
        content, __ = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("mentorat_programme.report_document", document.ids)
        )
        name = re.sub(r"[^\w-]+", "-", document.name).strip("-")
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", http.content_disposition(f"{name}.pdf")),
                ("Cache-Control", "no-store"),
            ],
        )

    # PARTS

    def _get_documents(self):
        """Return the documents that the person may read, by the rules of access.

        Those of a programme that they left are no longer theirs.
        """
        env = self._get_mentoring_env()
        live = env["mentorat.participation"].search(
            Domain("user_id", "=", env.uid) & Domain("state", "not in", OUT_STATES)
        )
        decided = env["mentorat.participation"].search(
            (
                Domain("manager_user_id", "=", env.uid)
                | Domain("delegate_user_id", "=", env.uid)
            )
            & Domain("state", "!=", "draft")
        )
        audiences = [*live.mapped("role"), "all"] if live else []
        domain = (
            Domain("audience", "in", audiences)
            & Domain("programme_ids", "in", live.programme_id.ids)
        ) | (
            Domain("audience", "=", "manager")
            & Domain("programme_ids", "in", decided.programme_id.ids)
        )
        return env["mentorat.document"].search(Domain("version", ">", 0) & domain)

    def _browse_document(self, document_id):
        return self._mentoring_browse(
            "mentorat.document",
            document_id,
            domain=[("id", "in", self._get_documents().ids)],
        )

    def _get_accepted_versions(self, documents):
        """Return the ids of the documents whose present version the person accepted."""
        versions = documents.current_version_id
        accepted = documents.env["mentorat.acknowledgement"]._get_accepted(
            documents.env.user, versions
        )
        return {
            document.id
            for document in documents
            if (documents.env.uid, document.current_version_id.id) in accepted
        }

    def _accept(self, document, form):
        env = document.env
        env["mentorat.acknowledgement"]._acknowledge(document.current_version_id)
        participations = env["mentorat.participation"].search(
            [
                ("user_id", "=", env.uid),
                ("programme_id.document_ids", "in", document.ids),
            ]
        )
        text = form.values["conflict_text"] if form.values["conflict"] != "none" else ""
        participations._declare_conflict(text)

    def _render_document(self, document, raw, done=None, form=None, error=None):
        form = form or Form(document.env, raw)
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (request.env._("Documents"), DOCUMENTS_URL),
                (document.name, ""),
            ],
            "document": document,
            "version": document.current_version_id,
            "text": document.current_version_id._get_text(),
            "form": form,
            "is_accepted": document.id in self._get_accepted_versions(document),
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_document",
            values,
            422 if error or form.errors else 200,
        )
