"""Forms of earlier Odoo versions, many of which Odoo 19 accepts without a word.

Some install and then do nothing (a constraint that is never made, a view without its
chatter), others are errors whose text does not help. Run as a program, this looks for
them in the addons and the tests.
"""

import re
from typing import NamedTuple

from sources import Finding, line_of, project_files, report

PY = (".py",)
XML = (".xml",)
BOTH = PY + XML


class Form(NamedTuple):
    suffixes: tuple
    pattern: str
    instead: str


FORMS = {
    # Python
    "sql-constraints": Form(
        PY,
        r"\b_sql_constraints\b",
        'write _name_unique = models.Constraint("UNIQUE(name)", "message"): '
        "the list is ignored, no constraint is made",
    ),
    "group-operator": Form(PY, r"\bgroup_operator\s*=", "write aggregator="),
    "track-visibility": Form(PY, r"\btrack_visibility\s*=", "write tracking=True"),
    "auto-join": Form(PY, r"\bauto_join\s*=", "write bypass_search_access=True"),
    "field-states": Form(
        PY,
        r"\bfields\.\w+\([^()]*\bstates\s*=",
        "write readonly=\"state != '...'\" on the field of the view",
    ),
    "frozen-default": Form(
        PY,
        r"\bdefault=fields\.(?:Date\.today|Date\.context_today|Datetime\.now)\(",
        "give the function without calling it: default=fields.Date.context_today",
    ),
    "osv": Form(
        PY, r"\bodoo\.osv\b|from odoo import .*\bosv\b", "use odoo.fields.Domain"
    ),
    "name-get": Form(
        PY, r"\bname_get\(", "define _compute_display_name, read display_name"
    ),
    "name-search": Form(
        PY, r"def _name_search\(", "define _search_display_name(operator, value)"
    ),
    "user-has-groups": Form(
        PY, r"\buser_has_groups\(", 'write self.env.user.has_group("...")'
    ),
    "read-group": Form(
        PY,
        r"(?<!\w)read_group\(",
        "write _read_group(domain, groupby, aggregates), which returns tuples",
    ),
    "toggle-active": Form(
        BOTH, r"\btoggle_active\b", "use action_archive and action_unarchive"
    ),
    "check-access": Form(
        PY,
        r"\bcheck_access_(?:rights|rule)\(",
        "write check_access(operation) or has_access(operation)",
    ),
    "environment": Form(
        PY, r"\bself\._(?:cr|uid|context)\b", "write self.env.cr, .uid or .context"
    ),
    "depends-id": Form(
        PY,
        r"@api\.depends\([^()]*[\"'](?:\w+\.)*id[\"']",
        "depend on the field itself, not on its id: this raises an error",
    ),
    "json-route": Form(PY, r"\btype=[\"']json[\"']", 'write type="jsonrpc"'),
    "single-create": Form(
        PY,
        r"@api\.model\s+def create\(|def create\(self, vals\)",
        "write @api.model_create_multi, then def create(self, vals_list)",
    ),
    "api-multi": Form(
        PY, r"@api\.(?:multi|one|returns)\b", "leave it out: it no longer exists"
    ),
    "fields-view-get": Form(PY, r"\bfields_view_get\b", "extend _get_view"),
    "resource-path": Form(
        PY,
        r"\bget_(?:module_resource|resource_path)\b",
        "use odoo.tools.misc.file_path",
    ),
    "savepoint-case": Form(PY, r"\bSavepointCase\b", "use TransactionCase"),
    "global-translation": Form(
        PY,
        r"from odoo import (?:[^\n]*\W)?_(?:\W|$)",
        "use self.env._ (in a controller request.env._)",
    ),
    "translated-f-string": Form(
        PY,
        r"\b_\(\s*f[\"']",
        'write self.env._("... %(name)s", name=...): an f-string is never translated',
    ),
    "contract-model": Form(
        PY, r"[\"']hr\.contract[\"']", "use hr.version, which took its place"
    ),
    # both
    "groups-id": Form(
        BOTH,
        r"\bgroups_id\b",
        "write group_ids (all_group_ids to include the implied ones)",
    ),
    "cron-repeat": Form(
        BOTH, r"\b(?:numbercall|doall)\b", "leave it out: a cron always repeats"
    ),
    "view-mode-tree": Form(
        BOTH,
        r"\bview_mode[\"']?[^\n]{0,4}[\w,\"']*\btree\b",
        "write list,form",
    ),
    # XML
    "tree-view": Form(XML, r"<tree[\s/>]", "write <list>"),
    "chatter": Form(XML, r"\boe_chatter\b", "write <chatter/>"),
    "kanban-box": Form(
        XML, r"t-name=[\"']kanban-box[\"']", 'write t-name="card": this one is ignored'
    ),
    "search-expand": Form(
        XML, r"<group\b[^>]*\bexpand=", "write <group> without expand and string"
    ),
    "attrs": Form(
        XML, r"\sattrs=", "write invisible=, readonly= or required= with an expression"
    ),
    "view-states": Form(
        XML, r"<\w+\b[^>]*\sstates=", "write invisible=\"state not in ('...')\""
    ),
    "escaped-output": Form(XML, r"\bt-(?:esc|raw)=", "write t-out="),
    "group-category": Form(
        XML,
        r"model=\"res\.groups\"(?:(?!</record>).)*?name=\"(?:category_id|users)\"",
        "write privilege_id (a res.groups.privilege) and user_ids",
    ),
    "shortcut-tags": Form(
        XML, r"<(?:act_window|report)\b", "write a <record> of its model"
    ),
    "view-type": Form(XML, r"name=\"view_type\"", "leave it out"),
}


def find_outdated(path, text):
    """Return the findings for a file whose name is ``path`` and whose content is ``text``."""
    return [
        Finding(path, line_of(text, match.end() - 1), f"{name}: {form.instead}")
        for name, form in FORMS.items()
        if path.suffix in form.suffixes
        for match in re.finditer(form.pattern, text, re.DOTALL)
    ]


def main():
    findings = []
    for path in project_files():
        # The check and its test hold every one of these forms.
        if path.suffix in BOTH and path.parent.name not in ("checks", "static"):
            findings += find_outdated(path, path.read_text())
    report(findings)


if __name__ == "__main__":
    main()
