from odoo import fields, models

from ..core.indicators import FLOOR

KEEP = """
    INSERT INTO mentorat_indicator_value
        (indicator_id, programme_id, evaluation_id, role, date_start, date, threshold,
         shown, value, people, low, high, reference, reference_people, left_out,
         create_uid, write_uid, create_date, write_date)
    VALUES %s
    ON CONFLICT (indicator_id, programme_id, COALESCE(evaluation_id, 0),
                 COALESCE(role, ''), date)
    DO NOTHING
"""
REPLACE = KEEP.replace(
    "DO NOTHING",
    """DO UPDATE SET
        date_start = EXCLUDED.date_start, threshold = EXCLUDED.threshold,
        shown = EXCLUDED.shown, value = EXCLUDED.value, people = EXCLUDED.people,
        low = EXCLUDED.low, high = EXCLUDED.high, reference = EXCLUDED.reference,
        reference_people = EXCLUDED.reference_people, left_out = EXCLUDED.left_out,
        write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
)
# Rows of one statement.
PAGE = 5000
TEMPLATE = f"({', '.join(['%s'] * 17)}, now(), now())"


class MentoratIndicatorValue(models.Model):
    """An indicator for a programme at a date, with the number of people behind it.

    Below the threshold there is no value: it is not stored, so it cannot be read.
    """

    _name = "mentorat.indicator.value"
    _inherit = ["mentorat.value.display.mixin", "mentorat.value.source.mixin"]
    _description = "Value of a mentoring indicator"
    _order = "date desc, programme_id, indicator_id, id"
    _rec_name = "indicator_id"

    indicator_id = fields.Many2one(
        "mentorat.indicator",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    evaluation_id = fields.Many2one(
        "mentorat.evaluation", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    role = fields.Selection(
        [("mentor", "Mentors"), ("mentee", "Mentees")],
        readonly=True,
        help="Of whom; empty for both together.",
    )
    date_start = fields.Date("From", readonly=True)
    date = fields.Date(required=True, readonly=True)
    value = fields.Float(readonly=True, aggregator="avg")
    people = fields.Integer(
        readonly=True, aggregator=None, help="How many people are behind the result."
    )
    low = fields.Float("Interval from", readonly=True, aggregator=None)
    high = fields.Float("Interval to", readonly=True, aggregator=None)
    reference = fields.Float(
        "Compared with",
        readonly=True,
        aggregator=None,
        help="What it is compared with.",
    )
    reference_people = fields.Integer(
        "People compared with", readonly=True, aggregator=None
    )
    left_out = fields.Integer(
        "Left out",
        readonly=True,
        aggregator=None,
        help="People who could be compared with nobody.",
    )
    shown = fields.Boolean(readonly=True)
    threshold = fields.Integer(readonly=True, aggregator=None)
    level = fields.Selection(related="indicator_id.level")
    _once = models.UniqueIndex(
        "(indicator_id, programme_id, COALESCE(evaluation_id, 0), COALESCE(role, ''),"
        " date)",
        "This indicator already has a value at this date.",
    )
    _hidden_without_value = models.Constraint(
        "CHECK(shown = (value IS NOT NULL)"
        " AND (shown OR num_nonnulls(low, high, reference) = 0))",
        "What is not shown has no value.",
    )
    _floor = models.Constraint(
        f"CHECK(NOT shown OR people >= {FLOOR})",
        "A value is shown when enough people are behind it.",
    )

    # BUSINESS

    def _replace(self, measures, date):
        """Keep figures of ``date``; those that are there already take the new value.

        Those that are frozen stay as they were found first.

        :param measures: list of ``(indicator, core.indicators.Measure)``, disclosed
        """
        for statement, is_frozen in ((KEEP, True), (REPLACE, False)):
            # In SQL, where a value that is not shown is null and not 0.
            self.env.cr.execute_values(
                statement,
                [
                    (
                        indicator.id,
                        measure.programme.id,
                        measure.evaluation.id or None,
                        measure.role,
                        measure.date_start,
                        measure.date_end or date,
                        measure.threshold,
                        measure.figure.value is not None,
                        *measure.figure,
                        self.env.uid,
                        self.env.uid,
                    )
                    for indicator, measure in measures
                    if measure.is_frozen == is_frozen
                ],
                template=TEMPLATE,
                page_size=PAGE,
            )
        self.invalidate_model()

    def _filter_latest(self):
        """Return the last value of each indicator, for each programme and campaign."""
        latest = {}
        for record in self.sorted("date"):
            key = (record.programme_id, record.indicator_id, record.evaluation_id)
            latest[(*key, record.role)] = record
        return self.filtered(lambda record: record in latest.values())
