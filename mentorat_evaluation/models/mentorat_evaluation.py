from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.indicators import FLOOR
from ..core.plan import Campaign
from ..core.schedule import LATER_MOMENTS
from ..core.transitions import EVALUATION
from .mentorat_schedule_mixin import LOW_RESPONSE, ROLES

# What people were told when they answered does not change afterwards.
PROMISED_FIELDS = frozenset({"audience", "survey_id", "threshold", "moment"})
PLANNED_FIELDS = frozenset({"is_rolling", "date_planned", "delay_days"})
# Who answers may ask to be contacted.
CONTACT_MOMENTS = ("day_30", "pulse")
# Answers of the same people are compared by a code that they make up.
LINKED_MOMENTS = ("start", *LATER_MOMENTS)


class MentoratEvaluation(models.Model):
    """A campaign: one survey, put to the people of a programme, anonymously.

    Until it opens it is a line of the plan. What difficult experiences people had is asked as
    well, but told to the ethics contact alone, as a concern: nothing of it is kept here.
    """

    _name = "mentorat.evaluation"
    _inherit = [
        "mentorat.guard.mixin",
        "mentorat.transition.mixin",
        "mentorat.activity.mixin",
        "mentorat.schedule.mixin",
        "mentorat.change.mixin",
        "mentorat.results.mixin",
        "mentorat.reviewed.mixin",
    ]
    _description = "Mentoring evaluation"
    _order = "programme_id, date_start desc, id desc"
    _check_company_auto = True

    _transitions = EVALUATION
    _can_fields = {"can_open": "open", "can_close": "closed"}
    _writable_fields = frozenset(
        {
            "name",
            "moment",
            "audience",
            "survey_id",
            "threshold",
            "date_end",
            "is_rolling",
            "delay_days",
            "date_planned",
            "repeat_months",
        }
    )
    _given_fields = frozenset({"programme_id"})
    _review_field = "evaluation_id"

    # FIELDS

    name = fields.Char(required=True, translate=True)
    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    moment = fields.Selection(
        [
            ("start", "At the start"),
            ("day_30", "After 30 days"),
            ("pulse", "Pulse"),
            ("midway", "Midway"),
            ("end", "At the end"),
            ("after_3", "Three months after"),
            ("after_6", "Six months after"),
            ("manager", "Managers"),
            ("training", "Training"),
            ("supervision", "Supervision"),
            ("screen", "Difficult experiences"),
        ],
        default="midway",
        required=True,
    )
    audience = fields.Selection(
        [
            ("mentors", "Mentors"),
            ("mentees", "Mentees"),
            ("both", "Mentors and mentees"),
            ("managers", "Line managers"),
        ],
        default="both",
        required=True,
    )
    survey_id = fields.Many2one(
        "survey.survey",
        "Questions",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("survey_type", "=", "mentorat")],
        default=lambda self: self.env.ref(
            "mentorat_evaluation.survey_how_it_goes", raise_if_not_found=False
        ),
    )
    question_ids = fields.One2many(
        related="survey_id.question_ids", string="Questions asked"
    )
    plan_question_ids = fields.Many2many(
        "mentorat.evaluation.question",
        "mentorat_evaluation_question_evaluation_rel",
        "evaluation_id",
        "question_id",
        "Questions of the plan",
        readonly=True,
        copy=False,
    )
    date_start = fields.Date("Since", readonly=True, copy=False)
    date_end = fields.Date("Answers until", copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    threshold = fields.Integer(
        "Anonymity threshold",
        default=FLOOR,
        required=True,
        help="A result is shown when at least so many people gave it; 5 is the least.",
    )

    is_confidential = fields.Boolean(
        "For the ethics contact alone", compute="_compute_is_confidential"
    )

    # people
    invitation_ids = fields.One2many(
        "mentorat.evaluation.invitation", "evaluation_id", "Invitations"
    )
    invitation_count = fields.Integer(
        "Invited", compute="_compute_counts", compute_sudo=True
    )
    answer_count = fields.Integer(
        "Answered", compute="_compute_counts", compute_sudo=True
    )
    response_rate = fields.Float(
        "Response rate (%)", compute="_compute_counts", compute_sudo=True
    )

    # results
    value_ids = fields.One2many(
        "mentorat.indicator.value", "evaluation_id", "Indicators"
    )
    can_open = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    # CONSTRAINTS

    # The number stands in the database too: no setting goes below it.
    _threshold_floor = models.Constraint(
        f"CHECK(threshold >= {FLOOR})",
        "Results are shown from 5 people on: the threshold cannot be lower.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "A campaign ends after it starts."
    )

    @api.constrains("survey_id")
    def _check_survey_type(self):
        # The survey's own type decides, whoever may read it.
        if any(e.survey_id.survey_type != "mentorat" for e in self.sudo()):
            raise ValidationError(
                self.env._(
                    "Choose a survey of the type “Mentoring”: others keep names."
                )
            )

    # COMPUTE

    @api.depends("invitation_ids.answered")
    def _compute_counts(self):
        rows = self.env["mentorat.evaluation.invitation"]._read_group(
            [("evaluation_id", "in", self.ids)],
            ["evaluation_id", "answered"],
            ["__count"],
        )
        self.invitation_count = self.answer_count = self.response_rate = 0
        for evaluation, answered, count in rows:
            evaluation.invitation_count += count
            if answered:
                evaluation.answer_count = count
        for evaluation in self.filtered("invitation_count"):
            evaluation.response_rate = (
                100.0 * evaluation.answer_count / evaluation.invitation_count
            )

    @api.depends("moment")
    def _compute_is_confidential(self):
        for evaluation in self:
            evaluation.is_confidential = evaluation.moment == "screen"

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        evaluations.programme_id._check_not_frozen()
        return evaluations

    def write(self, vals):
        if PROMISED_FIELDS & set(vals) and any(e.state != "draft" for e in self):
            raise UserError(
                self.env._(
                    "This campaign has been opened: what people were asked, and the "
                    "threshold promised to them, change no more. Create another one."
                )
            )
        if PLANNED_FIELDS & set(vals) and any(e.state != "draft" for e in self):
            raise UserError(
                self.env._("This campaign has been opened: when it invites is settled.")
            )
        is_over = any(evaluation.state == "closed" for evaluation in self)
        if {"date_end", "repeat_months"} & set(vals) and is_over and not self.env.su:
            raise UserError(
                self.env._("This campaign is closed: when it ended and recurs stays.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        if any(evaluation.state != "draft" for evaluation in self):
            raise UserError(
                self.env._("People were invited to this campaign: it is kept.")
            )

    # ACTIONS

    def action_open(self):
        """Invite the people of the audience.

        :raises UserError: with what to change in the questions, or when nobody is there
        """
        for evaluation in self:
            obstacle = evaluation._get_obstacle()
            if obstacle:
                raise UserError(obstacle)
        self.programme_id._check_not_frozen()
        self._transition("open")
        return True

    def action_close(self):
        """Stop receiving answers; results can be read from now on."""
        self._transition("closed")
        return True

    # BUSINESS

    def _get_person_roles(self):
        return self._get_programme_roles()

    def _get_review_defaults(self):
        return {
            **super()._get_review_defaults(),
            "default_programme_id": self.programme_id.id,
        }

    def _get_plan_facts(self):
        """Return this campaign as ``core.plan.Campaign``."""
        self.ensure_one()
        questions = self.question_ids
        # Managers are asked through their people, and are others than these.
        roles = () if self.audience == "managers" else ROLES[self.audience]
        return Campaign(
            self.moment,
            frozenset(roles),
            frozenset(questions.mentorat_indicator_id.ids),
            frozenset(questions.filtered("mentorat_item").mapped("mentorat_item")),
        )

    def _get_obstacle(self):
        """Return why the survey cannot be put on the answer page, in words, or ``None``."""
        self.ensure_one()
        # The questions, as their author left them.
        questions_sudo = self.sudo().survey_id.question_ids
        if not questions_sudo:
            return self.env._(
                "This survey has no question yet. Add some before opening."
            )
        refused = questions_sudo.filtered(lambda q: not q._is_mentorat_answerable())
        if refused:
            return self.env._(
                "A campaign asks scales, choices and texts, to everybody. Change or remove: "
                "%(questions)s",
                questions=", ".join(refused.mapped("title")),
            )
        if self.is_confidential and not self.sudo().programme_id.ethics_contact_id:
            return self.env._(
                "Difficult experiences are told to the ethics contact of the programme, who "
                "is not named yet. Name one first."
            )
        return None

    def _invite(self):
        """Invite those who are to be asked now and are not yet, and write to them.

        :raises UserError: when nobody is there to be invited
        """
        today = fields.Date.context_today(self)
        for evaluation in self:
            invitations = evaluation._invite_due(today)
            if not (evaluation.is_rolling or evaluation.invitation_ids):
                raise UserError(
                    self.env._(
                        "Nobody of this audience is accepted in “%(programme)s” yet.",
                        programme=evaluation.programme_id.display_name,
                    )
                )
            evaluation._write_to(invitations, "mail_template_invitation", "invited")

    def _lock_open(self):
        """Keep this campaign open until the end of the transaction.

        :return: whether it is open
        """
        self.ensure_one()
        self.env.cr.execute(
            "SELECT id FROM mentorat_evaluation WHERE id = %s AND state = 'open' FOR SHARE",
            (self.id,),
        )
        return bool(self.env.cr.rowcount)

    def _get_questionnaire(self):
        """Return the questions as plain values, in order: see ``survey.question``."""
        self.ensure_one()
        return [
            question._get_mentorat_description()
            for question in self.survey_id.question_ids
        ]

    def _tell_answers(self, answers):
        """Return ``answers``, ``{question id: str}``, as a text for a person to read."""
        self.ensure_one()
        lines = []
        for question in self._get_questionnaire():
            answer = answers.get(question["id"])
            if answer:
                labels = dict(question.get("options", ()))
                words = [labels.get(part, part) for part in answer.split(",")]
                told = ", ".join(words) if labels else answer
                lines.append(f"{question['title']}\n{told}")
        return "\n\n".join(lines)

    # HOOKS

    def _after_transition(self, origins, target):
        # Dates, invitations and figures follow from a move that was checked.
        sudo = self.sudo()
        today = fields.Date.context_today(self)
        if target == "open":
            sudo.date_start = today
            sudo._set_dates(today)
            sudo._invite()
        elif target == "closed":
            sudo.date_end = today
            self.env["mentorat.answer"].sudo()._forget_order(self, today)
            self.env["mentorat.evaluation.invitation"]._forget(self)
            sudo.activity_unlink([LOW_RESPONSE])
            sudo.programme_id._compute_indicator_values(today)
            sudo._plan_next()
