"""Each outdated form is planted in a file, and found there."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "setup" / "checks"))

from outdated_forms import FORMS, find_outdated

PLANTED = {
    "sql-constraints": "_sql_constraints = []",
    "group-operator": 'fields.Float(group_operator="avg")',
    "track-visibility": 'fields.Char(track_visibility="always")',
    "auto-join": "fields.Many2one(auto_join=True)",
    "field-states": 'fields.Char(states={"draft": []})',
    "frozen-default": "fields.Date(default=fields.Date.today())",
    "osv": "from odoo.osv import expression",
    "name-get": "def name_get(self):",
    "name-search": "def _name_search(self, name):",
    "user-has-groups": 'self.user_has_groups("base.group_user")',
    "read-group": "self.read_group([], [], [])",
    "toggle-active": "self.toggle_active()",
    "check-access": 'self.check_access_rights("read")',
    "environment": "self._cr.execute(query)",
    "depends-id": '@api.depends("partner_id.id")',
    "json-route": '@http.route("/a", type="json")',
    "single-create": "@api.model\n    def create(self, vals):",
    "api-multi": "@api.multi",
    "fields-view-get": "def fields_view_get(self):",
    "resource-path": "get_module_resource(name)",
    "savepoint-case": "class TestA(SavepointCase):",
    "global-translation": "from odoo import _, api",
    "translated-f-string": '_(f"Hello {name}")',
    "contract-model": 'self.env["hr.contract"]',
    "groups-id": '<field name="groups_id"/>',
    "cron-repeat": '<field name="numbercall">-1</field>',
    "view-mode-tree": '<field name="view_mode">tree,form</field>',
    "tree-view": "<tree>",
    "chatter": '<div class="oe_chatter"/>',
    "kanban-box": '<t t-name="kanban-box">',
    "search-expand": '<group expand="0">',
    "attrs": "<field attrs=\"{'invisible': 1}\"/>",
    "view-states": '<button states="draft"/>',
    "escaped-output": '<t t-esc="name"/>',
    "group-category": '<record model="res.groups"><field name="users"/></record>',
    "shortcut-tags": '<act_window id="a"/>',
    "view-type": '<field name="view_type">form</field>',
}


def test_every_form_is_planted():
    assert set(PLANTED) == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_planted_form_is_found(name):
    for suffix in FORMS[name].suffixes:
        found = find_outdated(Path(f"planted{suffix}"), PLANTED[name])
        assert any(finding.message.startswith(f"{name}:") for finding in found), suffix


def test_modern_forms_pass():
    modern = {
        ".py": '_unique = models.Constraint("UNIQUE(name)")\nself._read_group([])\n',
        ".xml": '<list><field name="group_ids"/></list>\n<chatter/>\n',
    }
    for suffix, text in modern.items():
        assert not find_outdated(Path(f"modern{suffix}"), text)
