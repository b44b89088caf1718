from odoo import api, models
from odoo.exceptions import UserError

from ..core.turns import take_turn


class MentoratEntrustingMixin(models.AbstractModel):
    """Who hears a concern, and how its author entrusts it to somebody else."""

    _name = "mentorat.entrusting.mixin"
    _description = "Entrusting of a concern"

    @api.model
    def _get_free_contacts(self, programme, pair):
        """Return who may hear a concern of the current person, the contact first.

        They have no part in it, and no authority over anyone who has.

        :param programme: in superuser mode, as ``pair``, which may be empty
        """
        people = (pair.mentor_id | pair.mentee_id).employee_id
        # The author's own employees, to know their superiors.
        people |= self.env.user.sudo().employee_ids
        involved = self.env.user | people.user_id
        for person in people:
            involved |= person._get_superiors().user_id
        contacts = programme.ethics_contact_id | programme.ethics_deputy_id
        return contacts.filtered("active") - involved

    @api.model
    def _choose_contact(self, programme, pair):
        """Return who receives a new concern; arguments of ``_get_free_contacts``.

        :raises UserError: saying who else there is
        """
        contacts = self._get_free_contacts(programme, pair)
        if not contacts:
            raise UserError(
                self.env._(
                    "Nobody who receives concerns in this programme is free of a part in "
                    "this one, so nothing was kept or sent. Turn to your human resources "
                    "team, staff representatives or the occupational health service."
                )
            )
        return contacts[0]

    def _get_other_contact(self):
        """Return to whom the author may entrust it instead, in superuser mode; or nobody."""
        if self.state == "closed":
            return self.contact_id.browse()
        # Whom the programme names today.
        sudo = self.sudo()
        contacts = sudo._get_free_contacts(sudo.programme_id, sudo.pair_id)
        return (contacts - sudo.contact_id)[:1]

    def _entrust(self):
        """Give it to the other contact: whoever had it reads it no more.

        The caller has checked that it is the person's own, by login or by code.

        :raises UserError: when there is nobody else, or it is closed
        """
        take_turn(self)
        other = self._get_other_contact()
        if not other:
            raise UserError(
                self.env._("There is nobody else to whom it can be entrusted.")
            )
        # Told by the cron of the hour, as when it was raised.
        self.sudo().write(
            {"contact_id": other.id, "is_told": False, "is_reminded": False}
        )

    @api.model
    def _tell_that_the_contact_left(self):
        """Write once to the authors whose concern is with somebody who left."""
        left = self.search(
            [
                ("state", "!=", "closed"),
                ("contact_id.active", "=", False),
                ("author_id", "!=", False),
            ]
        )
        self.env["mentorat.outbox"]._post(
            "mentorat_programme.mail_template_concern_answered",
            "contact_left",
            [(concern, concern.author_id.partner_id) for concern in left],
        )
