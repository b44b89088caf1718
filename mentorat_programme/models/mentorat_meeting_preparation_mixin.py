from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..core.address import is_web_address


class MentoratMeetingPreparationMixin(models.AbstractModel):
    """What the two prepare for a meeting: an agenda, and where they see each other."""

    _name = "mentorat.meeting.preparation.mixin"
    _description = "Preparation of a meeting"

    agenda_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    agenda = fields.Text(compute="_compute_sealed", readonly=False, copy=False)
    # Read on the page alone: whoever has the address could join.
    video_url_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    video_url = fields.Text(
        "Video call", compute="_compute_sealed", readonly=False, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_video_url(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_video_url(vals)
        return super().write(vals)

    def _check_video_url(self, vals):
        """Raise when the address in ``vals`` is none of a site.

        :raises UserError: always then
        """
        address = vals.get("video_url")
        if address and not is_web_address(address):
            raise UserError(
                self.env._("The address of a video call begins with https://.")
            )

    def _make_room(self):
        """Give these meetings a room of their own, by the pattern of the programme.

        :raises UserError: when the programme has none
        """
        for meeting in self:
            # The pattern, which anyone of the pair may know.
            pattern = meeting.sudo().programme_id.video_url_pattern
            if not pattern:
                raise UserError(
                    self.env._("This programme has no rooms for video calls.")
                )
            if not meeting.video_url:
                meeting.video_url = pattern.replace("{room}", uuid4().hex)
