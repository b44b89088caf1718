from odoo import api, models
from odoo.exceptions import AccessError


class MentoratGuardMixin(models.AbstractModel):
    """A record of which people write some fields, and the suite itself the others.

    That a field is readonly concerns Odoo's views: remote calls write any column.
    """

    _name = "mentorat.guard.mixin"
    _description = "Fields that people may write"

    # What people write, and what they give once, when they create the record.
    _writable_fields = frozenset()
    _given_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        names = set().union(*vals_list)
        self._check_writable(names - self._writable_fields - self._given_fields)
        return super().create(vals_list)

    def write(self, vals):
        self._check_writable(set(vals) - self._writable_fields)
        return super().write(vals)

    def _check_writable(self, refused):
        """Raise when somebody writes one of the fields ``refused``.

        :raises AccessError: outside of superuser mode, naming them
        """
        if refused and not self.env.su:
            raise AccessError(
                self.env._(
                    "Nobody sets these by hand: %(fields)s",
                    fields=", ".join(sorted(refused)),
                )
            )
