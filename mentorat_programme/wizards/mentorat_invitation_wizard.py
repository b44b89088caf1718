from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MentoratInvitationWizard(models.TransientModel):
    """Whom to invite to a programme."""

    _name = "mentorat.invitation.wizard"
    _description = "Invite people to a mentoring programme"

    programme_id = fields.Many2one(
        "mentorat.programme", required=True, readonly=True, ondelete="cascade"
    )
    role = fields.Selection(
        [("any", "Mentor or mentee"), ("mentor", "Mentor"), ("mentee", "Mentee")],
        "Invited as",
        default="any",
        required=True,
    )
    people_domain = fields.Char(
        "Among those who may take part",
        default="[]",
        help="Narrows the population of the programme; everybody of it when empty.",
    )
    found_count = fields.Integer("People found", compute="_compute_counts")
    known_count = fields.Integer(
        "Invited or applied already", compute="_compute_counts"
    )
    new_count = fields.Integer("To be invited", compute="_compute_counts")

    @api.depends("programme_id", "people_domain")
    def _compute_counts(self):
        for wizard in self:
            found = wizard._get_people()
            new = wizard._filter_new(found)
            wizard.found_count = len(found)
            wizard.new_count = len(new)
            wizard.known_count = len(found) - len(new)

    def action_invite(self):
        """Queue the invitations and show them.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: when applications are not received or nobody is new
        """
        self.ensure_one()
        programme = self.programme_id
        programme._check_role("engineer")
        if not programme._is_accepting():
            raise UserError(
                self.env._(
                    "“%(name)s” does not receive applications now. Open it first, or move "
                    "its closing date.",
                    name=programme.name,
                )
            )
        people = self._filter_new(self._get_people())
        if not people:
            raise UserError(
                self.env._("All these people are invited, or have applied, already.")
            )
        # Checked above; nobody creates invitations by hand.
        self.env["mentorat.invitation"].sudo()._invite(programme, people, self.role)
        return programme.action_view_invitations()

    def _get_people(self):
        """Return the employees (``hr.employee.public``) who match the conditions.

        :raises UserError: when the condition is not a domain
        """
        self.ensure_one()
        try:
            condition = Domain(literal_eval(self.people_domain or "[]"))
            domain = condition & self.programme_id._get_eligibility_domain()
            return self.env["hr.employee.public"].search(domain)
        except (ValueError, SyntaxError, TypeError, KeyError) as error:
            raise UserError(
                self.env._("This condition cannot be read: %(cause)s", cause=error)
            ) from None

    def _filter_new(self, people):
        """Return those of ``people`` who are neither invited nor applicants."""
        # Whether, of people whom the engineer may invite.
        programme_sudo = self.programme_id.sudo()
        known = programme_sudo.invitation_ids.employee_id | (
            programme_sudo.participation_ids.employee_id
        )
        known_ids = set(known.ids)
        return people.filtered(lambda person: person.id not in known_ids)
