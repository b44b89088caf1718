import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


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
    number = fields.Integer(required=True, readonly=True)
    body = fields.Html("Text", translate=True, readonly=True)
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
        raise UserError(self.env._("A published version changes no more."))

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
    def _snapshot(self, document, number):
        """Keep the text of ``document``, in every language, as version ``number``."""
        version = self.create({"document_id": document.id, "number": number})
        (document | version.document_id).flush_recordset(["body"])
        # The whole column: a copy by the ORM would know the languages in use alone.
        self.env.cr.execute(
            "UPDATE mentorat_document_version AS version SET body = document.body "
            "FROM mentorat_document AS document "
            "WHERE version.id = %s AND document.id = version.document_id",
            (version.id,),
        )
        version.invalidate_recordset(["body"])
        return version

    def _get_text(self):
        """Return the text in the reader's language, ``""`` without one.

        A language that was installed after the version was published is read from the
        document, as long as its source is still the text of the version.
        """
        self.ensure_one()
        # Whoever may read the version may read its text in each language.
        document_sudo = self.document_id.sudo()
        own = self._fields["body"]._get_stored_translations(self) or {}
        latest = document_sudo._fields["body"]._get_stored_translations(document_sudo)
        lang = self.env.lang or "en_US"
        if lang not in own and latest and latest.get("en_US") == own.get("en_US"):
            return document_sudo.body or ""
        return self.body or ""

    def _get_digest(self):
        """Return the SHA-256 of the text that the current person reads, in hexadecimal."""
        return hashlib.sha256(self._get_text().encode()).hexdigest()
