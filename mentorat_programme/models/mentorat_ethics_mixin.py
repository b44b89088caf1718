from odoo import api, fields, models
from odoo.exceptions import ValidationError

GROUP_ETHICS_CONTACT = "mentorat_programme.group_ethics_contact"


class MentoratEthicsMixin(models.AbstractModel):
    """To whom people of a programme may turn outside the hierarchy, and how soon they answer."""

    _name = "mentorat.ethics.mixin"
    _description = "Ethics contacts of a mentoring programme"

    ethics_deputy_id = fields.Many2one(
        "res.users",
        "Deputy of the ethics contact",
        help="Receives the concerns in which the ethics contact has a part, or is the "
        "manager of somebody who has.",
    )
    concern_days = fields.Integer(
        "Answer to a concern within (days)",
        default=15,
        help="The ethics contact is reminded before.",
    )
    concern_retention_months = fields.Integer(
        "Keep closed concerns (months)",
        default=24,
        help="Concerns are deleted this long after they were closed. A working default: "
        "check it with your data protection officer.",
    )

    _concern_days_range = models.Constraint(
        "CHECK(concern_days BETWEEN 1 AND 90)",
        "A concern is answered within 1 to 90 days.",
    )
    _concern_retention_range = models.Constraint(
        "CHECK(concern_retention_months BETWEEN 1 AND 120)",
        "Closed concerns are kept between 1 and 120 months.",
    )

    # CONSTRAINTS

    @api.constrains("ethics_contact_id", "ethics_deputy_id")
    def _check_ethics_contacts(self):
        for programme in self:
            contact, deputy = programme.ethics_contact_id, programme.ethics_deputy_id
            if contact and contact == deputy:
                raise ValidationError(
                    self.env._("The ethics contact and the deputy are two people.")
                )
            if any(user.share for user in contact | deputy):
                raise ValidationError(
                    self.env._(
                        "Concerns are read in Odoo: choose somebody with an internal login."
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        programmes._show_concerns_to_contacts()
        return programmes

    def write(self, vals):
        result = super().write(vals)
        if not {"ethics_contact_id", "ethics_deputy_id"}.isdisjoint(vals):
            self._show_concerns_to_contacts()
        return result

    # BUSINESS

    def _show_concerns_to_contacts(self):
        """Show their menu to the contacts: the group gives access to nothing."""
        # Whoever may name a contact gives them no right by it.
        group_sudo = self.env.ref(GROUP_ETHICS_CONTACT).sudo()
        contacts = self.ethics_contact_id | self.ethics_deputy_id
        group_sudo.user_ids |= contacts.sudo() - group_sudo.user_ids
