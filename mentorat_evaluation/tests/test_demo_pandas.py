import pandas as pd
from lxml import etree

from odoo.tools import SQL, file_path

from .demo_case import ClosedProgrammeCase
from .pandas_indicators import IndicatorFrames

DATA = (
    "mentorat_evaluation/data/mentorat_indicator_data.xml",
    "mentorat_evaluation/data/mentorat_indicator_comparison_data.xml",
    "mentorat_evaluation/data/mentorat_indicator_survey_data.xml",
)
# Indicators that are not compared, and why.
NOT_COMPARED = {
    "concern_handling": "Fewer than five concerns in a quarter are never told, and no "
    "programme of this size that goes well has more.",
    "fairness_ratio": "Taken from the ledger of fairness, whose tests work it out.",
    "autonomy": "Asked of newcomers, in programmes of another kind.",
    "heard": "Asked in reverse mentoring.",
    "question_clearer": "Asked after a single meeting.",
}
# Fewest people behind a figure.
FLOOR = 5
FIGURE = ("value", "people", "low", "high", "reference", "reference_people")


class TestClosedProgrammePandas(ClosedProgrammeCase):
    """Each figure of the demo worked out once more, by pandas on the tables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()

    def _read_values(self, programme):
        self.env.cr.execute(
            SQL(
                """SELECT indicator.code, indicator.formula, value.*
                     FROM mentorat_indicator_value value
                     JOIN mentorat_indicator indicator
                       ON indicator.id = value.indicator_id
                    WHERE value.programme_id = %s""",
                programme.id,
            )
        )
        return pd.DataFrame(self.env.cr.dictfetchall())

    def _get_codes(self):
        trees = [etree.parse(file_path(path)) for path in DATA]
        return {
            code
            for tree in trees
            for code in tree.xpath("//field[@name='code']/text()")
        }

    def _compare(self, programme):
        """Compare all that is shown of ``programme``; return the codes of indicators."""
        frames = IndicatorFrames(self.env.cr, programme.id)
        values = self._read_values(programme)
        compared = set()
        for row in values[values.shown].itertuples():
            if not hasattr(frames, row.formula):
                continue
            frames.indicator_id = row.indicator_id
            evaluation_id = (
                None if pd.isna(row.evaluation_id) else int(row.evaluation_id)
            )
            key = (
                evaluation_id,
                None if pd.isna(row.role) else row.role,
                pd.Timestamp(row.date),
            )
            expected = frames.compute(row.formula, row.date)[key]
            for name, number in zip(FIGURE, expected, strict=False):
                with self.subTest(code=row.code, name=name, key=key):
                    self.assertAlmostEqual(getattr(row, name), number, 6)
            compared.add(row.code)
        return compared

    def test_every_indicator(self):
        compared = self._compare(self.finished)
        left = self._get_codes() - compared
        self.assertEqual(left, set(NOT_COMPARED), "neither compared nor excused")

    def test_the_programme_that_followed(self):
        compared = self._compare(self.later)
        self.assertGreater(len(compared), 15)

    def test_what_is_not_shown_is_of_few_people(self):
        frames = IndicatorFrames(self.env.cr, self.finished.id)
        values = self._read_values(self.finished)
        hidden = values[
            ~values.shown & values.role.isna() & values.evaluation_id.isna()
        ]
        self.assertTrue(len(hidden))
        for row in hidden.itertuples():
            if not hasattr(frames, row.formula):
                continue
            found = frames.compute(row.formula, row.date)
            value, people = found.get((None, None, pd.Timestamp(row.date)), (None, 0))
            with self.subTest(code=row.code, date=row.date):
                self.assertEqual(row.people, people)
                self.assertTrue(people < FLOOR or value is None or pd.isna(value))
