from odoo import api, fields, models
from odoo.tools import SQL


class MentoratAcknowledgement(models.Model):
    """Somebody accepted a version of a document. Written once, never changed."""

    _name = "mentorat.acknowledgement"
    _description = "Acceptance of a document"
    _order = "date desc, id desc"
    _rec_name = "version_id"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    version_id = fields.Many2one(
        "mentorat.document.version",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    document_id = fields.Many2one(
        related="version_id.document_id", store=True, index=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    lang = fields.Char("Language", required=True, readonly=True)
    digest = fields.Char(
        "SHA-256", required=True, readonly=True, help="Of the text that was read."
    )

    _once = models.Constraint(
        "UNIQUE(user_id, version_id)", "This version is accepted already."
    )

    @api.model
    def _acknowledge(self, version):
        """Record that the current person accepts ``version``; once, whoever asks twice.

        :param version: a version that the person may read
        """
        version.ensure_one().check_access("read")
        self.env.cr.execute(
            "INSERT INTO mentorat_acknowledgement (user_id, version_id, document_id, date,"
            " lang, digest, create_uid, create_date, write_uid, write_date)"
            " VALUES (%(user)s, %(version)s, %(document)s, %(now)s, %(lang)s, %(digest)s,"
            " %(user)s, %(now)s, %(user)s, %(now)s) ON CONFLICT DO NOTHING",
            {
                "user": self.env.uid,
                "version": version.id,
                "document": version.document_id.id,
                "now": fields.Datetime.now(),
                "lang": self.env.lang or "en_US",
                "digest": version._get_digest(),
            },
        )
        self.invalidate_model()
        self.env["mentorat.participation"].invalidate_model(["charter_accepted"])

    @api.model
    def _get_accepted(self, users, documents):
        """Return who accepted which of ``documents`` in its present version.

        :return: set of ``(user id, document id)``
        """
        documents.flush_model(["version"])
        # Whether, not when: read to decide and to show to the person or the team.
        rows = self.env.execute_query(
            SQL(
                "SELECT acknowledgement.user_id, document.id "
                "FROM mentorat_acknowledgement AS acknowledgement "
                "JOIN mentorat_document_version AS version "
                "ON version.id = acknowledgement.version_id "
                "JOIN mentorat_document AS document "
                "ON document.id = version.document_id "
                "AND document.version = version.number "
                "WHERE acknowledgement.user_id = ANY(%s) AND document.id = ANY(%s)",
                users.ids,
                documents.ids,
            )
        )
        return set(rows)
