"""The best assignment on a set of pairs.

Three ways, all exact, all from scipy: the Jonker-Volgenant algorithm on a matrix for small problems (Crouse, On
implementing 2D rectangular assignment algorithms, 2016), or on a sparse graph (Jonker and Volgenant, A shortest
augmenting path algorithm for dense and sparse linear assignment problems, 1987), where each place of a mentor is a
column; and, where places are so many that copies would not fit or a mentee may get several distinct mentors, a network
linear program, whose vertices are whole numbers.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow, min_weight_full_bipartite_matching

from .prices import spans

# With more copies of each pair than this, on average, the linear program is faster and smaller.
COPIES_PER_PAIR = 16

# A matrix up to this size, each place a column, is faster than a graph, when at least this share of it is filled.
MATRIX_CELLS = 10**6
MATRIX_SHARE = 0.25

# What a pair is worth beside its points in the first linear program.
FIRST_BONUS = 3000


def best_pairs(rows, columns, scores, bonus, row_places, column_places):
    """Return which pairs make the highest sum of `scores + bonus` within the places.

    :param rows: int64 `(e,)`, `columns` int64 `(e,)`: mentee and mentor of each pair, a pair comes once
    :param scores: int64 `(e,)` points
    :param bonus: int, 0 or so large that the number of pairs comes first
    :param row_places: int64 `(n_mentees,)`, `column_places` int64 `(n_mentors,)`
    :return: bool `(e,)` pairs made
    """
    if not rows.size:
        return np.zeros(0, dtype=bool)
    degree = np.bincount(columns, minlength=len(column_places))
    places = np.minimum(column_places, degree)
    copies = int(places[columns].sum())
    if row_places.max() <= 1:
        cells = len(row_places) * int(places.sum())
        if MATRIX_SHARE * cells <= copies and cells <= MATRIX_CELLS:
            return _by_matrix(rows, columns, scores + bonus, len(row_places), places)
        if copies <= COPIES_PER_PAIR * len(columns):
            return _by_copies(rows, columns, scores + bonus, len(row_places), places)
    return _by_flow(rows, columns, scores, bonus, row_places, places)


def _by_matrix(rows, columns, weights, n_rows, places):
    mentor = np.repeat(np.arange(len(places)), places)
    worth = np.zeros((n_rows, len(places)))
    worth[rows, columns] = weights
    worth = worth[:, mentor]
    if n_rows <= len(mentor):
        row, place = linear_sum_assignment(worth, maximize=True)
    else:
        # The scarcer side as rows is several times faster.
        place, row = linear_sum_assignment(worth.T, maximize=True)
    mentor_of = np.full(n_rows, -1, dtype=np.int64)
    mentor_of[row] = mentor[place]
    return mentor_of[rows] == columns


def _by_copies(rows, columns, weights, n_rows, places):
    first_place = np.concatenate([[0], np.cumsum(places)])
    n_places = int(first_place[-1])
    copies = places[columns]
    place = spans(first_place[columns], copies)
    mentee = np.repeat(rows, copies)
    # The solver wants every row matched, at least cost, without cost 0: each row has a column of its
    # own that stands for "nobody" and costs what a worthless pair would.
    nobody = int(weights.max()) + 1
    cost = np.repeat(nobody - weights, copies)
    if n_rows <= n_places:
        row, column, n_from, n_to = mentee, place, n_rows, n_places
    else:
        # Here too the scarcer side are the rows.
        row, column, n_from, n_to = place, mentee, n_places, n_rows
    own = np.arange(n_from)
    graph = csr_matrix(
        (
            np.concatenate([cost, np.full(n_from, nobody)]).astype(np.float64),
            (np.concatenate([row, own]), np.concatenate([column, n_to + own])),
        ),
        shape=(n_from, n_to + n_from),
    )
    row, column = min_weight_full_bipartite_matching(graph)
    row, column = row[column < n_to], column[column < n_to]
    if n_rows > n_places:
        row, column = column, row
    mentor_of = np.full(n_rows, -1, dtype=np.int64)
    mentor_of[row] = np.searchsorted(first_place, column, side="right") - 1
    return mentor_of[rows] == columns


def _by_flow(rows, columns, scores, bonus, row_places, places):
    n_rows, n_edges = len(row_places), len(rows)
    edge = np.arange(n_edges)
    people = csr_matrix(
        (
            np.ones(2 * n_edges),
            (np.concatenate([rows, n_rows + columns]), np.concatenate([edge, edge])),
        ),
        shape=(n_rows + len(places), n_edges),
    )
    most = most_pairs(rows, columns, row_places, places) if bonus else 0
    # Small numbers suit the solver: a smaller bonus will do, when it brings as many pairs as there can be.
    tried = min(bonus, FIRST_BONUS)
    while True:
        found = linprog(
            -(scores + tried).astype(np.float64),
            A_ub=people,
            b_ub=np.concatenate([row_places, places]),
            bounds=(0, 1),
            method="highs-ds",
        )
        if found.x is None:
            raise ArithmeticError(f"The linear solver gave up: {found.message}")
        chosen = found.x > 0.5
        if tried == bonus or chosen.sum() == most:
            return chosen
        tried = min(bonus, 10 * tried)


def most_pairs(rows, columns, row_places, places):
    """Return how many of these pairs can be made at once (int), as a maximum flow; arrays as for `best_pairs`."""
    n_rows, n_columns = len(row_places), len(places)
    source, sink = n_rows + n_columns, n_rows + n_columns + 1
    graph = csr_matrix(
        (
            np.concatenate([np.ones(len(rows)), row_places, places]).astype(np.int32),
            (
                np.concatenate(
                    [rows, np.full(n_rows, source), n_rows + np.arange(n_columns)]
                ),
                np.concatenate(
                    [n_rows + columns, np.arange(n_rows), np.full(n_columns, sink)]
                ),
            ),
        ),
        shape=(sink + 1, sink + 1),
    )
    return int(maximum_flow(graph, source, sink).flow_value)
