from odoo import fields, models
from odoo.exceptions import UserError

from ..core.lines import ReadableLines
from ..core.transitions import LIVE_PAIR_STATES

# From these on, an end is the end of something: before, it is a no.
STARTED = ("active", "closing")
BADGES = {
    "mentor": "mentorat_programme.badge_mentor",
    "mentee": "mentorat_programme.badge_mentee",
}


class MentoratEndingMixin(models.AbstractModel):
    """How a pair comes to its end: closed by both, or ended early without fault."""

    _name = "mentorat.ending.mixin"
    _description = "End of a mentoring pair"

    closing_ids = ReadableLines("mentorat.closing", "pair_id", "Closing words")

    # BUSINESS

    def _end(self, reason):
        """End early, for one of the two, who may say why; the reason is kept without the pair.

        :param str reason: one of ``mentorat.exit``, or ``False``
        :raises AccessError: for others
        """
        self.ensure_one()
        # Whose it is, to count the reason for it.
        programme_sudo = self.sudo().programme_id
        # Twice by the same hand is one end, and one reason.
        if self._transition("ended") and reason:
            # Somebody who ends their own pair, as the transition checked.
            self.env["mentorat.exit"].sudo().create(
                {"programme_id": programme_sudo.id, "reason": reason}
            )

    def _ask_for_another(self, wanted):
        """Say whether one wishes another match after this pair, whose end has come.

        :param bool wanted: whether the next matching counts with the person
        :raises AccessError: for anybody but the two
        :raises UserError: while the pair goes on
        """
        self.ensure_one()
        self._check_role("self")
        # One of the two, as just checked: their own participation.
        sudo = self.sudo()
        if sudo.state in LIVE_PAIR_STATES:
            raise UserError(self.env._("This pair goes on: end it first."))
        side = self._get_sides()[self.id]
        sudo[f"{side}_id"].wants_match = wanted

    def _close_if_both_wrote(self):
        words = self._search_closings().grouped("pair_id")
        for pair in self:
            if pair.mentor_user_id | pair.mentee_user_id <= words[pair].author_id:
                # Both of the two wrote their closing words.
                pair._transition("closed")

    def _search_closings(self):
        # The lines of a pair may be in the cache as one of the two reads them.
        return self.env["mentorat.closing"].search([("pair_id", "in", self.ids)])

    def _end_departed(self):
        """End the pairs of people who have left, at once; the other is told in neutral words."""
        # Who archives an employee has no mentoring rights: nothing is shown to them.
        self.sudo()._transition("ended")

    def _get_certificate(self):
        """Return what is certified to the current person of a closed pair, a dict.

        ``name``, ``role``, ``programme``, ``company``, ``date_start``, ``date_end``,
        ``meetings`` (number) and ``hours``; the other one is not named.

        :return: ``None`` for anybody else, and before the pair is closed
        """
        self.ensure_one()
        side = self._get_sides()[self.id]
        if not side or self.state != "closed":
            return None
        # The person's own, as just checked.
        sudo = self.sudo()
        held = sudo.meeting_ids.filtered(lambda meeting: meeting.state == "held")
        return {
            "name": sudo[f"{side}_name"],
            "role": side,
            "programme": sudo.programme_id.name,
            "company": sudo.company_id.name,
            "date_start": sudo.date_start,
            "date_end": sudo.date_end,
            "meetings": len(held),
            "hours": sum(held.mapped("hours")),
        }

    # HOOKS

    def _note_end(self, origins, target):
        """Do what follows from the end of these pairs, in superuser mode.

        :param dict origins: ``{pair id: state before}``
        :param str target: ``"closed"`` or ``"ended"``
        """
        started = self.filtered(lambda pair: origins[pair.id] in STARTED)
        # A mentee decides again; a mentor has a free place, and may say that it is not.
        started.mentee_id.wants_match = False
        me = self.env.user.partner_id
        self.env["mentorat.outbox"]._post(
            f"mentorat_programme.mail_template_pair_{target}",
            target,
            [
                # Whoever ends it knows; both are thanked for what they closed.
                (pair, pair._get_people() - (me if target == "ended" else me.browse()))
                for pair in self
            ],
        )
        self._cancel_meetings()
        if target == "closed":
            self.phase = "moving"
            self._recognise()

    def _cancel_meetings(self):
        """Take what these pairs had still planned out of people's calendars."""
        now = fields.Datetime.now()
        ahead = self.meeting_ids.filtered(
            lambda meeting: (
                meeting.state in ("planned", "proposed") and meeting.date_start > now
            )
        )
        ahead._transition("cancelled")

    def _recognise(self):
        """Give the badges that people agreed to, and bring to the team who could mentor."""
        closings = self._search_closings()
        wanted = closings.filtered("shows_badge")
        badges = self.env["gamification.badge.user"]
        for closing in wanted:
            side = closing.pair_id.with_user(closing.author_id)._get_sides()
            badge = self.env.ref(BADGES[side[closing.pair_id.id]])
            given = {"user_id": closing.author_id.id, "badge_id": badge.id}
            if not badges.search_count([(name, "=", given[name]) for name in given]):
                badges.create(given)
        willing = closings.filtered(
            lambda closing: (
                closing.wants_to_mentor
                and closing.author_id == closing.pair_id.mentee_user_id
            )
        )
        willing.pair_id.mentee_id._give_activity(
            "mentorat_programme.mail_activity_relay",
            lambda record: record.programme_id.engineer_ids,
        )

    def _get_ending_step(self):
        """Return the first of these in which the current person has closing words to write."""
        closing = self.filtered(lambda pair: pair.state == "closing")
        written = closing._search_closings().filtered(
            lambda words: words.author_id == self.env.user
        )
        return (closing - written.pair_id)[:1]
