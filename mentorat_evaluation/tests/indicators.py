"""People, pairs and what happens to them on given days, for tests of formulas."""

from datetime import datetime, time, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.mentorat_evaluation.core.indicators import Figure

from .common import EvaluationCase


class IndicatorCase(EvaluationCase):
    """A programme of a year that began long ago, without anybody in it.

    Days are counted from ``today``: -10 is ten days ago.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.programme = cls._create_empty_programme()
        cls.sequence = 0

    @classmethod
    def _create_empty_programme(cls, **values):
        return cls.env["mentorat.programme"].create(
            {
                "name": "Measured",
                "state": "running",
                "engineer_ids": [Command.set(cls.engineer.ids)],
                "date_start": cls.today - timedelta(days=400),
                "date_end": cls.today + timedelta(days=400),
                "meeting_interval": 30,
                "document_ids": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _day(cls, days):
        return cls.today + timedelta(days=days)

    @classmethod
    def _noon(cls, day):
        if isinstance(day, int):
            day = cls._day(day)
        return datetime.combine(day, time(12))

    @classmethod
    def _people(cls, role, count, *history, programme=None, **values):
        """Create people of ``role``, each with ``history``: (day, from, to), ..."""
        programme = programme or cls.programme
        names = []
        for __ in range(count):
            cls.sequence += 1
            names.append({"name": f"Someone {cls.sequence}"})
        state = history[-1][2] if history else "accepted"
        common = {"programme_id": programme.id, "state": state, "capacity": 10}
        people = cls._create_participation(
            cls._new_employees(names), role, **{**common, **values}
        )
        cls.env["mentorat.log"].create(
            [
                {
                    "programme_id": programme.id,
                    "participation_id": person.id,
                    "date": cls._noon(day),
                    "from_state": origin,
                    "to_state": target,
                }
                for person in people
                for day, origin, target in history
            ]
        )
        return people

    def _pair(self, mentor, mentee, start=-100, end=None, state="active"):
        """Create a pair of two participations; it is over when an ``end`` is given."""
        pair = self.env["mentorat.pair"].create(
            {
                "programme_id": mentor.programme_id.id,
                "mentor_id": mentor.id,
                "mentee_id": mentee.id,
                "state": "closed" if end is not None and state == "active" else state,
            }
        )
        pair.date_start = start is not None and self._day(start)
        if end is not None:
            pair.date_end = self._day(end)
        return pair

    def _pairs(self, count, start=-100, end=None, state="active", **values):
        """Create ``count`` pairs of their own people."""
        mentors = self._people("mentor", count, **values)
        mentees = self._people("mentee", count, **values)
        pairs = self.env["mentorat.pair"]
        for mentor, mentee in zip(mentors, mentees, strict=True):
            pairs |= self._pair(mentor, mentee, start, end, state)
        return pairs

    def _meet(self, pair, day, state="held", hours=1.0, **values):
        return self.env["mentorat.meeting"].create(
            {
                "pair_id": pair.id,
                "date_start": self._noon(day),
                "hours": hours,
                "state": state,
                **values,
            }
        )

    @classmethod
    def _set(cls, records, **columns):
        """Write ``columns`` past what guards them, as if it had been so."""
        cls.env.flush_all()
        cls.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s) RETURNING id",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in columns.items()
                ),
                records.ids,
            )
        )
        records.invalidate_recordset()

    def _figures(self, code, date=None, programmes=None):
        """Return ``{(programme, role): Figure}`` of the indicator with this formula."""
        self.env.flush_all()
        programmes = programmes or self.programme
        indicator = self.env["mentorat.indicator"].search([("formula", "=", code)])[:1]
        self.assertTrue(indicator, code)
        measures = indicator._get_figures(programmes.sudo(), date or self.today)
        return {(m.programme, m.role): m.figure for m in measures}

    def _assert_figure(self, code, value, people, role=None, date=None):
        """Check the value, to nine digits, and the people behind it."""
        figure = self._figures(code, date).get((self.programme, role), Figure(None, 0))
        self.assertEqual(figure.people, people, code)
        if value is None:
            self.assertIsNone(figure.value, code)
        else:
            self.assertAlmostEqual(figure.value, value, 9, code)
        return figure


class SurveyCase(IndicatorCase):
    """Two surveys of scales, of which the second asks some again, and who answers them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentors = cls._people("mentor", 6)
        cls.mentees = cls._people("mentee", 7)
        cls.start_survey, cls.end_survey = cls.env["survey.survey"].create(
            [
                {
                    "title": title,
                    "survey_type": "mentorat",
                    "question_and_page_ids": [
                        Command.create(
                            {
                                "title": item,
                                "question_type": "scale",
                                "mentorat_item": item,
                            }
                        )
                        for item in items
                    ],
                }
                for title, items in (
                    ("Start", ("able", "future", "well")),
                    ("End", ("able", "future", "network")),
                )
            ]
        )

    def _campaign(self, survey, moment, mentors, mentees, **values):
        """Return a closed campaign; answers are ``{item: score}``, one dict a person."""
        evaluation = self._create_evaluation(
            survey_id=survey.id, moment=moment, audience="both", **values
        )
        evaluation.with_user(self.engineer).action_open()
        for role, answers in (("mentor", mentors), ("mentee", mentees)):
            invitations = evaluation.invitation_ids.filtered(
                lambda i, r=role: i.participation_id.role == r
            )
            for invitation, scores in zip(invitations, answers, strict=False):
                questions = {q.mentorat_item or q.id: q for q in survey.question_ids}
                invitation._record(
                    {questions[key].id: str(score) for key, score in scores.items()}
                )
        evaluation.with_user(self.engineer).action_close()
        return evaluation

    def _by_role(self, code, evaluation):
        indicator = self.env["mentorat.indicator"].search([("code", "=", code)])
        self.env.flush_all()
        return {
            measure.role: measure.figure
            for measure in indicator._get_figures(self.programme.sudo(), self.today)
            if measure.evaluation == evaluation
        }
