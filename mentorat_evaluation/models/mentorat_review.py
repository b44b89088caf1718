from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.transitions import REVIEW

ACTIVITY = "mentorat_evaluation.mail_activity_review"


class MentoratReview(models.Model):
    """A decision that the team took on what the evaluation shows, and what became of it."""

    _name = "mentorat.review"
    _inherit = [
        "mentorat.guard.mixin",
        "mentorat.transition.mixin",
        "mentorat.activity.mixin",
    ]
    _description = "Decision taken on results"
    _order = "programme_id, date desc, id desc"
    _check_company_auto = True

    _transitions = REVIEW
    _can_fields = {"can_done": "done", "can_drop": "dropped", "can_reopen": "to_do"}
    _writable_fields = frozenset(
        {
            "name",
            "observation",
            "date",
            "evaluation_id",
            "indicator_id",
            "owner_id",
            "date_deadline",
        }
    )
    _given_fields = frozenset({"programme_id"})

    # FIELDS

    name = fields.Char("Decision", required=True)
    observation = fields.Text("What was seen", help="What in the results calls for it.")
    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    evaluation_id = fields.Many2one(
        "mentorat.evaluation",
        "Campaign",
        index="btree_not_null",
        ondelete="set null",
        domain="[('programme_id', '=', programme_id)]",
    )
    indicator_id = fields.Many2one(
        "mentorat.indicator", index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(
        "Decided on", required=True, default=lambda self: fields.Date.today()
    )
    owner_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('id', 'in', team_ids)]",
        help="Who sees to it: somebody of the team of the programme.",
    )
    team_ids = fields.Many2many("res.users", compute="_compute_team_ids")
    date_deadline = fields.Date("Until", index="btree_not_null")
    date_done = fields.Date("Done on", readonly=True, copy=False)
    state = fields.Selection(
        [("to_do", "To do"), ("done", "Done"), ("dropped", "Dropped")],
        default="to_do",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )

    can_done = fields.Boolean(compute="_compute_can")
    can_drop = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    _dates_in_order = models.Constraint(
        "CHECK(date_deadline >= date)", "What is decided is done afterwards."
    )

    @api.constrains("programme_id", "evaluation_id")
    def _check_evaluation(self):
        for review in self:
            evaluation = review.evaluation_id
            if evaluation and evaluation.programme_id != review.programme_id:
                raise ValidationError(
                    self.env._("This campaign is of another programme.")
                )

    @api.constrains("programme_id", "owner_id")
    def _check_owner(self):
        for review in self:
            programme = review.programme_id.with_user(review.owner_id)
            if not programme._get_person_roles()[programme.id]:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is not of the team of this programme.",
                        name=review.owner_id.name,
                    )
                )

    # COMPUTE

    @api.depends("programme_id")
    def _compute_team_ids(self):
        for review in self:
            programme = review.programme_id
            review.team_ids = (
                programme.engineer_ids | programme.referent_ids | self.env.user
            )

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for review in self:
            deadline = review.date_deadline
            review.is_late = bool(
                review.state == "to_do" and deadline and deadline < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "to_do") & Domain(
            "date_deadline", "<", fields.Date.context_today(self)
        )
        wanted = set(value)
        if wanted == {True}:
            return late
        return ~late if wanted == {False} else Domain(bool(wanted))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._remind_owner()
        return reviews

    def write(self, vals):
        if any(review.state != "to_do" for review in self) and not self.env.su:
            raise UserError(
                self.env._(
                    "What became of this decision is known: it is kept as it was. Take it "
                    "up again to change it."
                )
            )
        result = super().write(vals)
        if {"owner_id", "date_deadline"} & set(vals):
            self._remind_owner()
        return result

    # ACTIONS

    def action_done(self):
        self._transition("done")
        return True

    def action_drop(self):
        self._transition("dropped")
        return True

    def action_reopen(self):
        self._transition("to_do")
        return True

    # BUSINESS

    def _get_person_roles(self):
        held = self._get_programme_roles()
        # Who sees to it, to decide on rights.
        for review in self.sudo():
            # Who has left the team sees to nothing any more.
            if held[review.id] and review.owner_id == self.env.user:
                held[review.id].add("self")
        return held

    def _remind_owner(self):
        """Give each owner an activity, in place of the one that is there."""
        # The activities of these decisions are the suite's, whoever they were given to.
        sudo = self.sudo()
        sudo.activity_unlink([ACTIVITY])
        waiting = sudo.filtered(lambda review: review.state == "to_do")
        quiet = waiting.with_context(mail_activity_quick_update=True)
        kind = sudo.env.ref(ACTIVITY)
        for (owner, deadline), reviews in quiet.grouped(
            lambda review: (review.owner_id, review.date_deadline)
        ).items():
            reviews.activity_schedule(
                ACTIVITY,
                date_deadline=deadline or kind._get_date_deadline(),
                user_id=owner.id,
            )

    # HOOKS

    def _after_transition(self, origins, target):
        # The day follows from a move that was checked.
        self.sudo().date_done = (
            fields.Date.context_today(self) if target == "done" else False
        )
        self._remind_owner()
