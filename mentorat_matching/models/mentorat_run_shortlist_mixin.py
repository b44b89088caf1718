from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MentoratRunShortlistMixin(models.AbstractModel):
    """Short lists made of a run: each mentee is shown the mentors who suit best.

    What they choose are wishes, and the next run decides: so nobody wins by being faster.
    """

    _name = "mentorat.run.shortlist.mixin"
    _description = "Short lists of a matching run"

    shortlist_ids = fields.One2many("mentorat.shortlist", "run_id", "Short lists")
    shortlists_sent_on = fields.Date("Short lists sent on", readonly=True, copy=False)
    can_send_shortlists = fields.Boolean(compute="_compute_can_send_shortlists")
    left_count = fields.Integer("Mentees left", compute="_compute_left_count")

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("state", "programme_id.choice_mode")
    def _compute_can_send_shortlists(self):
        roles = self._get_roles()
        for run in self:
            run.can_send_shortlists = (
                run.state == "done"
                and run.programme_id.choice_mode == "shortlist"
                and "engineer" in roles[run.id]
            )

    def _compute_left_count(self):
        for run in self:
            run.left_count = run.programme_id.left_count

    # ACTIONS

    def action_send_shortlists(self):
        """Show to each mentee the mentors who suit best, in place of an earlier list.

        :raises AccessError: for anybody but the engineers
        :raises UserError: with what to do
        """
        self.ensure_one()
        self._check_role("engineer")
        self._take_turn()
        if not self.can_send_shortlists or self.is_stale:
            raise UserError(
                self.env._(
                    "Short lists are made of a run that is to review and not out of date. "
                    "Launch a new run."
                )
            )
        if self.shortlists_sent_on:
            # Sent twice, they are sent once.
            return True
        # Checked above; nobody writes short lists by hand.
        run_sudo = self.sudo()
        lists = run_sudo._get_shortlists()
        if not lists:
            raise UserError(
                self.env._(
                    "None of the mentors shows a profile to mentees. Ask them to publish "
                    "theirs on their page first."
                )
            )
        run_sudo._keep_shortlists(lists)
        return True

    def action_match_again(self):
        """Launch a new run, for those who have no mentor and nothing to answer."""
        self.ensure_one()
        return self.programme_id.action_match()

    # BUSINESS

    def _get_shortlists(self):
        """Return ``{mentee: mentors}``, best first, of mentors who show a profile."""
        listed = self.env["mentorat.profile"].search(
            [
                ("programme_id", "=", self.programme_id.id),
                ("role", "=", "mentor"),
                ("is_listed", "=", True),
            ]
        )
        shown = set(listed.participation_id.ids)
        size = self.programme_id.shortlist_size
        found = {}
        for line in (*self.proposal_ids, *self.unmatched_ids):
            candidates = [(score, mentor) for mentor, score in line.alternatives or []]
            if line._name == "mentorat.matching.proposal":
                candidates.append((10 * line.score, line.mentor_id.id))
            best = sorted(candidates, key=lambda pair: (-pair[0], pair[1]))
            mentors = [mentor for _score, mentor in best if mentor in shown][:size]
            if mentors:
                found[line.mentee_id] = mentors
        return found

    def _keep_shortlists(self, lists):
        """Replace the short lists of the programme by ``lists``, and write to the mentees."""
        shortlists = self.env["mentorat.shortlist"]
        shortlists.search(Domain("programme_id", "=", self.programme_id.id)).unlink()
        shortlists.create(
            [
                {
                    "run_id": self.id,
                    "mentee_id": mentee.id,
                    "mentor_id": mentor_id,
                    "place": place,
                }
                for mentee, mentor_ids in lists.items()
                for place, mentor_id in enumerate(mentor_ids, start=1)
            ]
        )
        self.shortlists_sent_on = fields.Date.context_today(self)
        self.env["mentorat.outbox"]._post(
            "mentorat_matching.mail_template_shortlist",
            f"shortlist {self.id}",
            [(mentee, mentee.user_id.partner_id) for mentee in lists],
        )
