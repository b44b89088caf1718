from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..core.comparison import (
    FOLLOW_UP_MONTHS,
    LEAST_SIDE,
    SENIORITY_BOUNDS,
    compare,
    last_cut,
)
from ..core.indicators import FLOOR, Figure

FOLLOW_UP = SQL("make_interval(months => %s)", FOLLOW_UP_MONTHS)
# What is read without the ORM.
READ = {
    "mentorat.programme": ["company_id"],
    "mentorat.pair": ["programme_id", "mentor_id", "mentee_id", "date_start"],
    "mentorat.participation": ["employee_id"],
    "hr.employee": ["active", "company_id", "current_version_id"],
    "hr.version": [
        "active",
        "employee_id",
        "department_id",
        "job_id",
        "date_version",
        "departure_date",
        "contract_date_start",
        "contract_date_end",
    ],
}


class MentoratComparisonMixin(models.AbstractModel):
    """Do mentees stay, and move on inside, more than people like them?

    Mentees whose pair started are compared with employees of the same company who, on that
    day, had the same department, job and band of seniority, and were in no pair of any
    programme until the time looked at was over. That somebody takes part later is not held
    against them: choosing by what comes later would choose those who stay.

    Records of employees are read in superuser mode, and told as totals of 30 or more.
    """

    _name = "mentorat.comparison.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Comparison with those who do not take part"

    # BUSINESS

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            (
                "retention_difference",
                "programme",
                self.env._(
                    "Retention: % of mentees who stay minus % of people like them"
                ),
            ),
            (
                "mobility_difference",
                "programme",
                self.env._(
                    "Mobility: % of mentees who move minus % of people like them"
                ),
            ),
        ]

    def _figures_retention_difference(self, programmes, date):
        return self._get_comparison_measures(programmes, date, "stayed")

    def _figures_mobility_difference(self, programmes, date):
        return self._get_comparison_measures(programmes, date, "moved")

    def _get_comparison_measures(self, programmes, date, outcome):
        """Return a ``Measure`` of the difference for each of ``programmes``.

        Kept once, with the day up to which people are counted: see ``last_cut``.
        """
        found = self._compare_mentees(programmes, date, outcome)
        return [
            self._measure(
                programme,
                Figure(
                    result.difference,
                    result.people,
                    result.low,
                    result.high,
                    result.reference,
                    result.reference_people,
                    result.left_out,
                ),
                role="mentee",
                threshold=LEAST_SIDE,
                date_end=cut,
            )
            for programme, (cut, result) in found.items()
        ]

    def _compare_mentees(self, programmes, date, outcome):
        """Return ``{programme: (day counted up to or None, core.comparison.Comparison)}``.

        :param programmes: recordset in superuser mode
        :param date: those are counted whose 12 months are over by then
        :param str outcome: ``"stayed"`` or ``"moved"``
        """
        for model, names in READ.items():
            self.env[model].flush_model(names)
        days = self._read_days_over(programmes, date)
        cuts = {
            programme_id: cut
            for programme_id, found in days.items()
            if (cut := last_cut(found, FLOOR))
        }
        sides = defaultdict(lambda: ([], []))
        for programme_id, employee_id, met, is_participant, *cell in (
            self.env.execute_query(self._get_comparison_query(cuts, outcome))
            if cuts
            else ()
        ):
            participants, others = sides[programme_id]
            if is_participant:
                participants.append((tuple(cell), met))
            else:
                others.append((employee_id, tuple(cell), met))
        result = {}
        for programme in programmes:
            participants, others = sides[programme.id]
            cut = cuts.get(programme.id)
            counted = sum(day <= cut for day in days[programme.id]) if cut else 0
            found = compare(participants, others, counted - len(participants))
            result[programme] = (cut, found)
        return result

    def _read_days_over(self, programmes, date):
        """Return ``{programme id: days on which the 12 months of a mentee were over}``."""
        rows = self.env.execute_query(
            SQL(
                "SELECT programme_id, (day + %(time)s)::date FROM (%(start)s) start"
                " WHERE day + %(time)s <= %(date)s",
                time=FOLLOW_UP,
                start=self._get_start_query(programmes.ids),
                date=date,
            )
        )
        days = defaultdict(list)
        for programme_id, day in rows:
            days[programme_id].append(day)
        return days

    def _get_start_query(self, programme_ids):
        """Return the statement of (programme_id, employee_id, day) of each mentee's start."""
        return SQL(
            """
            SELECT pair.programme_id, mentee.employee_id, MIN(pair.date_start) AS day
            FROM mentorat_pair pair
            JOIN mentorat_participation mentee ON mentee.id = pair.mentee_id
            WHERE pair.programme_id IN %s
                AND pair.date_start IS NOT NULL
                AND mentee.employee_id IS NOT NULL
            GROUP BY pair.programme_id, mentee.employee_id
            """,
            tuple(programme_ids) or (0,),
        )

    def _get_comparison_query(self, cuts, outcome):
        """Return the statement of one row for each person in a cell.

        Columns: programme, employee, what is true of them, whether they are a participant,
        and the cell: day, company, department, job, band of seniority. Versions are spread
        into the time that each holds once, so that a cell finds its people by equality.

        :param dict cuts: ``{programme id: last day on which 12 months are over}``
        """
        return SQL(
            """
            WITH start AS (
                SELECT start.*
                FROM (%(start)s) start
                JOIN (VALUES %(cuts)s) AS cut (programme_id, day)
                    ON cut.programme_id = start.programme_id
                    AND (start.day + %(time)s)::date <= cut.day
            ), taking_part AS (
                SELECT person.employee_id, MIN(pair.date_start) AS day
                FROM mentorat_pair pair
                JOIN mentorat_participation person
                    ON person.id IN (pair.mentor_id, pair.mentee_id)
                WHERE pair.date_start IS NOT NULL
                GROUP BY person.employee_id
            ), person AS MATERIALIZED (
                -- The first day as matching counts seniority: the first contract, else
                -- the first version, unless that is the day on which it was typed in.
                SELECT
                    employee.id,
                    employee.company_id,
                    COALESCE(
                        MIN(version.contract_date_start),
                        MIN(version.date_version) FILTER (
                            WHERE version.date_version < employee.create_date::date
                        )
                    ) AS first_day,
                    LEAST(present.departure_date, present.contract_date_end) AS last_day
                FROM hr_employee employee
                JOIN hr_version version
                    ON version.employee_id = employee.id AND version.active
                JOIN hr_version present ON present.id = employee.current_version_id
                WHERE employee.company_id IN (
                    SELECT company_id FROM mentorat_programme
                    WHERE id IN (SELECT programme_id FROM start)
                )
                GROUP BY employee.id, present.id
                -- Of somebody who is gone without a day nothing can be said.
                HAVING employee.active
                    OR LEAST(present.departure_date, present.contract_date_end)
                        IS NOT NULL
            ), state AS MATERIALIZED (
                SELECT
                    person.id AS employee_id,
                    person.company_id,
                    person.first_day,
                    person.last_day,
                    version.department_id,
                    version.job_id,
                    version.date_version AS since,
                    COALESCE(
                        LEAD(version.date_version) OVER (
                            PARTITION BY person.id ORDER BY version.date_version
                        ),
                        'infinity'
                    ) AS until
                FROM hr_version version
                JOIN person ON person.id = version.employee_id
                WHERE version.active
            ), taken AS (
                SELECT
                    start.programme_id,
                    start.day,
                    state.*,
                    %(band)s AS band
                FROM start
                JOIN state
                    ON state.employee_id = start.employee_id AND %(present)s
                WHERE state.department_id IS NOT NULL AND state.job_id IS NOT NULL
                    AND state.first_day <= start.day
            ), cell AS (
                SELECT DISTINCT
                    programme_id, day, company_id, department_id, job_id, band
                FROM taken
            )
            SELECT programme_id, employee_id, %(outcome)s, TRUE,
                day, company_id, department_id, job_id, band
            FROM taken state
            UNION ALL
            SELECT programme_id, state.employee_id, %(cell_outcome)s, FALSE,
                cell.day, cell.company_id, cell.department_id, cell.job_id, cell.band
            FROM cell
            JOIN state
                ON state.company_id = cell.company_id
                AND state.department_id = cell.department_id
                AND state.job_id = cell.job_id
                AND %(cell_present)s
                AND state.first_day <= cell.day
                AND %(cell_band)s = cell.band
            LEFT JOIN taking_part ON taking_part.employee_id = state.employee_id
            WHERE taking_part.day IS NULL OR taking_part.day > cell.day + %(time)s
            """,
            start=self._get_start_query(cuts),
            cuts=SQL(", ").join(SQL("(%s, %s)", *cut) for cut in cuts.items()),
            time=FOLLOW_UP,
            band=self._get_band(SQL("start.day")),
            cell_band=self._get_band(SQL("cell.day")),
            present=self._get_presence(SQL("start.day")),
            cell_present=self._get_presence(SQL("cell.day")),
            outcome=self._get_outcome(outcome, SQL("day")),
            cell_outcome=self._get_outcome(outcome, SQL("cell.day")),
        )

    def _get_outcome(self, outcome, day):
        """Return what is true of somebody in ``state`` when the time after ``day`` is over."""
        if outcome == "stayed":
            return SQL(
                "(state.last_day IS NULL OR state.last_day >= %s + %s)", day, FOLLOW_UP
            )
        # Whoever left keeps the moves of before.
        return SQL(
            """
            EXISTS (
                SELECT FROM state later
                WHERE later.employee_id = state.employee_id
                    AND later.since > %(day)s AND later.since <= %(day)s + %(time)s
                    AND (later.department_id, later.job_id)
                        IS DISTINCT FROM (state.department_id, state.job_id)
            )
            """,
            day=day,
            time=FOLLOW_UP,
        )

    def _get_presence(self, day):
        """Return the condition that ``state`` holds on ``day``, of somebody who is there."""
        return SQL(
            "state.since <= %(day)s AND state.until > %(day)s"
            " AND (state.last_day IS NULL OR state.last_day >= %(day)s)",
            day=day,
        )

    def _get_band(self, day):
        """Return the number of the band of seniority on ``day``."""
        return SQL(
            "width_bucket(EXTRACT(YEAR FROM AGE(%s, state.first_day)), %s::numeric[])",
            day,
            list(SENIORITY_BOUNDS),
        )
