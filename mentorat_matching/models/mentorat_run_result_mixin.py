from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from odoo import api, fields, models

from ..core.obstacles import find_obstacles
from ..engine import alternatives

# Other mentors kept for each mentee.
ALTERNATIVES = 3


class MentoratRunResultMixin(models.AbstractModel):
    """What a run found: its figures, its proposals, and who has no mentor and why."""

    _name = "mentorat.run.result.mixin"
    _description = "Result of a matching run"

    # List of [mentor, places] of those who have some.
    places = fields.Json("Places by mentor", readonly=True, copy=False)
    unmatched_ids = fields.One2many(
        "mentorat.matching.unmatched", "run_id", "Mentees without a mentor"
    )
    proposal_ids = fields.One2many("mentorat.matching.proposal", "run_id", "Proposals")
    mentee_count = fields.Integer("Mentees to match", readonly=True, copy=False)
    mentor_count = fields.Integer("Mentors with a place", readonly=True, copy=False)
    place_count = fields.Integer("Places", readonly=True, copy=False)
    matched_count = fields.Integer("Matched", readonly=True, copy=False)
    unmatched_count = fields.Integer(
        "Without a mentor", compute="_compute_unmatched_count"
    )
    total_score = fields.Float(
        "Total score",
        digits=(12, 1),
        readonly=True,
        copy=False,
        help="Sum of the scores, each from 0 to 100.",
    )
    bound = fields.Float(
        "Best possible",
        digits=(12, 1),
        readonly=True,
        copy=False,
        help="No way of making as many pairs has a higher total.",
    )
    is_optimal = fields.Boolean(
        "Proven best",
        readonly=True,
        copy=False,
        help="The proof was checked again, apart from the computation.",
    )
    average_score = fields.Float(
        "Average score", digits=(5, 1), compute="_compute_average_score"
    )
    floor_cost = fields.Float(
        "Given up for the weakest",
        digits=(12, 1),
        readonly=True,
        copy=False,
        aggregator=None,
        help="How much higher the total could be if the weakest pair were not raised.",
    )
    weakest_score = fields.Float(
        "Weakest pair", digits=(5, 1), readonly=True, copy=False, aggregator="min"
    )

    # COMPUTE

    @api.depends("mentee_count", "matched_count")
    def _compute_unmatched_count(self):
        for run in self:
            run.unmatched_count = run.mentee_count - run.matched_count

    @api.depends("total_score", "matched_count")
    def _compute_average_score(self):
        for run in self:
            run.average_score = run.total_score / (run.matched_count or 1)

    # BUSINESS

    def _keep_pairs(self, problem, pairs, rows):
        """Keep who goes with whom, and what stops those who have nobody.

        :param problem: ``core.problem.Problem``
        :param pairs: positions (mentee, mentor) of all pairs, int array ``(k, 2)``
        :param rows: mentees whose proposals are new or change
        """
        mentor_of = dict(pairs.tolist())
        places_left = problem.capacities()
        np.subtract.at(places_left, pairs[:, 1], 1)
        without = [row for row in range(len(problem.mentees)) if row not in mentor_of]
        found = alternatives(
            problem.score_rows(),
            np.array(sorted({*rows, *without}), dtype=np.int64),
            # Prices are read for their number alone.
            SimpleNamespace(
                pairs=pairs,
                mentee_prices=np.zeros(len(problem.mentees)),
                mentor_prices=np.zeros(len(problem.mentors)),
            ),
            ALTERNATIVES,
        )
        others = _read_alternatives(problem, found)
        self._keep_proposals(problem, found, rows, others)
        self._keep_unmatched(problem, without, places_left, others)
        self._count_result()

    def _keep_proposals(self, problem, found, rows, others):
        """Write, create or delete the proposals of the mentees in ``rows``."""
        proposals = self.env["mentorat.matching.proposal"]
        concerned = {problem.mentees[row].id for row in rows}
        before = {
            proposal.mentee_id.id: proposal
            for proposal in self.proposal_ids
            if proposal.mentee_id.id in concerned
        }
        locked = {mentee for mentee, _mentor in self.locked_pairs or []}
        new = []
        for (row, _column), values in zip(
            found.pairs.tolist(),
            self._prepare_proposals(problem, found.pairs, found.ranks),
            strict=True,
        ):
            values["alternatives"] = others[row]
            proposal = before.pop(values["mentee_id"], None)
            if proposal:
                proposal.write(values)
            else:
                new.append({**values, "locked": values["mentee_id"] in locked})
        proposals.union(*before.values()).unlink()
        proposals.create(new)

    def _prepare_proposals(self, problem, pairs, ranks):
        """Return the values of a proposal for each pair of positions (mentee, mentor).

        :param pairs: int array ``(k, 2)``
        :param ranks: of the mentor among all whom the mentee could have, int array ``(k,)``
        """
        return [
            {
                "run_id": self.id,
                "mentee_id": problem.mentees[row].id,
                "mentor_id": problem.mentors[column].id,
                "mentee_department_id": problem.mentees[row].department,
                "mentor_department_id": problem.mentors[column].department,
                "score": sum(line["points"] for line in explanation["criteria"]) / 10,
                "rank": rank,
                "explanation": explanation,
            }
            for (row, column), rank, explanation in zip(
                pairs.tolist(), ranks.tolist(), problem.explain(pairs), strict=True
            )
        ]

    def _keep_unmatched(self, problem, rows, places_left, others):
        """Keep a line for each mentee without a mentor, in place of those there were.

        :param list rows: positions of these mentees, in order
        :param places_left: places of mentors that are free, int array
        :param dict others: ``{row: alternatives}``
        """
        self.unmatched_ids.unlink()
        obstacles = find_obstacles(problem, rows, places_left)
        self.env["mentorat.matching.unmatched"].create(
            [
                {
                    "run_id": self.id,
                    "mentee_id": problem.mentees[row].id,
                    "mentee_department_id": problem.mentees[row].department,
                    "reason": obstacle.reason,
                    "mentor_id": obstacle.mentor is not None
                    and problem.mentors[obstacle.mentor].id,
                    "obstacle": obstacle.as_dict(),
                    "alternatives": others[row],
                }
                for row, obstacle in zip(rows, obstacles, strict=True)
            ]
        )

    def _count_result(self):
        """Set the figures of the run from its proposals."""
        scores = self.proposal_ids.mapped("score")
        self.write(
            {
                "matched_count": len(scores),
                "total_score": sum(scores),
                "weakest_score": min(scores, default=0),
            }
        )

    def _get_pair_names(self, pairs):
        """Return "mentor → mentee" of pairs of ids (mentee, mentor), for the engineers."""
        # Names of people of the programme, for those who run it.
        people = self.env["mentorat.participation"].sudo()
        names = {
            person.id: person.employee_name or self.env._("(deleted)")
            for person in people.browse({i for pair in pairs for i in pair}).exists()
        }
        gone = self.env._("(deleted)")
        return [
            f"{names.get(mentor, gone)} → {names.get(mentee, gone)}"
            for mentee, mentor in pairs
        ]


def read_pairs(proposals):
    """Return the pairs of proposals: list of (mentee id, mentor id)."""
    return [(proposal.mentee_id.id, proposal.mentor_id.id) for proposal in proposals]


def problem_without(problem, pairs):
    """Return ``problem`` with ``pairs`` of ids (mentee, mentor) out of the question."""
    barred = {*problem.barred, *map(tuple, pairs or [])}
    return replace(problem, barred=tuple(sorted(barred)))


def _read_alternatives(problem, found):
    """Return ``{row: [[id of mentor, points of 0..1000], ...]}``, best first."""
    return {
        row: [
            [problem.mentors[column].id, score]
            for column, score in zip(columns, scores, strict=True)
            if column >= 0
        ]
        for row, columns, scores in zip(
            found.mentees.tolist(),
            found.mentors.tolist(),
            found.scores.tolist(),
            strict=True,
        )
    }
