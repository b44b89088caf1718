from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, format_list

from ..core.plan import ImpossibleError, Plan
from ..engine.problem import as_pairs
from .mentorat_run_result_mixin import problem_without, read_pairs

# Mentees without a mentor whom the board shows; the others are in their list.
BOARD_LINES = 80
# With more pairs than this a list is opened first.
BOARD_PAIRS = 300


class MentoratRunReviewMixin(models.AbstractModel):
    """What the engineers change in a run before they publish it, and how they take it back.

    Each change is computed from the people and criteria that the run was computed from; when
    these have changed since, nothing can be changed by hand, and a new run is made around
    the locked pairs.
    """

    _name = "mentorat.run.review.mixin"
    _description = "Review of a matching run"

    change_ids = fields.One2many(
        "mentorat.matching.change", "run_id", "Changes by hand", readonly=True
    )
    is_edited = fields.Boolean("Changed by hand", compute="_compute_is_edited")
    can_review = fields.Boolean(compute="_compute_can_review")

    # COMPUTE

    @api.depends("change_ids.is_undone")
    def _compute_is_edited(self):
        for run in self:
            run.is_edited = not all(run.change_ids.mapped("is_undone"))

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_review(self):
        roles = self._get_roles()
        for run in self:
            run.can_review = run.state == "done" and "engineer" in roles[run.id]

    # ACTIONS

    def action_review(self):
        """Open the board: proposals by mentor, which can be dragged to another one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_matching.mentorat_matching_review_action"
        )
        if self.matched_count > BOARD_PAIRS:
            action["views"].sort(key=lambda view: view[1] != "list")
        return {
            **action,
            "name": self.env._("Review of %(run)s", run=self.display_name),
            "domain": [("run_id", "=", self.id)],
            # Departments by their own name: columns are narrow.
            "context": {"review_run_id": self.id, "hierarchical_naming": False},
        }

    def action_move(self, mentee_id, mentor_id=False):
        """Give a mentee of this run another mentor, or nobody.

        Where that mentor has no place left, the mentee who costs least gives way.

        :param int mentee_id: participation
        :param int mentor_id: participation, or False
        :return: what changed, in words
        :raises UserError: when a rule or a locked pair is against it, or people changed
        """
        run_sudo = self._begin_review()
        problem = run_sudo._read_reviewed()
        plan = run_sudo._get_plan(problem)
        row, column = run_sudo._find_positions(problem, mentee_id, mentor_id)
        try:
            effect = plan.move(row, column)
        except ImpossibleError as error:
            mentor = mentor_id and self.env["mentorat.participation"].browse(mentor_id)
            raise UserError(
                run_sudo._get_impossible_message(error.reason, mentee_id, mentor)
            ) from error
        change_sudo = run_sudo._record_change("move", problem, plan, effect)
        return self.env._(
            "%(what)s: %(points)s in total",
            what=change_sudo.summary,
            points=_format_points(change_sudo.points),
        )

    def action_undo(self):
        """Take back the last change by hand that still holds.

        :return: what was taken back, in words
        """
        run_sudo = self._begin_review()
        change_sudo = run_sudo.change_ids.filtered(lambda change: not change.is_undone)
        change_sudo = change_sudo[:1]
        if not change_sudo:
            raise UserError(self.env._("There is no change by hand to take back."))
        change_sudo.forbidden_id.unlink()
        problem = run_sudo._read_reviewed()
        plan = run_sudo._get_plan(problem)
        moves = {}
        for move in change_sudo.moves:
            row, column = run_sudo._find_positions(
                problem, move["mentee"], move["origin"]
            )
            if row in plan.locked or not plan.allows(row, column):
                raise UserError(
                    self.env._(
                        "This change cannot be taken back: a pair of it is locked or "
                        "was forbidden since."
                    )
                )
            moves[row] = column
        run_sudo._keep_moves(problem, plan, moves)
        change_sudo.is_undone = True
        return change_sudo.summary

    def action_rerun(self):
        """Launch a new run that keeps the locked pairs of this one, and show it."""
        return self._rerun(raise_weakest=self.raise_weakest)

    def action_repair(self):
        """Launch a new run that changes as little of this one as it has to, and show it."""
        self.ensure_one()
        self._check_role("engineer")
        # Checked above: the pairs are those of this run, for its engineers.
        pairs = self.sudo().proposal_ids.sorted("mentee_id")
        return self._rerun(previous_pairs=read_pairs(pairs))

    def action_compare(self):
        """Show two or three of the runs of a programme side by side."""
        comparison = self.env["mentorat.matching.comparison"].create(
            {"run_ids": [Command.set(self.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Comparison of runs"),
            "res_model": comparison._name,
            "res_id": comparison.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_view_unmatched(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_matching.mentorat_matching_unmatched_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)]}

    # BOARD

    def get_review(self):
        """Return what the board shows beside the proposals, as plain values."""
        self.ensure_one()
        self.check_access("read")
        last = self.change_ids.filtered(lambda change: not change.is_undone)[:1]
        lines = self.unmatched_ids
        return {
            "name": self.display_name,
            "matched": self.matched_count,
            "mentees": self.mentee_count,
            "total": self.total_score,
            "bound": self.bound,
            "average": self.average_score,
            "weakest": self.weakest_score,
            "locked": self.proposal_ids.search_count(
                [("run_id", "=", self.id), ("locked", "=", True)]
            ),
            "is_optimal": self.is_optimal,
            "is_edited": self.is_edited,
            "is_stale": self.is_stale,
            "can_review": self.can_review and not self.is_stale,
            "can_rerun": self.can_review,
            "can_apply": self.can_apply and not self.is_stale,
            "undo": last.summary or False,
            "mentors": self._get_board_mentors(),
            "unmatched_count": len(lines),
            "unmatched": [
                {
                    "id": line.id,
                    "mentee_id": line.mentee_id.id,
                    "name": line.mentee_name,
                    "reason": line.reason_text,
                    "change": line.change_text,
                }
                for line in lines[:BOARD_LINES]
            ],
        }

    def _get_board_mentors(self):
        """Return ``{id: {"name", "places"}}`` of the mentors who had a place."""
        places = dict(self.places or [])
        mentors = self.env["mentorat.participation"].browse(places).exists()
        return {
            mentor.id: {"name": mentor.employee_name, "places": places[mentor.id]}
            for mentor in mentors
        }

    def get_move_effects(self, mentee_id, mentor_ids):
        """Return what it would change to give a mentee each of these mentors, but their own.

        :return: ``{id of mentor: {"possible", "points", "label", "title"}}``; points out of
            100 that the total would gain
        """
        self.ensure_one()
        self._check_role("engineer", "referent")
        # Checked above; scores are the team's, and of this run alone.
        run_sudo = self.sudo()
        problem = run_sudo._read_reviewed()
        plan = run_sudo._get_plan(problem)
        effects = {}
        for mentor_id in mentor_ids:
            row, column = run_sudo._find_positions(problem, mentee_id, mentor_id)
            if column == plan.mentor_of.get(row):
                continue
            try:
                effect = plan.move(row, column)
            except ImpossibleError as error:
                effects[mentor_id] = run_sudo._describe_impossible(error.reason)
            else:
                effects[mentor_id] = run_sudo._describe_effect(problem, effect, row)
        return effects

    def _get_alternative_lines(self, mentee, alternatives):
        """Return the other mentors of ``mentee`` and what it would change to choose them.

        :param alternatives: list of [id of mentor, points of 0..1000], best first
        :return: list of ``{"mentor_id", "name", "score"}``, with what ``get_move_effects``
            says while the run can be reviewed
        """
        if not alternatives:
            return []
        mentors = self.env["mentorat.participation"].browse(
            [mentor_id for mentor_id, _score in alternatives]
        )
        names = {mentor.id: mentor.employee_name for mentor in mentors.exists()}
        effects = {}
        if self.state == "done":
            # Scores that no longer hold have no effects to tell of.
            with suppress(UserError):
                effects = self.get_move_effects(mentee.id, list(names))
        return [
            {
                "mentor_id": mentor_id,
                "name": names[mentor_id],
                "score": score / 10,
                **effects.get(mentor_id, {}),
            }
            for mentor_id, score in alternatives
            if mentor_id in names
        ]

    # BUSINESS

    def _rerun(self, **options):
        self.ensure_one()
        self._check_role("engineer")
        if self.state != "done":
            raise UserError(self.env._("Only a run to review is computed again."))
        # Checked above; the pairs kept are columns that nobody writes.
        run_sudo = self.sudo()
        locked = run_sudo.proposal_ids.filtered("locked").sorted("mentee_id")
        run = run_sudo.create(
            {
                "programme_id": run_sudo.programme_id.id,
                "goal": run_sudo.goal,
                "origin_id": run_sudo.id,
                "locked_pairs": read_pairs(locked),
                **options,
            }
        ).with_env(self.env)
        run.action_launch()
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }

    def _begin_review(self):
        """Make the current user the only one who changes this run now, and return it.

        :return: the run in superuser mode
        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: when it is not to review any more
        """
        self.ensure_one()
        self._check_role("engineer")
        self.flush_recordset()
        # Two changes at once: the second waits, then starts again from the first.
        rows = self.env.execute_query(
            SQL(
                "UPDATE mentorat_matching_run SET write_uid = %s, write_date = %s "
                "WHERE id = %s AND state = 'done' RETURNING id",
                self.env.uid,
                fields.Datetime.now(),
                self.id,
            )
        )
        if not rows:
            raise UserError(
                self.env._("Only a run to review is changed by hand. Reload the page.")
            )
        # Checked above; nobody writes what a run found.
        return self.sudo()

    def _read_reviewed(self):
        """Return the problem that this run was computed from, with what is forbidden now.

        :raises UserError: when people or criteria have changed since
        """
        problem = self._read_current()
        if self._get_inputs_hash(problem) != self.inputs_hash:
            raise UserError(
                self.env._(
                    "People, places, skills or criteria have changed since %(run)s was "
                    "computed: its scores no longer hold. Match again around the locked "
                    "pairs.",
                    run=self.display_name,
                )
            )
        return problem_without(problem, self._read_forbidden_pairs())

    def _read_forbidden_pairs(self):
        """Return the pairs kept apart in the programme now: sorted list of [mentee, mentor]."""
        lines = self.env["mentorat.matching.forbidden"].search_fetch(
            [("programme_id", "=", self.programme_id.id)], ["mentee_id", "mentor_id"]
        )
        return sorted([line.mentee_id.id, line.mentor_id.id] for line in lines)

    def _get_plan(self, problem):
        """Return the pairs of this run as they are now, a ``core.plan.Plan``."""
        rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
        return Plan(
            problem.score_rows(),
            problem.capacities(),
            {rows[p.mentee_id.id]: columns[p.mentor_id.id] for p in self.proposal_ids},
            [rows[p.mentee_id.id] for p in self.proposal_ids if p.locked],
        )

    def _find_positions(self, problem, mentee_id, mentor_id):
        """Return the positions of a mentee and of a mentor, or of nobody: ``None``.

        :raises UserError: when one of the two is not part of this run
        """
        rows = [row for row, p in enumerate(problem.mentees) if p.id == mentee_id]
        columns = [
            place for place, p in enumerate(problem.mentors) if p.id == mentor_id
        ]
        if not rows or (mentor_id and not columns):
            raise UserError(self.env._("This person is not part of this run."))
        return rows[0], columns[0] if columns else None

    def _record_change(self, kind, problem, plan, effect, **values):
        """Make the moves of ``effect``, and keep who made them."""
        moves = [
            {
                "mentee": problem.mentees[row].id,
                "origin": self._get_mentor_id(problem, plan.mentor_of.get(row)),
                "target": self._get_mentor_id(problem, column),
            }
            for row, column in effect.moves.items()
        ]
        self._keep_moves(problem, plan, effect.moves)
        return self.env["mentorat.matching.change"].create(
            {
                "run_id": self.id,
                "kind": kind,
                "moves": moves,
                "points": effect.points / 10,
                "pairs": effect.pairs,
                **values,
            }
        )

    def _keep_moves(self, problem, plan, moves):
        mentor_of = {**plan.mentor_of, **moves}
        pairs = [
            (row, column) for row, column in mentor_of.items() if column is not None
        ]
        self._keep_pairs(problem, as_pairs(sorted(pairs), "pairs"), list(moves))

    def _get_mentor_id(self, problem, column):
        return column is not None and problem.mentors[column].id

    def _forbid(self, proposal):
        """Keep the two of ``proposal`` apart in this programme, and take it out of the run."""
        run_sudo = self._begin_review()
        forbidden_sudo = run_sudo.env["mentorat.matching.forbidden"].create(
            {
                "programme_id": run_sudo.programme_id.id,
                "mentee_id": proposal.mentee_id.id,
                "mentor_id": proposal.mentor_id.id,
            }
        )
        # What is forbidden is no part of what the run was computed from: it still holds.
        problem = run_sudo._read_reviewed()
        plan = run_sudo._get_plan(problem)
        row, _column = run_sudo._find_positions(problem, proposal.mentee_id.id, False)
        try:
            effect = plan.move(row, None)
        except ImpossibleError as error:
            raise UserError(
                run_sudo._get_impossible_message(
                    error.reason, proposal.mentee_id.id, proposal.mentor_id
                )
            ) from error
        return run_sudo._record_change(
            "forbid", problem, plan, effect, forbidden_id=forbidden_sudo.id
        )

    # WORDS

    def _get_impossible_message(self, reason, mentee_id, mentor):
        """Return why a move cannot be made, in words for the engineers."""
        # Names of people of the run, for those who run the programme.
        mentee = self.env["mentorat.participation"].sudo().browse(mentee_id)
        names = {
            "mentee": mentee.employee_name,
            "mentor": mentor and mentor.sudo().employee_name,
        }
        messages = {
            "locked": self.env._(
                "The pair of %(mentee)s is locked. Unlock it first.", **names
            ),
            "forbidden": self.env._(
                "%(mentor)s and %(mentee)s cannot be put together: the reporting line, "
                "an earlier proposal or pair, an exclusion or a required criterion is "
                "against it.",
                **names,
            ),
            "held": self.env._(
                "All places of %(mentor)s are held by locked pairs. Unlock one first.",
                **names,
            ),
            "full": self.env._("%(mentor)s has no place in this run.", **names),
        }
        return messages[reason]

    def _describe_impossible(self, reason):
        labels = {
            "locked": self.env._("Locked"),
            "forbidden": self.env._("Not possible"),
            "held": self.env._("Held by locked pairs"),
            "full": self.env._("No place"),
        }
        return {"possible": False, "points": 0, "label": labels[reason], "title": ""}

    def _describe_effect(self, problem, effect, row):
        """Return the effect of a move of the mentee at ``row``, see ``get_move_effects``."""
        points = effect.points / 10
        moved = [
            (problem.mentees[other].id, self._get_mentor_id(problem, column))
            for other, column in effect.moves.items()
            if other != row
        ]
        return {
            "possible": True,
            "points": points,
            "label": _format_points(points),
            "title": self._describe_moves(moved),
        }

    def _describe_moves(self, moves):
        """Return who goes where in words, for the engineers.

        :param moves: list of (mentee id, mentor id or False)
        """
        # Names of people of the programme, for those who run it.
        people = self.env["mentorat.participation"].sudo()
        names = {
            person.id: person.employee_name or self.env._("(deleted)")
            for person in people.browse(
                {i for move in moves for i in move if i}
            ).exists()
        }
        gone = self.env._("(deleted)")
        texts = [
            self.env._(
                "%(mentee)s goes to %(mentor)s",
                mentee=names.get(mentee, gone),
                mentor=names.get(mentor, gone),
            )
            if mentor
            else self.env._(
                "%(mentee)s has no mentor any more", mentee=names.get(mentee, gone)
            )
            for mentee, mentor in moves
        ]
        return format_list(self.env, texts) if texts else ""


def _format_points(points):
    """Return a change of points with its sign, as one writes it."""
    return f"{points:+.1f}".replace("-", "−") if points else "±0"
