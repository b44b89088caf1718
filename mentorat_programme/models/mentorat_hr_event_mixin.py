from odoo import api, fields, models
from odoo.fields import Domain

LIVE_STATES = ("draft", "submitted", "approved", "waitlisted", "accepted")
# Not decided yet: nobody has planned anything with these.
UNDECIDED_STATES = ("draft", "submitted", "approved", "waitlisted")


class MentoratHrEventMixin(models.AbstractModel):
    """What changes in the working life of a participant, brought to the referents."""

    _name = "mentorat.hr.event.mixin"
    _description = "Changes in a participant's working life"

    hr_event = fields.Selection(
        [
            ("departure", "Departure"),
            ("manager", "Another manager"),
            ("department", "Another department"),
        ],
        "Something changed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last change that the referents were told about.",
    )
    hr_event_on = fields.Date("Changed on", readonly=True, copy=False)

    @api.model
    def _get_live_of(self, employees):
        """Return the participations of ``employees`` that are under way."""
        return self.search(
            Domain("employee_id", "in", employees.ids)
            & Domain("state", "in", LIVE_STATES)
        )

    def _note_hr_event(self, kind):
        """Keep a change of these people's work and propose to the referents to look at it.

        Somebody who leaves before a decision is withdrawn at once, without a mail.

        :param str kind: one of those of ``hr_event``
        """
        if not self:
            return
        self.write({"hr_event": kind, "hr_event_on": fields.Date.context_today(self)})
        self.env["mentorat.log"]._log(
            self,
            "participation_id",
            dict(zip(self.ids, self.mapped("state"), strict=True)),
            kind,
            False,
        )
        leaving = self.browse()
        if kind == "departure":
            leaving = self.filtered(lambda r: r.state in UNDECIDED_STATES)
            leaving._transition("withdrawn")
            gone = self.filtered(lambda record: not record.employee_id.active)
            gone._get_live_pairs()._end_departed()
        (self - leaving)._ask_referents("mentorat_programme.mail_activity_hr_event")
        self._get_live_pairs()._queue_health()
        if kind == "manager":
            self._get_people_in_line()._ask_referents(
                "mentorat_programme.mail_activity_reporting_line"
            )

    def _get_people_in_line(self):
        """Return those of these who are now in the reporting line of their pair."""
        pairs = self._get_live_pairs().filtered(lambda pair: pair._is_reporting_line())
        return self & (pairs.mentor_id | pairs.mentee_id)
