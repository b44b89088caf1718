from odoo import api, fields, models
from odoo.tools import format_list


class MentoratMatchingUnmatched(models.Model):
    """A mentee to whom a run gives nobody: what stops them, and the least that would help."""

    _name = "mentorat.matching.unmatched"
    _description = "Mentee without a mentor in a matching run"
    _order = "run_id desc, reason, id"
    _rec_name = "mentee_name"

    run_id = fields.Many2one(
        "mentorat.matching.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="run_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    can_review = fields.Boolean(compute="_compute_can_review")
    mentee_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mentee_name = fields.Char(related="mentee_id.employee_name", string="Name")
    # As it was when the run was computed.
    mentee_department_id = fields.Many2one(
        "hr.department", "Department of the mentee", readonly=True
    )
    reason = fields.Selection(
        [
            ("nobody", "No mentor has a place"),
            ("rule", "Every mentor is out of the question"),
            ("required", "No mentor meets what is required"),
            ("full", "All who suit are full"),
            ("free", "Somebody who suits is free"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    # See core.obstacles.Obstacle.
    obstacle = fields.Json(readonly=True)
    mentor_id = fields.Many2one(
        "mentorat.participation",
        "Who suits best",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    alternatives = fields.Json(readonly=True)
    alternative_lines = fields.Json(
        "Possible mentors", compute="_compute_alternative_lines"
    )
    reason_text = fields.Char("What stops them", compute="_compute_texts")
    change_text = fields.Char("What would help", compute="_compute_texts")

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("run_id.state")
    def _compute_can_review(self):
        for line in self:
            line.can_review = line.run_id.can_review

    @api.depends("alternatives")
    def _compute_alternative_lines(self):
        for line in self:
            line.alternative_lines = line.run_id._get_alternative_lines(
                line.mentee_id, line.alternatives
            )

    @api.depends_context("lang")
    @api.depends("reason", "obstacle", "mentor_id.employee_name", "run_id.weightings")
    def _compute_texts(self):
        for line in self:
            obstacle = line.obstacle or {}
            line.reason_text = line._get_reason_text(obstacle)
            line.change_text = line._get_change_text(obstacle)

    # ACTIONS

    def action_open(self):
        """Show the mentors whom this mentee could have."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.mentee_name,
        }

    # BUSINESS

    def _get_reason_text(self, obstacle):
        """Return what stops this mentee in words, for the team of the programme."""
        count = obstacle.get("possible", 0)
        if self.reason == "nobody":
            return self.env._("No mentor has a place.")
        if self.reason == "rule":
            return self.env._(
                "No mentor is possible: %(parts)s.",
                parts=format_list(self.env, self._get_rule_parts(obstacle)),
            )
        if self.reason == "required":
            labels = self.run_id._get_criterion_labels()
            refusals = obstacle.get("refusals", [])
            if len(refusals) == 1:
                return self.env._(
                    "No mentor meets the required criterion “%(criterion)s”.",
                    criterion=labels[refusals[0][0]],
                )
            return self.env._(
                "Every mentor fails a required criterion: %(criteria)s.",
                criteria=format_list(
                    self.env,
                    [f"“{labels[place]}” ({stopped})" for place, stopped in refusals],
                ),
            )
        if self.reason == "full":
            if count == 1:
                return self.env._(
                    "The only mentor who suits, %(mentor)s, has no place left.",
                    mentor=self.mentor_id.employee_name,
                )
            return self.env._(
                "All places of the %(count)s mentors who suit are taken.", count=count
            )
        return self.env._(
            "%(mentor)s suits and has a place.", mentor=self.mentor_id.employee_name
        )

    def _get_rule_parts(self, obstacle):
        """Return how many mentors each kind of rule puts out of the question, in words."""
        parts = []
        if obstacle.get("related"):
            parts.append(
                self.env._(
                    "%(count)s by the reporting line or another rule",
                    count=obstacle["related"],
                )
            )
        if obstacle.get("barred"):
            parts.append(
                self.env._(
                    "%(count)s proposed, paired or kept apart before",
                    count=obstacle["barred"],
                )
            )
        return parts

    def _get_change_text(self, obstacle):
        """Return the smallest change that would match this mentee, in words."""
        figures = {
            "mentor": self.mentor_id.employee_name,
            "score": f"{(obstacle.get('score') or 0) / 10:g}",
        }
        if self.reason == "required":
            labels = self.run_id._get_criterion_labels()
            dropped = [f"“{labels[place]}”" for place in obstacle.get("drop", [])]
            return self.env._(
                "Require %(criteria)s no more: %(count)s mentors would suit.",
                criteria=format_list(self.env, dropped),
                count=obstacle.get("gain", 0),
            )
        if self.reason == "full":
            return self.env._(
                "One more place with %(mentor)s (score %(score)s).", **figures
            )
        if self.reason == "free":
            return self.env._("Give them %(mentor)s (score %(score)s).", **figures)
        return self.env._("Find another mentor.")
