from odoo import fields
from odoo.http import request

from ..models.mentorat_goal import LIVE_GOALS
from .forms import Form
from .portal import MAX_ID
from .portal_pair import SHORT_LIMIT, MentoratPortalPair, pair_route
from .portal_skill import MentoratPortalSkill

# Goals that were dropped are among the pair's own.
WITH_DROPPED = [("active", "in", (True, False))]


class MentoratPortalGoal(MentoratPortalPair, MentoratPortalSkill):
    """The goals of a pair."""

    @pair_route("/goal", "GET", "POST")
    def portal_mentoring_goal_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_goal(pair, pair.env["mentorat.goal"], post)

    @pair_route("/goal/<int:goal_id>", "GET", "POST")
    def portal_mentoring_goal(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_goal(
            pair, self._browse_part(pair, "mentorat.goal", goal_id), post
        )

    @pair_route("/goal/<int:goal_id>/progress", "POST")
    def portal_mentoring_goal_progress(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        form = Form(pair.env, post)
        form.integer("progress", 0, 100)
        error = form.errors.get("progress") or self._save_part(pair, goal, form)
        if error:
            return self._render_pair(pair, error=error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    @pair_route("/goal/<int:goal_id>/confirm", "POST")
    def portal_mentoring_goal_confirm(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        return self._change_pair(pair, goal.action_confirm, "confirmed")

    @pair_route("/goal/<int:goal_id>/unconfirm", "POST")
    def portal_mentoring_goal_unconfirm(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        return self._change_pair(pair, goal.action_unconfirm, "saved")

    @pair_route("/goal/<int:goal_id>/drop", "POST")
    def portal_mentoring_goal_drop(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        return self._change_pair(pair, goal.action_drop, "dropped")

    @pair_route("/goal/<int:goal_id>/restore", "POST")
    def portal_mentoring_goal_restore(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id, WITH_DROPPED)
        return self._change_pair(pair, goal.action_restore, "saved")

    @pair_route("/goal/<int:goal_id>/publish", "GET", "POST")
    def portal_mentoring_goal_publish(self, pair_id, goal_id, **post):
        pair = self._browse_pair(pair_id)
        goal = self._browse_part(pair, "mentorat.goal", goal_id)
        form = Form(pair.env, post)
        error = None
        if request.httprequest.method == "POST":
            if form.flag("consent"):
                error = self._attempt_in_turn(pair, goal._publish_level)
            else:
                form.errors["consent"] = request.env._("Please tick the box to agree.")
            if not form.errors and not error:
                return self._mentoring_redirect(self._get_pair_url(pair), "published")
        return self._render_part(
            "portal_mentoring_goal_publish",
            pair,
            request.env._("Publish the level reached"),
            form,
            error,
            goal=goal,
            can_publish=goal._can_publish(),
        )

    # ONE GOAL

    def _serve_goal(self, pair, goal, post):
        if request.httprequest.method == "GET":
            return self._render_goal(pair, goal, self._get_goal_form(pair, goal))
        form = Form(pair.env, post)
        form.text("title", required=True, limit=SHORT_LIMIT)
        form.text("success_sign")
        form.day("date_deadline")
        self._read_goal_skill(form)
        if goal:
            form.integer("version", 1, MAX_ID)
        error = self._save_part(pair, goal, form)
        if form.errors or error:
            return self._render_goal(pair, goal, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "saved")

    def _read_goal_skill(self, form):
        skill = form.record("skill_id", self._get_skills(form.env))
        level = form.record("target_level_id", self._get_levels(form.env))
        if level and level.skill_type_id != skill.skill_type_id:
            form.errors["target_level_id"] = form.env._(
                "“%(level)s” is not a level of this skill. Choose one of its own levels.",
                level=level.name,
            )
        form.values.update(
            skill_id=skill and skill.id, target_level_id=level and level.id
        )

    def _get_goal_form(self, pair, goal):
        return Form(
            pair.env,
            {
                "title": goal.title or "",
                "success_sign": goal.success_sign or "",
                "skill_id": str(goal.skill_id.id or ""),
                "target_level_id": str(goal.target_level_id.id or ""),
                "date_deadline": fields.Date.to_string(goal.date_deadline) or "",
                "version": str(goal._get_version()) if goal else "",
            },
        )

    def _render_goal(self, pair, goal, form, error=None):
        title = request.env._("Goal") if goal else request.env._("Add a goal")
        return self._render_part(
            "portal_mentoring_goal",
            pair,
            title,
            form,
            error,
            goal=goal,
            **self._get_skill_choices(pair.env),
        )

    # THE PAGE OF THE PAIR

    def _get_part_words(self):
        return {
            **super()._get_part_words(),
            "confirmed": (request.env._("Reached"), "success"),
        }

    def _prepare_pair_values(self, pair):
        goals = self._search_parts(pair, "mentorat.goal", WITH_DROPPED)
        live = goals.filtered(lambda goal: goal._is_live())
        return {
            **super()._prepare_pair_values(pair),
            "goals": goals.filtered("active"),
            "dropped_goals": goals.filtered(lambda goal: not goal.active),
            "can_add_goal": len(live) < LIVE_GOALS,
            "publishable_goals": goals.filtered(lambda goal: goal._can_publish()),
        }
