from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS
from odoo.addons.mentorat_programme.core.lines import ReadableLines
from odoo.addons.mentorat_programme.core.turns import take_turn

from .mentorat_preference import MAX_RANK


class MentoratParticipation(models.Model):
    _name = "mentorat.participation"
    # The mixin first: its hooks come before those of the participation.
    _inherit = ["mentorat.directory.mixin", "mentorat.participation"]
    # To choose somebody by name, e.g. whom a person wishes for.
    _rec_names_search = ["employee_id.name"]

    preference_ids = ReadableLines(
        "mentorat.preference", "participation_id", "Wishes", copy=False
    )
    conflict_settled = fields.Boolean(
        "Conflict dealt with",
        readonly=True,
        copy=False,
        groups=TEAM_GROUPS,
        help="An engineer has read what was declared, and excluded whom it concerns.",
    )

    # ACTIONS

    def action_settle_conflict(self):
        """Note that the conflicts declared were read and excluded where that is needed.

        :raises AccessError: for anybody but the engineers of the programme
        :raises UserError: where nothing was declared
        """
        self._check_role("engineer")
        if any(record.conflict_state != "declared" for record in self):
            raise UserError(self.env._("No conflict of interest was declared."))
        # Checked above.
        self.sudo().conflict_settled = True
        return True

    def action_exclude(self):
        """Open an exclusion of this person and somebody to be chosen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Never pair these two"),
            "res_model": "mentorat.exclusion",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    # BUSINESS

    def _check_writable(self, refused):
        # Wishes check who writes them, here and below.
        return super()._check_writable(refused - {"preference_ids"})

    def _check_application_writable(self, names=()):
        others = set(names) - {"preference_ids"}
        if names and not others:
            return None
        return super()._check_application_writable(others)

    def _set_wishes(self, wished):
        """Put the wishes of this person in the order of ``wished``, in place of all others.

        :param wished: participations, dearest first
        :raises AccessError: for anybody but the person and the engineers
        :raises UserError: for more than five, or somebody who cannot be wished for
        """
        self.ensure_one()
        if len(wished) > MAX_RANK:
            raise UserError(
                self.env._("You can wish for %(count)s people at most.", count=MAX_RANK)
            )
        take_turn(self)
        preferences = self.env["mentorat.preference"]
        preferences.search([("participation_id", "=", self.id)]).unlink()
        preferences.create(
            [
                {"participation_id": self.id, "wished_id": number, "rank": rank}
                for rank, number in enumerate(wished.ids, start=1)
            ]
        )

    def _declare_conflict(self, text):
        # Compared, and not shown: what was dealt with may be another declaration.
        before = {record.id: record.conflict_text for record in self.sudo()}
        result = super()._declare_conflict(text)
        changed = self.sudo().filtered(lambda r: r.conflict_text != before[r.id])
        changed.conflict_settled = False
        return result

    def _anonymise(self):
        # As the participation itself: what names the person, or whom they named.
        self.env["mentorat.preference"].sudo().search(
            Domain("participation_id", "in", self.ids)
            | Domain("wished_id", "in", self.ids)
        ).unlink()
        return super()._anonymise()
