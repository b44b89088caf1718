"""Changes by hand and what stops people, on arrays alone."""

from dataclasses import replace
from itertools import product

import numpy as np

from odoo.tests import BaseCase

from ..core.obstacles import find_obstacles
from ..core.plan import ImpossibleError, Plan
from .test_problem import WEIGHTINGS, person, problem

SCORES = np.array(
    [
        [900, 800, 100],
        [850, 300, -1],
        [700, 600, 500],
        [400, -1, 200],
    ]
)


class TestPlan(BaseCase):
    def _plan(self, mentor_of, capacities=(2, 1, 1), locked=()):
        return Plan(lambda lo, hi: SCORES[lo:hi], capacities, mentor_of, locked)

    def test_to_a_free_place(self):
        effect = self._plan({0: 0, 1: 0}).move(0, 1)
        self.assertEqual((effect.moves, effect.points, effect.pairs), ({0: 1}, -100, 0))

    def test_who_costs_least_gives_way(self):
        # All of mentor 0's mentees could go to where mentee 2 comes from, or to 1.
        effect = self._plan({0: 0, 1: 0, 2: 2}).move(2, 0)
        # 0 goes to 1 (-100), 1 would (-550).
        self.assertEqual(effect.moves, {2: 0, 0: 1})
        self.assertEqual((effect.points, effect.pairs), (200 - 100, 0))

    def test_the_best_exchange_of_all(self):
        for here in product((0, 1, 2), repeat=3):
            if any(SCORES[row][column] < 0 for row, column in enumerate(here)):
                continue
            plan = self._plan(
                dict(enumerate(here)),
                [max(1, here.count(column)) for column in range(3)],
            )
            for row, column in product(range(3), range(3)):
                if column == here[row] or SCORES[row][column] < 0:
                    continue
                effect = plan.move(row, column)
                best = max(self._worth(plan, here, row, column))
                self.assertEqual(
                    (effect.pairs, effect.points), best, (here, row, column)
                )

    def _worth(self, plan, here, row, column):
        """Yield what each way of making room for a mentee is worth, by trying all."""
        gain = int(SCORES[row][column] - SCORES[row][here[row]])
        if plan.left[column] > 0:
            yield 0, gain
            return
        for other in plan.mentees_of[column]:
            lost = int(SCORES[other][column])
            yield -1, gain - lost
            for place in range(3):
                free = plan.left[place] + (place == here[row])
                if place != column and free > 0 and SCORES[other][place] >= 0:
                    yield 0, gain - lost + int(SCORES[other][place])

    def test_somebody_may_be_left_without(self):
        effect = self._plan({1: 0}, (1, 0, 0)).move(0, 0)
        self.assertEqual((effect.moves, effect.pairs), ({0: 0, 1: None}, 0))
        effect = self._plan({0: 0}).move(0, None)
        self.assertEqual((effect.points, effect.pairs), (-900, -1))

    def test_what_cannot_be(self):
        for mentor_of, locked, move, reason in (
            ({1: 0}, (), (1, 2), "forbidden"),
            ({0: 0}, (0,), (0, 1), "locked"),
            ({0: 0, 1: 0}, (0, 1), (2, 0), "held"),
        ):
            with self.assertRaises(ImpossibleError) as raised:
                self._plan(mentor_of, locked=locked).move(*move)
            self.assertEqual(raised.exception.reason, reason)
        with self.assertRaises(ImpossibleError) as raised:
            self._plan({}, (0, 1, 1)).move(0, 0)
        self.assertEqual(raised.exception.reason, "full")

    def test_locked_pairs_do_not_give_way(self):
        effect = self._plan({0: 0, 1: 0, 2: 2}, locked=(0,)).move(2, 0)
        self.assertEqual(effect.moves, {2: 0, 1: 1})


class TestObstacles(BaseCase):
    def test_nobody(self):
        [found] = find_obstacles(problem([person(1)], []), [0], np.zeros(0, dtype=int))
        self.assertEqual(found.reason, "nobody")

    def test_rules(self):
        mentees = [person(1, superiors=(11,), employee=13)]
        mentors = [person(11), person(12), person(13, employee=13)]
        found = problem(mentees, mentors, barred=((1, 12),))
        [obstacle] = find_obstacles(found, [0], np.ones(3, dtype=int))
        self.assertEqual(obstacle.reason, "rule")
        self.assertEqual((obstacle.barred, obstacle.related), (1, 2))

    def test_required(self):
        skills = replace(WEIGHTINGS[0], required=True)
        department = replace(WEIGHTINGS[2], required=True)
        mentees = [person(1, (5, 60), department=7)]
        mentors = [
            person(11, (6, 60), department=7),
            person(12, (6, 60), department=8),
            person(13, (5, 60), department=7),
            person(14, (6, 60), department=9),
            # Out of the question anyway: does not count.
            person(15, (5, 60), department=8),
        ]
        found = problem(mentees, mentors, (skills, department), barred=((1, 15),))
        [obstacle] = find_obstacles(found, [0], np.ones(5, dtype=int))
        self.assertEqual(obstacle.reason, "required")
        # Three offer something else, two are of the same department.
        self.assertEqual(obstacle.refusals, ((0, 3), (1, 2)))
        # Without the skills 12 and 14 would do, without the department 13 alone.
        self.assertEqual((obstacle.drop, obstacle.gain), ((0,), 2))
        # And that is so: the smallest change was tried.
        for place, count in ((0, 2), (1, 1)):
            weightings = list(found.weightings)
            weightings[place] = replace(weightings[place], required=False)
            scores = replace(found, weightings=tuple(weightings)).score_rows()(0, 1)
            self.assertEqual((scores >= 0).sum(), count)

    def test_the_smallest_change_is_the_fewest_criteria(self):
        required = tuple(replace(WEIGHTINGS[place], required=True) for place in (0, 2))
        mentees = [person(1, (5, 60), department=7)]
        # Three would suit without both, a single one without the department alone.
        mentors = [person(number, (6, 60), department=7) for number in (11, 12, 13)]
        mentors.append(person(14, (5, 60), department=7))
        found = problem(mentees, mentors, required)
        [obstacle] = find_obstacles(found, [0], np.ones(4, dtype=int))
        self.assertEqual((obstacle.drop, obstacle.gain), ((1,), 1))

    def test_full_or_free(self):
        mentees = [person(1, (5, 60)), person(2, (5, 60))]
        mentors = [person(11, (5, 60)), person(12, (5, 30))]
        found = problem(mentees, mentors)
        full, _second = find_obstacles(found, [0, 1], np.array([0, 0]))
        self.assertEqual((full.reason, full.possible, full.mentor), ("full", 2, 0))
        [free] = find_obstacles(found, [1], np.array([0, 1]))
        self.assertEqual((free.reason, free.mentor), ("free", 1))
