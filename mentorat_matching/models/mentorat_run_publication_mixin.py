from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES

# Obstacles named one by one; of more, the number is told.
OBSTACLES_TOLD = 10


class MentoratRunPublicationMixin(models.AbstractModel):
    """Showing the proposals of a run to the people concerned: all of them, once."""

    _name = "mentorat.run.publication.mixin"
    _description = "Publication of a matching run"

    date_applied = fields.Datetime("Published on", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False
    )

    # ACTIONS

    def action_apply(self):
        """Show the proposals to the people concerned, all at once.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: with the names of those who are in the way; nothing is done then
        """
        self._check_role("engineer")
        self._take_turn()
        self._check_may_apply()
        # Checked above; the two columns are written by nobody.
        self._transition("applied").sudo().write(
            {
                "date_applied": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
            }
        )
        return True

    # BUSINESS

    def _take_turn(self):
        """Let nobody else publish a run of these programmes in the meantime.

        Of two people who publish at the same instant, the second starts again when the first
        is through, and finds what was done.
        """
        # The caller has checked the user; nothing of the programmes is read.
        programme_ids = tuple(sorted(self.sudo().programme_id.ids))
        self.env.execute_query(
            SQL(
                "UPDATE mentorat_programme SET write_date = write_date "
                "WHERE id IN %s RETURNING id",
                programme_ids,
            )
        )

    def _check_may_apply(self):
        """Raise when the proposals of one of these runs are not to be shown to people.

        :raises UserError: with what to do
        """
        for run in self:
            if run.state == "applied":
                raise UserError(
                    self.env._(
                        "%(run)s was published by %(name)s on %(date)s. Nothing is "
                        "sent a second time.",
                        run=run.display_name,
                        name=run.applied_by_id.name,
                        date=fields.Date.to_string(run.date_applied),
                    )
                )
            run._check_transition("applied")
            if not run.proposal_ids:
                raise UserError(self.env._("This run proposes no pair."))
            # The team reads what is in the way, also where it cannot read the record.
            obstacles = run.sudo()._get_apply_obstacles()
            if obstacles:
                shown = obstacles[:OBSTACLES_TOLD]
                if len(obstacles) > OBSTACLES_TOLD:
                    shown.append(
                        self.env._(
                            "and %(count)s more.", count=len(obstacles) - len(shown)
                        )
                    )
                raise UserError(
                    self.env._(
                        "Nothing was published, because things have changed since this "
                        "run was computed:\n%(obstacles)s\nMove or match again those "
                        "concerned, or launch a new run.",
                        obstacles="\n".join(f"- {text}" for text in shown),
                    )
                )
            if run.is_stale:
                raise UserError(
                    self.env._(
                        "People, places, skills or criteria have changed since this run "
                        "was computed: nothing was published. Launch a new run, it takes "
                        "the changes into account."
                    )
                )

    def _get_apply_obstacles(self):
        """Return what is in the way of publishing, one text for each person or pair."""
        proposals = self.proposal_ids
        people = proposals.mentee_id | proposals.mentor_id
        obstacles = self._get_absences(people)
        for mentee in self._get_taken_mentees(proposals.mentee_id):
            obstacles.append(
                self.env._(
                    "%(name)s has found a mentor, or has another proposal to answer.",
                    name=mentee.employee_name,
                )
            )
        for mentor, wanted, places in self._get_overbooked_mentors():
            obstacles.append(
                self.env._(
                    "%(name)s has %(places)s places left, for %(count)s mentees.",
                    name=mentor.employee_name,
                    places=places,
                    count=wanted,
                )
            )
        forbidden = {tuple(pair) for pair in self._read_forbidden_pairs()}
        forbidden &= {(p.mentee_id.id, p.mentor_id.id) for p in proposals}
        for pair in self._get_pair_names(sorted(forbidden)):
            obstacles.append(self.env._("%(pair)s was forbidden since.", pair=pair))
        return obstacles

    def _get_absences(self, people):
        """Return a text for each of ``people`` who takes part no more."""
        texts = []
        for person in people:
            if person.state != "accepted":
                texts.append(
                    self.env._(
                        "%(name)s no longer takes part.",
                        name=person.employee_name or person.display_name,
                    )
                )
            elif not person.employee_id.active:
                texts.append(
                    self.env._(
                        "%(name)s is archived among the employees.",
                        name=person.employee_name,
                    )
                )
        return texts

    def _get_taken_mentees(self, mentees):
        """Return those of ``mentees`` who have a mentor or a proposal to answer."""
        pairs = self.env["mentorat.pair"].search(
            [("mentee_id", "in", mentees.ids), ("state", "in", LIVE_PAIR_STATES)]
        )
        proposals = self.env["mentorat.matching.proposal"].search(
            [("mentee_id", "in", mentees.ids), ("is_open", "=", True)]
        )
        return pairs.mentee_id | proposals.mentee_id

    def _get_overbooked_mentors(self):
        """Return ``[(mentor, mentees proposed, places left)]`` of those with too few places."""
        wanted = Counter(proposal.mentor_id for proposal in self.proposal_ids)
        offered = dict(
            self.env["mentorat.matching.proposal"]._read_group(
                [
                    ("mentor_id", "in", self.proposal_ids.mentor_id.ids),
                    ("is_open", "=", True),
                ],
                ["mentor_id"],
                ["__count"],
            )
        )
        return [
            (mentor, count, max(0, mentor.seats_free - offered.get(mentor, 0)))
            for mentor, count in wanted.items()
            if mentor.seats_free - offered.get(mentor, 0) < count
        ]
