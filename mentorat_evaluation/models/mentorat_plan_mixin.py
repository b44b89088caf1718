from odoo import api, fields, models

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

from ..core.plan import find_gaps


class MentoratPlanMixin(models.AbstractModel):
    """The evaluation plan of a programme, and what it still lacks."""

    _name = "mentorat.plan.mixin"
    _description = "Evaluation plans of mentoring programmes"

    plan_question_ids = fields.One2many(
        "mentorat.evaluation.question",
        "programme_id",
        "Evaluation plan",
        copy=True,
        groups=TEAM_GROUPS,
    )
    plan_gaps = fields.Text(
        "Missing in the plan", compute="_compute_plan_gaps", groups=TEAM_GROUPS
    )

    # COMPUTE

    @api.depends_context("lang")
    @api.depends(
        "objective_ids",
        "plan_question_ids.level",
        "plan_question_ids.objective_ids",
        "plan_question_ids.missing",
    )
    def _compute_plan_gaps(self):
        gaps = self._get_plan_gaps()
        for programme in self:
            programme.plan_gaps = "\n".join(gaps[programme.id])

    # CRUD

    def copy(self, default=None):
        copies = super().copy(default)
        for origin, copied in zip(self, copies, strict=True):
            copied._link_plan(origin)
        return copies

    # ACTIONS

    def action_view_plan(self):
        return self._get_related_action(
            "mentorat_evaluation.mentorat_evaluation_question_action"
        )

    # BUSINESS

    def _fill_from(self, template):
        result = super()._fill_from(template)
        for programme in self:
            programme._link_plan(template)
        return result

    def _link_plan(self, origin):
        """Link the questions of this copy of ``origin`` as they are linked there.

        Parts are copied in the order of their ids.
        """
        self.ensure_one()
        parts = {}
        for name in ("objective_ids", "evaluation_ids", "plan_question_ids"):
            # A part that was given with the copy has no place in the origin.
            old, new = origin[name].sorted("id"), self[name].sorted("id")
            parts[name] = dict(zip(old, new, strict=False))
        for old, new in parts["plan_question_ids"].items():
            new.write(
                {
                    name: [parts[name][part].id for part in old[name]]
                    for name in ("objective_ids", "evaluation_ids")
                }
            )

    def _get_plan_gaps(self):
        """Return ``{programme id: list of str}``: what each plan lacks, in words."""
        questions = self.env["mentorat.evaluation.question"]
        levels = dict(questions._get_levels())
        words = questions._get_gap_words()
        gaps = {}
        for programme in self:
            found = find_gaps(
                programme.objective_ids.ids,
                {line: line._get_plan_facts() for line in programme.plan_question_ids},
                [campaign._get_plan_facts() for campaign in programme.evaluation_ids],
            )
            gaps[programme.id] = [
                self._tell_plan_gap(what, key, levels, words) for what, key in found
            ]
        return gaps

    def _tell_plan_gap(self, what, key, levels, words):
        """Return one line of ``core.plan.find_gaps`` in words."""
        if what == "level":
            return self.env._("No question on this level: %(level)s", level=levels[key])
        if what == "objective":
            objective = self.env["mentorat.objective"].browse(key)
            return self.env._(
                "No question about this objective: %(objective)s",
                objective=objective.name,
            )
        return self.env._(
            "“%(question)s”: %(missing)s", question=key.name, missing=words[what]
        )
