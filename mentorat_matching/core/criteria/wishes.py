"""Whom the two wished for, and who was a pair before."""

import numpy as np

# What a wish is worth, by its rank from 1; nothing beyond.
WORTH = (1.0, 0.8, 0.6, 0.4, 0.2)


def wishes(problem, _weighting):
    """Mean of what each side wishes; who wishes for nobody does not count."""
    rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
    columns = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
    by_mentees = _table(problem.mentees, columns, rows_first=True)
    by_mentors = _table(problem.mentors, rows, rows_first=False)
    wishing_mentees = _wishing(problem.mentees)
    wishing_mentors = _wishing(problem.mentors)

    def values(lo, hi):
        voices = wishing_mentees[lo:hi, None].astype(float) + wishing_mentors
        worth = np.zeros(voices.shape)
        for table in (by_mentees, by_mentors):
            at = slice(*np.searchsorted(table[0], (lo, hi)))
            worth[table[0][at] - lo, table[1][at]] += table[2][at]
        return np.divide(
            worth, voices, out=np.full(voices.shape, np.nan), where=voices > 0
        )

    return values


def past_pairs(problem, _weighting):
    """0 for those who were a pair before; of others it says nothing."""
    rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
    columns = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
    places = sorted(
        (rows[mentee], columns[mentor])
        for mentee, mentor in problem.past
        if mentee in rows and mentor in columns
    )
    past = np.array(places, dtype=np.int64).reshape(-1, 2)

    def values(lo, hi):
        found = np.full((hi - lo, len(problem.mentors)), np.nan)
        at = slice(*np.searchsorted(past[:, 0], (lo, hi)))
        found[past[at, 0] - lo, past[at, 1]] = 0
        return found

    return values


def _wishing(people):
    return np.array([bool(person.wishes) for person in people], dtype=bool)


def _table(people, others, rows_first):
    """Return the wishes among those who are here: rows, columns and worth, by row."""
    lines = [
        (place, others[wished], WORTH[rank - 1])
        for place, person in enumerate(people)
        for wished, rank in person.wishes
        if wished in others and rank <= len(WORTH)
    ]
    if not rows_first:
        lines = [(row, column, worth) for column, row, worth in lines]
    lines.sort()
    return (
        np.array([line[0] for line in lines], dtype=np.int64),
        np.array([line[1] for line in lines], dtype=np.int64),
        np.array([line[2] for line in lines], dtype=np.float64),
    )
