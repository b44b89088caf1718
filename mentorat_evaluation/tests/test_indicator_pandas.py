"""The formulas once more, by pandas on the tables, over a programme made up at random.

Nothing is shared with the suite's own statements but the names of tables and columns.
"""

from datetime import timedelta
from random import Random

import numpy as np
import pandas as pd

from odoo.tools import SQL

from .indicators import IndicatorCase

MENTORS, MENTEES = 14, 30


class TestIndicatorPandas(IndicatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rng = rng = Random(6)
        cls.programme.write(
            {"cost_mentor_hour": 41, "cost_mentee_hour": 29, "cost_fees": 700}
        )
        cls.people = cls.env["mentorat.participation"]
        for role, count in (("mentor", MENTORS), ("mentee", MENTEES)):
            for __ in range(count):
                cls.people |= cls._make_person(role)
        mentors = cls.people.filtered(
            lambda p: p.role == "mentor" and p.state == "accepted"
        )
        mentees = cls.people.filtered(
            lambda p: p.role == "mentee" and p.state == "accepted"
        )
        cls.env["mentorat.preference"].create(
            [
                {"participation_id": mentee.id, "wished_id": mentor.id, "rank": rank}
                for mentee in mentees
                for rank, mentor in enumerate(rng.sample(list(mentors), 4), start=1)
                if rng.random() < 0.8
            ]
        )
        for mentee in mentees:
            if rng.random() < 0.85:
                cls._make_pair(rng.choice(mentors), mentee)
        again = mentees.filtered(
            lambda mentee: cls.env["mentorat.pair"].search(
                [("mentee_id", "=", mentee.id), ("state", "=", "ended")]
            )
        )
        for mentee in again[::2]:
            cls._make_pair(rng.choice(mentors), mentee, start=-rng.randint(5, 60))
        cls._make_proposals(mentors, mentees)
        cls.env.flush_all()

    @classmethod
    def _make_person(cls, role):
        """Somebody who applied, was approved and decided on, each on a day of the past."""
        rng = cls.rng
        sent = -rng.randint(200, 300)
        history = [(sent, "draft", "submitted")]
        if rng.random() < 0.95:
            history.append((sent + rng.randint(1, 20), "submitted", "approved"))
        if len(history) == 2 and rng.random() < 0.95:
            state = "waitlisted" if rng.random() < 0.1 else "accepted"
            history.append((history[-1][0] + rng.randint(1, 9), "approved", state))
        person = cls._people(role, 1, *history, date_submitted=cls._noon(sent))
        person.capacity = rng.randint(1, 5)
        person.capacity = max(person.capacity, 5)
        person.employee_id.department_id = rng.choice((cls.research, cls.sales))
        person.employee_id.version_id.date_version = cls._day(-500)
        return person

    @classmethod
    def _make_pair(cls, mentor, mentee, start=None):
        rng = cls.rng
        if mentor.seats_taken >= mentor.capacity or mentee._get_live_pairs():
            return
        start = start or -rng.randint(60, 190)
        pair = cls.env["mentorat.pair"].create(
            {
                "programme_id": cls.programme.id,
                "mentor_id": mentor.id,
                "mentee_id": mentee.id,
                "state": "active",
            }
        )
        pair.date_start = cls._day(start)
        pair.agreed_interval = rng.choice((0, 14, 30))
        day = start
        while (day := day + rng.randint(5, 40)) < 0:
            cls.env["mentorat.meeting"].create(
                {
                    "pair_id": pair.id,
                    "date_start": cls._noon(day),
                    "hours": rng.choice((0.5, 1, 1.5)),
                    "state": rng.choice(
                        ("held", "held", "held", "cancelled", "no_show")
                    ),
                    "mentor_usefulness": rng.randint(0, 5),
                    "mentee_usefulness": rng.randint(0, 5),
                }
            )
        cls.env["mentorat.goal"].create(
            [
                {
                    "pair_id": pair.id,
                    "progress": rng.randint(0, 20) * 5,
                    "date_deadline": cls._day(start + rng.randint(20, 200)),
                }
                for __ in range(2)
            ]
        )
        state = rng.choice(("active", "active", "closed", "ended"))
        if state != "active" and start < -55:
            end = start + rng.randint(20, -start - 1)
            pair.write({"state": state, "date_end": cls._day(end)})
            cls._set(mentor, seats_taken=max(mentor.seats_taken - 1, 0))
        if state == "closed" and rng.random() < 0.5:
            later = cls._people(
                "mentor", 1, date_decided=cls._noon(-rng.randint(1, 90))
            )
            later.employee_id = mentee.employee_id

    @classmethod
    def _make_proposals(cls, mentors, mentees):
        rng = cls.rng
        run = cls.env["mentorat.matching.run"].create(
            {"programme_id": cls.programme.id}
        )
        answers = ("accepted", "accepted", "accepted", "declined", "pending")
        cls.env["mentorat.matching.proposal"].create(
            [
                {
                    "run_id": run.id,
                    "mentor_id": rng.choice(mentors).id,
                    "mentee_id": mentee.id,
                    "published": True,
                    "answer_until": cls._day(-rng.randint(0, 20)),
                    "mentor_answer": rng.choice(answers),
                    "mentee_answer": rng.choice(answers),
                    "is_withdrawn": rng.random() < 0.1,
                    "is_expired": rng.random() < 0.5,
                }
                for mentee in mentees
            ]
        )

    def _table(self, name):
        table = SQL.identifier(f"mentorat_{name}")
        self.cr.execute(SQL("SELECT * FROM %s", table))
        frame = pd.DataFrame(self.cr.dictfetchall())
        if "programme_id" in frame:
            frame = frame[frame.programme_id == self.programme.id]
        for column in frame:
            if column.startswith("date") or column == "answer_until":
                frame[column] = pd.to_datetime(frame[column])
        return frame

    def _compute(self, date):
        """Return ``{(code, role): value}`` of the programme at the end of ``date``."""
        day = pd.Timestamp(date)
        night = day + pd.Timedelta(days=1)
        person, pair = self._table("participation"), self._table("pair")
        log, meeting = self._table("log"), self._table("meeting")
        # A move to another department is a line of history too.
        states = set(self.people._fields["state"].get_values(self.env))
        log = log[log.to_state.isin(states)]
        log = log[log.participation_id.notna() & (log.date < night)]
        result = {}

        # Enrolment
        last = (
            log.sort_values(["date", "id"]).groupby("participation_id").to_state.last()
        )
        person["then"] = person.id.map(last).fillna(person.state)
        person = person[person[["date_submitted", "create_date"]].min(axis=1) < night]
        accepted = person[person.then == "accepted"]
        over = pair.state.isin(["closed", "ended"])
        live = pair[
            (pair[["date_start", "create_date"]].min(axis=1).dt.normalize() <= day)
            & (~over | (pair.date_end > day))
        ]
        sides = pd.concat([live.mentor_id, live.mentee_id])
        for role, part in (
            (None, accepted),
            *((r, accepted[accepted.role == r]) for r in ("mentor", "mentee")),
        ):
            result["match_rate", role] = 100 * part.id.isin(sides).mean()
        mentors = accepted[accepted.role == "mentor"]
        result["mentor_use", None] = 100 * mentors.id.isin(sides).mean()
        free = (
            mentors.capacity - mentors.id.map(live.mentor_id.value_counts()).fillna(0)
        ).clip(lower=0)
        finished = pair[over & (pair.date_end <= day)].mentee_id
        waiting = person[
            (person.role == "mentee")
            & person.then.isin(["accepted", "waitlisted"])
            & ~person.id.isin(sides)
            & (person.wants_match.fillna(False) | ~person.id.isin(finished))
        ]
        result["enrolment_balance", None] = free.sum() / (len(waiting) or np.nan)
        sent = log[log.to_state == "submitted"].set_index("participation_id").date
        decided = log[(log.from_state == "submitted") & (log.to_state == "approved")]
        delays = decided.date - decided.participation_id.map(sent)
        result["approval_delay", None] = delays.dt.total_seconds().median() / 86400

        # Matching
        started = pair[pair.date_start <= day]
        wish = self._table("preference")
        wish = wish[wish.create_date < night]
        matched = pair[
            (pair[["date_start", "create_date"]].min(axis=1).dt.normalize() <= day)
        ].merge(wish, left_on="mentee_id", right_on="participation_id")
        given = matched.assign(
            ok=(matched.mentor_id == matched.wished_id) & (matched["rank"] <= 3)
        )
        result["wish_satisfaction", None] = (
            100 * given.groupby("mentee_id").ok.any().mean() if len(given) else None
        )
        proposal = self._table("matching_proposal")
        settled = proposal[
            (proposal.answer_until < day)
            & proposal.state.isin(["accepted", "paired", "declined", "expired"])
        ]
        result["match_acceptance", None] = (
            100 * settled.state.isin(["accepted", "paired"]).mean()
        )
        welcome = log[log.to_state == "accepted"].groupby("participation_id").date.max()
        waits = []
        for side in ("mentor_id", "mentee_id"):
            first = started.groupby(side).date_start.min()
            both = pd.concat([first, welcome.dt.normalize()], axis=1, join="inner")
            waits.append((both.date_start - both.date).dt.days)
        result["time_to_match", None] = pd.concat(waits).median()
        result["time_to_match", "mentee"] = waits[1].median()
        self.cr.execute("SELECT id, current_version_id FROM hr_employee")
        versions = dict(self.cr.fetchall())
        self.cr.execute("SELECT id, department_id FROM hr_version")
        departments = dict(self.cr.fetchall())
        employees = self._table("participation").set_index("id").employee_id
        placed = {
            number: departments[versions[int(employee)]]
            for number, employee in employees.items()
        }
        result["mixing_index", None] = (
            100
            * (started.mentor_id.map(placed) != started.mentee_id.map(placed)).mean()
        )

        # Meetings
        held = meeting[(meeting.state == "held") & (meeting.date_start < night)]
        under_way = started[
            ~started.state.isin(["closed", "ended"]) | (started.date_end > day)
        ]
        recent = held[held.date_start >= day - pd.Timedelta(days=45)].pair_id
        result["active_pair_rate", None] = 100 * under_way.id.isin(recent).mean()
        rhythm = under_way.agreed_interval.replace(0, np.nan).fillna(30)
        latest = under_way.id.map(
            held.groupby("pair_id").date_start.max().dt.normalize()
        ).fillna(under_way.date_start)
        gaps = (day - latest).dt.days
        result["regularity", None] = 100 * (gaps <= 1.5 * rhythm).mean()
        since = day + pd.Timedelta(days=1) - pd.DateOffset(months=3)
        begin = started.date_start.clip(lower=since)
        end = started.date_end.where(started.state.isin(["closed", "ended"])).fillna(
            day
        )
        months = ((end.clip(upper=day) - begin).dt.days + 1).clip(lower=0) / (
            365.25 / 12
        )
        result["meeting_frequency", None] = (
            (held.date_start >= since) & held.pair_id.isin(started[months > 0].id)
        ).sum() / months.sum()
        planned = meeting[(meeting.date_start >= since) & (meeting.date_start < night)]
        result["meeting_completion", None] = 100 * (planned.state == "held").mean()
        hours = started.assign(
            hours=started.id.map(held.groupby("pair_id").hours.sum()).fillna(0)
        )
        by_mentor = hours.groupby(hours.mentor_id.map(employees)).hours.sum()
        result["load_spread", None] = by_mentor.max() / by_mentor.median()

        # The last quarter
        quarter = pd.Period(night, "Q") - 1
        inside = meeting[
            (meeting.state == "held")
            & (meeting.date_start >= quarter.start_time)
            & (meeting.date_start <= quarter.end_time)
        ].merge(
            pair[["id", "mentor_id", "mentee_id"]], left_on="pair_id", right_on="id"
        )
        scores = {}
        for role in ("mentor", "mentee"):
            answers = inside[inside[f"{role}_usefulness"] > 0]
            scores[role] = answers.groupby(f"{role}_id")[f"{role}_usefulness"].mean()
            result["pair_quality", role] = scores[role].mean()
        result["pair_quality", None] = pd.concat(scores.values()).mean()
        goal = self._table("goal").merge(
            pair[["id", "mentee_id"]], left_on="pair_id", right_on="id"
        )
        due = goal[
            (goal.date_deadline >= quarter.start_time)
            & (goal.date_deadline <= quarter.end_time)
        ]
        result["goal_progress", None] = due.groupby("mentee_id").progress.mean().mean()

        # The end
        ended = started[(started.state == "ended") & (started.date_end <= day)]
        result["early_end_rate", None] = 100 * len(ended) / len(started)
        early = ended[ended.date_end <= day - pd.Timedelta(days=30)]
        again = early.merge(pair, on="mentee_id", suffixes=("", "_next"))
        again = again[
            (again.id != again.id_next)
            & (again.date_start_next >= again.date_end)
            & (again.date_start_next <= again.date_end + pd.Timedelta(days=30))
        ]
        result["rematch_rate", None] = 100 * early.id.isin(again.id).mean()
        closed = started[(started.state == "closed") & (started.date_end <= day)]
        everybody = self._table("participation")
        later = everybody[(everybody.role == "mentor") & everybody.date_decided.notna()]
        later = closed.assign(employee=closed.mentee_id.map(employees)).merge(
            later, left_on="employee", right_on="employee_id", suffixes=("", "_later")
        )
        relay = later[
            (later.date_decided >= later.date_end) & (later.date_decided < night)
        ]
        mentees = closed.mentee_id.drop_duplicates()
        result["relay_rate", None] = 100 * mentees.isin(relay.mentee_id).mean()
        result["completed_pair_cost", None] = (
            held.hours.sum() * (41 + 29) + 700
        ) / len(closed)
        return result

    def test_the_same_by_pandas(self):
        for days in (0, -45):
            date = self.today + timedelta(days=days)
            expected = self._compute(date)
            self.assertEqual(len({code for code, __ in expected}), 19)
            for (code, role), value in expected.items():
                with self.subTest(code=code, role=role, date=date):
                    figure = self._figures(code, date)[self.programme, role]
                    if value is None or pd.isna(value):
                        self.assertIsNone(figure.value)
                    else:
                        self.assertAlmostEqual(figure.value, float(value), 6)
