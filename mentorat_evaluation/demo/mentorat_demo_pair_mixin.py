from datetime import timedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.mentorat_programme.core.agreement import compose, fingerprint

from . import closed_pairs as story


class MentoratDemoPairMixin(models.AbstractModel):
    """What the pairs of the demo agreed on, did and learnt, and how they ended."""

    _name = "mentorat.demo.pair.mixin"
    _description = "Pairs of the demo"

    # AGREEMENTS

    def _demo_sign(self, pairs):
        """Keep the agreement of each of ``pairs``, signed by the three before the start."""
        agreements = self.env["mentorat.agreement"]
        options = agreements._get_pair_options(pairs[:1])
        agreements = agreements.create(
            [
                {
                    "pair_id": pair.id,
                    "meeting_interval": self.meeting_interval,
                    "meeting_hours": self.meeting_hours,
                    "date_end": self.date_end,
                    "date_mid_term": pair.date_start
                    + (self.date_end - pair.date_start) / 2,
                    "lang": "en_US",
                    "option_ids": [Command.set(options.ids)],
                    "purpose_sealed": agreements._seal(
                        story.PURPOSES[number % len(story.PURPOSES)]
                    ),
                    "place_sealed": agreements._seal(story.PLACE),
                }
                for number, pair in enumerate(pairs)
            ]
        )
        signatures = []
        for number, agreement in enumerate(agreements):
            pair = agreement.pair_id
            days = story.SIGNED_DAYS[number % len(story.SIGNED_DAYS)]
            signed = self._demo_noon(pair.date_start - timedelta(days=days))
            # The words of the two are read as one of them.
            content = agreement.with_user(pair.mentee_user_id)._get_content()
            text = compose(*content)
            agreement.write(
                {
                    "text_sealed": agreement._seal(text),
                    "frame": compose(
                        *content[:2], {**content[2], **agreement._get_masks()}
                    ),
                    "digest": fingerprint(text),
                    "state": "signed",
                    "date_signing": signed,
                    "date_signed": signed,
                }
            )
            pair.write(
                {
                    "agreed_interval": agreement.meeting_interval,
                    "agreed_hours": agreement.meeting_hours,
                    "date_mid_term": agreement.date_mid_term,
                    "date_mid_term_done": agreement.date_mid_term,
                }
            )
            signatures += [
                {
                    "agreement_id": agreement.id,
                    "party": party,
                    "user_id": user.id,
                    "name": user.name,
                    "date": signed,
                    "digest": agreement.digest,
                }
                for party, user in (
                    ("mentee", pair.mentee_user_id),
                    ("mentor", pair.mentor_user_id),
                    ("organisation", self.referent_ids[:1]),
                )
            ]
        self.env["mentorat.signature"].create(signatures)

    # MEETINGS AND GOALS

    def _demo_meet(self, pairs, until):
        """Let ``pairs`` meet, until the day ``until`` at the latest."""
        meetings = []
        for number, pair in enumerate(pairs):
            last = min(pair.date_end, until)
            count = story.MEETINGS[number % len(story.MEETINGS)]
            for turn in range(count):
                day = pair.date_start + timedelta(
                    days=12 + story.MEETING_DAYS * turn + number % 7
                )
                if day > last:
                    break
                mentor, mentee = story.USEFULNESS[(number + turn) % 5]
                place = len(meetings) + 1
                state = next(
                    (s for every, s in story.CALLED_OFF.items() if place % every == 0),
                    "held",
                )
                is_held = state == "held"
                meetings.append(
                    {
                        "pair_id": pair.id,
                        "date_start": self._demo_noon(day),
                        "hours": self.meeting_hours,
                        "state": state,
                        "mentor_usefulness": is_held and mentor,
                        "mentee_usefulness": is_held and mentee,
                    }
                )
        self.env["mentorat.meeting"].create(meetings)

    def _demo_set_goals(self, pairs, most=100):
        """Let ``pairs`` work on skills that the mentor offers, and on a goal of their own.

        :param int most: how far they came at most, in percent
        """
        goals = self.env["mentorat.goal"]
        can_seal = goals._get_sealing_keys()
        level = self._demo_get_level(story.WANTED_LEVEL)
        vals_list = []
        for number, pair in enumerate(pairs):
            wanted = pair.mentee_id.skill_ids.skill_id
            skills = wanted & pair.mentor_id.skill_ids.skill_id
            for turn, skill in enumerate([*skills, skills.browse()]):
                title = story.GOALS[(number + turn) % len(story.GOALS)]
                progress = story.PROGRESS[(number + turn) % len(story.PROGRESS)]
                days = story.GOAL_DAYS[turn % len(story.GOAL_DAYS)]
                due = min(pair.date_start + timedelta(days=days), pair.date_end)
                vals_list.append(
                    {
                        "pair_id": pair.id,
                        "title_sealed": can_seal and goals._seal(title),
                        "skill_id": skill.id,
                        "target_level_id": bool(skill) and level.id,
                        "date_deadline": due,
                        "progress": min(progress, most),
                        "date_confirmed": min(progress, most) == 100 and due,
                    }
                )
        goals.create(vals_list)

    # ENDS

    def _demo_end_early(self, pairs):
        """Let some of ``pairs`` meet, and end early; return them."""
        ended = pairs.browse([pairs[place].id for place in story.ENDED])
        for pair in ended:
            pair.date_end = pair.date_start + timedelta(days=story.ENDED_DAYS)
        self._demo_meet(ended, self.date_end)
        ended.write({"state": "ended"})
        for pair in ended:
            pair.mentor_id._free_seat()
        # The database allows one live pair a mentee.
        ended.flush_recordset(["state"])
        return ended

    def _demo_close(self, pairs):
        """Let ``pairs`` close, and most of their mentees publish what they learnt."""
        pairs.write({"state": "closed", "phase": "moving"})
        for pair in pairs:
            pair.mentor_id._free_seat()
        reached = pairs.goal_ids.filtered(
            lambda goal: goal.date_confirmed and goal.skill_id
        )
        shown = reached.browse(
            [
                goal.id
                for number, goal in enumerate(reached, 1)
                if number % story.UNPUBLISHED
            ]
        )
        level = self._demo_get_level(story.WANTED_LEVEL)
        shown.write({"published_on": self.date_end, "published_level_id": level.id})
        self._demo_hold_skills(
            [
                (goal.pair_id.mentee_id.employee_id, goal.skill_id, level)
                for goal in shown
            ],
            self.date_end,
        )
