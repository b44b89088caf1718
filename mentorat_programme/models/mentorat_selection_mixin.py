from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..core.transitions import STAFF
from ..core.turns import take_turn


class MentoratSelectionMixin(models.AbstractModel):
    """By what mentors are chosen: a note of the team, a document of the person."""

    _name = "mentorat.selection.mixin"
    _description = "Selection of mentors"

    interview_text = fields.Text("Interview note", groups=NO_ACCESS, copy=False)
    interview = fields.Text(
        compute="_compute_interview",
        exportable=False,
        help="Read by the engineers and referents of the programme, neither by the "
        "manager nor by human resources. It is personal data: the person gets it with "
        "their own data.",
    )
    supporting_document_ids = fields.One2many(
        "mentorat.supporting.document",
        "participation_id",
        "Supporting document",
        readonly=True,
        copy=False,
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("interview_text")
    def _compute_interview(self):
        roles = self._get_person_roles()
        for record in self:
            readable = bool(roles[record.id] & STAFF)
            # The column is closed to all; the reader was checked on the line above.
            record.interview = readable and record.sudo().interview_text

    # CRUD

    @api.ondelete(at_uninstall=False)
    def _unlink_supporting_documents(self):
        # By the ORM: the database alone would leave the files behind. Deleting the
        # application was checked before.
        self.sudo().supporting_document_ids.unlink()

    # ACTIONS

    def action_note_interview(self, text):
        """Keep what the team notes of an interview, in place of what it noted before.

        :raises AccessError: for anybody but the team of the programme
        :raises UserError: for somebody who is no mentor
        """
        self._check_role("engineer", "referent")
        self._check_mentor()
        take_turn(self)
        for record in self:
            # Checked above; the column is closed to all.
            record.sudo().interview_text = (text or "").strip() or False
        return True

    def action_download_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/mentoring/participation/{self.id}/document",
            "target": "download",
        }

    # BUSINESS

    def _check_mentor(self):
        """Raise when one of these people does not apply as a mentor.

        :raises UserError: always then
        """
        if any(record.role != "mentor" for record in self):
            raise UserError(
                self.env._("Interviews and documents are for the choice of mentors.")
            )

    def _keep_document(self, name, kind, content):
        """Keep a file of the applicant, in place of the one there was.

        :param str name: for people, see ``core.upload.identify``
        :param str kind: its media type
        :param bytes content: all of it
        :raises AccessError: for anybody but the person
        :raises UserError: when the application has been sent, or is no mentor's
        """
        self.ensure_one()
        self._remove_document()
        # Checked above; nobody writes the files themselves.
        self.env["mentorat.supporting.document"].sudo().create(
            {
                "participation_id": self.id,
                "name": name,
                "kind": kind,
                "file": b64encode(content),
            }
        )

    def _remove_document(self):
        """Remove the file of the applicant; see ``_keep_document`` for who may."""
        self._check_role("self")
        self._check_mentor()
        self._check_application_writable()
        # Checked above; nobody writes the files themselves.
        self.sudo().supporting_document_ids.unlink()
