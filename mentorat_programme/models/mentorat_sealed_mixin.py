import os

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..core.sealing import SealingError, seal, unseal

KEY_NAME = "MENTORAT_NOTE_KEY"


class MentoratSealedMixin(models.AbstractModel):
    """Text that is encrypted before SQL and shown in clear to its readers alone.

    For each name in ``_sealed_fields`` the model has a column ``<name>_sealed`` without
    any access, and a computed field ``<name>`` that cannot be searched, grouped or
    sorted. What superuser mode reads is decided by the person, not by the mode.
    """

    _name = "mentorat.sealed.mixin"
    _description = "Sealed text"
    _allow_sudo_commands = False

    _sealed_fields = ()

    # Random, from the form that the record was written in.
    form_key = fields.Char(copy=False)

    _once_per_form = models.Constraint(
        "UNIQUE(form_key)", "This form was sent already."
    )

    @api.depends_context("uid")
    def _compute_sealed(self):
        readable = self._filter_sealed_readable()
        for record in self:
            for name in self._sealed_fields:
                # Ciphertext: the check of the reader is the line above.
                token = record.sudo()[f"{name}_sealed"]
                record[name] = token and record in readable and self._unseal(token)

    @api.model_create_multi
    def create(self, vals_list):
        texts = [self._split_texts(vals) for vals in vals_list]
        records = super().create([others for __, others in texts])
        for record, (own, __) in zip(records, texts, strict=True):
            record._write_texts(own)
        return records

    def write(self, vals):
        texts, others = self._split_texts(vals)
        # Odoo checks the access first, whatever else is written.
        result = super().write(others)
        self._write_texts(texts)
        return result

    @api.model
    def _split_texts(self, vals):
        """Return what ``vals`` says of texts, and the rest of it."""
        texts = {name: vals[name] for name in self._sealed_fields if name in vals}
        return texts, {name: vals[name] for name in vals if name not in texts}

    def _write_texts(self, texts):
        """Seal ``texts``, ``{name: str}``; those that are not named stay.

        :raises UserError: for whoever does not read them
        """
        if not texts:
            return
        if self - self._filter_sealed_readable():
            raise UserError(
                self.env._("This text belongs to the pair: you cannot write it.")
            )
        # Readers write: the column itself is closed to everybody.
        self.sudo().write(
            {
                f"{name}_sealed": text and self._seal(text)
                for name, text in texts.items()
            }
        )

    def _filter_sealed_readable(self):
        """Return the records whose text the current person may read in clear.

        By default those of their own pairs: heirs have ``pair_id``.
        """
        # Read to decide, before any text is shown.
        own = self.sudo().pair_id.with_user(self.env.user)._filter_own()
        return self.filtered(lambda record: record.sudo().pair_id.id in own._ids)

    @api.model
    def _get_sealing_keys(self):
        """Return the sealing keys: Fernet keys, comma separated, newest first."""
        return os.environ.get(KEY_NAME) or config.get(KEY_NAME.lower())

    @api.model
    def _seal(self, text):
        try:
            return seal(self._get_sealing_keys(), text)
        except SealingError as error:
            raise self._sealing_user_error(error) from None

    @api.model
    def _unseal(self, token):
        try:
            return unseal(self._get_sealing_keys(), token)
        except SealingError as error:
            raise self._sealing_user_error(error) from None

    @api.model
    def _sealing_user_error(self, error):
        return UserError(
            self.env._(
                "This text is sealed and the server cannot handle it now (%(cause)s). "
                "Nothing was changed. Ask the administrator of the server to set "
                "%(name)s in its environment or configuration.",
                cause=error,
                name=KEY_NAME,
            )
        )
