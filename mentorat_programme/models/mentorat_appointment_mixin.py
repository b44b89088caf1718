from odoo import models


class MentoratAppointmentMixin(models.AbstractModel):
    """Something at a time, on the calendars of those who want it.

    Heirs have ``date_start`` and ``date_stop``.
    """

    _name = "mentorat.appointment.mixin"
    _description = "Appointment on one's own calendar"

    def _sync_own_event(self, name, participation, is_cancelled):
        """Keep one private event of the participant's own, if they consented to it.

        One attendee, a neutral title, no description, no link: private events of Odoo
        can be searched, and their attendees are listed.

        :param str name: field that holds the event
        """
        self.ensure_one()
        user = participation.user_id
        # In the name of its owner: author, creator and follower of an event are listed to
        # any employee, and somebody else may be the one who plans.
        event = self[name].with_user(user).sudo()
        event = event.with_context(no_mail_to_attendees=True)
        wanted = (
            participation.calendar_consent and not is_cancelled and user._is_internal()
        )
        if not wanted:
            event.unlink()
        elif event:
            event.write({"start": self.date_start, "stop": self.date_stop})
        else:
            self[name] = event.create(
                {
                    "name": self.with_context(lang=user.lang).env._("Appointment"),
                    "start": self.date_start,
                    "stop": self.date_stop,
                    "user_id": user.id,
                    "partner_ids": [(6, 0, user.partner_id.ids)],
                    "privacy": "private",
                }
            )
