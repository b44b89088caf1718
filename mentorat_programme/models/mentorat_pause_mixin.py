from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.turns import take_turn

LONGEST_PAUSE = 366
PAUSABLE_STATES = ("active", "closing")
NO_PAUSE = {
    "date_pause_start": False,
    "date_pause_end": False,
    "pause_moved_days": 0,
}


class MentoratPauseMixin(models.AbstractModel):
    """A pair rests for a while, with dates and without a reason.

    Its place with the mentor stays taken; nobody is alerted or nudged about it.
    """

    _name = "mentorat.pause.mixin"
    _description = "Pause of mentoring pairs"

    date_pause_start = fields.Date("Pause from", readonly=True, copy=False)
    date_pause_end = fields.Date(
        "Pause until",
        readonly=True,
        copy=False,
        help="The pair goes on, by itself, on this day.",
    )
    pause_moved_days = fields.Integer(
        "Days added to the end for this pause", readonly=True, copy=False
    )
    date_resumed = fields.Date("Last pause ended on", readonly=True, copy=False)
    is_paused = fields.Boolean(
        "Paused", compute="_compute_is_paused", search="_search_is_paused"
    )
    can_pause = fields.Boolean(compute="_compute_can_pause")
    can_resume = fields.Boolean(compute="_compute_can_pause")

    _pause_in_order = models.Constraint(
        "CHECK(date_pause_end > date_pause_start)", "A pause ends after it starts."
    )

    # COMPUTE

    @api.depends("date_pause_start", "date_pause_end")
    def _compute_is_paused(self):
        today = fields.Date.context_today(self)
        for pair in self:
            pair.is_paused = pair._is_paused_on(today)

    def _search_is_paused(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        paused = Domain("date_pause_start", "<=", today) & Domain(
            "date_pause_end", ">", today
        )
        return paused if True in value else ~paused

    @api.depends_context("uid")
    @api.depends("state", "date_pause_start")
    def _compute_can_pause(self):
        roles = self._get_roles()
        for pair in self:
            may = bool(roles[pair.id]) and pair.state in PAUSABLE_STATES
            pair.can_pause = may and not pair.date_pause_start
            pair.can_resume = may and bool(pair.date_pause_start)

    # ACTIONS

    def action_pause(self):
        """Ask the team for the dates of a pause of these pairs.

        :raises AccessError: for anybody but the team of the programme
        """
        self._check_role("engineer", "referent")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause"),
            "res_model": "mentorat.pause.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_pair_ids": self.ids},
        }

    def action_resume(self):
        """Go on before the day, or give up a pause that has not begun.

        Asked twice, it is done once.

        :raises AccessError: for anybody but the two and the team of the programme
        """
        self._check_role("self", "engineer", "referent")
        # Checked above.
        sudo = self.sudo()
        take_turn(sudo)
        sudo.filtered("date_pause_start")._resume(fields.Date.context_today(self))
        return True

    # BUSINESS

    def _transition(self, target, reason=False):
        moved = super()._transition(target, reason)
        if target not in PAUSABLE_STATES:
            # Of pairs that come to an end, which was checked: nobody is told of the pause.
            moved.sudo().filtered("date_pause_start").write(NO_PAUSE)
        return moved

    def _is_paused_on(self, day):
        self.ensure_one()
        start, end = self.date_pause_start, self.date_pause_end
        return bool(start and end and start <= day < end)

    def _pause(self, date_start, date_end, move_end=False):
        """Have these pairs rest from ``date_start`` until the day before ``date_end``.

        Asked twice, it is one pause.

        :param bool move_end: the end of the pair moves by as many days
        :return: the pairs that now pause, or will
        :raises AccessError: for anybody but the two and the team of the programme
        :raises UserError: with what to change
        """
        self._check_role("self", "engineer", "referent")
        self._check_pause_dates(date_start, date_end)
        # Checked above: dates alone change.
        sudo = self.sudo()
        take_turn(sudo)
        new_sudo = sudo.filtered(
            lambda pair: (
                (pair.date_pause_start, pair.date_pause_end) != (date_start, date_end)
            )
        )
        new_sudo._check_may_pause()
        days = (date_end - date_start).days
        for pair in new_sudo:
            moved = days if move_end and pair.date_end else 0
            pair.write(
                {
                    "date_pause_start": date_start,
                    "date_pause_end": date_end,
                    "pause_moved_days": moved,
                    "date_end": pair.date_end and pair.date_end + timedelta(days=moved),
                }
            )
        new_sudo._note_pause("paused", dict.fromkeys(new_sudo.ids, date_start))
        return new_sudo

    def _check_pause_dates(self, date_start, date_end):
        """Raise when dates make no pause.

        :raises UserError: with what to change
        """
        today = fields.Date.context_today(self)
        if not date_start or not date_end or date_end <= date_start:
            raise UserError(
                self.env._("Give the first day of the pause and, later, its end.")
            )
        if date_start < today:
            raise UserError(self.env._("A pause starts today or later."))
        if (date_end - date_start).days > LONGEST_PAUSE:
            raise UserError(
                self.env._(
                    "A pause lasts at most %(days)s days. For longer, end the pair: you "
                    "can be put together again.",
                    days=LONGEST_PAUSE,
                )
            )

    def _check_may_pause(self):
        """Raise when one of these pairs is not at work, or pauses already.

        :raises UserError: with what to do
        """
        if any(pair.state not in PAUSABLE_STATES for pair in self):
            raise UserError(self.env._("Only a pair that is at work can pause."))
        if any(pair.date_pause_start for pair in self):
            raise UserError(
                self.env._("A pause is set already: let the pair go on first.")
            )

    def _resume(self, today):
        """End the pauses of these pairs; the end moves back by days that were not used."""
        days = {pair.id: min(today, pair.date_pause_end) for pair in self}
        for pair in self:
            begun = pair.date_pause_start <= today
            used = (
                (min(today, pair.date_pause_end) - pair.date_pause_start).days
                if begun
                else 0
            )
            unused = max(pair.pause_moved_days - used, 0)
            pair.write(
                {
                    **NO_PAUSE,
                    "date_resumed": today if begun else pair.date_resumed,
                    "date_end": pair.date_end
                    and pair.date_end - timedelta(days=unused),
                }
            )
        self._note_pause("resumed", days)

    @api.model
    def _resume_due(self, today):
        """Have those of these pairs go on whose day has come."""
        due = self.filtered(
            lambda pair: pair.date_pause_end and pair.date_pause_end <= today
        )
        due._resume(today)

    def _note_pause(self, what, days):
        """Keep in the history that these pairs ``"paused"`` or ``"resumed"``; tell the others.

        Who asked for it knows; a pair that goes on by itself is told on both sides.

        :param dict days: ``{pair id: day from which it does}``
        """
        self.env["mentorat.log"]._log(
            self, "pair_id", {pair.id: pair.state for pair in self}, what, False, days
        )
        own = self.env.user.partner_id
        self.env["mentorat.outbox"]._post(
            f"mentorat_programme.mail_template_pair_{what}",
            f"{what} {fields.Datetime.now()}",
            [(pair, pair._get_people() - own) for pair in self],
        )
        self._queue_health()

    def _get_pause_meetings(self, date_start, date_end):
        """Return the meetings planned on days of a pause, that the reader may cancel."""
        return self.env["mentorat.meeting"].search(
            [
                ("pair_id", "in", self.ids),
                ("state", "in", ("proposed", "planned")),
                ("date_start", ">=", date_start),
                ("date_start", "<", date_end),
            ],
            order="date_start",
        )
