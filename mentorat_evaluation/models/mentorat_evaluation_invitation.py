import json
import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import consteq
from odoo.tools.misc import hmac

from odoo.addons.mentorat_programme.controllers.portal import HOME_URL

from ..core import linking

ANSWER_URL = "/mentoring/answer"
TOKEN_SCOPE = "mentorat-evaluation-answer"


class MentoratEvaluationInvitation(models.Model):
    """One participation asked to answer one campaign.

    It knows whether the person answered, so that nobody answers twice, but neither when
    nor what. Whether they did is shown to nobody: answering is free. What they have not sent
    yet is sealed here for them alone, and forgotten when they send it, as is what makes their
    link.
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
    manager_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups=NO_ACCESS,
        help="Who answers, in a campaign of line managers.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Login",
        compute="_compute_user_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
    )
    date_invited = fields.Date(readonly=True, default=fields.Date.context_today)
    date_deadline = fields.Date("Answer until", readonly=True)
    answered = fields.Boolean(groups=NO_ACCESS)
    reminder_count = fields.Integer(groups=NO_ACCESS)
    # Random; without it the link of the mail opens nothing.
    nonce = fields.Char(groups=NO_ACCESS, default=lambda self: secrets.token_hex(16))
    draft_sealed = fields.Text(groups=NO_ACCESS)

    _once = models.Constraint(
        "UNIQUE(evaluation_id, participation_id)",
        "This person is already invited to this evaluation.",
    )
    _once_per_manager = models.UniqueIndex(
        "(evaluation_id, manager_id) WHERE manager_id IS NOT NULL",
        "This manager is already invited to this evaluation.",
    )

    # COMPUTE

    @api.depends("evaluation_id")
    def _compute_display_name(self):
        for invitation in self:
            invitation.display_name = self.env._(
                "Invitation %(number)s", number=invitation.id or ""
            )

    @api.depends("manager_id", "participation_id.user_id")
    def _compute_user_id(self):
        for invitation in self:
            invitation.user_id = (
                invitation.manager_id or invitation.participation_id.user_id
            )

    # THE LINK

    def _get_answer_url(self):
        """Return the address of the page on which this person answers.

        It opens without a login, once, unless what is asked needs to know who speaks.
        """
        self.ensure_one()
        # What a mail to this very person holds.
        sudo = self.sudo()
        base = self.get_base_url()
        if sudo.evaluation_id.is_confidential:
            return f"{base}{HOME_URL}/experience/{self.id}"
        if not sudo.nonce:
            return f"{base}{HOME_URL}/evaluation/{self.id}"
        return f"{base}{ANSWER_URL}/{self.id}/{sudo._get_token()}"

    def _get_token(self):
        self.ensure_one()
        return hmac(self.env(su=True), TOKEN_SCOPE, (self.id, self.nonce))

    @api.model
    def _find_by_token(self, invitation_id, token):
        """Return the invitation that a link opens, in superuser mode, or an empty one.

        A link that was used, or never was one, costs and answers the same.
        """
        # Nothing of it is used before the token has been checked below.
        found = self.sudo().browse(invitation_id).exists()
        expected = hmac(
            self.env(su=True),
            TOKEN_SCOPE,
            (found.id, found.nonce or secrets.token_hex()),
        )
        return found if consteq(expected, token) else found.browse()

    # ANSWERING

    def _record(self, answers, code=None):
        """Keep the answers of an invited person, once, if the campaign is still open.

        The flag and the answers are kept together or not at all. The flag is set by one
        conditional statement: of two submissions at the same instant, one is told no.

        :param dict answers: ``{question id: str}``, checked and not empty: see
            ``mentorat.answer``
        :param str code: what the person made up to have start and end compared
        :return: whether they were kept
        """
        self.ensure_one()
        # The caller checked that the invitation is the current person's own.
        evaluation_sudo = self.sudo().evaluation_id
        if not self._take():
            return False
        questions_sudo = evaluation_sudo.survey_id.question_ids
        kept = {
            question: answers[question.id]
            for question in questions_sudo
            if question.id in answers
        }
        role = self._get_role()
        self.env["mentorat.answer"].sudo()._add(
            evaluation_sudo, role, kept, self._get_links(role, kept, code)
        )
        return True

    def _take(self):
        """Mark as answered; return whether that was still possible."""
        # As in ``_record``.
        return self.sudo().evaluation_id._lock_open() and self._mark_answered()

    def _mark_answered(self):
        """Set the flag, forget draft and link; return whether it was not set before."""
        self.env.cr.execute(
            "UPDATE mentorat_evaluation_invitation"
            " SET answered = TRUE, nonce = NULL, draft_sealed = NULL"
            " WHERE id = %s AND answered IS NOT TRUE",
            (self.id,),
            # Who comes second is served again by the server, and told no.
            log_exceptions=False,
        )
        marked = bool(self.env.cr.rowcount)
        self.invalidate_recordset(["answered", "nonce", "draft_sealed"])
        return marked

    def _get_role(self):
        """Return as what this person answers: mentor, mentee or manager."""
        # The role alone.
        sudo = self.sudo()
        return "manager" if sudo.manager_id else sudo.participation_id.role

    def _get_links(self, role, questions, code):
        """Return ``{question: digest of code}`` for the items that are asked twice."""
        if not code or not linking.normalise(code):
            return {}
        keys = self.env["mentorat.note"]._get_sealing_keys() or ""
        # The oldest key: those put before it later change nothing to codes.
        key = keys.split(",")[-1].strip()
        # The programme's id alone.
        scope = f"{self.sudo().evaluation_id.programme_id.id}/{role}"
        return {
            question: linking.digest(key, scope, question.mentorat_item, code)
            for question in questions
            if question.mentorat_item and key
        }

    # WHAT IS NOT SENT YET

    def _keep_draft(self, values):
        """Seal ``values``, ``{name of a field of the form: str}``, for this person alone.

        :return: whether they were kept: the person can still answer
        """
        self.ensure_one()
        self.env.cr.execute(
            "UPDATE mentorat_evaluation_invitation SET draft_sealed = %s"
            " WHERE id = %s AND answered IS NOT TRUE",
            (self.env["mentorat.note"]._seal(json.dumps(values)), self.id),
            log_exceptions=False,
        )
        kept = bool(self.env.cr.rowcount)
        self.invalidate_recordset(["draft_sealed"])
        return kept

    def _read_draft(self):
        """Return what this person kept; the caller checked that it is their own."""
        self.ensure_one()
        # As the docstring says.
        token = self.sudo().draft_sealed
        return json.loads(self.env["mentorat.note"]._unseal(token)) if token else {}

    # LIFE

    def _forget(self, evaluations):
        """Leave nothing of ``evaluations``, which are over, but who was invited.

        Flags are written anew: see ``_forget_order`` of ``mentorat.answer``.
        """
        self.env.cr.execute(
            "UPDATE mentorat_evaluation_invitation"
            " SET answered = answered, nonce = NULL, draft_sealed = NULL"
            " WHERE evaluation_id IN %s",
            (tuple(evaluations.ids),),
        )
        self.invalidate_model(["answered", "nonce", "draft_sealed"])

    def _is_open(self):
        """Tell whether this person can answer now, where they are."""
        self.ensure_one()
        # The person's own invitation: what they may know without reading the campaign.
        sudo = self.sudo()
        if sudo.evaluation_id.state != "open" or sudo.answered:
            return False
        person = sudo.with_context(tz=sudo.user_id.tz or self.env.context.get("tz"))
        deadline = sudo.date_deadline
        return not deadline or fields.Date.context_today(person) <= deadline
