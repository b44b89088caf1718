from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.groups import GROUP_SUPERVISOR
from ..core.lines import ReadableLines, ReadableLinks

# Enough voices, and time for each.
SMALLEST, LARGEST = 4, 8


class MentoratSupervisionGroup(models.Model):
    """Four to eight mentors who meet with their supervisor."""

    _name = "mentorat.supervision.group"
    _inherit = ["mentorat.guard.mixin", "mentorat.activity.mixin"]
    _description = "Supervision group of mentors"
    _order = "programme_id, name, id"

    _writable_fields = frozenset({"name", "supervisor_id", "member_ids", "active"})
    _given_fields = frozenset({"programme_id"})

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    programme_id = fields.Many2one(
        "mentorat.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    supervisor_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        domain=lambda self: self.env["mentorat.programme"]._get_group_domain(
            GROUP_SUPERVISOR
        ),
        ondelete="restrict",
    )
    member_ids = ReadableLinks(
        "mentorat.participation",
        "mentorat_supervision_group_member_rel",
        "group_id",
        "participation_id",
        "Mentors",
        domain="[('programme_id', '=', programme_id), ('role', '=', 'mentor'),"
        " ('state', '=', 'accepted')]",
    )
    mentor_ids = ReadableLines(
        "mentorat.supervised.mentor", "group_id", "Mentors of the group"
    )
    member_count = fields.Integer(
        "Number of mentors", compute="_compute_member_count", compute_sudo=True
    )
    is_small = fields.Boolean(compute="_compute_member_count", compute_sudo=True)

    # CONSTRAINTS

    @api.constrains("member_ids", "active")
    def _check_members(self):
        # Read to decide, nothing of it is shown.
        groups_sudo = self.sudo()
        for group in groups_sudo.filtered("active"):
            members = group.member_ids
            if len(members) > LARGEST:
                raise ValidationError(
                    self.env._(
                        "A group has at most %(limit)s mentors, so that everybody is "
                        "heard. Make another one.",
                        limit=LARGEST,
                    )
                )
            if any(
                member.programme_id != group.programme_id
                or member.role != "mentor"
                or member.state not in ("accepted", "completed", "withdrawn")
                for member in members
            ):
                raise ValidationError(
                    self.env._("A group is made of accepted mentors of its programme.")
                )
            if groups_sudo.search_count(
                [("id", "!=", group.id), ("member_ids", "in", members.ids)], limit=1
            ):
                raise ValidationError(
                    self.env._("One of these mentors is in another group already.")
                )

    @api.constrains("supervisor_id", "programme_id")
    def _check_supervisor(self):
        # Read to decide, nothing of it is shown.
        for group in self.sudo():
            if group.supervisor_id not in group.programme_id.supervisor_ids:
                raise ValidationError(
                    self.env._(
                        "Name this person as a supervisor of the programme first."
                    )
                )

    # COMPUTE

    @api.depends("member_ids.state")
    def _compute_member_count(self):
        for group in self:
            group.member_count = len(group._get_members())
            group.is_small = group.member_count < SMALLEST

    # CRUD

    def write(self, vals):
        result = super().write(vals)
        if "member_ids" in vals:
            self._invite_members()
        return result

    # BUSINESS

    def _invite_members(self):
        """Let those who are in the group now be those of its sessions to come."""
        # Whoever changes the group decides who is invited; texts are not touched.
        sessions_sudo = self.env["mentorat.supervision"].sudo()
        for session in sessions_sudo.search(
            [
                ("group_id", "in", self.ids),
                ("state", "=", "planned"),
                ("date_start", ">", fields.Datetime.now()),
            ]
        ):
            session._set_mentors(session.group_id._get_members())
            # Those who were written to are not written to again.
            session._invite()

    def _get_members(self):
        """Return the members who still take part, in superuser mode."""
        # The caller shows of them what is for its reader.
        return self.sudo().member_ids.filtered(lambda m: m.state == "accepted")

    def _ask_for_supervision(self):
        """Ask supervisors and referents, once while it is open, to plan a session."""
        xmlid = "mentorat_programme.mail_activity_supervision"
        asked = self.filtered(
            lambda group: self.env.ref(xmlid) not in group.activity_ids.activity_type_id
        )
        asked._give_activity(
            xmlid, lambda group: group.supervisor_id | group.programme_id.referent_ids
        )
