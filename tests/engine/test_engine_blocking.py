"""Blocking pairs, against asking everybody about everybody."""

import numpy as np
import pytest
from engine import assign, blocking_pairs
from engine_oracles import rows_of
from engine_problems import small_problems
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def wished_problems(draw):
    """Draw a small problem and the wishes of both sides."""
    scores, capacities, options = draw(small_problems(4))

    def wishes(n_who, n_whom):
        cells = [(i, j) for i in range(n_who) for j in range(n_whom)]
        named = (
            draw(st.lists(st.sampled_from(cells), unique=True, max_size=8))
            if cells
            else []
        )
        return [(*pair, draw(st.integers(1, 3))) for pair in named]

    n_mentees, n_mentors = scores.shape
    return (
        scores,
        capacities,
        options,
        wishes(n_mentees, n_mentors),
        wishes(n_mentors, n_mentees),
    )


def by_asking_all(scores, capacities, options, pairs, mentee_wishes, mentor_wishes):
    """Return the blocking pairs, sorted."""
    per_mentee, locked = options["per_mentee"], set(options["locked"])
    rank_of_mentor = {(i, j): rank for i, j, rank in mentee_wishes}
    rank_of_mentee = {(i, j): rank for j, i, rank in mentor_wishes}

    def gains(pair, ranks, side, places):
        own = [other for other in pairs if other[side] == pair[side]]
        if len(own) < places:
            return True
        given_up = [ranks.get(other, 99) for other in own if other not in locked]
        return any(ranks.get(pair, 99) < rank for rank in given_up)

    return [
        [i, j]
        for i in range(scores.shape[0])
        for j in range(scores.shape[1])
        if scores[i, j] >= 0
        and (i, j) not in options["excluded"]
        and (i, j) not in pairs
        and ((i, j) in rank_of_mentor or (i, j) in rank_of_mentee)
        and gains((i, j), rank_of_mentor, 0, per_mentee)
        and gains((i, j), rank_of_mentee, 1, capacities[j])
    ]


@settings(max_examples=600, deadline=None)
@given(wished_problems())
def test_as_asking_all(wished):
    scores, capacities, options, mentee_wishes, mentor_wishes = wished
    result = assign(rows_of(scores), len(scores), capacities, **options)
    pairs = {tuple(pair) for pair in result.pairs.tolist()}
    goal = options.pop("goal")
    found = blocking_pairs(
        rows_of(scores),
        len(scores),
        capacities,
        result,
        mentee_wishes,
        mentor_wishes,
        **options,
    )
    assert found.dtype == np.int64 and found.shape == (len(found), 2)
    assert found.tolist() == by_asking_all(
        scores, capacities, options, pairs, mentee_wishes, mentor_wishes
    ), goal


SCORES = np.array([[900, 100], [100, 900], [100, -1]])
CAPACITIES = np.array([1, 1])
RESULT = assign(rows_of(SCORES), 3, CAPACITIES)


def blocking(mentee_wishes, mentor_wishes=(), **options):
    return blocking_pairs(
        rows_of(SCORES),
        3,
        options.pop("capacities", CAPACITIES),
        RESULT,
        mentee_wishes,
        mentor_wishes,
        **options,
    ).tolist()


def test_both_must_gain():
    assert RESULT.pairs.tolist() == [[0, 0], [1, 1]]
    assert blocking([(0, 1, 1)]) == []
    assert blocking([(0, 1, 1)], [(1, 0, 1)]) == [[0, 1]]
    assert blocking([(0, 1, 1), (0, 0, 1)], [(1, 0, 1)]) == []
    assert blocking([(0, 1, 2), (0, 0, 1)], [(1, 0, 1)]) == []


def test_free_place_is_open_to_anybody():
    assert blocking([(0, 1, 1)], capacities=np.array([1, 2])) == [[0, 1]]


def test_mentee_left_alone():
    assert blocking([], [(0, 2, 1)]) == [[2, 0]]
    assert blocking([], [(0, 2, 2), (0, 0, 1)]) == []


def test_forbidden_pair_never_blocks():
    assert blocking([(2, 1, 1)], [(1, 2, 1)]) == []


def test_locked_pair_is_not_given_up():
    assert blocking([(0, 1, 1)], [(1, 0, 1)], locked=[(1, 1)]) == []


def test_scores_are_asked_for_where_they_matter_only():
    asked = []

    def score_rows(lo, hi):
        asked.append((lo, hi))
        return SCORES[lo:hi]

    blocking_pairs(
        score_rows, 3, CAPACITIES, RESULT, [(0, 1, 1), (1, 0, 1)], [(1, 0, 1)]
    )
    assert asked == [(0, 1)]


@pytest.mark.parametrize("n_mentees, n_mentors", [(0, 0), (0, 2), (2, 0)])
def test_nobody(n_mentees, n_mentors):
    rows = rows_of(np.zeros((n_mentees, n_mentors), dtype=int))
    places = np.ones(n_mentors, dtype=int)
    result = assign(rows, n_mentees, places)
    found = blocking_pairs(rows, n_mentees, places, result, [], [])
    assert found.shape == (0, 2)


@pytest.mark.parametrize(
    "wishes, message",
    [
        ([(0, 1)], "list of"),
        ([(0, 1, 0.5)], "whole numbers"),
        ([(0, 1, 0)], "ranks begin at 1"),
        ([(0, 2, 1)], "out of range"),
        ([(-1, 1, 1)], "count from 0"),
        ([(0, 1, 1), (0, 1, 2)], "twice"),
    ],
)
def test_refused(wishes, message):
    with pytest.raises(ValueError, match=message):
        blocking(wishes)
