import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import closed_programme as story

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}
DAYS_PER_MONTH = 30


class MentoratProgramme(models.Model):
    """The demo of a programme that is over; ``closed_programme`` holds what it tells."""

    _name = "mentorat.programme"
    _inherit = ["mentorat.programme", "mentorat.demo.people.mixin"]

    @api.model
    def _load_closed_programme_demo(self):
        """Make the programme, its people, their meetings, what they said and its results.

        Called once, by the demo data, in superuser mode.
        """
        self = self.with_context(**QUIET)
        # The same story each time.
        source = random.Random(20)
        programme = self._demo_make_programme()
        people = programme._demo_hire()
        pairs = programme._demo_pair(people)
        programme._demo_meet(pairs)
        programme._demo_supervise(pairs.mentor_id)
        for name, (opened, closed, share) in story.CAMPAIGNS.items():
            programme._demo_get_campaign(name)._demo_run(
                programme._demo_day(opened), programme._demo_day(closed), share, source
            )
        programme._demo_decide()
        for months in (3, 6, 9, story.MONTHS, 13, 17, story.START_MONTHS_AGO):
            programme._compute_indicator_values(programme._demo_day(months))
        (pairs.mentor_id | pairs.mentee_id).state = "completed"
        programme.state = "closed"

    def _demo_day(self, months):
        """Return the day that many months after the start, today at the latest."""
        day = self.date_start + timedelta(days=round(DAYS_PER_MONTH * months))
        return min(day, fields.Date.today())

    @api.model
    def _demo_make_programme(self):
        start = fields.Date.today() - relativedelta(months=story.START_MONTHS_AGO)
        programme = self.env.ref("mentorat_programme.template_career").copy(
            {
                "name": "Finding one’s way: first year",
                "is_template": False,
                "company_id": self.env.ref("base.main_company").id,
                "engineer_ids": self.env.ref("mentorat_programme.user_niv").ids,
                "referent_ids": self.env.ref("mentorat_programme.user_barty_mcbly").ids,
                "supervisor_ids": self.env.ref(
                    "mentorat_programme.user_supervisor"
                ).ids,
                "ethics_contact_id": self.env.ref(
                    "mentorat_programme.user_ombudsperson"
                ).id,
                "date_start": start,
                "date_end": start + relativedelta(months=story.MONTHS),
                "mentor_capacity": 2,
                **story.COSTS,
                # It works without an agreement: nobody signs while demo data load.
                "document_ids": [Command.clear()],
            }
        )
        programme.state = "evaluation"
        self._demo_name(programme, "programme_finished")
        return programme

    @api.model
    def _demo_name(self, record, name):
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"mentorat_evaluation.{name}",
                    "record": record,
                    "noupdate": True,
                }
            ]
        )

    def _demo_get_campaign(self, name):
        """Return the campaign that was copied from the one of that name in the design."""
        origin = self.env.ref(f"mentorat_evaluation.template_career_evaluation_{name}")
        place = origin.programme_id.evaluation_ids.sorted("id").ids.index(origin.id)
        return self.evaluation_ids.sorted("id")[place]

    def _demo_decide(self):
        """Note the decisions that the team took on results."""
        for (
            months,
            campaign,
            indicator,
            name,
            observation,
            until,
            done,
        ) in story.REVIEWS:
            deadline = self.date_start + timedelta(days=DAYS_PER_MONTH * until)
            review = self.env["mentorat.review"].create(
                {
                    "programme_id": self.id,
                    "name": name,
                    "observation": observation,
                    "evaluation_id": self._demo_get_campaign(campaign).id,
                    "indicator_id": self.env.ref(
                        f"mentorat_evaluation.indicator_{indicator}"
                    ).id,
                    "owner_id": self.engineer_ids[:1].id,
                    "date": self._demo_day(months),
                    "date_deadline": deadline,
                }
            )
            if done:
                review.write({"state": "done", "date_done": deadline})
