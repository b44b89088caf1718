from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

from ..core.names import find_names
from .mentorat_pair import PHASES

BATCH = 100


class MentoratCaseCard(models.Model):
    """A situation that a mentor brings to a supervision: no name, no team, no date.

    The mentors of the session read it without its author; the supervisor knows who it is.
    """

    _name = "mentorat.case.card"
    _inherit = ["mentorat.guard.mixin", "mentorat.sealed.mixin"]
    _description = "Situation for a supervision"
    _order = "supervision_id, id"

    _sealed_fields = ("theme", "question", "wish")

    supervision_id = fields.Many2one(
        "mentorat.supervision",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    author_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        groups=NO_ACCESS,
    )
    author_name = fields.Char("From", compute="_compute_author")
    is_mine = fields.Boolean(compute="_compute_author")
    phase = fields.Selection(PHASES, readonly=True)
    theme_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    theme = fields.Text(compute="_compute_sealed", readonly=False)
    question_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    question = fields.Text(
        "Question for the group", compute="_compute_sealed", readonly=False
    )
    wish_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    wish = fields.Text("What I wish for", compute="_compute_sealed", readonly=False)
    # Who wrote it is for the supervisor alone.
    create_uid = fields.Many2one(
        "res.users", "Created by", readonly=True, groups=NO_ACCESS
    )
    write_uid = fields.Many2one(
        "res.users", "Last Updated by", readonly=True, groups=NO_ACCESS
    )

    # COMPUTE

    def _compute_display_name(self):
        for card in self:
            card.display_name = self.env._("Situation %(number)s", number=card.id or "")

    @api.depends_context("uid")
    @api.depends("author_id", "supervision_id")
    def _compute_author(self):
        # Who it is, for the supervisor and for themselves.
        for card, card_sudo in zip(self, self.sudo(), strict=True):
            card.is_mine = card_sudo.author_id == self.env.user
            is_shown = card.is_mine or (
                card_sudo.supervision_id.supervisor_id == self.env.user
            )
            card.author_name = is_shown and card_sudo.author_id.name

    @api.depends_context("uid")
    @api.depends("theme_sealed", "question_sealed", "wish_sealed", "supervision_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # BUSINESS

    @api.model
    def _bring(self, session, values, form_key):
        """Keep a situation that the current person brings to ``session``, once for each form.

        :param dict values: phase and the texts
        :raises UserError: when it names a mentee of theirs, or the session is over
        """
        # One's own invitation, and the names of one's own mentees, to refuse them.
        session_sudo = session.sudo()
        is_invited = self.env.user in session_sudo.attendance_ids.user_id
        if not is_invited or session_sudo.state != "planned":
            raise UserError(
                self.env._(
                    "Situations are brought to a session that you are invited to."
                )
            )
        pairs_sudo = self.env["mentorat.pair"].sudo()
        own_sudo = pairs_sudo.search([("mentor_user_id", "=", self.env.uid)])
        text = " ".join(values[name] or "" for name in self._sealed_fields)
        found = find_names(text, own_sudo.mapped("mentee_name"))
        if found:
            raise UserError(
                self.env._(
                    "Nobody is named in a situation: please take out %(words)s.",
                    words=", ".join(f"“{word}”" for word in found),
                )
            )
        # Created for the person, whom the author is.
        cards_sudo = self.sudo()
        if not cards_sudo.search_count([("form_key", "=", form_key)], limit=1):
            cards_sudo.create(
                {
                    **values,
                    "supervision_id": session.id,
                    "author_id": self.env.uid,
                    "form_key": form_key,
                }
            )

    def _take_back(self):
        """Delete situations of one's own, as the caller has found them."""
        # Authors alone, see is_mine.
        self.filtered("is_mine").sudo().unlink()

    @api.model
    def _delete_due(self):
        """Delete the situations of sessions that are over for long enough; return how many."""
        today = fields.Datetime.now()
        programmes = self.env["mentorat.programme"].with_context(active_test=False)
        domains = [
            Domain("supervision_id.programme_id", "in", group.ids)
            & Domain(
                "supervision_id.date_start", "<", today - relativedelta(months=months)
            )
            for months, group in programmes.search([("is_template", "=", False)])
            .grouped("content_retention_months")
            .items()
        ]
        due = self.search(Domain.OR(domains) if domains else Domain.FALSE, limit=BATCH)
        due.unlink()
        return len(due)

    def _filter_sealed_readable(self):
        # Read to decide, before any text is shown.
        readable = self.sudo().filtered(
            lambda card: (
                self.env.user
                in card.author_id
                | card.supervision_id.supervisor_id
                | card.supervision_id.attendance_ids.user_id
            )
        )
        return readable.with_env(self.env)
