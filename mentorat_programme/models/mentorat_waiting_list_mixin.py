from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

OFFER_DAYS = 10


class MentoratWaitingListMixin(models.AbstractModel):
    """Places that are offered to people of the waiting list, and their answers."""

    _name = "mentorat.waiting.list.mixin"
    _description = "Waiting list of a mentoring programme"

    offered_until = fields.Date(
        "Place offered until",
        readonly=True,
        copy=False,
        help="Somebody on the waiting list may take a place until this day.",
    )

    # ACTIONS

    def action_offer(self):
        """Offer a place to people of the waiting list, who take it or leave it.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: when somebody is not on the waiting list
        """
        self._check_role("engineer")
        if any(record.state != "waitlisted" for record in self):
            raise UserError(
                self.env._("Places are offered to those who are on the waiting list.")
            )
        until = fields.Date.context_today(self) + timedelta(days=OFFER_DAYS)
        # Checked above; offered twice in a day, it is one offer.
        sudo = self.sudo().filtered(lambda record: record.offered_until != until)
        sudo.offered_until = until
        sudo._notify(
            "mail_template_participation_offered", f"offered {fields.Datetime.now()}"
        )
        return True

    def action_take_place(self):
        """Take the place that was offered to oneself.

        :raises AccessError: for anybody but the person
        :raises UserError: when no place is offered any more
        """
        self._check_role("self")
        # Taken twice, it is taken.
        waiting = self.filtered(lambda record: record.state != "accepted")
        waiting._check_offered()
        # The engineer offered the place: the person alone decides now.
        waiting.sudo()._transition("accepted")
        return True

    def action_leave_place(self):
        """Leave to somebody else the place that was offered; one stays on the list.

        :raises AccessError: for anybody but the person
        :raises UserError: when no place is offered any more
        """
        self._check_role("self")
        # Left twice, it is left.
        offered = self.filtered("offered_until")
        offered._check_offered()
        # Checked above; the engineers may offer it to another.
        sudo = offered.sudo()
        sudo.offered_until = False
        sudo._give_activity(
            "mentorat_programme.mail_activity_place_left",
            lambda record: record.programme_id.engineer_ids,
        )
        return True

    # BUSINESS

    def _check_offered(self):
        """Raise when one of these is offered no place, or none any more.

        :raises UserError: always then
        """
        today = fields.Date.context_today(self)
        if any(
            record.state != "waitlisted"
            or not record.offered_until
            or record.offered_until < today
            for record in self
        ):
            raise UserError(self.env._("No place is offered to you at present."))
