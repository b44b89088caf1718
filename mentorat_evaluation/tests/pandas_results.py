"""Formulas about what came of it, by pandas: skills passed on, who stays, who moves."""

import pandas as pd

from .pandas_frames import Frames, count_people, divide, look_up, single

YEAR = pd.DateOffset(months=12)
# Completed years in the company from which the next band starts.
BANDS = (3, 6, 11)
# Fewest people on each side of a comparison.
LEAST = 30


class ResultFrames(Frames):
    def skills_in_transfer(self, day):
        critical = self.table("mentorat_programme_critical_skill_rel")
        critical = critical[critical.mentorat_programme_id == self.programme_id]
        line = self.table("mentorat_participation_skill")
        line = line[["participation_id", "skill_id"]]
        pair = self.under_way(day)
        both = pair.merge(line, left_on="mentor_id", right_on="participation_id")
        both = both.merge(
            line, left_on=["mentee_id", "skill_id"], right_on=list(line.columns)
        )
        count = critical.hr_skill_id.isin(both.skill_id).sum()
        return single(day, divide(100 * count, len(critical)), count_people(pair))

    def retention_difference(self, day):
        return self._get_difference(day, self._stayed)

    def mobility_difference(self, day):
        return self._get_difference(day, self._moved)

    # MENTEES AND PEOPLE LIKE THEM

    def _get_difference(self, day, outcome):
        """Of the mentees whose 12 months were over by ``day``, kept with that day."""
        pair = self.pairs()
        pair = pair[pair.date_start.notna() & (pair.mentee > 0)]
        starts = pair.groupby("mentee").date_start.min()
        starts = starts[starts + YEAR <= day]
        people, met, reference, others = 0, 0, 0.0, set()
        for start, mentees in starts.groupby(starts):
            person = self._get_present(start)
            person["holds"] = outcome(person, start)
            joined = look_up(person.index.to_series(), self._get_joined())
            rest = person[~(joined <= start + YEAR)]
            for cell, own in person[person.index.isin(mentees.index)].groupby("cell"):
                like = rest[rest.cell == cell]
                if len(like):
                    people += len(own)
                    met += own.holds.sum()
                    reference += len(own) * like.holds.mean()
                    others |= set(like.index)
        value = None
        if min(people, len(others)) >= LEAST:
            value = 100 * (met - reference) / people
        return {(None, "mentee", day): (value, people)}

    def _versions(self):
        version = self.table("hr_version")
        return version[version.active].sort_values(["employee_id", "date_version"])

    def _get_present(self, day):
        """Return who was in the company on ``day``, by employee, with their cell."""
        version = self._versions()
        first = version.groupby("employee_id").contract_date_start.min()
        employee = self.table("hr_employee").set_index("id")
        employee = employee[employee.company_id == self.programme.company_id]
        person = version[version.date_version <= day].groupby("employee_id").tail(1)
        person = person[["employee_id", "department_id", "job_id"]].dropna()
        person = person.set_index("employee_id")
        person = person[person.index.isin(employee.index)]
        numbers = person.index.to_series()
        person["first"] = pd.to_datetime(look_up(numbers, first))
        present = self.table("hr_version").set_index("id")
        leaves = present[["departure_date", "contract_date_end"]].apply(pd.to_datetime)
        leaves = leaves.min(axis=1)
        current = look_up(numbers, employee.current_version_id)
        person["last"] = look_up(current, leaves)
        person = person[(person["first"] <= day) & ~(person["last"] < day)].copy()
        band = sum(
            (person["first"] <= day - pd.DateOffset(years=years)).astype(int)
            for years in BANDS
        )
        person["cell"] = list(
            zip(person.department_id, person.job_id, band, strict=True)
        )
        return person

    def _get_joined(self):
        """Return the first day in a pair of any programme, by employee."""
        pair = self.table("mentorat_pair")
        sides = pd.concat(
            [
                pair.set_index(self.someone(pair[side])).date_start
                for side in ("mentor_id", "mentee_id")
            ]
        )
        return sides.groupby(level=0).min()

    # WHAT BECAME OF THEM

    def _stayed(self, person, start):
        return ~(person["last"] < start + YEAR)

    def _moved(self, person, start):
        version = self._versions()
        place = version[["department_id", "job_id"]]
        before = place.groupby(version.employee_id).shift()
        is_first = ~version.employee_id.duplicated()
        elsewhere = (place.fillna(0) != before.fillna(0)).any(axis=1) & ~is_first
        moves = version[
            elsewhere
            & (version.date_version > start)
            & (version.date_version <= start + YEAR)
        ]
        return person.index.to_series().isin(moves.employee_id)
