"""Every public method of every model of the suite, called by every role on a record with secrets."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from .access_records import RecordsMixin
from .inventory import LOGGERS

# What Odoo gives to every model: `test_access_fields` reads, searches, groups and exports by it.
GENERIC = ("odoo.orm.", "odoo.models", "odoo.addons.base.", "odoo.addons.web.")

MUTED = (
    *LOGGERS,
    "odoo.addons.base.models.ir_rule",
    # What a call without recipients is told.
    "odoo.addons.mail.models.mail_thread",
)


class TestAccessCalls(RecordsMixin, TransactionCase):
    @mute_logger(*MUTED)
    def test_no_call_tells_a_secret(self):
        calls = 0
        for model, record in self.records.items():
            names = self._get_public_methods(record)
            for role, user in self._roles().items():
                closed = [
                    secret
                    for secret, readers in self.secrets.items()
                    if role not in readers
                ]
                for name in names:
                    told = self._call(record.with_user(user), name)
                    calls += 1
                    for secret in closed:
                        self.assertNotIn(secret, told, f"{model}.{name}, {role}")
        # Activities alone give more than ten to most models.
        self.assertGreater(calls, 1000)

    def _get_public_methods(self, record):
        """Return the names that remote calls can reach and that are not Odoo's for all models."""
        names = {
            name
            for cls in type(record).__mro__
            if not cls.__module__.startswith(GENERIC) and cls is not object
            for name, value in vars(cls).items()
            if callable(value) and not name.startswith("_")
        }
        return sorted(name for name in names if self._is_public(record, name))

    def _is_public(self, record, name):
        try:
            get_public_method(record, name)
        except AccessError:
            return False
        return True

    def _call(self, record, name):
        """Return all that a call without arguments gives back: its result, or its error."""
        told = ""
        try:
            with self.env.cr.savepoint() as savepoint:
                told = repr(getattr(record, name)())
                savepoint.rollback()
        except Exception as error:
            # Whatever is wrong with such a call is told to who makes it.
            told += repr(error)
        finally:
            self.env.invalidate_all(flush=False)
        return told
