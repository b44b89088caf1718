from odoo import api, fields, models

from ..core.transitions import CONTACT_REQUEST

ACTIVITY = "mentorat_evaluation.mail_activity_contact"


class MentoratContactRequest(models.Model):
    """Somebody who asked the referent to contact them, when they were asked how it goes.

    That they asked is all that is known: what they answered has no name.
    """

    _name = "mentorat.contact.request"
    _inherit = ["mentorat.transition.mixin", "mentorat.activity.mixin"]
    _description = "Request to be contacted"
    _order = "state, date, id"
    _log_access = False
    _allow_sudo_commands = False

    _transitions = CONTACT_REQUEST
    _can_fields = {"can_finish": "done", "can_ask": "asked"}

    participation_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="participation_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    person_name = fields.Char(related="participation_id.employee_name", string="Name")
    role = fields.Selection(related="participation_id.role")
    date = fields.Date("Asked on", required=True, readonly=True)
    date_done = fields.Date("Contacted on", readonly=True)
    state = fields.Selection(
        [("asked", "To contact"), ("done", "Contacted")],
        default="asked",
        required=True,
        readonly=True,
        index=True,
    )
    can_finish = fields.Boolean(compute="_compute_can")
    can_ask = fields.Boolean(compute="_compute_can")

    _once = models.UniqueIndex(
        "(participation_id) WHERE state = 'asked'",
        "This person already asked to be contacted.",
    )

    # COMPUTE

    def _compute_display_name(self):
        for request in self:
            request.display_name = self.env._(
                "Contact %(number)s", number=request.id or ""
            )

    # ACTIONS

    def action_done(self):
        """Say that one spoke to the person."""
        self._transition("done")
        return True

    def action_undo(self):
        """Say that the person is to be contacted after all."""
        self._transition("asked")
        return True

    # BUSINESS

    def _get_person_roles(self):
        # Read to decide on rights, nothing of it is returned.
        return {
            request.id: {"referent"}
            if self.env.user in request.programme_id.referent_ids
            else set()
            for request in self.sudo()
        }

    @api.model
    def _ask(self, participation):
        """Have the referents contact ``participation``, who asks for it, once at a time."""
        # The person asks for themselves: checked by the caller.
        requests_sudo = self.sudo()
        known = requests_sudo.search_count(
            [("participation_id", "=", participation.id), ("state", "=", "asked")],
            limit=1,
        )
        if known:
            return
        asked = requests_sudo.create(
            {
                "participation_id": participation.id,
                "date": fields.Date.context_today(self),
            }
        )
        # Referents alone are told, that there is somebody to contact.
        asked._give_activity(ACTIVITY, lambda r: r.programme_id.referent_ids)
        requests_sudo.env["mentorat.pair"]._queue_contact_health(participation)

    # HOOKS

    def _after_transition(self, origins, target):
        # A day and an activity follow from a move that was checked.
        sudo = self.sudo()
        if target == "done":
            sudo.date_done = fields.Date.context_today(self)
            sudo.activity_unlink([ACTIVITY])
        else:
            sudo.date_done = False
            sudo._give_activity(ACTIVITY, lambda r: r.programme_id.referent_ids)
        sudo.env["mentorat.pair"]._queue_contact_health(sudo.participation_id)
