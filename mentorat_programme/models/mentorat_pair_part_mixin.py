from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..core.transitions import LIVE_PAIR_STATES


class MentoratPairPartMixin(models.AbstractModel):
    """What the two of a pair write: a meeting, a goal, a note."""

    _name = "mentorat.pair.part.mixin"
    _inherit = ["mentorat.guard.mixin", "mentorat.sealed.mixin"]
    _description = "Part of a mentoring pair"

    _given_fields = frozenset({"pair_id", "form_key"})
    # What two windows must not overwrite for each other: see ``_save``.
    _version_fields = frozenset()

    pair_id = fields.Many2one(
        "mentorat.pair", required=True, index=True, ondelete="cascade"
    )
    # The team sees that a pair meets, not which of the two wrote or cancelled.
    create_uid = fields.Many2one(
        "res.users", "Created by", readonly=True, groups=NO_ACCESS
    )
    write_uid = fields.Many2one(
        "res.users", "Last Updated by", readonly=True, groups=NO_ACCESS
    )
    # How often the two change it is theirs as well.
    version = fields.Integer(default=1, readonly=True, copy=False, groups=NO_ACCESS)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_pair_goes_on()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._check_pair_goes_on()
        if self._version_fields & set(vals):
            self._count_version()
        return result

    def _count_version(self):
        """Give these records, which were just changed, their next version."""
        # A counter of the suite, after a change that was checked.
        for version, records in self.sudo().grouped("version").items():
            records.version = version + 1

    def _save(self, version, vals):
        """Write ``vals`` if nobody changed this record since ``version`` was shown.

        :param int version: version that the form was filled from
        :raises UserError: when it has changed meanwhile
        """
        self._check_version(version)
        return self.write(vals)

    def _get_version(self):
        """Return the version of a record that the person reads."""
        self.ensure_one()
        # A counter, for the form of somebody who reads the record.
        return self.sudo().version

    def _check_version(self, version):
        if self._get_version() != version:
            raise UserError(
                self.env._(
                    "This was changed in another window. What you typed is below: copy "
                    "what you need, reload the page and save again."
                )
            )

    def _check_pair_goes_on(self):
        """Raise when somebody still writes to the other of a pair that has ended.

        :raises UserError: always then
        """
        # Whether, of pairs that are the person's own.
        pairs_sudo = self._filter_shown().sudo().pair_id
        if not self.env.su and any(
            pair.state not in LIVE_PAIR_STATES for pair in pairs_sudo
        ):
            raise UserError(
                self.env._(
                    "This pair has ended: what it wrote is kept for a while, and nothing "
                    "is added."
                )
            )

    def _get_own_sides(self):
        """Return ``{id: "mentor", "mentee" or False}``: who the person is in each pair."""
        # Read to decide, nothing of it is shown.
        sudo = self.sudo()
        sides = sudo.pair_id.with_user(self.env.user)._get_sides()
        return {record.id: sides.get(record.pair_id.id, False) for record in sudo}

    def _filter_shown(self):
        """Return the records that the other of the pair sees: all, unless heirs say."""
        return self
