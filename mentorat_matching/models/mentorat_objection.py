from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.transitions import STAFF

ACTIVITY = "mentorat_matching.mail_activity_objection"


class MentoratObjection(models.Model):
    """What somebody finds wrong with a proposal, told to the referents of the programme.

    The other one of the proposal never learns of it.
    """

    _name = "mentorat.objection"
    _inherit = ["mentorat.activity.mixin"]
    _description = "Objection to a proposal"
    _order = "date desc, id desc"

    proposal_id = fields.Many2one(
        "mentorat.matching.proposal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    participation_id = fields.Many2one(
        "mentorat.participation",
        "Who objects",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="participation_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="participation_id.company_id", store=True)
    user_id = fields.Many2one(
        related="participation_id.user_id",
        string="Login",
        store=True,
        index="btree_not_null",
    )
    name = fields.Char(related="participation_id.employee_name")
    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    note_text = fields.Text(groups=NO_ACCESS, copy=False)
    note = fields.Text(
        "What does not feel right",
        compute="_compute_note",
        exportable=False,
        help="Read by the person and by the referents and engineers of the programme.",
    )
    handled_on = fields.Date("Dealt with on", readonly=True, copy=False)
    handled_by = fields.Many2one(
        "res.users", readonly=True, copy=False, groups=TEAM_GROUPS
    )

    _once = models.Constraint(
        "UNIQUE(proposal_id, participation_id)",
        "This was told already: what is written replaces it.",
    )

    # COMPUTE

    @api.depends("date")
    def _compute_display_name(self):
        for objection in self:
            objection.display_name = self.env._(
                "Objection %(number)s", number=objection.id or ""
            )

    @api.depends_context("uid")
    @api.depends("note_text")
    def _compute_note(self):
        roles = self._get_person_roles()
        for objection in self:
            readable = bool(roles[objection.id] & (STAFF | {"self"}))
            # The column is closed to all; the reader was checked on the line above.
            objection.note = readable and objection.sudo().note_text

    # ACTIONS

    def action_handle(self):
        """Note that this was dealt with.

        :raises AccessError: for anybody but the team of the programme
        """
        roles = self._get_person_roles()
        if any(not roles[objection.id] & STAFF for objection in self):
            raise AccessError(
                self.env._("Only the team of the programme deals with objections.")
            )
        # Checked just above; nobody writes an objection by hand.
        sudo = self.sudo().filtered(lambda objection: not objection.handled_on)
        sudo.write(
            {
                "handled_on": fields.Date.context_today(self),
                "handled_by": self.env.uid,
            }
        )
        sudo.activity_unlink([ACTIVITY])
        return True

    # BUSINESS

    def _get_person_roles(self):
        """Return ``{id: roles}`` of the current user: those of the programme, and "self"."""
        # Read to decide on rights, nothing of it is returned.
        sudo = self.sudo()
        programme_roles = sudo.programme_id.with_user(self.env.user)._get_person_roles()
        roles = {}
        for objection in sudo:
            held = set(programme_roles.get(objection.programme_id.id, ()))
            if objection.user_id == self.env.user:
                # Nobody deals with their own.
                held = {"self"}
            roles[objection.id] = held
        return roles

    def _ask_referents(self):
        """Give the referents, or else the engineers, an activity with a neutral summary."""
        self._give_activity(
            ACTIVITY,
            lambda objection: (
                objection.programme_id.referent_ids
                or objection.programme_id.engineer_ids
            ),
        )
