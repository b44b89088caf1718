"""Inventories that each addon of the suite gives as data: who may do what, what can be called."""

from contextlib import suppress

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import get_public_method
from odoo.tools import mute_logger

from ..core.groups import TEAM_GROUPS

# R read, W write, U unlink.
LETTERS = {"R": "read", "W": "write", "U": "unlink"}
# Defined by every model; the ORM checks rights in them.
ORM = {"create", "write", "unlink", "copy_data", "default_get"}
# What the ORM gives every model; an expectation may name one that is closed.
GIVEN = {*MAGIC_COLUMNS, "display_name"}
# Of these AccessError is the usual one; portal users export nothing at all.
REFUSALS = (UserError, ValueError, NotImplementedError)
LOGGERS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.models",
    "odoo.domains",
    "odoo.sql_db",
)


class InventoryMixin:
    # Odoo's own runner leaves out what a class inherits.
    allow_inherited_tests_method = True


class FindMixin(InventoryMixin):
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


class AccessMatrixMixin(FindMixin):
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
        for model, rights in self.matrix.items():
            if "foreigner" in rights:
                continue
            record = self.records[model]
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

    def _assert_closed_path(self, model, path, value, user):
        """Check that ``user`` learns nothing by searching ``model`` along ``path``."""
        records = self.env[model].with_user(user)
        with (
            self.subTest(path=path, user=user.login),
            suppress(AccessError, ValueError),
        ):
            self.assertFalse(records.search_count([(path, "=", value)]))


class SurfaceMixin(InventoryMixin):
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


class OwnFieldsMixin(InventoryMixin):
    """The fields of ``addon``; ``bases`` are the addons of the suite under it."""

    addon = None
    bases = ()

    def _get_own_fields(self, model):
        """Return the names of the fields that ``addon`` gives to ``model``.

        To its own models also through the mixins of the addons under it.
        """
        home, addons = model._original_module, {self.addon}
        if home == self.addon:
            addons.update(self.bases)
        elif home.startswith("mentorat_") and home not in self.bases:
            return set()
        return {
            name
            for name, field in model._fields.items()
            if addons.intersection(field._modules) and name not in GIVEN
        }


