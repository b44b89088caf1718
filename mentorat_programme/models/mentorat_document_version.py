import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MentoratDocumentVersion(models.Model):
    """A document as people read it on a day. It changes no more."""

    _name = "mentorat.document.version"
    _description = "Version of a mentoring document"
    _order = "document_id, number desc"
    _rec_name = "number"

    document_id = fields.Many2one(
        "mentorat.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    body = fields.Html("Text", translate=True, readonly=True, prefetch=False)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, default=lambda self: self.env.user
    )

    _number_unique = models.Constraint(
        "UNIQUE(document_id, number)", "This version is published already."
    )

    @api.depends("document_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(document)s, version %(number)s",
                document=version.document_id.name,
                number=version.number,
            )

    # CRUD

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A published version changes no more."))
        return super().write(vals)

    # ACTIONS

    def action_restore(self):
        """Take this text back into the document, to go on from it."""
        self.ensure_one()
        document = self.document_id
        document.check_access("write")
        document.flush_recordset(["body"])
        self.env.cr.execute(
            "UPDATE mentorat_document AS document SET body = version.body "
            "FROM mentorat_document_version AS version "
            "WHERE version.id = %s AND document.id = version.document_id",
            (self.id,),
        )
        document.invalidate_recordset(["body"])
        return document.get_formview_action()

    # BUSINESS

    @api.model
    def _snapshot(self, numbers):
        """Keep the text of documents, in every language.

        :param dict numbers: ``{id of a document: number of its new version}``
        """
        versions = self.create(
            [
                {"document_id": document_id, "number": number}
                for document_id, number in numbers.items()
            ]
        )
        # The whole column: a copy by the ORM would know the languages in use alone.
        self.env.execute_query(
            SQL(
                "UPDATE mentorat_document_version AS version SET body = document.body "
                "FROM mentorat_document AS document "
                "WHERE version.id = ANY(%s) AND document.id = version.document_id "
                "RETURNING version.id",
                versions.ids,
            )
        )
        versions.invalidate_recordset(["body"])

    @api.model
    def _add_languages(self):
        """Give the versions in use the languages that their documents received since.

        Translations of the shipped documents are loaded after they are published. Only
        languages that a version lacks, and only while its text is still the document's.
        """
        self.env["mentorat.document"].flush_model(["body", "version"])
        self.env.execute_query(
            SQL(
                "UPDATE mentorat_document_version AS version "
                "SET body = document.body || version.body "
                "FROM mentorat_document AS document "
                "WHERE document.id = version.document_id "
                "AND document.version = version.number "
                "AND document.body->>'en_US' = version.body->>'en_US' "
                "AND version.body <> document.body || version.body "
                "RETURNING version.id"
            )
        )
        self.invalidate_model(["body"])

    def _get_digest(self):
        """Return the SHA-256 of the text that the current person reads, in hexadecimal."""
        return hashlib.sha256((self.body or "").encode()).hexdigest()
