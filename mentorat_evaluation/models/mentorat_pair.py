from odoo import api, models
from odoo.fields import Domain


class MentoratPair(models.Model):
    _inherit = "mentorat.pair"

    # BUSINESS

    @api.model
    def _queue_contact_health(self, participations):
        """Have the live pairs of ``participations`` looked at when the transaction ends."""
        pairs = self.search(
            (
                Domain("mentor_id", "in", participations.ids)
                | Domain("mentee_id", "in", participations.ids)
            )
            & Domain("state", "in", ("active", "closing"))
        )
        pairs._queue_health()

    # HOOKS

    def _get_health_facts(self, today):
        facts = super()._get_health_facts(today)
        people = self.mentor_id | self.mentee_id
        asked = dict(
            self.env["mentorat.contact.request"]._read_group(
                [("participation_id", "in", people.ids), ("state", "=", "asked")],
                ["participation_id"],
                ["date:min"],
            )
        )
        for pair in self:
            days = [
                asked[person]
                for person in pair.mentor_id | pair.mentee_id
                if person in asked
            ]
            if days:
                facts[pair.id]["contact"] = min(days)
        return facts