class FieldsMixin(OwnFieldsMixin, FindMixin):
    """Field by field: what each role reads, and learns by searching, of each model.

    ``fields`` is ``{model: {who: names}}`` for each field that ``addon`` gives to any model,
    names separated by blanks; ``who`` is one of

    - ``record``: whoever finds the record,
    - ``internal``: of those, users with an internal login; portal users cannot read users,
    - ``team``: of those, users of the groups that run programmes, and the roles named
      behind it,
    - ``nobody``: nobody,
    - names of roles, separated by blanks: others who find the record read nothing there,
      and nobody searches by it.

    ``records`` and ``_roles`` are those of the access matrix. ``secrets`` is
    ``{text: roles}``: what is written in the records, and the only ones who read it in any
    field of any of them.
    """

    fields = {}
    records = {}
    secrets = {}
    maxDiff = None

    def test_every_field_is_expected(self):
        found = {
            name: self._get_own_fields(model)
            for name, model in self.env.registry.items()
            if not model._abstract and not model._transient
        }
        found = {name: names for name, names in found.items() if names}
        expected = {
            name: set(" ".join(who.values()).split()) - GIVEN
            for name, who in self.fields.items()
        }
        self.assertEqual(found, expected)

    @mute_logger(*LOGGERS)
    def test_fields(self):
        texts = dict.fromkeys(self._roles(), "")
        for model, expected in self.fields.items():
            record = self.records[model]
            for role, user in self._roles().items():
                self.env.invalidate_all()
                with self.subTest(model=model, role=role):
                    seen = record.with_user(user)
                    if self._find(record, user):
                        texts[role] += self._check_reader(seen, role, expected)
                    else:
                        self._check_stranger(seen)
        for secret, roles in self.secrets.items():
            readers = {role for role, text in texts.items() if secret in text}
            self.assertEqual(readers, set(roles), secret)

    def _check_reader(self, record, role, expected):
        """Check each field of a record that its user finds; return all that is read."""
        is_team = record.env.user.has_groups(TEAM_GROUPS)
        readers = {
            "record": True,
            "internal": record.env.user._is_internal(),
            "team": is_team,
            "nobody": False,
        }
        given = GIVEN & set(record._fields)
        open_names, closed_names, masked = set(), set(), {}
        for who, names in expected.items():
            who, *others = who.split()
            if readers.get(who) or (who == "team" and role in others):
                open_names |= set(names.split())
            elif who == "internal":
                for name in names.split():
                    self._assert_refused(name, lambda n=name: record.read([n]))
            elif who in readers:
                closed_names |= set(names.split())
            else:
                masked.update(dict.fromkeys(names.split(), role in (who, *others)))
        open_names |= given - closed_names
        [values] = record.read([*open_names, *masked])
        for name, is_reader in masked.items():
            self.assertEqual(bool(values[name]), is_reader, name)
            with suppress(UserError):
                [[exported]] = record.export_data([name])["datas"]
                self.assertTrue(is_reader or not exported, name)
            self._check_not_searched(record, name)
        for name in closed_names:
            self._assert_refused(
                name,
                lambda n=name: record.read([n]),
                lambda n=name: record.search_read([("id", "=", record.id)], [n]),
                lambda n=name: record.export_data([n]),
            )
            self._check_not_searched(record, name)
        for name in open_names:
            self._check_lines(record, name, values[name])
        self._check_foreign_fields(record, values, is_team)
        return repr(values)

    def _check_not_searched(self, record, name):
        """Check that nothing is learned by searching, sorting or grouping by ``name``."""
        field, value = record._fields[name], record.sudo()[name]
        values = [*value.ids, 0] if field.relational else [value, "e"]
        # Whatever is true or false is found; lists are no values of a search.
        values = {"boolean": [value], "json": ["e"]}.get(field.type, values)
        if field.type != "binary":  # Odoo compares no content of files.
            self._assert_refused(
                name, lambda: record.search_count([(name, "in", values)])
            )
        self._assert_refused(
            name,
            lambda: record.search([], order=f"{name} desc"),
            lambda: record._read_group([], [], [f"{name}:array_agg"]),
        )
        try:
            groups = record.formatted_read_group([], [name], ["__count"])
        except REFUSALS:
            return
        # Of relations Odoo makes groups, of what the user finds.
        self.assertEqual(field.type, "many2many", name)
        for group in groups:
            self._check_lines(record, name, list(group[name] or ())[:1])

    def _assert_refused(self, name, *learners):
        for number, learn in enumerate(learners):
            try:
                learn()
            except REFUSALS:
                continue
            self.fail(f"{name}: learned by way {number}")

    def _check_lines(self, record, name, value):
        """Check that lines of ours are listed to those alone who find them by searching."""
        field = record._fields[name]
        if field.type in ("one2many", "many2many") and value:
            lines = record.env[field.comodel_name]
            if lines._name.startswith("mentorat."):
                found = lines.with_context(active_test=False).search([])
                self.assertLessEqual(set(value), set(found.ids), name)

    def _check_foreign_fields(self, record, values, is_team):
        """Check that fields of Odoo's mixins are empty to those who are not of the team."""
        if not record._name.startswith("mentorat."):
            return
        for name, field in record._fields.items():
            if name in values or any(m.startswith("mentorat_") for m in field._modules):
                continue
            if not is_team:
                with suppress(AccessError):
                    self.assertFalse(record.read([name])[0][name], name)

    def _check_stranger(self, record):
        """Check that a user who does not find ``record`` learns nothing of it."""
        only = Domain("id", "=", record.id)
        with self.assertRaises(AccessError):
            record.read(["id"])
        searched = [
            name
            for name, field in record._fields.items()
            if field.search
            and not (field.store or field.related)
            and field.type == "boolean"
            and self.addon in field._modules
        ]
        for learn in (
            *(
                lambda n=name: record.search_count(only & Domain(n, "=", True))
                for name in searched
            ),
            lambda: record.search(only, order="create_date desc, id"),
            lambda: record.search_read(list(only), ["id"]),
            lambda: record.name_search("", list(only)),
            lambda: record.export_data(["create_date"])["datas"],
            lambda: record.formatted_read_group(
                list(only), ["create_uid"], ["__count"]
            ),
        ):
            with suppress(*REFUSALS):
                self.assertFalse(learn())


