from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.comparison import (
    FOLLOW_UP_MONTHS,
    LEAST_SIDE,
    Careers,
    compare,
    last_cut,
)
from ..core.indicators import FLOOR, Figure

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
        stay = self.env._(
            "Retention: % of mentees who stay minus % of people like them"
        )
        move = self.env._("Mobility: % of mentees who move minus % of people like them")
        return [
            *super()._get_formulas(),
            ("retention_difference", "programme", stay),
            ("mobility_difference", "programme", move),
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
        time = relativedelta(months=FOLLOW_UP_MONTHS)
        starts = self._read_starts(programmes)
        careers = Careers(self._read_careers(programmes.company_id) if starts else [])
        result = {}
        for programme in programmes:
            over = {who: day + time for who, day in starts[programme.id]}
            cut = last_cut([day for day in over.values() if day <= date], FLOOR)
            cells, left_out = careers.get_cells(
                [
                    (who, day)
                    for who, day in starts[programme.id]
                    if cut and over[who] <= cut
                ],
                outcome,
            )
            result[programme] = (cut, compare(cells, left_out))
        return result

    def _read_starts(self, programmes):
        """Return ``{programme id: [(employee id, day)]}`` of the first pair of each mentee."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT pair.programme_id, mentee.employee_id, MIN(pair.date_start)
                FROM mentorat_pair pair
                JOIN mentorat_participation mentee ON mentee.id = pair.mentee_id
                WHERE pair.programme_id IN %s
                    AND pair.date_start IS NOT NULL
                    AND mentee.employee_id IS NOT NULL
                GROUP BY pair.programme_id, mentee.employee_id
                ORDER BY pair.programme_id, mentee.employee_id
                """,
                programmes._ids or (0,),
            )
        )
        starts = defaultdict(list)
        for programme_id, employee_id, day in rows:
            starts[programme_id].append((employee_id, day))
        return starts

    def _read_careers(self, companies):
        """Return the versions of all employees of ``companies``: see ``Careers``.

        The first day is that of matching: the first contract, else the first version,
        unless that is the day on which it was typed in. Of somebody who is gone without a
        day nothing can be said.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT
                    version.employee_id,
                    employee.company_id,
                    version.department_id,
                    version.job_id,
                    version.date_version,
                    COALESCE(
                        MIN(version.contract_date_start) OVER own,
                        MIN(version.date_version) FILTER (
                            WHERE version.date_version < employee.create_date::date
                        ) OVER own
                    ),
                    LEAST(present.departure_date, present.contract_date_end),
                    joined.day
                FROM hr_version version
                JOIN hr_employee employee ON employee.id = version.employee_id
                JOIN hr_version present ON present.id = employee.current_version_id
                LEFT JOIN (
                    SELECT person.employee_id, MIN(pair.date_start) AS day
                    FROM mentorat_pair pair
                    CROSS JOIN LATERAL
                        (VALUES (pair.mentor_id), (pair.mentee_id)) AS side (id)
                    JOIN mentorat_participation person ON person.id = side.id
                    WHERE pair.date_start IS NOT NULL
                    GROUP BY person.employee_id
                ) joined ON joined.employee_id = employee.id
                WHERE version.active
                    AND employee.company_id IN %s
                    AND (
                        employee.active
                        OR present.departure_date IS NOT NULL
                        OR present.contract_date_end IS NOT NULL
                    )
                WINDOW own AS (PARTITION BY version.employee_id)
                ORDER BY version.employee_id, version.date_version
                """,
                companies._ids,
            )
        )
        return [
            (who, (company, department, job) if department and job else None, *days)
            for who, company, department, job, *days in rows
        ]
