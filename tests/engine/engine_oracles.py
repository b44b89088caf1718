"""Independent ways to the best assignment, to hold the engine against."""

from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp


def rows_of(scores):
    """Return the `score_rows` function of a whole matrix."""
    return lambda lo, hi: scores[lo:hi]


def by_trying_all(
    scores, capacities, per_mentee=1, locked=(), excluded=(), goal="cardinality"
):
    """Return (pairs, points) of the best assignment, by trying every one there is."""
    n_mentees, n_mentors = scores.shape
    choices = [
        _choices(scores[i], i, per_mentee, locked, excluded) for i in range(n_mentees)
    ]

    def search(mentee, left):
        if mentee == n_mentees:
            return (0, 0)
        found = None
        for choice in choices[mentee]:
            rest = [left[j] - (j in choice) for j in range(n_mentors)]
            if min(rest, default=0) < 0:
                continue
            after = search(mentee + 1, rest)
            if after is None:
                continue
            points = int(sum(scores[mentee, j] for j in choice))
            result = (after[0] + len(choice), after[1] + points)
            if found is None or rank(result) > rank(found):
                found = result
        return found

    def rank(result):
        return result if goal == "cardinality" else result[1]

    return search(0, list(capacities))


def every_assignment(scores, capacities, per_mentee=1, locked=(), excluded=()):
    """Yield each assignment there is, as a set of pairs."""
    choices = [
        _choices(row, i, per_mentee, locked, excluded) for i, row in enumerate(scores)
    ]
    for chosen in product(*choices):
        pairs = {(i, j) for i, mentors in enumerate(chosen) for j in mentors}
        used = np.bincount([j for _i, j in pairs], minlength=scores.shape[1])
        if (used <= capacities).all():
            yield pairs


def _choices(row, mentee, per_mentee, locked, excluded):
    """Return every set of mentors that the mentee could have, were there nobody else."""
    forced = {j for i, j in locked if i == mentee}
    possible = [
        j for j in range(len(row)) if row[j] >= 0 and (mentee, j) not in excluded
    ]
    sets = (
        choice
        for size in range(per_mentee + 1)
        for choice in combinations(possible, size)
    )
    return [choice for choice in sets if forced <= set(choice)]


def by_dense_solver(scores, capacities):
    """Return (pairs, points), most pairs first, from scipy's dense solver with a column for each place."""
    mentor = np.repeat(np.arange(scores.shape[1]), capacities)
    wide = scores[:, mentor].astype(np.int64)
    weights = np.where(wide >= 0, wide + 1000 * min(wide.shape) + 1, 0)
    row, column = linear_sum_assignment(weights, maximize=True)
    made = wide[row, column] >= 0
    return int(made.sum()), int(wide[row, column][made].sum())


def by_integer_program(scores, capacities, per_mentee):
    """Return (pairs, points), most pairs first, from a general integer program."""
    row, column = np.nonzero(scores >= 0)
    people = np.zeros((sum(scores.shape), len(row)))
    people[row, np.arange(len(row))] = 1
    people[scores.shape[0] + column, np.arange(len(row))] = 1
    places = LinearConstraint(
        people, ub=np.r_[np.full(scores.shape[0], per_mentee), capacities]
    )
    options = {"integrality": 1, "bounds": Bounds(0, 1)}
    most = round(-milp(-np.ones(len(row)), constraints=[places], **options).fun)
    as_many = LinearConstraint(np.ones((1, len(row))), most, most)
    points = -milp(
        -scores[row, column].astype(float), constraints=[places, as_many], **options
    ).fun
    return most, round(points)
