from dataclasses import fields, replace
from itertools import permutations

import numpy as np

from odoo.tests import BaseCase

from ..core.people import Person, SkillLevel, Weighting
from ..core.problem import Problem

DIFFERENT = {"comparison": "different"}
WEIGHTINGS = (
    Weighting("skills", 60, False),
    Weighting("level_gap", 25, False, {"gap": 20}),
    Weighting("department", 15, False, DIFFERENT),
)


def person(number, *skills, employee=None, places=1, department=1, superiors=()):
    lines = tuple(SkillLevel(skill, level, level, 1) for skill, level in skills)
    return Person(number, employee or number, places, department, superiors, lines)


def problem(mentees, mentors, weightings=WEIGHTINGS, barred=()):
    return Problem(weightings, tuple(mentees), tuple(mentors), barred)


class TestProblem(BaseCase):
    def test_forbidden_pairs(self):
        mentees = [
            person(1, superiors=(11,)),
            person(2, employee=12),
            person(3),
            person(4),
        ]
        mentors = [person(11), person(12), person(13, superiors=(3,)), person(14)]
        found = problem(mentees, mentors, barred=((4, 14), (99, 11)))
        # A superior; oneself; a subordinate; barred. Positions, not ids.
        expected = [[0, 0], [1, 1], [2, 2], [3, 3]]
        self.assertEqual(found.forbidden_pairs().tolist(), expected)
        scores = found.score_rows()(0, 4)
        self.assertEqual(np.argwhere(scores < 0).tolist(), expected)
        # Blocks of rows see their own pairs.
        self.assertEqual(found.score_rows()(2, 4).tolist(), scores[2:].tolist())

    def test_department_applies_when_both_have_one(self):
        mentees = [person(1, department=7), person(2, department=0)]
        mentors = [person(11, department=7), person(12, department=8)]
        only = (Weighting("department", 15, False, DIFFERENT),)
        scores = problem(mentees, mentors, only).score_rows()(0, 2)
        self.assertEqual(scores.tolist(), [[0, 1000], [0, 0]])

    def test_required_criterion_forbids(self):
        required = (Weighting("department", 0, True, DIFFERENT), WEIGHTINGS[0])
        mentees = [person(1, (5, 60), department=7)]
        mentors = [person(11, (5, 60), department=7), person(12, (5, 60), department=8)]
        scores = problem(mentees, mentors, required).score_rows()(0, 1)
        self.assertEqual(scores.tolist(), [[-1, 1000]])

    def test_explanation_adds_up(self):
        mentees = [person(1, (5, 60), (6, 100), department=1)]
        mentors = [
            person(11, (5, 100), department=2),
            person(12, (6, 50), department=1),
        ]
        found = problem(mentees, mentors)
        scores = found.score_rows()(0, 1)
        pairs = np.array([[0, 0], [0, 1]])
        for (_row, column), explanation in zip(
            pairs, found.explain(pairs), strict=True
        ):
            points = [line["points"] for line in explanation["criteria"]]
            self.assertEqual(sum(points), scores[0, column])
            most = [line["out_of"] for line in explanation["criteria"]]
            self.assertEqual(most, [600, 250, 150])
        first = found.explain(pairs)[0]["skills"]
        self.assertEqual(
            first,
            [
                {"skill": 5, "wanted": 60, "offered": 100, "above": True},
                {"skill": 6, "wanted": 100, "offered": None, "above": False},
            ],
        )

    def test_explanation_shares_out_what_does_not_apply(self):
        found = problem([person(1, department=1)], [person(11, department=2)])
        self.assertEqual(
            found.explain(np.array([[0, 0]]))[0]["criteria"],
            [{"kind": "department", "points": 1000, "out_of": 1000, **DIFFERENT}],
        )

    def test_idle_criteria_say_nothing(self):
        idle = Weighting("gone", 0, False, {})
        found = problem([person(1)], [person(11)], (idle, *WEIGHTINGS[2:]))
        self.assertTrue(np.isnan(found.criteria()[0].values(0, 1)).all())
        entries = found.explain(np.array([[0, 0]]))[0]["criteria"]
        self.assertEqual([entry["kind"] for entry in entries], ["department"])

    def test_two_fields_are_two_criteria(self):
        weightings = tuple(
            Weighting("field", 10, False, {"field": name, "comparator": "same"})
            for name in ("grade", "trade")
        )
        values = (("grade", 1), ("trade", "a"))
        mentee, mentor = (replace(person(n), values=values) for n in (1, 11))
        found = problem([mentee], [mentor], weightings)
        self.assertEqual(found.score_rows()(0, 1).tolist(), [[1000]])
        names = [criterion.name for criterion in found.criteria()]
        self.assertEqual(names, ["field:grade", "field:trade"])

    def test_a_required_rule_beats_a_wish(self):
        weightings = (
            Weighting("preference", 100, False),
            Weighting("department", 0, True, DIFFERENT),
        )
        wishing = replace(person(1, department=7), wishes=((11, 1),))
        mentors = [person(11, department=7), person(12, department=8)]
        found = problem([wishing], mentors, weightings)
        self.assertEqual(found.score_rows()(0, 1).tolist(), [[-1, 0]])

    def test_digest_tells_every_change(self):
        base = problem([person(1, (5, 60))], [person(11, (5, 60))])
        other_option = replace(WEIGHTINGS[2], options={"comparison": "same"})
        facts = {
            "location": 3,
            "address": 3,
            "company": 3,
            "since": 3,
            "languages": ("fr",),
            "slots": (3,),
            "mode": "site",
            "offset": 60,
            "wishes": ((11, 1),),
            "values": (("grade", 3),),
        }
        changes = [
            replace(base, weightings=WEIGHTINGS[:2]),
            replace(base, weightings=(*WEIGHTINGS[:2], other_option)),
            replace(base, barred=((1, 11),)),
            replace(base, past=((1, 11),)),
            replace(base, hooks={"skills": lambda lo, hi: np.ones((hi - lo, 1))}),
            replace(base, hooks={"skills": lambda lo, hi: np.zeros((hi - lo, 1))}),
            replace(base, hooks={"skills": lambda lo, hi: np.full((hi - lo, 1), 0.5)}),
            replace(base, mentors=(person(11, (5, 61)),)),
            replace(base, mentors=(person(11, (5, 60), places=2),)),
            replace(base, mentees=(person(1, (5, 60), department=2),)),
            replace(base, mentees=(person(1, (5, 60), superiors=(11,)),)),
            *(
                replace(base, mentees=(replace(base.mentees[0], **{name: value}),))
                for name, value in facts.items()
            ),
        ]
        # Whatever somebody adds to a person is an input, and a change of it is told.
        tested = {"id", "employee", "places", "department", "superiors", "skills"}
        self.assertEqual({f.name for f in fields(Person)}, tested | set(facts))
        digests = {base.digest(), *(change.digest() for change in changes)}
        self.assertEqual(len(digests), len(changes) + 1)
        self.assertEqual(
            base.digest(), problem([person(1, (5, 60))], [person(11, (5, 60))]).digest()
        )


def best_by_hand(problem):
    """Return (pairs, points) of the best assignment, by trying every one there is."""
    scores = problem.score_rows()(0, len(problem.mentees)).tolist()
    seats = [
        column
        for column, mentor in enumerate(problem.mentors)
        for _place in range(mentor.places)
    ]
    # A mentee may also get nobody.
    choices = seats + [None] * len(problem.mentees)
    best = (0, 0)
    for chosen in set(permutations(choices, len(problem.mentees))):
        points = [
            scores[row][column]
            for row, column in enumerate(chosen)
            if column is not None
        ]
        if min(points, default=0) >= 0:
            best = max(best, (len(points), sum(points)))
    return best
