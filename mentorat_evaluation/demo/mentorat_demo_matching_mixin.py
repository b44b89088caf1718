from datetime import timedelta

from odoo import models

from . import closed_pairs as story


class MentoratDemoMatchingMixin(models.AbstractModel):
    """What people of the demo offer, want and wish, and who was put together."""

    _name = "mentorat.demo.matching.mixin"
    _description = "Matching of the demo"

    # SKILLS

    def _demo_offer_skills(self, mentors):
        """Let ``mentors`` have and offer skills, by turns."""
        rare, every = story.RARE_OFFER
        offers = []
        for number, mentor in enumerate(mentors):
            names = story.OFFERED[number % len(story.OFFERED)]
            names += (rare,) if number % every == 0 else ()
            levels = story.OFFERED_LEVELS
            level = self._demo_get_level(levels[number % len(levels)])
            offers += [(mentor, self._demo_get_skill(name), level) for name in names]
        self._demo_name_skills(offers)
        self._demo_hold_skills(
            [(mentor.employee_id, skill, level) for mentor, skill, level in offers],
            self.date_start,
        )

    def _demo_want_skills(self, mentees, wanted):
        """Let ``mentees`` want skills, by turns."""
        level = self._demo_get_level(story.WANTED_LEVEL)
        self._demo_name_skills(
            [
                (mentee, self._demo_get_skill(name), level)
                for number, mentee in enumerate(mentees)
                for name in wanted[number % len(wanted)]
            ]
        )

    def _demo_name_skills(self, lines):
        """Keep what people offer or want.

        :param list lines: ``(participation, skill, level)``
        """
        self.env["mentorat.participation.skill"].create(
            [
                {
                    "participation_id": person.id,
                    "skill_id": skill.id,
                    "skill_level_id": level.id,
                }
                for person, skill, level in lines
            ]
        )

    def _demo_hold_skills(self, lines, day):
        """Keep what employees can do since ``day``, unless it is known already.

        :param list lines: ``(employee, skill, level)``
        """
        held = self.env["hr.employee.skill"]
        known = {
            (line.employee_id, line.skill_id)
            for line in held.search(
                [("employee_id", "in", [employee.id for employee, *__ in lines])]
            )
        }
        held.create(
            [
                {
                    "employee_id": employee.id,
                    "skill_type_id": skill.skill_type_id.id,
                    "skill_id": skill.id,
                    "skill_level_id": level.id,
                    "valid_from": day,
                }
                for employee, skill, level in lines
                if (employee, skill) not in known
            ]
        )

    def _demo_get_skill(self, name):
        return self.env.ref(story.SKILL % name)

    def _demo_get_level(self, name):
        return self.env.ref(story.LEVEL % name)

    # WHO GOES WITH WHOM

    def _demo_wish(self, mentees, mentors, source):
        """Let most of ``mentees`` name the ``mentors`` whom they would like to have."""
        wishes = self.env["mentorat.preference"].create(
            [
                {"participation_id": mentee.id, "wished_id": mentor.id, "rank": rank}
                for mentee in mentees
                if source.random() < story.WISHING
                for rank, mentor in enumerate(
                    source.sample(list(mentors), story.WISHES), start=1
                )
            ]
        )
        self._demo_set_past(wishes, "create_date", self._demo_noon(self.date_start))

    def _demo_match(self, months, refusals=None):
        """Match those who have nobody, as the engine would, and let them answer.

        :param months: after the start, when the run was published
        :param dict refusals: ``{place of a proposal: what became of it}``, other than
            that both said yes
        :return: the pairs that came of it
        """
        day = self._demo_day(months)
        run = self.env["mentorat.matching.run"].create(
            {
                "programme_id": self.id,
                "state": "running",
                "weightings": self.criterion_ids._get_weightings(),
            }
        )
        run._match()
        run.write(
            {
                "state": "applied",
                "date_done": self._demo_noon(day),
                "date_applied": self._demo_noon(day),
                "applied_by_id": self.engineer_ids[:1].id,
            }
        )
        proposals = run.proposal_ids.sorted(lambda proposal: proposal.mentee_id.id)
        proposals.write(
            {
                "published": True,
                "answer_until": day + timedelta(days=story.ANSWER_DAYS),
                "mentor_answer": "accepted",
                "mentee_answer": "accepted",
            }
        )
        for place, values in (refusals or {}).items():
            proposals[place].write(values)
        agreed = proposals.filtered(lambda proposal: proposal.state == "accepted")
        pairs = self._demo_make_pairs(
            [proposal._prepare_pair() for proposal in agreed],
            day + timedelta(days=story.START_DAYS),
        )
        for proposal, pair in zip(agreed, pairs, strict=True):
            proposal.pair_id = pair
        return pairs

    def _demo_match_again(self, ended):
        """Put those of ``ended`` pairs who wish so together with another mentor, by hand."""
        mentors = self.participation_ids.filtered(lambda person: person.seats_free)
        mentors = mentors.filtered(lambda person: person.role == "mentor")
        return self.env["mentorat.pair"].union(
            *(
                self._demo_make_pairs(
                    [{"mentee_id": pair.mentee_id.id, "mentor_id": mentor.id}],
                    pair.date_end + timedelta(days=story.AGAIN_DAYS),
                )
                for pair, mentor in zip(
                    ended[: story.AGAIN], mentors - ended.mentor_id, strict=False
                )
            )
        )

    def _demo_make_pairs(self, vals_list, day):
        """Return pairs at work since ``day``.

        :param list vals_list: ``mentor_id`` and ``mentee_id``, with what else is known
        """
        return self.env["mentorat.pair"].create(
            [
                {
                    **vals,
                    "programme_id": self.id,
                    "state": "active",
                    "phase": "progress",
                    "date_start": day,
                    "date_end": self.date_end,
                }
                for vals in vals_list
            ]
        )
