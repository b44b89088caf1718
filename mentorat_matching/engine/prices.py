"""Dual prices of an optimal assignment on a sparse set of pairs, in exact integers.

A mentee's price u and a mentor's price v prove optimality when every pair not made is worth at most u + v, every
pair made at least u + v, and whoever has places left has the price 0 (complementary slackness of the
transportation problem; Schrijver, Combinatorial Optimization, 2003, chapters 17 and 21). The least mentor prices are
longest paths in the residual graph from everyone with a place left, found by Bellman-Ford
where only what changed is looked at again.
"""

import numpy as np


class NotOptimalError(ArithmeticError):
    """The assignment can be improved on the pairs given, so it has no prices."""

    def __init__(self):
        super().__init__("The solver's assignment is not the best: it has no prices.")


def spans(starts, lengths):
    """Concatenate the ranges `starts[i] .. starts[i] + lengths[i] - 1` into one int array."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(
        starts - ends + lengths, lengths
    )


def dual_prices(rows, columns, weights, chosen, row_places, column_places):
    """Return the prices that prove `chosen` optimal among the pairs given.

    :param rows: int64 `(e,)` mentee of each pair, sorted
    :param columns: int64 `(e,)` mentor of each pair; a pair comes once
    :param weights: int64 `(e,)` worth of each pair, > 0
    :param chosen: bool `(e,)` pairs made
    :param row_places: int64 `(n_mentees,)`, `column_places` int64 `(n_mentors,)` pairs allowed; every
        pair given joins people with at least one place
    :return: (mentee prices int64 `(n_mentees,)`, mentor prices int64 `(n_mentors,)`)
    :raise NotOptimalError: when `chosen` is not optimal
    """
    n_rows, n_columns = len(row_places), len(column_places)
    # Pairs not made, by mentee; pairs made, by mentor.
    free_rows, free_columns, free_weights = (
        rows[~chosen],
        columns[~chosen],
        weights[~chosen],
    )
    free_starts = np.searchsorted(free_rows, np.arange(n_rows + 1))
    by_column = np.argsort(columns[chosen], kind="stable")
    made_rows, made_weights = rows[chosen][by_column], weights[chosen][by_column]
    made_starts = np.searchsorted(columns[chosen][by_column], np.arange(n_columns + 1))

    row_left = row_places - np.bincount(rows[chosen], minlength=n_rows)
    column_left = column_places - np.bincount(columns[chosen], minlength=n_columns)
    nowhere = np.iinfo(np.int64).min // 4
    # `depth` is the price of a mentee with its sign turned, which makes both sides longest paths.
    depth = np.where(row_left > 0, 0, nowhere)
    price = np.zeros(n_columns, dtype=np.int64)
    np.maximum.at(depth, made_rows, -made_weights)
    active = np.flatnonzero(depth > nowhere)
    for _step in range(n_rows + n_columns + 1):
        if not active.size:
            break
        lengths = free_starts[active + 1] - free_starts[active]
        edges = spans(free_starts[active], lengths)
        targets, reach = (
            free_columns[edges],
            free_weights[edges] + np.repeat(depth[active], lengths),
        )
        better = reach > price[targets]
        targets, reach = targets[better], reach[better]
        np.maximum.at(price, targets, reach)
        touched = np.unique(targets)
        if (column_left[touched] > 0).any():
            raise NotOptimalError
        lengths = made_starts[touched + 1] - made_starts[touched]
        edges = spans(made_starts[touched], lengths)
        back, reach = (
            made_rows[edges],
            np.repeat(price[touched], lengths) - made_weights[edges],
        )
        better = reach > depth[back]
        back, reach = back[better], reach[better]
        np.maximum.at(depth, back, reach)
        active = np.unique(back)
        if (depth[active] > 0).any():
            raise NotOptimalError
    else:
        raise NotOptimalError
    return np.where(depth > nowhere, -depth, 0), price
