import hashlib
import json
import logging
import time
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL, config

from ..core.transitions import LIVE_RUN_STATES, RUN
from ..engine import Assignment, assign, certify, raise_floor, rematch
from .mentorat_run_result_mixin import problem_without

_logger = logging.getLogger(__name__)

MATCHING_STATES = ("open", "running")
# Seconds between two signs of life of a run that computes.
BEAT_SECONDS = 5
# Without a sign of life for so long, whoever computed it is gone.
SILENCE = timedelta(minutes=15)
MAX_ATTEMPTS = 3
# A worker that works longer than Odoo's limits is killed: the solver stops before.
SHARE_OF_LIMIT = 0.7
# Points of a pair, and what breaking one may cost, at most.
MAX_POINTS = 1000
MOST_CHANGE_COST = 10**8
# What people may give to a new run, and change in it before it is launched.
OPTIONS = frozenset({"name", "goal", "raise_weakest"})


class MentoratMatchingRun(models.Model):
    """One computation of who goes with whom, from the criteria and people of a moment."""

    _name = "mentorat.matching.run"
    _inherit = [
        "mentorat.transition.mixin",
        # Before the result, to which it adds.
        "mentorat.run.quality.mixin",
        "mentorat.run.result.mixin",
        "mentorat.run.review.mixin",
        "mentorat.run.publication.mixin",
        "mentorat.run.export.mixin",
        "mentorat.run.shortlist.mixin",
    ]
    _description = "Matching run"
    _order = "programme_id, number desc"

    _transitions = RUN
    _can_fields = {
        "can_launch": "queued",
        "can_apply": "applied",
        "can_cancel": "cancelled",
    }

    # FIELDS

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="cascade",
        domain=f"[('state', 'in', {MATCHING_STATES})]",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    name = fields.Char(
        "Label", copy=False, help="To tell it from others that are compared with it."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("queued", "Waiting"),
            ("running", "Computing"),
            ("done", "To review"),
            ("applied", "Published"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    # what it computes from
    goal = fields.Selection(
        [("cardinality", "Most people"), ("score", "Highest total")],
        default="cardinality",
        required=True,
        help="Most people: as many pairs as can be, then the highest total. Highest "
        "total: a pair that is worth nothing is not made.",
    )
    raise_weakest = fields.Boolean(
        "Raise the weakest pair",
        help="As many pairs, of which the weakest is as good as can be, even when the "
        "total is lower.",
    )
    origin_id = fields.Many2one(
        "mentorat.matching.run",
        "Made around",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The run whose locked pairs this one keeps.",
    )
    # Lists of [mentee, mentor]: those that are kept, those that are changed only where it
    # has to be, and those that are not made.
    locked_pairs = fields.Json(readonly=True, copy=False)
    locked_count = fields.Integer("Pairs kept", compute="_compute_locked_count")
    previous_pairs = fields.Json(readonly=True, copy=False)
    # Like mentorat.matching.forbidden, neither for the referents nor for the two.
    forbidden_pairs = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)
    weightings = fields.Json("Criteria of the run", readonly=True, copy=False)
    weightings_text = fields.Char("Criteria", compute="_compute_weightings_text")
    inputs_hash = fields.Char(readonly=True, copy=False)
    is_stale = fields.Boolean(
        "Out of date",
        compute="_compute_is_stale",
        help="People, places, skills or criteria have changed since it was computed.",
    )

    # how it goes
    progress = fields.Integer(
        "Progress (%)", readonly=True, copy=False, aggregator=None
    )
    heartbeat = fields.Datetime("Last sign of life", readonly=True, copy=False)
    attempts = fields.Integer(readonly=True, copy=False, aggregator=None)
    date_done = fields.Datetime("Computed on", readonly=True, copy=False)
    seconds = fields.Float(readonly=True, copy=False, aggregator=None)
    message = fields.Text("What happened", readonly=True, copy=False)

    can_launch = fields.Boolean(compute="_compute_can")
    can_apply = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _number_uniq = models.Constraint(
        "UNIQUE(programme_id, number)",
        "Another run was created at the same moment. Try again.",
    )
    _one_live_run = models.UniqueIndex(
        "(programme_id) WHERE state IN ('queued', 'running')",
        "A matching run of this programme is already under way.",
    )

    @api.constrains("goal", "raise_weakest")
    def _check_options(self):
        if any(run.raise_weakest and run.goal != "cardinality" for run in self):
            raise ValidationError(
                self.env._("Raising the weakest pair goes with “Most people” alone.")
            )

    # COMPUTE

    @api.depends("number", "name")
    def _compute_display_name(self):
        for run in self:
            number = self.env._("Run %(number)s", number=run.number or "")
            run.display_name = f"{number} – {run.name}" if run.name else number

    @api.depends("weightings")
    def _compute_weightings_text(self):
        for run in self:
            run.weightings_text = " · ".join(
                f"{label} {weighting['weight']}"
                + ("!" if weighting["required"] else "")
                for label, weighting in zip(
                    run._get_criterion_labels(), run.weightings or [], strict=True
                )
            )

    @api.depends("state", "inputs_hash")
    def _compute_is_stale(self):
        for run in self:
            run.is_stale = run.state == "done" and run._find_hash() != run.inputs_hash

    @api.depends("locked_pairs")
    def _compute_locked_count(self):
        for run in self:
            run.locked_count = len(run.locked_pairs or [])

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        given = OPTIONS | {"programme_id"}
        if not self.env.su and any(set(vals) - given for vals in vals_list):
            raise AccessError(
                self.env._("A run is given a programme and its options, nothing else.")
            )
        # Numbers follow those of all runs, also of those that somebody cannot see.
        numbers = dict(
            self.sudo()._read_group(
                [("programme_id", "in", [vals["programme_id"] for vals in vals_list])],
                ["programme_id"],
                ["number:max"],
            )
        )
        highest = {programme.id: number for programme, number in numbers.items()}
        for vals in vals_list:
            programme_id = vals["programme_id"]
            vals["number"] = highest[programme_id] = highest.get(programme_id, 0) + 1
        return super().create(vals_list)

    def write(self, vals):
        names = set(vals) - {"name"}
        if not self.env.su and names:
            if names - OPTIONS:
                raise AccessError(
                    self.env._("What a run found is changed on its board alone.")
                )
            if any(run.state != "draft" for run in self):
                raise UserError(
                    self.env._(
                        "The options of a run are fixed once it is launched. Make "
                        "another one, and compare the two."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(run.state in ("applied", *LIVE_RUN_STATES) for run in self):
            raise UserError(
                self.env._(
                    "A run that is under way is cancelled first, and one that was "
                    "published is kept."
                )
            )

    # ACTIONS

    def action_launch(self):
        self._check_may_launch()
        self._transition("queued")
        return True

    def action_cancel(self):
        self._transition("cancelled")
        return True

    def action_view_proposals(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_matching.mentorat_matching_proposal_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    # BUSINESS

    def _get_person_roles(self):
        return self._get_programme_roles()

    def _check_may_launch(self):
        """Raise when one of these runs cannot be computed now.

        :raises UserError: with what to do
        """
        for run in self:
            programme = run.programme_id
            if programme.state not in MATCHING_STATES:
                raise UserError(
                    self.env._(
                        "“%(name)s” is not open: people are matched while a programme "
                        "is open or running.",
                        name=programme.display_name,
                    )
                )
            if not any(criterion.weight for criterion in programme.criterion_ids):
                raise UserError(
                    self.env._(
                        "“%(name)s” has no criterion with a weight. Set them on the "
                        "page “Matching” of the programme.",
                        name=programme.display_name,
                    )
                )
            live = self.search(
                [
                    ("programme_id", "=", programme.id),
                    ("state", "in", LIVE_RUN_STATES),
                    ("id", "!=", run.id),
                ],
                limit=1,
            )
            if live:
                raise UserError(
                    self.env._(
                        "%(run)s of this programme is under way. Wait for it, or cancel "
                        "it first.",
                        run=live.display_name,
                    )
                )

    def _get_criterion_labels(self):
        """Return what people call each of the criteria of this run, in their order."""
        words = self.env["mentorat.matching.words"]
        return [
            words._get_label(weighting["kind"], weighting["options"])
            for weighting in self.weightings or []
        ]

    def _read_current(self):
        """Return the problem as it is now, a ``core.problem.Problem``."""
        programme = self.programme_id
        weightings = programme.criterion_ids._get_weightings()
        return self.env["mentorat.matching.reader"]._read_problem(programme, weightings)

    def _find_hash(self):
        """Return the hash of what is there now, None when a criterion cannot be read."""
        try:
            return self._get_inputs_hash(self._read_current())
        except UserError:
            return None

    def _get_inputs_hash(self, problem):
        """Return the SHA-256 of a problem and of the options of this run, in hexadecimal."""
        # Of a hash nothing is read.
        forbidden_pairs = self.sudo().forbidden_pairs
        inputs = [
            problem.digest(),
            self.goal,
            self.raise_weakest,
            self.locked_pairs or [],
            self.previous_pairs or [],
            forbidden_pairs or [],
        ]
        return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()

    # COMPUTATION

    @api.model
    def _cron_run(self):
        """Compute the runs that wait, one at a time, and those whose worker was lost."""
        waiting = [
            "|",
            ("state", "=", "queued"),
            "&",
            ("state", "=", "running"),
            ("heartbeat", "<", fields.Datetime.now() - SILENCE),
        ]
        run = self.search(waiting, order="id", limit=1)
        if run:
            run.with_context(lang=run.create_uid.lang)._execute()
        self.env["ir.cron"]._commit_progress(
            len(run), remaining=self.search_count(waiting)
        )

    def _execute(self):
        """Compute one run; whatever goes wrong, it ends in a state that says so."""
        self.ensure_one()
        if self.state not in LIVE_RUN_STATES:
            # Cancelled, or done by another worker that took it over.
            return
        if self.attempts >= MAX_ATTEMPTS:
            self._fail(
                self.env._(
                    "The server was interrupted %(count)s times while it computed this "
                    "run. Launch it again when the server is calm, or ask its "
                    "administrator for more memory or time.",
                    count=self.attempts,
                )
            )
            return
        if self.state == "queued" and not self._transition("running"):
            # Another worker was faster.
            return
        self.write({"heartbeat": fields.Datetime.now(), "attempts": self.attempts + 1})
        # Known to others from here on, and to the cron after a crash.
        self.env["ir.cron"]._commit_progress()
        try:
            self._match()
        except UserError as error:
            # Something for the engineer to put right, told on the run.
            self.env.cr.rollback()
            _logger.info("Matching run %s cannot be computed", self.id)
            self._fail(str(error))
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Matching run %s failed", self.id)
            self._fail(self._get_failure_message(error))

    def _execute_job(self):
        """Compute one run as a job of OCA's ``queue_job``.

        On a cursor of its own: a job may not commit, and others see how far a run is.
        """
        with self.env.registry.cursor() as cr:
            run = self.with_env(self.env(cr=cr))
            run.with_context(lang=run.create_uid.lang)._execute()

    def _enqueue(self):
        """Let the run be computed: by OCA's ``queue_job`` where it is installed, else by cron.

        Several hosts then share the work. The cron still takes over what a lost worker
        left behind.
        """
        if hasattr(self, "with_delay"):
            # As the cron: the person has been allowed to launch it.
            self.sudo().with_delay(description=self.display_name)._execute_job()
        else:
            self.env.ref("mentorat_matching.ir_cron_run")._trigger()

    def _get_failure_message(self, error):
        if isinstance(error, ValueError):
            return str(error)
        return self.env._(
            "Something unexpected stopped the computation; nothing was proposed. Launch "
            "it again; if it fails again, the log of the server tells why (%(kind)s).",
            kind=type(error).__name__,
        )

    def _fail(self, message):
        # Somebody may have cancelled it meanwhile: that stands.
        if self.state == "running":
            self._transition("failed")
            self.message = message

    def _match(self):
        """Solve the problem, check the proof, and keep the result in one transaction."""
        begun, queries = time.monotonic(), self.env.cr.sql_log_count
        problem = self.env["mentorat.matching.reader"]._read_problem(
            self.programme_id, self.weightings
        )
        inputs_hash = self._get_inputs_hash(problem)
        problem = problem_without(problem, self.forbidden_pairs)
        read = time.monotonic()
        solution = self._solve(problem, Pulse(self))
        if not solution:
            # Cancelled meanwhile.
            return
        solved = time.monotonic()
        assignment = solution.assignment
        # First: of a run cancelled at this instant nothing is kept.
        self._transition("done")
        self.write(
            {
                "inputs_hash": inputs_hash,
                "date_done": fields.Datetime.now(),
                "progress": 100,
                "message": self._get_result_message(problem, assignment),
                "mentee_count": len(problem.mentees),
                "mentor_count": len(problem.mentors),
                "place_count": int(problem.capacities().sum()),
                "places": [[mentor.id, mentor.places] for mentor in problem.mentors],
                "bound": assignment.bound / 10,
                "is_optimal": solution.proven,
                "floor_cost": solution.floor_cost / 10,
            }
        )
        self._keep_pairs(problem, assignment.pairs, range(len(problem.mentees)))
        self._note_missing_logins()
        # Written here rather than at the commit, which is part of the time it takes.
        self.env.flush_all()
        kept = time.monotonic()
        self.seconds = kept - begun
        _logger.info(
            "Matching run %s: read in %.1f s, solved in %.1f s, kept in %.1f s, %d queries",
            self.id,
            read - begun,
            solved - read,
            kept - solved,
            self.env.cr.sql_log_count - queries,
        )

    def _solve(self, problem, pulse):
        """Return the ``Solution`` of a problem by the options of this run.

        :return: ``None`` when nobody wants it any more
        :raises RuntimeError: when the proof does not hold
        """
        watch = {
            "progress": pulse.progress,
            "should_stop": pulse.should_stop,
            "time_limit": self._get_time_limit(),
        }
        given = problem.score_rows(), len(problem.mentees), problem.capacities()
        options = {"locked": self._get_locked_positions(problem)}
        floor_cost, all_proven = 0, True
        if self.previous_pairs:
            options |= {"goal": self.goal, **self._get_previous_options(problem)}
            assignment = rematch(*given, **options, **watch).assignment
        elif self.raise_weakest:
            floor = raise_floor(*given, **options, **watch)
            assignment, floor_cost, all_proven = (
                floor.assignment,
                floor.cost,
                floor.proven,
            )
            options["floor"] = max(0, floor.weakest or 0)
        else:
            options["goal"] = self.goal
            assignment = assign(*given, **options, **watch)
        if pulse.stopped:
            return None
        certificate = certify(*given, assignment, **options)
        if assignment.optimal and not certificate:
            raise RuntimeError(f"The proof does not hold: {certificate.reason}")
        return Solution(assignment, certificate.valid and all_proven, floor_cost)

    def _get_previous_options(self, problem):
        """Return the pairs that are broken only where it has to be, as ``rematch`` wants."""
        rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
        pairs = min(len(rows), int(problem.capacities().sum()))
        return {
            "previous": [
                (rows[mentee], columns[mentor])
                for mentee, mentor in self.previous_pairs
                if mentee in rows and mentor in columns
            ],
            # More than any difference of points: as few changes as can be.
            "change_cost": min(MOST_CHANGE_COST, MAX_POINTS * pairs + 1),
        }

    def _get_locked_positions(self, problem):
        """Return the pairs that this run keeps: list of positions (mentee, mentor).

        :raises UserError: naming those that are not possible any more
        """
        rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
        scores, left = problem.score_rows(), problem.capacities()
        positions, lost = [], []
        for mentee, mentor in self.locked_pairs or []:
            row, column = rows.get(mentee), columns.get(mentor)
            if row is None or column is None or scores(row, row + 1)[0, column] < 0:
                lost.append((mentee, mentor))
                continue
            left[column] -= 1
            if left[column] < 0:
                lost.append((mentee, mentor))
            positions.append((row, column))
        if lost:
            raise UserError(
                self.env._(
                    "These locked pairs are not possible any more. Unlock them in "
                    "%(run)s, then match around the others:\n%(pairs)s",
                    run=self.origin_id.display_name,
                    pairs="\n".join(self._get_pair_names(lost)),
                )
            )
        return positions

    def _note_missing_logins(self):
        people = self.proposal_ids.mentor_id | self.proposal_ids.mentee_id
        silent = people.filtered(lambda person: not person.user_id)
        if silent:
            self.message += "\n" + self.env._(
                "%(count)s of the people proposed have no login and cannot answer: give "
                "them one, or make their pairs by hand.",
                count=len(silent),
            )

    def _get_time_limit(self):
        """Return the seconds that the solver may take, None for as many as it needs."""
        real = config["limit_time_real_cron"]
        limits = [
            config["limit_time_real"] if real < 0 else real,
            config["limit_time_cpu"],
        ]
        return SHARE_OF_LIMIT * min((x for x in limits if x), default=0) or None

    def _beat(self, progress):
        """Show how far the computation is; return whether it is still wanted.

        :param int progress: percent
        """
        cron = self.env["ir.cron"]
        # A new transaction, to see what others did since.
        cron._commit_progress()
        rows = self.env.execute_query(
            SQL(
                "UPDATE mentorat_matching_run SET progress = %s, heartbeat = %s "
                "WHERE id = %s AND state = 'running' RETURNING id",
                progress,
                fields.Datetime.now(),
                self.id,
            )
        )
        cron._commit_progress()
        self.invalidate_recordset()
        return bool(rows)

    def _get_result_message(self, problem, assignment):
        """Return in words who was matched, or why nobody was."""
        if not problem.mentees:
            return self.env._(
                "There is nobody to match: no accepted mentee is without a mentor or a "
                "proposal to answer."
            )
        if not problem.mentors:
            return self.env._(
                "No accepted mentor has a free place. Accept mentors, or raise the number "
                "of mentees that one of them takes."
            )
        if not assignment.matched:
            return self.env._(
                "No pair is allowed: every mentor with a place is in the reporting line "
                "of the mentee, is excluded, was proposed or paired before, or fails a "
                "required criterion."
            )
        left = len(problem.mentees) - assignment.matched
        if not left:
            return self.env._(
                "Every mentee has a proposal (%(count)s).",
                count=assignment.matched,
            )
        if assignment.matched == problem.capacities().sum():
            return self.env._(
                "%(left)s of %(count)s mentees have no proposal: the mentors have only "
                "%(places)s free places.",
                left=left,
                count=len(problem.mentees),
                places=assignment.matched,
            )
        return self.env._(
            "%(left)s of %(count)s mentees have no proposal: the mentors who are left are "
            "in their reporting line, are excluded, were proposed or paired before, or "
            "fail a required criterion.",
            left=left,
            count=len(problem.mentees),
        )

    # HOOKS

    def _after_transition(self, origins, target):
        # What follows from a move that was checked.
        sudo = self.sudo()
        if target == "queued":
            for run in sudo:
                run.write(
                    {
                        "weightings": run.programme_id.criterion_ids._get_weightings(),
                        "forbidden_pairs": run._read_forbidden_pairs(),
                        "attempts": 0,
                        "progress": 0,
                        "message": False,
                    }
                )
                run._enqueue()
        if target == "applied":
            sudo.proposal_ids._publish()


class Solution(NamedTuple):
    """What the engine found: an ``Assignment``, whether it is proven to be the best, and the
    points in all that the weakest pair was raised for."""

    assignment: Assignment
    proven: bool
    floor_cost: int


class Pulse:
    """Signs of life of a run while the engine computes."""

    def __init__(self, run):
        self.run = run
        self.last = time.monotonic()
        self.stopped = False

    def progress(self, fraction, _stage):
        if time.monotonic() - self.last >= BEAT_SECONDS:
            self.stopped = not self.run._beat(round(100 * fraction))
            self.last = time.monotonic()

    def should_stop(self):
        return self.stopped
