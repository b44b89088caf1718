from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.mentorat_programme.core.transitions import (
    LIVE_PAIR_STATES,
    PARTICIPATION,
)

from ..core.indicators import FLOOR, Figure, Measure, rate

# Measured while a programme lasts: afterwards nobody waits for a pair, and none is at work.
LIVE_FORMULAS = frozenset(
    {
        "active_pair_rate",
        "charter_coverage",
        "enrolment_balance",
        "match_rate",
        "meeting_completion",
        "meeting_frequency",
        "mentor_use",
        "regularity",
    }
)


class MentoratFormulaMixin(models.AbstractModel):
    """The formulas of indicators: each addon, and each theme, adds its own.

    A formula is a line of ``_get_formulas`` and a method ``_figures_<code>(programmes,
    date)`` that returns a list of ``core.indicators.Measure``, undisclosed, for all of
    ``programmes`` (a recordset in superuser mode) as of the end of the day ``date``. Its
    number of queries does not depend on the number of programmes or people, and it looks
    at dates and at ``mentorat.log`` rather than at states of today, so that a day that is
    over gives the same figure again. What is in memory has been written to the database.
    """

    _name = "mentorat.formula.mixin"
    _description = "Formulas of mentoring indicators"

    @api.model
    def _get_formulas(self):
        """Return the formulas: list of ``[code, source, words]``.

        Lists, since whoever collects texts to translate takes the first one after a
        parenthesis for one of them.

        The source is ``"programme"`` or ``"survey"``: what a survey indicator measures is
        the question that names it.
        """
        return []

    @api.model
    def _get_formula_selection(self):
        return [(code, words) for code, __, words in self._get_formulas()]

    def _get_figures(self, programmes, date):
        """Return what this indicator says of ``programmes`` at ``date``, undisclosed.

        :param programmes: recordset in superuser mode
        :return: list of ``core.indicators.Measure``
        """
        self.ensure_one()
        if self.formula in LIVE_FORMULAS:
            programmes = programmes.filtered(
                lambda programme: not programme.date_end or programme.date_end >= date
            )
            if not programmes:
                return []
        return getattr(self, f"_figures_{self.formula}")(programmes, date)

    # MEASURES

    def _measure(self, programme, figure, **values):
        """Return a ``Measure`` of the life of ``programme``; of a closed period, frozen."""
        values.setdefault("is_frozen", bool(values.get("date_end")))
        return Measure(
            programme,
            self.env["mentorat.evaluation"],
            values.pop("role", None),
            values.pop("date_start", None),
            values.pop("threshold", FLOOR),
            figure,
            **values,
        )

    def _measure_rows(self, programmes, statistic, query, **values):
        """Return the measures of ``programmes`` that the rows of ``query`` stand for.

        :param statistic: function of the columns after the second, that returns a
            ``Figure``
        :param SQL query: columns: id of the programme, role or null for both, others
        """
        figures = {
            (programme_id, role): statistic(*columns)
            for programme_id, role, *columns in self.env.execute_query(query)
        }
        nothing = {
            (programme.id, None): Figure(None, 0)
            for programme in programmes
            if (programme.id, None) not in figures
        }
        return [
            self._measure(programmes.browse(programme_id), figure, role=role, **values)
            for (programme_id, role), figure in {**figures, **nothing}.items()
        ]

    def _measure_pairs(self, programmes, among, condition, **values):
        """Return the share of the pairs ``among`` which ``condition`` holds.

        The people behind are the mentors and mentees of these pairs.

        :param SQL among: condition on ``pair``, see ``_select_pairs``
        :param SQL condition: the same
        """
        query = SQL(
            """SELECT programme_id, NULL, COUNT(DISTINCT id) FILTER (WHERE holds),
                      COUNT(DISTINCT id), COUNT(DISTINCT someone)
                 FROM (
                     SELECT pair.*, %s AS holds FROM (%s) pair WHERE %s
                 ) pair
           CROSS JOIN LATERAL unnest(ARRAY[mentor_person, mentee_person]) someone
             GROUP BY programme_id""",
            condition,
            self._select_pairs(programmes),
            among,
        )
        return self._measure_rows(programmes, rate, query, **values)

    def _measure_people(self, programmes, date, among, condition, **values):
        """Return the share of the people ``among`` whom ``condition`` holds, by role.

        :param SQL among: condition on ``person``, see ``_select_people``
        :param SQL condition: the same
        """
        query = SQL(
            """SELECT programme_id, role, COUNT(*) FILTER (WHERE holds), COUNT(*),
                      COUNT(DISTINCT someone)
                 FROM (
                     SELECT person.*, %s AS holds FROM (%s) person WHERE %s
                 ) person
             GROUP BY GROUPING SETS ((programme_id), (programme_id, role))""",
            condition,
            self._select_people(programmes, date),
            among,
        )
        return self._measure_rows(programmes, rate, query, **values)

    # WHAT WAS SO ON A DAY

    def _select_pairs(self, programmes):
        """Return the query of the pairs of ``programmes``.

        Beside their own columns: ``mentor_person`` and ``mentee_person``, the same number
        for the same employee.
        """
        return SQL(
            """SELECT pair.*, COALESCE(mentor.employee_id, -mentor.id) AS mentor_person,
                      COALESCE(mentee.employee_id, -mentee.id) AS mentee_person
                 FROM mentorat_pair pair
                 JOIN mentorat_participation mentor ON mentor.id = pair.mentor_id
                 JOIN mentorat_participation mentee ON mentee.id = pair.mentee_id
                WHERE pair.programme_id = ANY(%s)""",
            programmes.ids,
        )

    def _select_people(self, programmes, date):
        """Return the query of the participations of ``programmes`` that existed at ``date``.

        Beside their own columns: ``someone``, the same number for the same employee, and
        ``state_then``, the state at ``date`` as the history tells; without history, it
        has always been that of today.
        """
        return SQL(
            """SELECT person.*, COALESCE(person.employee_id, -person.id) AS someone,
                      COALESCE(earlier.to_state, later.from_state, person.state)
                          AS state_then
                 FROM mentorat_participation person
    LEFT JOIN LATERAL (
                          SELECT to_state FROM mentorat_log
                           WHERE participation_id = person.id AND date < %(next_day)s
                             AND to_state IN %(states)s
                        ORDER BY date DESC, id DESC LIMIT 1
                      ) earlier ON TRUE
    LEFT JOIN LATERAL (
                          SELECT from_state FROM mentorat_log
                           WHERE participation_id = person.id AND date >= %(next_day)s
                             AND to_state IN %(states)s
                        ORDER BY date, id LIMIT 1
                      ) later ON TRUE
                WHERE person.programme_id = ANY(%(programmes)s)
                  AND LEAST(person.date_submitted, person.create_date) < %(next_day)s""",
            programmes=programmes.ids,
            next_day=date + timedelta(days=1),
            # Other lines of history tell of a move of the person, not of a state.
            states=tuple(PARTICIPATION),
        )

    def _is_started(self, date):
        """Return the condition on ``pair`` that it had started by ``date``."""
        return SQL("pair.date_start <= %s", date)

    def _is_under_way(self, date):
        """Return the condition on ``pair`` that the two were at work at ``date``.

        The end of a pair that is over is the day on which it ended.
        """
        return SQL(
            """(pair.date_start <= %(date)s AND (
                    pair.state IN ('active', 'closing')
                    OR (pair.state IN ('closed', 'ended') AND pair.date_end > %(date)s)
                ))""",
            date=date,
        )

    def _is_live(self, date):
        """Return the condition on ``pair`` that it took a place of its mentor at ``date``."""
        return SQL(
            """(LEAST(pair.date_start, pair.create_date::date) <= %(date)s AND (
                    pair.state IN %(live)s OR pair.date_end > %(date)s
                ))""",
            date=date,
            live=LIVE_PAIR_STATES,
        )
