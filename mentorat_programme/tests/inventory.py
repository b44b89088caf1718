"""Inventories that each addon of the suite gives as data: who may do what, what can be called."""

from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tools import mute_logger

# R read, W write, U unlink.
LETTERS = {"R": "read", "W": "write", "U": "unlink"}
# Defined by every model; the ORM checks rights in them.
ORM = {"create", "write", "unlink", "copy_data", "default_get"}


class AccessMatrixMixin:
    """Walks the roles of ``MentoratMixin`` through the models of ``addon``.

    ``matrix`` is ``{model: {role: letters}}``; a role that is not named finds nothing at
    all. ``records`` is ``{model: record}``, one of each model, made by the heir. ``wizards``
    is ``{transient model: roles that may use it}``.
    """

    addon = None
    matrix = {}
    records = {}
    wizards = {}

    def test_every_model_is_in_the_matrix(self):
        models = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == self.addon and not model._abstract
        }
        self.assertEqual(models, set(self.matrix) | set(self.wizards))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_wizards(self):
        for model, roles in self.wizards.items():
            self.assertTrue(self.env[model]._transient)
            users = self._roles()
            allowed = {
                role
                for role, user in users.items()
                if self.env[model].with_user(user).has_access("create")
            }
            self.assertEqual(allowed, set(roles), model)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_matrix(self):
        for model, expected in self.matrix.items():
            record = self.records[model]
            self.assertEqual(len(record), 1, model)
            for role, user in self._roles().items():
                rights = expected.get(role, "")
                with self.subTest(model=model, role=role):
                    self.env.invalidate_all()
                    self.assertEqual(self._find(record, user), "R" in rights)
                    for letter, operation in LETTERS.items():
                        allowed = record.with_user(user).has_access(operation)
                        self.assertEqual(allowed, letter in rights, operation)

    def test_other_company_by_context(self):
        for model, record in self.records.items():
            if "foreigner" in self.matrix[model]:
                continue
            foreign = self.env[model].with_user(self.foreigner)
            for company in (self.company, self.other_company):
                allowed = foreign.with_context(allowed_company_ids=company.ids)
                with self.subTest(model=model, company=company.name):
                    try:
                        self.assertFalse(allowed.search([("id", "=", record.id)]))
                    except AccessError:
                        continue

    def test_no_followers_no_messages(self):
        for model in self.matrix:
            followers = self.env["mail.followers"].with_user(self.plain)
            self.assertFalse(followers.search_count([("res_model", "=", model)]), model)
            messages = self.env["mail.message"].with_user(self.plain)
            self.assertFalse(messages.search_count([("model", "=", model)]), model)

    def _find(self, record, user):
        """Tell whether ``user`` finds ``record`` by search, count and grouping."""
        model = self.env[record._name].with_user(user)
        domain = [("id", "=", record.id)]
        try:
            found = bool(model.search(domain))
            counted = bool(model.search_count(domain))
            grouped = bool(model._read_group(domain, [], ["__count"])[0][0])
        except AccessError:
            return False
        self.assertEqual(found, counted)
        self.assertEqual(found, grouped)
        return found

    def _assert_closed_path(self, model, path, value, user):
        """Check that ``user`` learns nothing by searching ``model`` along ``path``."""
        records = self.env[model].with_user(user)
        with (
            self.subTest(path=path, user=user.login),
            suppress(AccessError, ValueError),
        ):
            self.assertFalse(records.search_count([(path, "=", value)]))


class SurfaceMixin:
    """What anybody with a login can call: every public method is an API.

    ``public`` is ``{model: set of names}`` for each model that ``addon`` makes or extends.
    """

    addon = None
    public = {}
    maxDiff = None

    def test_public_methods(self):
        prefix = f"odoo.addons.{self.addon}."
        found = {}
        for name in self.env.registry:
            classes = [
                cls
                for cls in type(self.env[name]).__mro__
                if cls.__module__.startswith(prefix)
            ]
            if any(cls._name == name for cls in classes):
                found[name] = {
                    method
                    for cls in classes
                    for method, value in vars(cls).items()
                    if callable(value)
                    and method not in ORM
                    and self._is_public(self.env[name], method)
                }
        self.assertEqual(found, self.public)

    def _is_public(self, model, name):
        try:
            get_public_method(model, name)
        except AccessError:
            return False
        return True