class RelationsMixin(FindMixin):
    """No way in by a path from a record that one reads to another that one does not.

    The paths are all the relations to models of ``matrix``, found in the registry.
    ``relations`` is ``{model of another addon: set of its fields}`` that lead to them.
    """

    relations = {}
    matrix = {}
    records = {}

    def test_relations_of_other_addons(self):
        found = {}
        for model, field in self._get_relations():
            if not model.startswith("mentorat."):
                found.setdefault(model, set()).add(field.name)
        self.assertEqual(found, self.relations)

    @mute_logger(*LOGGERS)
    def test_no_way_in_by_a_relation(self):
        finders = {
            model: {role for role, user in self._roles().items() if self._find(r, user)}
            for model, r in self.records.items()
        }
        for model, field in self._get_relations():
            record = self.records[field.comodel_name]
            for role, user in self._roles().items():
                if role in finders[field.comodel_name]:
                    continue
                with self.subTest(model=model, field=field.name, role=role):
                    self.assertFalse(field.bypass_search_access)
                    self._check_way(self.env[model].with_user(user), field, record)
                    if field.type in ("one2many", "many2many"):
                        self._check_lines_found(model, field, record, user)

    def _get_relations(self):
        """Return ``[(model, field)]`` of all that leads to the models of ``matrix``."""
        return [
            (name, field)
            for name, model in self.env.registry.items()
            if not model._abstract and not model._transient
            for field in model._fields.values()
            if field.relational and field.comodel_name in self.matrix
        ]

    def _check_way(self, model, field, record):
        for domain in (
            [(field.name, "any", [("id", "=", record.id)])],
            [(f"{field.name}.id", "=", record.id)],
        ):
            with suppress(*REFUSALS):
                self.assertFalse(model.search_count(domain), domain)

    def _check_lines_found(self, model, field, record, user):
        """Check that nobody learns of ``record`` as a line of what they read."""
        holders = self.env[model].with_user(user)
        with suppress(*REFUSALS):
            self.assertFalse(holders.search_count([(field.name, "in", record.ids)]))
        with suppress(*REFUSALS):
            for holder in holders.search([(field.name, "!=", False)]):
                self.assertTrue(holder[field.name])


class WritesMixin(OwnFieldsMixin):
    """What people write: ``writable`` is ``{model: names}``, all else is refused to all.

    ``records`` and ``matrix`` are those of the access matrix. ``made`` is ``{model: (role,
    values)}``: what is enough to create a record, and names that are given with it.
    """

    writable = {}
    made = {}
    matrix = {}
    records = {}

    def test_models_that_people_write(self):
        written = {
            m for m, rights in self.matrix.items() if "W" in "".join(rights.values())
        }
        self.assertEqual(written, set(self.writable))

    @mute_logger(*LOGGERS)
    def test_nothing_else_is_written(self):
        for model, names in self.writable.items():
            record = self.records[model]
            closed = self._get_columns(record) - set(names.split())
            for role, user in self._roles().items():
                if "W" not in self.matrix[model].get(role, ""):
                    continue
                for name in sorted(closed):
                    with self.subTest(model=model, role=role, field=name):
                        value = self._get_other_value(record, name, user)
                        self._assert_guarded(
                            record.with_user(user).write, {name: value}
                        )

    @mute_logger(*LOGGERS)
    def test_nothing_else_is_given_at_creation(self):
        for model, (role, values) in self.made.items():
            records = self.env[model].with_user(getattr(self, role))
            record = records.create(values)
            allowed = {*self.writable.get(model, "").split(), *values}
            for name in sorted(self._get_columns(record) - allowed):
                with self.subTest(model=model, field=name):
                    value = self._get_other_value(record.sudo(), name, records.env.user)
                    self._assert_guarded(records.create, {**values, name: value})

    def _get_columns(self, record):
        """Return the names of the fields of ``addon`` that a write would change."""
        return {
            name
            for name in self._get_own_fields(record)
            if record._fields[name].store or record._fields[name].inverse
        }

    def _get_other_value(self, record, name, user):
        """Return a value that differs from what ``record`` has."""
        field, value = record._fields[name], record.sudo()[name]
        if field.type == "many2one":
            if field.comodel_name == "res.users":
                return user.id
            others = self.env[field.comodel_name].with_context(active_test=False)
            return others.search([("id", "!=", value.id)], limit=1).id
        if field.type in ("one2many", "many2many"):
            return [Command.clear()]
        if field.type == "selection":
            options = field.get_values(record.env)
            return next(option for option in options if option != value)
        return {
            "boolean": not value,
            "integer": 7,
            "float": 7.5,
            "date": fields.Date.today(),
            "datetime": fields.Datetime.now(),
            "binary": "eA==",
        }.get(field.type, "7")

    def _assert_guarded(self, method, values):
        """Check that a guard refuses ``values``, not some rule on their content."""
        with self.cr.savepoint() as savepoint:
            try:
                method(values)
                self.env.flush_all()
            except ValidationError as error:
                self.fail(f"Not refused before it was checked: {error}")
            except UserError:
                return
            else:
                self.fail("Not refused.")
            finally:
                savepoint.rollback()
                self.env.invalidate_all()
