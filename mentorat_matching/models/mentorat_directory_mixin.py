from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.mentorat_programme.core.lines import ReadableLines
from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES
from odoo.addons.mentorat_programme.core.turns import take_turn

from .mentorat_choice_mixin import PROFILE_MODES
from .mentorat_matching_run import MATCHING_STATES
from .mentorat_request_mixin import MAX_REQUESTS


class MentoratDirectoryMixin(models.AbstractModel):
    """What a participant shows of themselves, and whom they ask."""

    _name = "mentorat.directory.mixin"
    _description = "Participant who chooses and is chosen"

    profile_ids = fields.One2many(
        "mentorat.profile", "participation_id", readonly=True, copy=False
    )
    # The mentors whom a mentee may choose among.
    shortlist_ids = ReadableLines(
        "mentorat.shortlist", "mentee_id", "Short list", readonly=True, copy=False
    )

    # BUSINESS

    def _is_choosing(self):
        """Tell whether this participant may look at those who may become their pair."""
        self.ensure_one()
        # Of the person's own programme, what any participant may know.
        programme = self.sudo().programme_id
        mode = programme.choice_mode
        return (
            self.state == "accepted"
            and programme.state in MATCHING_STATES
            and mode in PROFILE_MODES
            and (self.role == "mentee" or mode == "ranking")
        )

    def _save_profile(self, text, is_published):
        """Keep what the person shows of themselves, and whether they agree to it.

        :raises AccessError: for anybody but the person
        """
        self.ensure_one()
        self._check_role("self")
        take_turn(self)
        # Checked above: each writes their own, and nobody another's.
        sudo = self.sudo()
        profile = sudo.profile_ids or sudo.profile_ids.create(
            {"participation_id": self.id}
        )
        values = {"text": (text or "").strip(), "is_published": is_published}
        if is_published and not profile.is_published:
            values["published_on"] = fields.Date.context_today(self)
        profile.write(values)

    def _ask_mentor(self, profile, message):
        """Ask the mentor of ``profile`` to become one's mentor; asked twice, it is once.

        :param str message: read by the mentor alone; may be empty
        :raises AccessError: for anybody but the person
        :raises UserError: with what to do
        """
        self.ensure_one()
        self._check_role("self")
        take_turn(self)
        # Checked above; only what the person asks for is written.
        mentor = profile.sudo().participation_id
        proposals = self.sudo()._get_open_proposals()
        asked = proposals.filtered(lambda proposal: proposal.origin == "request")
        if mentor in asked.mentor_id:
            return
        self.sudo()._check_may_ask(profile, mentor, proposals)
        taken = proposals.mapped("request_place")
        place = min(set(range(1, MAX_REQUESTS + 1)) - set(taken))
        request = proposals.create(
            {
                "origin": "request",
                "request_place": place,
                "mentor_id": mentor.id,
                "mentee_id": self.id,
                "mentee_answer": "accepted",
                "explanation": self.sudo()._explain_request(mentor),
                "published": True,
                "message": (message or "").strip(),
            }
        )
        request._start_clock()
        request._write_to(
            "mail_template_request", "asked", lambda side, answer: side == "mentor"
        )

    def _get_open_proposals(self):
        """Return what awaits an answer of these mentees, or to them: requests as well."""
        return self.env["mentorat.matching.proposal"].search(
            [("mentee_id", "in", self.ids), ("is_open", "=", True)]
        )

    def _check_may_ask(self, profile, mentor, proposals):
        """Raise when this mentee cannot ask ``mentor`` now.

        Whatever the cause lies in the mentor, the words are the same.

        :param proposals: those that are open
        :raises UserError: with what to do
        """
        obstacle = self._get_asking_obstacle(proposals)
        if obstacle:
            raise UserError(obstacle)
        refused = (
            not profile.with_user(self.env.user).shown_to_me
            or mentor.seats_free <= 0
            or proposals.search_count(
                [
                    ("mentee_id", "=", self.id),
                    ("mentor_id", "=", mentor.id),
                    ("published", "=", True),
                ],
                limit=1,
            )
        )
        if refused:
            raise UserError(
                self.env._(
                    "This mentor takes no request of yours at present. Ask somebody else."
                )
            )

    def _get_asking_obstacle(self, proposals):
        """Return why this mentee can ask nobody now, if so.

        :param proposals: those that are open
        """
        programme = self.programme_id
        if not self._is_choosing() or programme.choice_mode != "directory":
            return self.env._("No mentor can be asked in this programme at present.")
        if self.env["mentorat.pair"].search_count(
            [("mentee_id", "=", self.id), ("state", "in", LIVE_PAIR_STATES)], limit=1
        ):
            return self.env._("You have a mentor in this programme.")
        requests = proposals.filtered(lambda proposal: proposal.origin == "request")
        if proposals - requests:
            return self.env._(
                "Somebody is proposed to you. Answer that first: you can ask others if it "
                "is not the right person."
            )
        if len(requests) >= MAX_REQUESTS:
            return self.env._(
                "You have asked %(count)s mentors. Wait for an answer, or take a request "
                "back.",
                count=MAX_REQUESTS,
            )
        return None

    def _explain_request(self, mentor):
        """Return what a proposal says of two people who have found each other.

        The skills that the one wants and the other offers, see ``core.problem``.
        """
        offered = {line.skill_id: line for line in mentor.skill_ids}
        skills = [
            {
                "skill": line.skill_id.id,
                "wanted": line.skill_level_id.id,
                "offered": offered[line.skill_id].skill_level_id.id,
                "above": False,
            }
            for line in self.skill_ids
            if line.skill_id in offered
        ]
        share = round(1000 * len(skills) / (len(self.skill_ids) or 1))
        return {
            "criteria": [{"kind": "skills", "points": share, "out_of": 1000}],
            "skills": skills,
        }

    # HOOKS

    def _after_transition(self, origins, target):
        result = super()._after_transition(origins, target)
        if target in ("withdrawn", "refused", "completed"):
            # What was open with those who leave is closed, in words that name nobody.
            self.sudo()._close_proposals()
        return result

    def _close_proposals(self):
        """Close what still awaits an answer of these people, or of others to them."""
        proposals = self.env["mentorat.matching.proposal"].search(
            Domain("is_open", "=", True)
            & (
                Domain("mentor_id", "in", self.ids)
                | Domain("mentee_id", "in", self.ids)
            )
        )
        proposals.is_withdrawn = True
        proposals._tell_closed()

    def _anonymise(self):
        # As the participation itself: what the person wrote, and what was written to them.
        proposals = self.env["mentorat.matching.proposal"].search(
            Domain("mentor_id", "in", self.ids) | Domain("mentee_id", "in", self.ids)
        )
        proposals.write(
            {"message_sealed": False, "decline_text": False, "explanation": False}
        )
        self.env["mentorat.objection"].search(
            [("participation_id", "in", self.ids)]
        ).unlink()
        self.profile_ids.unlink()
        self.env["mentorat.shortlist"].search(
            Domain("mentor_id", "in", self.ids) | Domain("mentee_id", "in", self.ids)
        ).unlink()
        return super()._anonymise()
