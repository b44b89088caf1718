from odoo import fields, models
from odoo.tools import SQL


class MentoratResult(models.Model):
    """Where each programme stands: the last figure of each indicator, where it is shown.

    For dashboards over programmes and companies. Nothing can be found here that was not
    shown before: a figure that was hidden is not replaced by one that came earlier.
    """

    _name = "mentorat.result"
    _description = "Mentoring results today"
    _auto = False
    _order = "level_sequence, indicator_id, programme_id, role, id"
    _rec_name = "indicator_id"
    _depends = {
        "mentorat.indicator.value": [
            "programme_id",
            "indicator_id",
            "evaluation_id",
            "role",
            "date",
            "value",
            "people",
            "shown",
        ],
        "mentorat.indicator": ["level", "unit"],
        "mentorat.programme": ["company_id", "kind", "state"],
    }

    value_id = fields.Many2one("mentorat.indicator.value", "Figure", readonly=True)
    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        lambda self: self._get_selection("mentorat.programme", "kind"),
        "Kind of programme",
        readonly=True,
    )
    programme_state = fields.Selection(
        lambda self: self._get_selection("mentorat.programme", "state"),
        "State of the programme",
        readonly=True,
    )
    indicator_id = fields.Many2one("mentorat.indicator", readonly=True)
    level = fields.Selection(
        lambda self: self._get_selection("mentorat.indicator", "level"),
        readonly=True,
        # In the order of the levels, whether there is a figure or not.
        group_expand=True,
    )
    level_sequence = fields.Integer(readonly=True, aggregator=None)
    unit = fields.Selection(
        lambda self: self._get_selection("mentorat.indicator", "unit"), readonly=True
    )
    role = fields.Selection(
        lambda self: self._get_selection("mentorat.indicator.value", "role"),
        "Of whom",
        readonly=True,
    )
    evaluation_id = fields.Many2one("mentorat.evaluation", "Campaign", readonly=True)
    date = fields.Date(readonly=True)
    value = fields.Float(readonly=True, aggregator="avg")
    people = fields.Integer(readonly=True, aggregator=None)
    display_value = fields.Char(related="value_id.display_value")
    display_interval = fields.Char(related="value_id.display_interval")
    display_target = fields.Char(related="value_id.display_target")
    is_reached = fields.Boolean(related="value_id.is_reached")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                last.id,
                last.id AS value_id,
                last.programme_id,
                programme.company_id,
                programme.kind,
                programme.state AS programme_state,
                last.indicator_id,
                indicator.level,
                array_position(%s, indicator.level::text) AS level_sequence,
                indicator.unit,
                last.role,
                last.evaluation_id,
                last.date,
                last.value,
                last.people
            FROM (
                SELECT DISTINCT ON (programme_id, indicator_id, role) *
                FROM mentorat_indicator_value
                ORDER BY programme_id, indicator_id, role, date DESC, id DESC
            ) last
            JOIN mentorat_programme programme ON programme.id = last.programme_id
            JOIN mentorat_indicator indicator ON indicator.id = last.indicator_id
            WHERE last.shown
            """,
            [value for value, __ in self._get_selection("mentorat.indicator", "level")],
        )

    def _get_selection(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)
