from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

# The first one is the start of the meeting itself.
SLOTS = ("date_start", "second_start", "third_start")


class MentoratMeetingProposalMixin(models.AbstractModel):
    """One of the two proposes up to three times for a meeting, the other chooses one."""

    _name = "mentorat.meeting.proposal.mixin"
    _description = "Times proposed for a meeting"

    # The team sees that there is a proposal, not whose it is and what else would suit.
    second_start = fields.Datetime(groups=NO_ACCESS, copy=False)
    third_start = fields.Datetime(groups=NO_ACCESS, copy=False)
    proposer_side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")], groups=NO_ACCESS, copy=False
    )

    @api.model
    def _propose(self, slots, values):
        """Create a meeting at one of ``slots``, which the other of the pair chooses.

        :param slots: one to three naive UTC datetimes
        :param dict values: of the meeting, with its ``pair_id``
        :raises AccessError: for a pair of others
        """
        self.check_access("create")
        pair = self.env["mentorat.pair"].browse(values["pair_id"])
        if not pair._filter_own():
            raise AccessError(self.env._("You are not one of this pair."))
        # One of the two, as just checked: the state and whose proposal it is are the suite's.
        meeting = self.sudo().create(
            {
                **values,
                **self._get_slot_values(slots),
                "state": "proposed",
                "proposer_side": pair._get_sides()[pair.id],
            }
        )
        meeting = meeting.with_env(self.env)
        meeting._tell_other("mentorat_programme.mail_template_meeting_proposed")
        return meeting

    def _propose_again(self, version, slots, values):
        """Propose other times, which the other of the two now chooses from."""
        self.check_access("write")
        self._check_pair_goes_on()
        self._check_version(version)
        if self.state != "proposed":
            raise UserError(self.env._("These times are no longer proposed."))
        side = self._get_own_sides()[self.id]
        # By one of the two, as just checked.
        self.sudo().write(
            {**values, **self._get_slot_values(slots), "proposer_side": side}
        )
        self._tell_other("mentorat_programme.mail_template_meeting_proposed")

    def _accept(self, start):
        """Plan the meeting at one of the times that the other has proposed.

        :param datetime start: the time; choosing it again changes nothing
        :raises UserError: when it is no longer proposed, or over
        """
        self.check_access("write")
        self._check_pair_goes_on()
        if self._is_own_proposal():
            raise UserError(
                self.env._("The other of the two chooses one of the times.")
            )
        is_proposed = self.state == "proposed" and start in self._get_slots()
        if self.state == "planned" and self.date_start == start:
            return
        if not is_proposed:
            raise UserError(
                self.env._(
                    "The times have changed meanwhile. See below what holds now."
                )
            )
        if start <= fields.Datetime.now():
            raise UserError(self.env._("This time is over. Propose others."))
        # By the other of the two, as just checked: the table lets nobody do this by hand.
        sudo = self.sudo()
        sudo.write(self._get_slot_values([start]))
        sudo._transition("planned")

    def _get_slot_values(self, slots):
        return {
            name: slots[index] if index < len(slots) else False
            for index, name in enumerate(SLOTS)
        }

    def _get_slots(self):
        """Return the times proposed for a meeting that the person reads."""
        self.ensure_one()
        # Of a meeting of their own: the page of the pair shows them to the two.
        sudo = self.sudo()
        return [sudo[name] for name in SLOTS if sudo[name]]

    def _is_own_proposal(self):
        self.ensure_one()
        # Whether it is theirs, and nothing else.
        return self._get_own_sides()[self.id] == self.sudo().proposer_side

    def _tell_other(self, template):
        """Write to the other of the two about each of these meetings."""
        # A counter of the suite, addresses of the two.
        for meeting in self.sudo():
            self.env["mentorat.outbox"].sudo()._post(
                template,
                f"proposal {meeting.revision}",
                [(meeting, meeting.pair_id._get_people() - self.env.user.partner_id)],
            )
