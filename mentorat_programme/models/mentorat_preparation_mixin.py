from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

from ..core.transitions import STAFF


class MentoratPreparationMixin(models.AbstractModel):
    """What a participant does before a pair starts: charter, conflicts, training."""

    _name = "mentorat.preparation.mixin"
    _description = "Preparation of a participant"

    # charter
    charter_accepted = fields.Boolean(
        "Charter accepted",
        compute="_compute_charter_accepted",
        compute_sudo=True,
        search="_search_charter_accepted",
        help="In its present version; true where the programme has none.",
    )
    conflict_state = fields.Selection(
        [
            ("unasked", "Not asked yet"),
            ("none", "None known"),
            ("declared", "Declared"),
        ],
        "Conflict of interest",
        default="unasked",
        required=True,
        readonly=True,
        copy=False,
    )
    conflict_text = fields.Text(groups=NO_ACCESS, copy=False)
    conflict = fields.Text(
        "Conflict declared",
        compute="_compute_conflict",
        help="Read by the person and the team of the programme.",
    )

    # training
    channel_id = fields.Many2one(
        "slide.channel", "Course", compute="_compute_training", compute_sudo=True
    )
    training_progress = fields.Integer(
        "Training (%)", compute="_compute_training", compute_sudo=True
    )
    training_recognised_on = fields.Date(
        "Training recognised",
        readonly=True,
        copy=False,
        help="An earlier or outside training was accepted in place of the course.",
    )
    training_proof = fields.Char(
        "Proof", readonly=True, copy=False, help="What was seen, and where it is kept."
    )
    training_done = fields.Boolean(
        compute="_compute_training",
        compute_sudo=True,
        help="Finished, recognised, or the programme has no course for this role.",
    )

    # COMPUTE

    @api.depends("programme_id.document_ids", "user_id")
    def _compute_charter_accepted(self):
        accepted = self.env["mentorat.acknowledgement"]._get_accepted(
            self.user_id, self.programme_id.charter_id
        )
        for record in self:
            charter = record.programme_id.charter_id
            record.charter_accepted = (
                not charter or (record.user_id.id, charter.id) in accepted
            )

    def _search_charter_accepted(self, operator, value):
        if operator != "in":
            return NotImplemented
        programmes = self.env["mentorat.programme"].search(
            [("is_template", "=", False)]
        )
        # Which charter each has; whose participations are seen is for the rules.
        by_charter = programmes.sudo().grouped("charter_id")
        accepted = Domain.OR(
            Domain("programme_id", "in", group.ids)
            & (charter._get_acceptance_domain() if charter else Domain.TRUE)
            for charter, group in by_charter.items()
        )
        return accepted if True in value else ~accepted

    @api.depends_context("uid")
    @api.depends("conflict_text")
    def _compute_conflict(self):
        roles = self._get_person_roles()
        for record in self:
            readable = bool(roles[record.id] & (STAFF | {"self"}))
            # The column is closed to all; the reader was checked on the line above.
            record.conflict = readable and record.sudo().conflict_text

    @api.depends("programme_id", "role", "user_id", "training_recognised_on")
    def _compute_training(self):
        memberships = self.env["slide.channel.partner"].search_fetch(
            [
                ("partner_id", "in", self.user_id.partner_id.ids),
                ("member_status", "!=", "invited"),
            ],
            ["channel_id", "partner_id", "completion", "member_status"],
        )
        found = {(line.channel_id, line.partner_id): line for line in memberships}
        for record in self:
            channel = record.role and record.programme_id[f"{record.role}_channel_id"]
            line = found.get((channel, record.user_id.partner_id))
            record.channel_id = channel
            record.training_progress = line.completion if line else 0
            record.training_done = (
                not channel
                or bool(record.training_recognised_on)
                or bool(line and line.member_status == "completed")
            )

    # ACTIONS

    def action_recognise_training(self, proof):
        """Accept an earlier training in place of the course.

        :param str proof: what was seen, e.g. a certificate and where it is kept
        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: without a proof
        """
        self._check_role("engineer")
        if not (proof or "").strip():
            raise UserError(
                self.env._(
                    "Say what was seen: a certificate, its date, where it is kept."
                )
            )
        # Checked above; the fields are closed to participants.
        self.sudo().write(
            {
                "training_recognised_on": fields.Date.context_today(self),
                "training_proof": proof.strip(),
            }
        )
        return True

    # BUSINESS

    def _declare_conflict(self, text):
        """Keep what the participant declares; an empty text says that there is none.

        :raises AccessError: for anybody but the person
        """
        self._check_role("self")
        text = (text or "").strip()
        # Checked above: each declares for themselves alone.
        self.sudo().write(
            {
                "conflict_state": "declared" if text else "none",
                "conflict_text": text or False,
            }
        )
        if text:
            self.sudo()._ask_referents("mentorat_programme.mail_activity_conflict")

    def _enrol_in_training(self):
        """Enrol these participants in the course of their role, without following it.

        Any employee can read who follows what; who is enrolled is for those who run courses.
        """
        for channel, records in self.grouped("channel_id").items():
            # The engineer accepted them; courses belong to others.
            channel_sudo = channel.sudo()
            partners = records.sudo().user_id.partner_id
            newcomers = partners - channel_sudo.message_partner_ids
            channel_sudo._action_add_members(partners)
            channel_sudo.message_unsubscribe(newcomers.ids)
