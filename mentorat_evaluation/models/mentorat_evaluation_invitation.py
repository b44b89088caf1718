from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class MentoratEvaluationInvitation(models.Model):
    """One participation asked to answer one campaign.

    It knows whether the person answered, so that nobody answers twice, but neither when
    nor what. Whether they did is shown to nobody: answering is free.
    """

    _name = "mentorat.evaluation.invitation"
    _inherit = "mentorat.mail.mixin"
    _description = "Invitation to a mentoring evaluation"
    _order = "evaluation_id, id"
    _log_access = False
    _allow_sudo_commands = False

    evaluation_id = fields.Many2one(
        "mentorat.evaluation", required=True, index=True, ondelete="cascade"
    )
    participation_id = fields.Many2one(
        "mentorat.participation", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        related="participation_id.user_id",
        string="Login",
        store=True,
        index="btree_not_null",
    )
    answered = fields.Boolean(groups=NO_ACCESS)

    _once = models.Constraint(
        "UNIQUE(evaluation_id, participation_id)",
        "This person is already invited to this evaluation.",
    )

    @api.depends("evaluation_id")
    def _compute_display_name(self):
        for invitation in self:
            invitation.display_name = self.env._(
                "Invitation %(number)s", number=invitation.id or ""
            )

    def _record(self, answers):
        """Keep the answers of an invited person, once, if the campaign is still open.

        The flag and the answers are kept together or not at all. The flag is set by one
        conditional statement: of two submissions at the same instant, one is told no.

        :param dict answers: ``{question id: str}``, checked and not empty: see
            ``mentorat.answer``
        :return: whether they were kept
        """
        self.ensure_one()
        # The caller checked that the invitation is the current person's own.
        evaluation_sudo = self.sudo().evaluation_id
        if not evaluation_sudo._lock_open() or not self._mark_answered():
            return False
        questions_sudo = evaluation_sudo.survey_id.question_ids
        self.env["mentorat.answer"].sudo()._add(
            evaluation_sudo,
            self.sudo().participation_id.role,
            {
                question: answers[question.id]
                for question in questions_sudo
                if question.id in answers
            },
        )
        return True

    def _mark_answered(self):
        """Set the flag; return whether it was not set before."""
        self.env.cr.execute(
            "UPDATE mentorat_evaluation_invitation SET answered = TRUE "
            "WHERE id = %s AND answered IS NOT TRUE",
            (self.id,),
            # Who comes second is served again by the server, and told no.
            log_exceptions=False,
        )
        marked = bool(self.env.cr.rowcount)
        self.invalidate_recordset(["answered"])
        return marked

    def _forget_order(self, evaluations):
        """Write every flag of ``evaluations`` anew: see ``mentorat.answer``."""
        self.env.cr.execute(
            "UPDATE mentorat_evaluation_invitation SET answered = answered "
            "WHERE evaluation_id IN %s",
            (tuple(evaluations.ids),),
        )

    def _is_open(self):
        """Tell whether this person can answer now."""
        self.ensure_one()
        # The person's own invitation: what they may know without reading the campaign.
        sudo = self.sudo()
        return sudo.evaluation_id.state == "open" and not sudo.answered
