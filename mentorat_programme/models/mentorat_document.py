from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, is_html_empty

from ..core.groups import TEAM_GROUPS
from ..core.lines import ReadableLinks
from .mentorat_pair import PHASES

# What each role of a participation reads; the team reads all.
AUDIENCES = [
    ("all", "Everybody who takes part"),
    ("mentor", "Mentors"),
    ("mentee", "Mentees"),
    ("manager", "Line managers"),
    ("team", "The programme team"),
]


class MentoratDocument(models.Model):
    """A text of the programmes' kit: charter, agreement template, guides, notices.

    ``body`` is being edited; people read the versions, which change no more.
    """

    _name = "mentorat.document"
    _inherit = "mentorat.guard.mixin"
    _description = "Mentoring document"
    _order = "kind, sequence, id"

    _writable_fields = frozenset(
        {"name", "active", "sequence", "company_id", "kind", "audience", "phase"}
        | {"body", "clause_ids"}
    )

    name = fields.Char("Title", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Every company when empty."
    )
    kind = fields.Selection(
        [
            ("charter", "Charter"),
            ("ethics", "Code of ethics"),
            ("agreement", "Mentoring agreement"),
            ("mentor_guide", "Guide for mentors"),
            ("mentee_guide", "Guide for mentees"),
            ("manager_briefing", "Briefing for managers"),
            ("session_guide", "Guide of a meeting"),
            ("special_guide", "First-aid guide"),
            ("privacy_notice", "Privacy notice"),
            ("register", "Record of processing"),
            ("dpia", "Impact assessment"),
            ("staff_council", "Note for staff representatives"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        index=True,
    )
    audience = fields.Selection(AUDIENCES, required=True, default="all")
    phase = fields.Selection(
        PHASES,
        help="Of a pair, in which the guide helps.",
    )
    body = fields.Html(
        "Text",
        translate=True,
        sanitize_style=True,
        prefetch=False,
        groups=TEAM_GROUPS,
        help="The text being edited: people read it once it is published.",
    )
    clause_ids = fields.Many2many(
        "mentorat.clause",
        string="Clauses",
        groups=TEAM_GROUPS,
        help="What the agreement of a pair holds.",
    )
    version = fields.Integer(
        default=0,
        required=True,
        readonly=True,
        copy=False,
        aggregator=None,
        help="Number of the version that people read.",
    )
    version_ids = fields.One2many(
        "mentorat.document.version",
        "document_id",
        "Versions",
        readonly=True,
        copy=False,
    )
    current_version_id = fields.Many2one(
        "mentorat.document.version", compute="_compute_current_version_id"
    )
    has_changes = fields.Boolean(
        "Changes not published", compute="_compute_has_changes"
    )
    programme_ids = ReadableLinks(
        "mentorat.programme",
        "mentorat_programme_document_rel",
        "document_id",
        "programme_id",
        "Programmes",
        readonly=True,
        copy=False,
    )
    acknowledgement_count = fields.Integer(
        "Accepted by",
        compute="_compute_acknowledgement_count",
        compute_sudo=True,
        groups=TEAM_GROUPS,
    )

    @api.constrains("kind", "clause_ids")
    def _check_mandatory_clauses(self):
        mandatory = self.env["mentorat.clause"].search([("is_mandatory", "=", True)])
        for document in self.filtered(lambda d: d.kind == "agreement"):
            missing = mandatory - document.clause_ids
            if missing:
                raise ValidationError(
                    self.env._(
                        "No agreement leaves out these clauses: %(names)s",
                        names=", ".join(missing.mapped("name")),
                    )
                )

    @api.depends("version_ids.number", "version")
    def _compute_current_version_id(self):
        for document in self:
            document.current_version_id = document.version_ids.filtered(
                lambda v, d=document: v.number == d.version
            )

    @api.depends("body", "version")
    def _compute_has_changes(self):
        self.flush_model(["body", "version"])
        # The whole column: a change in a language that the reader does not use counts.
        rows = self.env.execute_query(
            SQL(
                "SELECT document.id FROM mentorat_document AS document "
                "LEFT JOIN mentorat_document_version AS published "
                "ON published.document_id = document.id "
                "AND published.number = document.version "
                "WHERE document.id = ANY(%s) "
                "AND document.body IS DISTINCT FROM published.body",
                self._origin.ids,
            )
        )
        changed = {document_id for (document_id,) in rows}
        for document in self:
            document.has_changes = document._origin.id in changed

    def _compute_acknowledgement_count(self):
        counts = dict(
            self.env["mentorat.acknowledgement"]._read_group(
                [("version_id", "in", self.current_version_id.ids)],
                ["version_id"],
                ["__count"],
            )
        )
        for document in self:
            document.acknowledgement_count = counts.get(document.current_version_id, 0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("kind") == "agreement" and not vals.get("clause_ids"):
                vals["clause_ids"] = self._get_mandatory_commands()
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(self.mapped("version")):
            raise UserError(
                self.env._("People have read this document: archive it instead.")
            )

    # ACTIONS

    def action_publish(self):
        """Give people the text as it stands now, in every language, as a new version.

        :raises UserError: for a document without a text
        """
        self.check_access("write")
        self._publish()
        return True

    def action_print(self):
        """Open the PDF: Odoo's own button shows a web page where its engine is missing."""
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/pdf/mentorat_programme.report_document/{ids}",
        }

    # BUSINESS

    def _publish(self):
        """Make the next version of each of these that changed; see ``action_publish``."""
        for document in self:
            if is_html_empty(document.body):
                raise UserError(
                    self.env._("“%(name)s” has no text yet.", name=document.name)
                )
        self.flush_model(["body", "version"])
        # Of two people who publish at the same instant, the second has nothing left to
        # publish: its statement runs again on what the first one made.
        rows = self.env.execute_query(
            SQL(
                "UPDATE mentorat_document AS document SET version = version + 1 "
                "WHERE id = ANY(%s) AND NOT EXISTS ("
                "SELECT 1 FROM mentorat_document_version AS published "
                "WHERE published.document_id = document.id "
                "AND published.number = document.version "
                "AND published.body = document.body) RETURNING id, version",
                self.ids,
            )
        )
        self.invalidate_recordset(["version"])
        # Nobody else makes versions; publishing was checked by the caller.
        self.env["mentorat.document.version"].sudo()._snapshot(dict(rows))
        self.modified(["version"])
        self.env["mentorat.participation"].invalidate_model(["charter_accepted"])

    def _get_acceptance_domain(self):
        """Return the domain of the participations whose person accepted this charter."""
        self.ensure_one()
        # Whether, not when; the participations are those that the reader may see.
        rows_sudo = self.env["mentorat.acknowledgement"].sudo()
        accepted = rows_sudo._search([("version_id", "=", self.current_version_id.id)])
        return Domain("user_id", "in", accepted.subselect("user_id"))

    @api.model
    def _get_mandatory_commands(self):
        mandatory = self.env["mentorat.clause"].search([("is_mandatory", "=", True)])
        return [Command.set(mandatory.ids)]

    @api.model
    def _publish_shipped(self):
        """Publish the documents shipped with the suite that have never been."""
        shipped = self.env["ir.model.data"].search(
            [("model", "=", self._name), ("module", "=", "mentorat_programme")]
        )
        documents = self.browse(shipped.mapped("res_id")).exists()
        documents.filtered(lambda document: not document.version)._publish()
