from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES

from .mentorat_preference import MAX_RANK

# Modes in which participants show a profile of themselves to each other.
PROFILE_MODES = ("shortlist", "ranking", "directory")


class MentoratChoiceMixin(models.AbstractModel):
    """Who chooses whom in a programme, by when, and who is left."""

    _name = "mentorat.choice.mixin"
    _description = "Choice of pairs in a mentoring programme"

    # how people find each other
    choice_mode = fields.Selection(
        [
            ("engineer", "The engineer proposes"),
            ("shortlist", "Mentees rank a short list, then the engineer proposes"),
            ("ranking", "Both sides rank, then the engineer proposes"),
            ("directory", "Mentees ask mentors of a directory"),
        ],
        "Who chooses",
        default="engineer",
        required=True,
        help="Whatever the way, both sides answer freely before there is a pair.",
    )
    shortlist_size = fields.Integer(
        "Mentors on a short list",
        default=3,
        help="A mentee is shown as many mentors of a run, and ranks them.",
    )
    answer_days = fields.Integer(
        "Days to answer",
        default=14,
        help="A proposal, or a request to a mentor, closes when it has no answer for as "
        "many days. People are reminded once before.",
    )
    departure_months = fields.Integer(
        "Look ahead (months)",
        default=12,
        help="The map of skills counts those whose departure is announced within as many "
        "months.",
    )

    # who is left
    left_count = fields.Integer(
        "Mentees left",
        compute="_compute_left",
        groups=TEAM_GROUPS,
        help="Accepted mentees without a mentor and without a proposal to answer.",
    )
    open_place_count = fields.Integer(
        "Places free",
        compute="_compute_left",
        groups=TEAM_GROUPS,
        help="Places with mentors beyond those that accepted mentees, and people to whom "
        "a place is offered, are going to take.",
    )
    waitlist_count = fields.Integer(
        "Mentees waiting",
        compute="_compute_left",
        groups=TEAM_GROUPS,
        help="Mentees on the waiting list to whom no place is offered.",
    )

    _shortlist_size_range = models.Constraint(
        f"CHECK(shortlist_size BETWEEN 2 AND {MAX_RANK})",
        "A short list has from 2 to 5 mentors.",
    )
    _answer_days_range = models.Constraint(
        "CHECK(answer_days BETWEEN 1 AND 90)",
        "People have from 1 to 90 days to answer.",
    )
    _departure_months_range = models.Constraint(
        "CHECK(departure_months BETWEEN 1 AND 60)",
        "The map of skills looks from 1 to 60 months ahead.",
    )

    # COMPUTE

    def _compute_left(self):
        """Count in a fixed number of queries."""
        free = dict.fromkeys(self._ids, 0)
        waiting, left = dict(free), dict(free)
        today = fields.Date.context_today(self)
        participations = "mentorat.participation"
        for programme, role, state, count, places in self._group_for_team(
            participations,
            ["role", "state"],
            ["__count", "seats_free:sum"],
            Domain("state", "in", ("accepted", "waitlisted")),
        ):
            if (role, state) == ("mentor", "accepted"):
                free[programme.id] += places
            elif (role, state) == ("mentee", "accepted"):
                left[programme.id] += count
            elif role == "mentee":
                waiting[programme.id] += count
        offered = (
            Domain("role", "=", "mentee")
            & Domain("state", "=", "waitlisted")
            & Domain("offered_until", ">=", today)
        )
        for programme, count in self._group_for_team(
            participations, [], ["__count"], offered
        ):
            waiting[programme.id] -= count
            free[programme.id] -= count
        live = Domain("state", "in", LIVE_PAIR_STATES)
        for programme, count in self._group_for_team(
            "mentorat.pair", [], ["__count"], live
        ):
            left[programme.id] -= count
        # Each mentee who has no mentor is going to take one of the places.
        free = {number: places - left[number] for number, places in free.items()}
        for programme, count in self._group_for_team(
            "mentorat.matching.proposal",
            [],
            ["mentee_id:count_distinct"],
            Domain("is_open", "=", True),
        ):
            left[programme.id] -= count
        for programme in self:
            programme.left_count = max(left.get(programme.id, 0), 0)
            programme.open_place_count = max(free.get(programme.id, 0), 0)
            programme.waitlist_count = waiting.get(programme.id, 0)

    # ACTIONS

    def action_offer_places(self):
        """Offer the places that are free to those who have waited longest.

        :raises AccessError: for anybody but the engineers
        :raises UserError: when no place is free, or nobody waits
        """
        self.ensure_one()
        self._check_role("engineer")
        waiting = self._get_waitlist()[: self.open_place_count]
        if not waiting:
            raise UserError(
                self.env._("No place is free at present, or nobody waits for one.")
            )
        return waiting.action_offer()

    def action_view_waitlist(self):
        """Show the mentees who wait, those who have waited longest first."""
        action = self._get_related_action(
            "mentorat_programme.mentorat_participation_action"
        )
        return {**action, "domain": [("id", "in", self._get_waitlist().ids)]}

    # BUSINESS

    def _get_waitlist(self):
        """Return the mentees who wait without an offer, longest first."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return self.env["mentorat.participation"].search(
            [
                ("programme_id", "=", self.id),
                ("role", "=", "mentee"),
                ("state", "=", "waitlisted"),
                "|",
                ("offered_until", "=", False),
                ("offered_until", "<", today),
            ],
            order="date_submitted, id",
        )
