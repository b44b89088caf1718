"""The formulas once more, by pandas on the tables, over a programme made up at random."""

from datetime import timedelta
from random import Random

import pandas as pd

from .indicators import IndicatorCase
from .pandas_indicators import IndicatorFrames

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

    def test_the_same_by_pandas(self):
        self.env.flush_all()
        frames = IndicatorFrames(self.cr, self.programme.id)
        formulas = self.env["mentorat.indicator"]._get_formulas()
        compared = set()
        for code, source, __ in formulas:
            if source != "programme" or not hasattr(frames, code):
                continue
            for days in (0, -45):
                date = self.today + timedelta(days=days)
                figures = self._figures(code, date)
                found = frames.compute(code, date)
                by_role = {role: figure for (__, role, __), figure in found.items()}
                for (__, role), figure in figures.items():
                    with self.subTest(code=code, role=role, date=date):
                        value, people = by_role.get(role, (None, 0))
                        self.assertEqual(figure.people, people)
                        if value is None or pd.isna(value):
                            self.assertIsNone(figure.value)
                        else:
                            self.assertAlmostEqual(figure.value, float(value), 6)
                compared |= {code} if figures else set()
        self.assertEqual(len(compared), 28)
