"""What the web client asks of the server to show a view, read from the view itself.

Nothing of Odoo is imported: the benchmarks use it on what they get over HTTP.
"""

from lxml import etree

X2MANY_LIMIT = 40
# What the widgets of activities need beside their own field.
ACTIVITY_WIDGETS = ("list_activity", "kanban_activity")
ACTIVITY_FIELDS = {
    "activity_exception_decoration": {},
    "activity_exception_icon": {},
    "activity_state": {},
    "activity_summary": {},
    "activity_type_icon": {},
    "activity_type_id": {"fields": {"display_name": {}}},
}
ALWAYS = ("1", "True")


def read_specification(views, kind, model):
    """Return the specification of ``web_read`` for the view ``kind`` of ``model``.

    :param dict views: the answer of ``get_views``
    """
    arch = etree.fromstring(views["views"][kind]["arch"])
    return _read_node(arch, views["models"], model)


def read_grouping(views, kind):
    """Return the field by which the view ``kind`` groups at first, ``None`` without one."""
    return etree.fromstring(views["views"][kind]["arch"]).get("default_group_by")


def _read_node(node, models, model):
    """Return the specification of the fields below ``node``, those of subviews apart."""
    specification = {}
    for child in node:
        if child.tag != "field":
            specification.update(_read_node(child, models, model))
            continue
        name = child.get("name")
        specification[name] = _read_field(child, models, model)
        if child.get("widget") in ACTIVITY_WIDGETS:
            specification.update(ACTIVITY_FIELDS)
    return specification


def _read_field(node, models, model):
    field = models[model]["fields"][node.get("name")]
    if field["type"] in ("many2one", "reference"):
        return {"fields": {"display_name": {}}}
    if (
        field["type"] not in ("one2many", "many2many")
        or node.get("invisible") in ALWAYS
    ):
        return {}
    subviews = node.xpath("list | kanban | form")
    if subviews:
        fields = _read_node(subviews[0], models, field["relation"])
        return {"fields": fields, "limit": X2MANY_LIMIT}
    # Widgets of relations show names, but for those of activities.
    is_named = node.get("widget") and node.get("widget") not in ACTIVITY_WIDGETS
    return {"fields": {"display_name": {}}} if is_named else {}
