from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core.groups import TEAM_GROUPS

ANSWERS = [("pending", "Awaited"), ("accepted", "Accepted"), ("declined", "Declined")]


class MentoratConsentMixin(models.AbstractModel):
    """Two people who are both asked, each without knowing the other's answer.

    The two read their own answer; both are for the team. Heirs have ``mentor_user_id`` and
    ``mentee_user_id``.
    """

    _name = "mentorat.consent.mixin"
    _description = "Consent of both sides"

    mentor_answer = fields.Selection(
        ANSWERS,
        "Mentor says",
        default="pending",
        required=True,
        readonly=True,
        copy=False,
        groups=TEAM_GROUPS,
    )
    mentee_answer = fields.Selection(
        ANSWERS,
        "Mentee says",
        default="pending",
        required=True,
        readonly=True,
        copy=False,
        groups=TEAM_GROUPS,
    )
    own_answer = fields.Selection(ANSWERS, "My answer", compute="_compute_own_answer")
    # Whoever answered, or ended it, last would be known by it.
    write_uid = fields.Many2one(
        "res.users", "Last Updated by", readonly=True, groups=TEAM_GROUPS
    )

    @api.depends_context("uid")
    @api.depends("mentor_answer", "mentee_answer")
    def _compute_own_answer(self):
        sides = self._get_sides()
        for record in self:
            side = sides[record.id]
            # One's own answer alone, of a record that one may read.
            record.own_answer = side and record.sudo()[f"{side}_answer"]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_answers_untouched(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_answers_untouched(set(vals))
        return super().write(vals)

    def _check_answers_untouched(self, names):
        """Raise when somebody writes an answer instead of giving their own.

        :raises AccessError: outside of superuser mode
        """
        if not self.env.su and names & {"mentor_answer", "mentee_answer"}:
            raise AccessError(
                self.env._("Only the mentor and the mentee answer for themselves.")
            )

    def _record_answer(self, answer):
        """Keep ``answer`` ("accepted" or "declined") for the side of the current user.

        :return: the records to which both sides have now said yes
        :raises AccessError: when the user is neither of the two
        """
        sides = self._get_sides()
        if not all(sides.values()):
            raise AccessError(
                self.env._("Only the mentor and the mentee answer for themselves.")
            )
        # Checked just above: each writes the answer of their own side, nothing else.
        for record in self.sudo():
            record.write({f"{sides[record.id]}_answer": answer})
        return self.filtered(
            lambda r: r.sudo().mentor_answer == r.sudo().mentee_answer == "accepted"
        )

    def _get_sides(self):
        """Return ``{id: "mentor", "mentee" or False}``: what the current user is in each."""
        sides = {}
        # Read to decide, nothing of it is returned.
        for record in self.sudo():
            sides[record.id] = (
                record.mentor_user_id == self.env.user and "mentor"
            ) or (record.mentee_user_id == self.env.user and "mentee")
        return sides
