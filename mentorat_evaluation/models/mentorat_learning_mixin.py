import numpy as np

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.turns import take_turn
from odoo.addons.mentorat_programme.models.mentorat_programme import FROZEN_STATES

from ..core.learning import learn, pair_quality

# What of an explanation says which criterion it is, and what people call it.
OPTIONS = ("comparison", "field", "comparator")


class MentoratLearningMixin(models.AbstractModel):
    """A programme learns from its closed pairs which criteria told how they would go."""

    _name = "mentorat.learning.mixin"
    _description = "Learning from closed pairs"

    learning_ids = fields.One2many(
        "mentorat.learning", "programme_id", "Lessons", groups=TEAM_GROUPS
    )
    learning_count = fields.Integer(
        "Number of lessons", compute="_compute_learning_count", groups=TEAM_GROUPS
    )

    # COMPUTE

    def _compute_learning_count(self):
        counts = dict(self._group_for_team("mentorat.learning", [], ["__count"]))
        for programme in self:
            programme.learning_count = counts.get(programme, 0)

    # ACTIONS

    def action_learn(self):
        """Look at the closed pairs, or show what was found when few have closed since."""
        self.ensure_one()
        self._check_team()
        # Checked just above. Of what pairs thought and did, totals alone come out.
        learning = self.sudo()._learn()
        action = self.action_view_learnings()
        return {
            **action,
            "res_id": learning.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_view_learnings(self):
        return self._get_related_action("mentorat_evaluation.mentorat_learning_action")

    # BUSINESS

    def _learn(self):
        """Return what is learnt from the closed pairs of a programme: ``mentorat.learning``.

        That of before, until enough pairs have closed since: what changes from one to the
        next is never what a few pairs thought.

        :raises UserError: when there is nothing to learn from, in words
        """
        self.ensure_one()
        take_turn(self)
        subjects, weights, shares, quality = self._get_learning_data()
        lesson = learn(shares, quality)
        learnings = self.env["mentorat.learning"]
        latest = learnings.search([("programme_id", "=", self.id)], limit=1)
        if latest and not latest._is_outdated(lesson.pairs):
            return latest
        if lesson.reason:
            raise UserError(self._get_refusal(lesson))
        prepare = self.env["mentorat.learning.line"]._prepare_line
        return learnings.create(
            {
                "programme_id": self.id,
                "date": fields.Date.context_today(self),
                "pairs": lesson.pairs,
                "r2": round(100 * lesson.r2),
                "target_id": self.id if self.state not in FROZEN_STATES else False,
                "line_ids": [
                    Command.create(prepare(subject, options, weights[subject], effect))
                    for (subject, options), effect in zip(
                        subjects.items(), lesson.effects, strict=True
                    )
                ],
            }
        )

    def _get_refusal(self, lesson):
        """Return why nothing is learnt, in words; see ``core.learning.Lesson``."""
        if lesson.reason == "few":
            return self.env._(
                "%(pairs)s closed pairs come from a proposal with all its criteria known. "
                "At least %(needed)s are needed: 30, and 10 for each criterion. With fewer, "
                "chance would be taken for a rule.",
                pairs=lesson.pairs,
                needed=lesson.needed,
            )
        if lesson.reason == "same":
            return self.env._(
                "All closed pairs went equally well: nothing tells them apart."
            )
        return self.env._(
            "The criteria were met to the same degree by almost all pairs, or go together: "
            "nothing can be said of any of them."
        )

    def _get_learning_data(self):
        """Return what closed pairs of a programme, in superuser mode, are compared by.

        :return: ``({subject: options}, {subject: weight}, shares, quality)`` of the present
            criteria; see ``core.learning.learn`` for the lists
        """
        weights = {c._get_subject(): c.weight for c in self.criterion_ids if c.weight}
        pairs = self.env["mentorat.pair"].search(
            [
                ("programme_id", "=", self.id),
                ("state", "in", ("closed", "ended")),
                ("date_start", "!=", False),
                ("proposal_ids", "!=", False),
            ]
        )
        # The run that led to the pair, where several had proposed it.
        explained = {
            pair: proposal.explanation["criteria"]
            for pair in pairs
            for proposal in pair.proposal_ids.filtered("explanation")[:1]
        }
        subjects, rows = {}, []
        for entries in explained.values():
            row = {}
            for entry in entries:
                subject = (entry["kind"], entry.get("field") or "")
                if subject in weights and entry["out_of"]:
                    row[subject] = entry["points"] / entry["out_of"]
                    subjects.setdefault(
                        subject,
                        {name: entry[name] for name in OPTIONS if name in entry},
                    )
            rows.append(row)
        subjects = {s: subjects[s] for s in weights if s in subjects}
        shares = [[row.get(s, np.nan) for s in subjects] for row in rows]
        if not rows:
            return subjects, weights, np.empty((0, len(weights))), []
        return subjects, weights, shares, self._get_pair_qualities(list(explained))

    def _get_pair_qualities(self, pairs):
        """Return ``core.learning.pair_quality`` of each of ``pairs``."""
        found = {
            side: dict(
                self.env["mentorat.meeting"]._read_group(
                    [
                        ("programme_id", "=", self.id),
                        ("state", "=", "held"),
                        (f"{side}_usefulness", ">", 0),
                    ],
                    ["pair_id"],
                    [f"{side}_usefulness:avg"],
                )
            )
            for side in ("mentor", "mentee")
        }
        qualities = []
        for pair in pairs:
            told = [found[side][pair] for side in found if pair in found[side]]
            days = (pair.date_end - pair.date_start).days
            qualities.append(
                pair_quality(
                    pair.state == "closed",
                    pair.meeting_count,
                    max(1, days // pair._get_meeting_interval()),
                    sum(told) / len(told) if told else None,
                )
            )
        return qualities
