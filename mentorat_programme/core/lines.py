"""Lines of a record, of which those who read the record do not all read the same."""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL


class ReadableMixin:
    """A field along which people search among the records that they read, no others.

    Odoo reads them by the rules, but finds ``("note_ids", "!=", False)`` and ids among all:
    who reads a pair would learn that there are notes.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        condition_to_sql = super().condition_to_sql
        if model.env.su or operator not in ("in", "not in"):
            return condition_to_sql(field_expr, operator, value, model, alias, query)
        ids = [number for number in value if number]
        searches = {"any": Domain("id", "in", ids)}
        if False in value:
            searches["not any"] = Domain.TRUE
        model = model.with_context(active_test=False)
        found = SQL(" OR ").join(
            condition_to_sql(field_expr, operator, domain, model, alias, query)
            for operator, domain in searches.items()
        )
        return SQL("(%s)" if operator == "in" else "NOT (%s)", found)


class ReadableLines(ReadableMixin, fields.One2many):
    pass


class ReadableLinks(ReadableMixin, fields.Many2many):
    pass
