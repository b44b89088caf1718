from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command, Domain

from ..core.turns import take_turn

# More at once is no direction.
LIVE_GOALS = 3
PUBLISHING_STATES = ("closing", "closed")


class MentoratGoal(models.Model):
    """An objective of the pair: its words are the pair's.

    The mentee says how far it is, the mentor confirms that it is reached. A goal given up
    after some work is archived.
    """

    _name = "mentorat.goal"
    _inherit = "mentorat.pair.part.mixin"
    _description = "Goal of a mentoring pair"
    _order = "pair_id, date_deadline, id"

    _sealed_fields = ("title", "success_sign")
    _version_fields = frozenset(
        {"title", "success_sign", "skill_id", "target_level_id", "date_deadline"}
    )
    _writable_fields = frozenset({*_version_fields, "progress"})

    active = fields.Boolean(default=True, readonly=True, copy=False)
    title_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    title = fields.Text(compute="_compute_sealed", readonly=False)
    success_sign_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    success_sign = fields.Text(
        "Sign of success",
        compute="_compute_sealed",
        readonly=False,
        help="What you will see when it is reached.",
    )
    skill_id = fields.Many2one("hr.skill", ondelete="set null")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    start_level_id = fields.Many2one(
        "hr.skill.level",
        "Level at the start",
        compute="_compute_start_level_id",
        store=True,
        ondelete="set null",
        help="The mentee's, when the skill was chosen.",
    )
    target_level_id = fields.Many2one(
        "hr.skill.level",
        "Level aimed at",
        domain="[('skill_type_id', '=', skill_type_id)]",
        ondelete="set null",
    )
    date_deadline = fields.Date("By")
    progress = fields.Integer("Progress (%)", default=0, aggregator="avg")
    date_confirmed = fields.Date(
        "Confirmed on", readonly=True, copy=False, help="By the mentor."
    )
    published_on = fields.Date("Level published on", readonly=True, copy=False)
    published_level_id = fields.Many2one(
        "hr.skill.level",
        "Level published",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    _progress_range = models.Constraint(
        "CHECK(progress BETWEEN 0 AND 100)", "Progress goes from 0 to 100 %."
    )
    _confirmed_when_reached = models.Constraint(
        "CHECK(date_confirmed IS NULL OR progress = 100)",
        "A goal that is confirmed is reached at 100 %.",
    )

    # COMPUTE

    def _compute_display_name(self):
        for goal in self:
            goal.display_name = self.env._("Goal %(number)s", number=goal.id or "")

    @api.depends_context("uid")
    @api.depends("title_sealed", "success_sign_sealed", "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    @api.depends("skill_id", "pair_id")
    def _compute_start_level_id(self):
        for goal in self:
            goal.start_level_id = goal._get_current_level()

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        pairs = self.env["mentorat.pair"].browse(
            {vals["pair_id"] for vals in vals_list if vals.get("pair_id")}
        )
        # Two goals for one last place are counted one after the other.
        take_turn(pairs._filter_own())
        goals = super().create(vals_list)
        goals.filtered("progress")._check_progress_is_the_mentee_s()
        goals._check_limit()
        return goals

    def write(self, vals):
        if not self.env.su and self._writable_fields & set(vals):
            self._check_not_confirmed()
            if "progress" in vals:
                self._check_progress_is_the_mentee_s()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked_on(self):
        # Superuser mode is the suite's own, when the time to keep them is over.
        if not self.env.su and any(goal._is_worked_on() for goal in self):
            raise UserError(
                self.env._("You have worked on this goal: drop it instead.")
            )

    # ACTIONS

    def action_confirm(self):
        """Say, as the mentor, that these goals are reached.

        :raises AccessError: for anybody but the mentor
        :raises UserError: while one is below 100 %
        """
        self._check_mentor()
        if any(goal.progress < 100 for goal in self):
            raise UserError(
                self.env._("A goal is confirmed once the mentee has put it at 100 %.")
            )
        # The mentor, as just checked; nobody writes the date by hand.
        for goal in self.sudo().filtered(lambda goal: not goal.date_confirmed):
            goal.date_confirmed = fields.Date.context_today(goal)
        return True

    def action_unconfirm(self):
        """Take the confirmation back, as the mentor, until the level is published.

        :raises AccessError: for anybody but the mentor
        """
        self._check_mentor()
        if any(self.mapped("published_on")):
            raise UserError(
                self.env._("The level was published: the confirmation stays.")
            )
        # The mentor, as just checked.
        self.sudo().date_confirmed = False
        self._check_limit()
        return True

    def action_drop(self):
        """Give these goals up: what nothing was done for is deleted, the rest archived."""
        self.check_access("write")
        self._check_pair_goes_on()
        worked_on = self.filtered(lambda goal: goal._is_worked_on())
        (self - worked_on).unlink()
        # By the two alone, as just checked.
        worked_on.sudo().active = False
        return True

    def action_restore(self):
        """Take these goals up again."""
        self.check_access("write")
        self._check_pair_goes_on()
        take_turn(self.pair_id)
        # By the two alone, as just checked.
        self.sudo().active = True
        self._check_limit()
        return True

    # BUSINESS

    def _is_worked_on(self):
        self.ensure_one()
        return bool(self.progress or self.date_confirmed or self.published_on)

    def _is_live(self):
        self.ensure_one()
        return self.active and not self.date_confirmed

    def _check_limit(self):
        """Raise when one of the pairs has more goals at a time than it can follow.

        :raises UserError: saying how many
        """
        # Counted for the two, who read all of them.
        counts = self.sudo()._read_group(
            Domain("pair_id", "in", self.sudo().pair_id.ids)
            & Domain("date_confirmed", "=", False),
            ["pair_id"],
            ["__count"],
        )
        if any(count > LIVE_GOALS for __, count in counts):
            raise UserError(
                self.env._(
                    "You have %(limit)s goals already. Reach one, or drop one, before you "
                    "add another.",
                    limit=LIVE_GOALS,
                )
            )

    def _check_mentor(self):
        self.check_access("write")
        self._check_pair_goes_on()
        if set(self._get_own_sides().values()) - {"mentor"}:
            raise AccessError(self.env._("The mentor confirms that a goal is reached."))

    def _check_progress_is_the_mentee_s(self):
        if not self.env.su and set(self._get_own_sides().values()) - {"mentee"}:
            raise UserError(self.env._("The mentee says how far a goal is."))

    def _check_not_confirmed(self):
        if any(self.mapped("date_confirmed")):
            raise UserError(
                self.env._(
                    "This goal is confirmed as reached. The mentor takes that back before "
                    "it changes."
                )
            )

    # THE LEVEL REACHED

    def _get_current_skills(self):
        """Return the lines of the mentee's employee about the skill, that hold today."""
        # Of the mentee's own employee, the level of the skill of a goal of the two.
        goal = self.sudo()
        today = fields.Date.context_today(self)
        return goal.pair_id.mentee_id.employee_id.employee_skill_ids.filtered(
            lambda line: (
                line.skill_id == goal.skill_id
                and (not line.valid_to or line.valid_to >= today)
            )
        )

    def _get_current_level(self):
        """Return the best level that the mentee's employee has in the skill."""
        levels = self._get_current_skills().skill_level_id
        best = levels.sorted("level_progress")[-1:]
        return best.with_env(self.env)

    def _can_publish(self):
        """Tell whether the mentee may publish the level that this goal has reached."""
        self.ensure_one()
        return bool(
            self.date_confirmed
            and not self.published_on
            and self.skill_id
            and self.target_level_id
            and not self.skill_type_id.is_certification
            and self.pair_id.state in PUBLISHING_STATES
            and self._get_own_sides()[self.id] == "mentee"
        )

    def _publish_level(self):
        """Add the level reached to the mentee's skills, who consents by asking for it.

        A better level stays as it is; publishing twice adds one line.

        :raises AccessError: for anybody but the mentee
        :raises UserError: when there is nothing to publish
        """
        self.ensure_one()
        if self._get_own_sides()[self.id] != "mentee":
            raise AccessError(
                self.env._("Only the mentee decides what their skills show.")
            )
        if self.published_on:
            return
        if not self._can_publish():
            raise UserError(
                self.env._(
                    "A level is published at the closing, of a goal that the mentor has "
                    "confirmed and that aims at a level of a skill."
                )
            )
        level = self.target_level_id
        if self._get_current_level().level_progress >= level.level_progress:
            raise UserError(
                self.env._(
                    "Your skills show this level, or a better one, already: nothing has "
                    "to be added."
                )
            )
        today = fields.Date.context_today(self)
        # The mentee's own employee, as the mentee asked: Odoo archives the line before.
        goal = self.sudo()
        goal.pair_id.mentee_id.employee_id.write(
            {
                "employee_skill_ids": [
                    Command.create(
                        {
                            "skill_id": goal.skill_id.id,
                            "skill_type_id": goal.skill_type_id.id,
                            "skill_level_id": level.id,
                            "valid_from": today,
                        }
                    )
                ]
            }
        )
        goal.write({"published_on": today, "published_level_id": level.id})
