from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.mentorat_programme.models.mentorat_programme import TEAM_GROUPS

from ..core.indicators import FLOOR, TEXT_FLOOR, disclose, mean, shares
from ..core.transitions import EVALUATION

# Participations that a campaign writes to.
INVITED_STATES = ("accepted", "completed")
# What people were told when they answered does not change afterwards.
PROMISED_FIELDS = frozenset({"audience", "survey_id", "threshold", "moment"})


class MentoratEvaluation(models.Model):
    """A campaign: one survey, put to the mentors and mentees of a programme, anonymously."""

    _name = "mentorat.evaluation"
    _inherit = ["mentorat.guard.mixin", "mentorat.transition.mixin"]
    _description = "Mentoring evaluation"
    _order = "programme_id, date_start desc, id desc"
    _check_company_auto = True

    _transitions = EVALUATION
    _can_fields = {"can_open": "open", "can_close": "closed"}
    _writable_fields = frozenset(
        {"name", "moment", "audience", "survey_id", "threshold", "date_end"}
    )
    _given_fields = frozenset({"programme_id"})

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
    results = fields.Html(
        compute="_compute_results", sanitize=False, groups=TEAM_GROUPS
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

    @api.depends_context("lang")
    @api.depends("state", "survey_id", "threshold")
    def _compute_results(self):
        for evaluation in self:
            evaluation.results = evaluation.state == "closed" and self.env[
                "ir.qweb"
            ]._render(
                "mentorat_evaluation.evaluation_results",
                {
                    "results": evaluation._get_results(),
                    "threshold": evaluation.threshold,
                    "text_floor": max(evaluation.threshold, TEXT_FLOOR),
                },
            )

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
        is_over = any(evaluation.state == "closed" for evaluation in self)
        if "date_end" in vals and is_over and not self.env.su:
            raise UserError(
                self.env._("This campaign is closed: the day it ended on stays.")
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
        """Invite the people of the audience."""
        for evaluation in self:
            evaluation._check_survey()
        self.programme_id._check_not_frozen()
        self._transition("open")
        return True

    def action_close(self):
        """Stop receiving answers; results can be read from now on."""
        self._transition("closed")
        return True

    # BUSINESS

    def _get_person_roles(self):
        # Read to decide on rights, nothing of it is returned.
        programmes = self.sudo().programme_id.with_user(self.env.user)
        roles = programmes._get_person_roles()
        return {e.id: roles.get(e.programme_id.id, set()) for e in self.sudo()}

    def _check_survey(self):
        """Raise when the survey cannot be put on the answer page.

        :raises UserError: with what to do
        """
        self.ensure_one()
        # The questions, as their author left them.
        questions_sudo = self.sudo().survey_id.question_ids
        if not questions_sudo:
            raise UserError(
                self.env._("This survey has no question yet. Add some before opening.")
            )
        refused = questions_sudo.filtered(lambda q: not q._is_mentorat_answerable())
        if refused:
            raise UserError(
                self.env._(
                    "A campaign asks scales, single choices and texts, to everybody. "
                    "Change or remove: %(questions)s",
                    questions=", ".join(refused.mapped("title")),
                )
            )

    def _get_audience(self):
        """Return the participations to invite."""
        self.ensure_one()
        roles = {
            "mentors": ["mentor"],
            "mentees": ["mentee"],
            "both": ["mentor", "mentee"],
        }
        return self.env["mentorat.participation"].search(
            [
                ("programme_id", "=", self.programme_id.id),
                ("role", "in", roles[self.audience]),
                ("state", "in", INVITED_STATES),
            ]
        )

    def _invite(self):
        """Invite those of the audience who are not invited yet, and write to them.

        :raises UserError: when nobody is there to be invited
        """
        invitations = self.env["mentorat.evaluation.invitation"]
        for evaluation in self:
            missing = (
                evaluation._get_audience() - evaluation.invitation_ids.participation_id
            )
            invitations |= invitations.create(
                [
                    {"evaluation_id": evaluation.id, "participation_id": person.id}
                    for person in missing
                ]
            )
            if not evaluation.invitation_ids:
                raise UserError(
                    self.env._(
                        "Nobody of this audience is accepted in “%(programme)s” yet.",
                        programme=evaluation.programme_id.display_name,
                    )
                )
        self.env["mentorat.outbox"]._post(
            "mentorat_evaluation.mail_template_invitation",
            "invited",
            [(invitation, invitation.user_id.partner_id) for invitation in invitations],
        )

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

    def _get_results(self):
        """Return the results by question, without anything below the threshold.

        :return: list of dict: ``title``; ``people``; and of these, those that may be
            shown: ``mean`` and ``high`` (the top of the scale), ``shares`` (list of
            (label, percentage)), ``texts`` (list of str, in alphabetical order)
        """
        self.ensure_one()
        if self.state != "closed":
            return []
        # Nobody reads answers: they leave here as groups of people.
        answers = (
            self.env["mentorat.answer"]
            .sudo()
            ._read_group(
                [("evaluation_id", "=", self.id)],
                ["question_id"],
                ["__count", "value:array_agg", "choice_id:array_agg", "text:array_agg"],
            )
        )
        by_question = {question: columns for question, *columns in answers}
        return [
            self._get_question_result(
                question, *by_question.get(question, (0, [], [], []))
            )
            for question in self.sudo().survey_id.question_ids
        ]

    def _get_question_result(self, question, people, values, choices, texts):
        """Return one item of ``_get_results``."""
        result = {
            "title": question.title,
            "people": people,
            "kind": question.question_type,
        }
        if question.question_type == "scale":
            result["mean"] = disclose(mean(values), self.threshold).value
            result["high"] = question.scale_max
        elif question.question_type == "simple_choice":
            if people >= self.threshold:
                parts = shares(choices)
                result["shares"] = [
                    (choice.value, parts.get(choice.id, 0.0))
                    for choice in question.suggested_answer_ids
                ]
        elif people >= max(self.threshold, TEXT_FLOOR):
            result["texts"] = sorted(texts)
        return result

    # HOOKS

    def _after_transition(self, origins, target):
        # Dates, invitations and figures follow from a move that was checked.
        sudo = self.sudo()
        today = fields.Date.context_today(self)
        if target == "open":
            sudo.date_start = today
            sudo._invite()
        elif target == "closed":
            sudo.date_end = today
            self.env["mentorat.answer"].sudo()._forget_order(self)
            self.env["mentorat.evaluation.invitation"]._forget_order(self)
            sudo.programme_id._compute_indicator_values(today)
