from odoo import api, fields, models
from odoo.fields import Domain

from ..core.groups import GROUP_SUPERVISOR, TEAM_GROUPS


class MentoratSupervisionMixin(models.AbstractModel):
    """The supervision of the mentors of a programme: by whom, and how often."""

    _name = "mentorat.supervision.mixin"
    _description = "Supervision in a mentoring programme"

    supervisor_ids = fields.Many2many(
        "res.users",
        "mentorat_programme_supervisor_rel",
        string="Supervisors",
        domain=lambda self: self._get_group_domain(GROUP_SUPERVISOR),
        help="They hold the sessions in which mentors look at their practice.",
    )
    supervision_interval_days = fields.Integer(
        "Days between supervisions",
        default=91,
        help="A mentor with a pair attends at least one session in as many days.",
    )
    supervision_hours = fields.Float("Hours per supervision", default=1.5)
    supervision_group_ids = fields.One2many(
        "mentorat.supervision.group",
        "programme_id",
        "Groups of mentors",
        groups=TEAM_GROUPS,
    )
    supervision_count = fields.Integer(
        "Supervisions held", compute="_compute_supervisions", groups=TEAM_GROUPS
    )
    supervision_attended_hours = fields.Float(
        "Hours attended",
        compute="_compute_supervisions",
        groups=TEAM_GROUPS,
        help="Of all mentors together.",
    )
    supervision_rate = fields.Float(
        "Attendance",
        compute="_compute_supervisions",
        groups=TEAM_GROUPS,
        help="Share of those invited who attended the sessions held.",
    )

    _supervision_interval_range = models.Constraint(
        "CHECK(supervision_interval_days BETWEEN 7 AND 732)",
        "There are between 7 and 732 days from a supervision to the next.",
    )
    _supervision_hours_range = models.Constraint(
        "CHECK(supervision_hours > 0 AND supervision_hours <= 8)",
        "A supervision lasts more than 0 and at most 8 hours.",
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("supervision_group_ids")
    def _compute_supervisions(self):
        held = Domain("state", "=", "held")
        counts = self._group_for_team("mentorat.supervision", [], ["__count"], held)
        rows = self._group_for_team(
            "mentorat.supervision.attendance",
            ["state"],
            ["__count", "hours:sum"],
            Domain("supervision_id.state", "=", "held"),
        )
        self.supervision_count = 0
        self.supervision_attended_hours = self.supervision_rate = 0.0
        for programme, count in counts:
            programme.supervision_count = count
        invited = dict.fromkeys(self, 0)
        for programme, __, count, __ in rows:
            invited[programme] += count
        for programme, state, count, hours in rows:
            if state == "attended":
                programme.supervision_attended_hours = hours
                programme.supervision_rate = count / invited[programme]

    # ACTIONS

    def action_view_supervisions(self):
        return self._get_related_action(
            "mentorat_programme.mentorat_supervision_action"
        )

    # BUSINESS

    def _ask_for_groups(self):
        """Ask the referents, once while it is open, to give mentors a group."""
        activity_type = self.env.ref(
            "mentorat_programme.mail_activity_supervision_group"
        )
        quiet = self.with_context(mail_activity_quick_update=True)
        for programme in quiet:
            if activity_type not in programme.activity_ids.activity_type_id:
                for user in programme.referent_ids:
                    programme.activity_schedule(
                        "mentorat_programme.mail_activity_supervision_group",
                        user_id=user.id,
                    )
