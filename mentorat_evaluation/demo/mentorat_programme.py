import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import closed_pairs as pairs_story
from . import closed_programme as story
from . import second_year as later_story

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class MentoratProgramme(models.Model):
    """The demo of a programme that is over; ``closed_programme`` holds what it tells."""

    _name = "mentorat.programme"
    _inherit = [
        "mentorat.programme",
        "mentorat.demo.people.mixin",
        "mentorat.demo.matching.mixin",
        "mentorat.demo.pair.mixin",
        "mentorat.demo.supervision.mixin",
    ]

    @api.model
    def _load_closed_programme_demo(self):
        """Make the programme, its people, their meetings, what they said and its results.

        Called once, by the demo data, in superuser mode.
        """
        self = self.with_context(**QUIET)
        # The same story each time.
        source = random.Random(20)
        programme = self._demo_make_programme()
        mentees, others, mentors = programme._demo_hire()
        mentees = programme._demo_enrol(mentees, "mentee")
        mentors = programme._demo_enrol(mentors, "mentor")
        waiting = others.browse([others[place].id for place in pairs_story.WAITING])
        waiting = programme._demo_enrol(waiting, "mentee", "waitlisted")
        programme._demo_offer_skills(mentors)
        mentors[0].employee_id.departure_date = fields.Date.today() + relativedelta(
            months=pairs_story.RARE_LEAVES
        )
        programme._demo_want_skills(mentees | waiting, pairs_story.WANTED)
        programme._demo_accept_charter(mentees | mentors)
        programme._demo_wish(mentees, mentors, source)
        closed = programme._demo_live(mentees | mentors)
        programme._demo_supervise(mentors)
        for name, (opened, ended, share) in story.CAMPAIGNS.items():
            programme._demo_get_campaign(name)._demo_run(
                programme._demo_day(opened), programme._demo_day(ended), share, source
            )
        programme._demo_decide()
        (mentors | mentees).state = "completed"
        later = programme._demo_follow(closed, others, source)
        for months in (3, 6, 9, story.MONTHS, 13, 17, story.START_MONTHS_AGO):
            programme._compute_indicator_values(programme._demo_day(months))
        later._compute_indicator_values(later._demo_day(later_story.STARTED_MONTHS_AGO))
        programme.state = "closed"

    def _demo_live(self, people):
        """Match ``people`` and let them work together until the end; return closed pairs."""
        first, again = pairs_story.RUNS
        pairs = self._demo_match(first, pairs_story.REFUSALS)
        pairs |= self._demo_match(again)
        ended = self._demo_end_early(pairs)
        pairs |= self._demo_match_again(ended)
        if self.agreement_id:
            self._demo_sign(pairs)
        self._demo_meet(pairs - ended, self.date_end)
        self._demo_set_goals(ended, pairs_story.ENDED_PROGRESS)
        self._demo_set_goals(pairs - ended)
        self._demo_close(pairs - ended)
        # Whoever wishes another one says so.
        people.wants_match = False
        return pairs - ended

    def _demo_follow(self, closed, others, source):
        """Make the programme that followed this one, and return it.

        :param closed: pairs of this one, of which some mentees are mentors now
        :param others: employees who were like the mentees of this one
        """
        start = fields.Date.today() - relativedelta(
            months=later_story.STARTED_MONTHS_AGO
        )
        later = self._demo_copy_template(
            {
                "name": later_story.NAME,
                "date_start": start,
                "date_end": start + relativedelta(months=later_story.MONTHS),
            }
        )
        later.state = "running"
        self._demo_name(later, "programme_following")
        mentors = closed.mentee_id.employee_id[:: later_story.RELAY]
        mentors |= closed.mentor_id.employee_id[:: later_story.STAYING]
        mentees = others.browse([others[place].id for place in later_story.MENTEES])
        mentors = later._demo_enrol(mentors, "mentor")
        mentees = later._demo_enrol(mentees, "mentee")
        later._demo_offer_skills(mentors)
        later._demo_want_skills(mentees, later_story.WANTED)
        later._demo_accept_charter(mentees | mentors)
        later._demo_wish(mentees, mentors, source)
        pairs = later._demo_match(0)
        if later.agreement_id:
            later._demo_sign(pairs)
        later._demo_meet(pairs, fields.Date.today())
        later._demo_set_goals(pairs, pairs_story.LIVE_PROGRESS)
        return later

    @api.model
    def _demo_make_programme(self):
        start = fields.Date.today() - relativedelta(months=story.START_MONTHS_AGO)
        programme = self._demo_copy_template(
            {
                "name": "Finding one’s way: first year",
                "date_start": start,
                "date_end": start + relativedelta(months=story.MONTHS),
                "mentor_capacity": 2,
                **story.COSTS,
                **pairs_story.KEPT,
            }
        )
        programme.state = "evaluation"
        self._demo_name(programme, "programme_finished")
        # It was in force before anybody accepted it, and is no column to be written.
        version = programme.charter_id.current_version_id
        day = start + timedelta(days=min(days for __, days, __ in story.APPLICATION))
        self._demo_set_past(version, "date", self._demo_noon(day))
        return programme

    @api.model
    def _demo_copy_template(self, values):
        """Return a programme made of the template about careers, with the team of the demo."""
        programme = self.env.ref("mentorat_programme.template_career").copy(
            {
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
                "critical_skill_ids": [
                    Command.set(
                        [self._demo_get_skill(name).id for name in pairs_story.CRITICAL]
                    )
                ],
                **values,
            }
        )
        if not self.env["mentorat.agreement"]._get_sealing_keys():
            # Without a key no agreement is kept: they work without.
            programme.document_ids -= programme.agreement_id
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
            deadline = self.date_start + timedelta(days=story.DAYS_PER_MONTH * until)
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
