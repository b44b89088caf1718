from odoo import api, fields, models
from odoo.tools import SQL


class MentoratParticipationRequest(models.Model):
    """What those who decide on a participation see of it: who, for what, how much time.

    A model of its own, and no masked columns of the participation: what is not here, they
    can neither search, sort nor group. Ids are those of participations.
    """

    _name = "mentorat.participation.request"
    _inherit = ["mentorat.activity.mixin"]
    _description = "Request to take part in mentoring"
    _auto = False
    _order = "date_submitted desc, id desc"
    _depends = {
        "mentorat.participation": [
            "programme_id",
            "company_id",
            "employee_id",
            "role",
            "state",
            "date_submitted",
            "date_decided",
            "manager_user_id",
            "delegate_user_id",
            "question",
            "question_answer",
        ],
        "mentorat.pair": [
            "mentor_id",
            "mentee_id",
            "state",
            "agreement_state",
            "date_start",
            "date_end",
        ],
        "hr.employee": ["name"],
    }

    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    employee_name = fields.Char("Name", readonly=True)
    role = fields.Selection(
        lambda self: self._get_selection("mentorat.participation", "role"),
        readonly=True,
    )
    state = fields.Selection(
        lambda self: self._get_selection("mentorat.participation", "state"),
        readonly=True,
    )
    monthly_hours = fields.Float("Hours per month", compute="_compute_monthly_hours")
    date_submitted = fields.Datetime("Sent", readonly=True)
    date_decided = fields.Datetime("Decision on", readonly=True)
    manager_user_id = fields.Many2one("res.users", "Manager", readonly=True)
    delegate_user_id = fields.Many2one("res.users", "Substitute", readonly=True)
    question = fields.Text("Question of the manager", readonly=True)
    question_answer = fields.Text("Answer", readonly=True)
    # That there is a pair, and since when; not with whom.
    pair_state = fields.Selection(
        lambda self: self._get_selection("mentorat.pair", "state"),
        "Pair",
        readonly=True,
    )
    pair_date_start = fields.Date("Pair since", readonly=True)
    pair_date_end = fields.Date("Pair until", readonly=True)
    agreement_signed = fields.Boolean(readonly=True, help="Not what is agreed in it.")
    training_done = fields.Boolean(
        compute="_compute_training_done",
        help="For mentors: whether they finished their training, or need none.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_delegate = fields.Boolean(compute="_compute_can_decide")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                participation.id,
                participation.programme_id,
                participation.company_id,
                participation.employee_id,
                employee.name AS employee_name,
                participation.role,
                participation.state,
                participation.date_submitted,
                participation.date_decided,
                participation.manager_user_id,
                participation.delegate_user_id,
                participation.question,
                participation.question_answer,
                pair.state AS pair_state,
                pair.date_start AS pair_date_start,
                pair.date_end AS pair_date_end,
                COALESCE(pair.agreement_state = 'signed', FALSE) AS agreement_signed
            FROM mentorat_participation participation
            JOIN hr_employee employee ON employee.id = participation.employee_id
            LEFT JOIN LATERAL (
                SELECT state, date_start, date_end, agreement_state
                FROM mentorat_pair
                WHERE mentor_id = participation.id OR mentee_id = participation.id
                ORDER BY id DESC LIMIT 1
            ) pair ON TRUE
            WHERE participation.state != 'draft'
            """
        )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("employee_name", "role")
    def _compute_display_name(self):
        # Names nobody to those without a role.
        for request, participation in zip(
            self, self._get_participations().sudo(), strict=True
        ):
            request.display_name = participation.display_name

    def _compute_monthly_hours(self):
        # The working time that is asked for: what there is to decide on.
        for request, participation in zip(
            self, self._get_participations().sudo(), strict=True
        ):
            request.monthly_hours = participation.monthly_hours

    @api.depends("role")
    def _compute_training_done(self):
        # Whether, of mentors alone: not how far, nor in which course.
        for request, participation in zip(
            self, self._get_participations().sudo(), strict=True
        ):
            request.training_done = (
                request.role == "mentor" and participation.training_done
            )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_decide(self):
        roles = self._get_participations()._get_person_roles()
        for request in self:
            awaits = request.state == "submitted"
            held = roles[request.id]
            request.can_decide = awaits and bool(held & {"manager", "referent"})
            request.can_delegate = awaits and "manager" in held

    # ACTIONS

    def action_approve(self):
        return self._get_participations().action_approve()

    # BUSINESS

    def _get_participations(self):
        """Return the participations; their methods check who decides."""
        return self.env["mentorat.participation"].browse(self.ids)

    def _get_selection(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)
