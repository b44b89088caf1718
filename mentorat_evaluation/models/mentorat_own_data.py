from odoo import api, models


class MentoratOwnData(models.AbstractModel):
    _inherit = "mentorat.own.data"

    @api.model
    def _collect(self):
        return [
            *super()._collect(),
            (self.env._("Invitations to evaluations"), self._describe_invitations()),
            (self.env._("Asked to be contacted"), self._describe_contact_requests()),
        ]

    def _describe_invitations(self):
        """Describe what the person was asked; what they answered has no name, not for them."""
        # The person's own, and what an invitation tells of its campaign.
        invitations_sudo = self.env["mentorat.evaluation.invitation"].sudo()
        return [
            {
                self.env._("Evaluation"): invitation.evaluation_id.name,
                self.env._("Programme"): invitation.evaluation_id.programme_id.name,
                self.env._("Invited on"): invitation.date_invited,
                self.env._("Answer until"): invitation.date_deadline or None,
            }
            for invitation in invitations_sudo.search(
                [("user_id", "=", self.env.uid)], order="date_invited, id"
            )
        ]

    def _describe_contact_requests(self):
        # The person's own.
        requests_sudo = self.env["mentorat.contact.request"].sudo()
        return [
            {
                self.env._("Programme"): request.programme_id.name,
                self.env._("Asked on"): request.date,
                self.env._("Contacted on"): request.date_done or None,
            }
            for request in requests_sudo.search(
                [("participation_id.user_id", "=", self.env.uid)], order="date, id"
            )
        ]
