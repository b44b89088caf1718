from odoo import api, models
from odoo.fields import Domain


class MentoratOwnData(models.AbstractModel):
    _inherit = "mentorat.own.data"

    @api.model
    def _collect(self):
        return [
            *super()._collect(),
            (self.env._("Profiles"), self._describe_profiles()),
            (self.env._("Proposals and requests"), self._describe_proposals()),
            (self.env._("What did not feel right"), self._describe_objections()),
        ]

    def _get_not_given(self):
        # Given apart; a short list names others.
        return super()._get_not_given() | {"profile_ids", "shortlist_ids"}

    def _describe_profiles(self):
        profiles = self.env["mentorat.profile"].sudo(False)
        names = ("programme_id", "text", "is_published", "published_on")
        return self._describe(profiles.search([("user_id", "=", self.env.uid)]), names)

    def _describe_proposals(self):
        """Describe what was proposed to the person, or asked: their own words, nobody else's."""
        proposals = self.env["mentorat.matching.proposal"].sudo(False)
        uid = self.env.uid
        rows = []
        for proposal in proposals.search(
            Domain("published", "=", True)
            & (Domain("mentor_user_id", "=", uid) | Domain("mentee_user_id", "=", uid)),
            order="id",
        ):
            names = ["programme_id", "origin", "answer_until", "own_answer"]
            if proposal.mentee_user_id.id == uid:
                names.append("message")
            [row] = self._describe(proposal, names)
            # Of a proposal that the person has declined: their own reason.
            reason = proposal.sudo().decline_text
            if reason and proposal.own_answer == "declined":
                row[self.env._("Reason given")] = reason
            rows.append(row)
        return rows

    def _describe_objections(self):
        objections = self.env["mentorat.objection"].sudo(False)
        return self._describe(
            objections.search([("user_id", "=", self.env.uid)]),
            ("date", "programme_id", "note", "handled_on"),
        )
