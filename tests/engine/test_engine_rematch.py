"""Matching again around what was there before, where each broken pair has a price."""

import numpy as np
import pytest
from engine import assign, certify, rematch
from engine_oracles import every_assignment, rows_of
from engine_problems import (
    check_allowed,
    need_many_rounds,
    random_scores,
    small_problems,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def changes(draw):
    """Draw a small problem, pairs made before (possible or not any more) and what breaking one costs."""
    scores, capacities, options = draw(small_problems(3))
    cells = [(i, j) for i in range(scores.shape[0]) for j in range(scores.shape[1])]
    previous = (
        draw(st.lists(st.sampled_from(cells), unique=True, max_size=4)) if cells else []
    )
    cost = draw(st.sampled_from([0, 1, 7, 300, 5000, 10**8]))
    return scores, capacities, options, previous, cost


def again(scores, capacities, previous, cost, **options):
    """Match again, check all that can be checked without an oracle, and return the `Rematch`."""
    found = rematch(
        rows_of(scores),
        len(scores),
        capacities,
        previous,
        change_cost=cost,
        **options,
    )
    check_allowed(found.assignment, scores, capacities, previous=previous, **options)
    pairs = {tuple(pair) for pair in found.assignment.pairs.tolist()}
    before = set(previous)
    assert [tuple(pair) for pair in found.kept.tolist()] == sorted(pairs & before)
    assert [tuple(pair) for pair in found.broken.tolist()] == sorted(before - pairs)
    assert [tuple(pair) for pair in found.added.tolist()] == sorted(pairs - before)
    assert found.cost == cost * len(before - pairs)
    assert found.assignment.optimal and found.assignment.bound == found.assignment.total
    certificate = certify(
        rows_of(scores),
        len(scores),
        capacities,
        found.assignment,
        previous=previous,
        change_cost=cost,
        **options,
    )
    assert certificate, certificate
    return found


def expected(
    scores, capacities, previous, cost, *, locked=(), goal="cardinality", **options
):
    """Return (pairs, points less the cost of breaking) by trying all; pairs None where only points count."""
    before = set(previous)

    def rank(pairs):
        points = sum(scores[pair] for pair in pairs) - cost * len(before - pairs)
        return (len(pairs) if goal == "cardinality" else None), points

    ways = every_assignment(scores, capacities, locked=locked, **options)
    return max(map(rank, ways), key=lambda result: (result[0] or 0, result[1]))


def check(scores, capacities, options, previous, cost):
    found = again(scores, capacities, previous, cost, **options)
    pairs, points = expected(scores, capacities, previous, cost, **options)
    assert pairs in (None, found.assignment.matched)
    assert found.assignment.total - found.cost == points


@settings(max_examples=400, deadline=None)
@given(changes())
def test_as_good_as_trying_all(change):
    check(*change)


@settings(max_examples=200, deadline=None)
@given(changes())
def test_as_good_with_many_rounds(change):
    with pytest.MonkeyPatch.context() as patch:
        need_many_rounds(patch)
        check(*change)


def previous_of(scores, capacities, **options):
    result = assign(rows_of(scores), len(scores), capacities, **options)
    return [tuple(pair) for pair in result.pairs.tolist()]


RNG = np.random.default_rng(21)
SCORES = random_scores(RNG, 200, 120, "ties")
CAPACITIES = RNG.integers(0, 4, 120)
BEFORE = previous_of(SCORES, CAPACITIES)


def test_nothing_changed_nothing_broken():
    """Of the many assignments that are equally good, the previous one comes back for one point a pair."""
    found = again(SCORES, CAPACITIES, BEFORE, 1)
    assert (len(found.broken), len(found.added), found.cost) == (0, 0, 0)
    assert found.assignment.pairs.tolist() == [list(pair) for pair in BEFORE]


def test_free_change_is_a_match_from_scratch():
    scores = random_scores(RNG, 200, 120, "plain")
    found = again(scores, CAPACITIES, BEFORE, 0)
    best = assign(rows_of(scores), 200, CAPACITIES)
    assert (found.assignment.matched, found.assignment.total) == (
        best.matched,
        best.total,
    )


def test_dearer_breaks_are_fewer():
    """The price of a break buys points: the dearer, the fewer breaks and the fewer points."""
    scores = np.where(
        SCORES < 0, -1, np.clip(SCORES + RNG.integers(-40, 41, SCORES.shape), 0, 1000)
    )
    found = [
        again(scores, CAPACITIES, BEFORE, cost) for cost in (0, 10, 40, 200, 10**6)
    ]
    broken = [len(each.broken) for each in found]
    points = [each.assignment.total for each in found]
    assert broken == sorted(broken, reverse=True) and broken[0] > broken[-1]
    assert points == sorted(points, reverse=True) and points[0] > points[-1]
    assert len({each.assignment.matched for each in found}) == 1


def test_few_people_change_when_somebody_leaves():
    """A mentor who leaves is a mentor without places; breaks beyond theirs are not worth a million points."""
    gone = BEFORE[0][1]
    places = np.where(np.arange(120) == gone, 0, CAPACITIES)
    found = again(SCORES, places, BEFORE, 10**6)
    theirs = [pair for pair in BEFORE if pair[1] == gone]
    assert {tuple(pair) for pair in found.broken.tolist()} >= set(theirs)
    most = assign(rows_of(SCORES), 200, places).matched
    assert found.assignment.matched == most
    # Each person left alone pushes at most one other out of a pair to be matched with as many as possible.
    assert len(found.broken) < 3 * len(theirs)


@pytest.mark.parametrize("cost", [0, 50, 10**8])
@pytest.mark.parametrize("per_mentee", [1, 2])
def test_larger_problems_are_proven(cost, per_mentee, monkeypatch):
    need_many_rounds(monkeypatch)
    scores = random_scores(RNG, 150, 100, "popular")
    places = RNG.integers(0, 4, 100)
    before = previous_of(scores, places, per_mentee=per_mentee)
    places = np.maximum(places - (RNG.random(100) < 0.2), 0)
    again(scores, places, before, cost, per_mentee=per_mentee)


def test_nobody():
    found = again(np.zeros((2, 0), dtype=int), np.zeros(0, dtype=int), [], 5)
    assert found.kept.shape == found.broken.shape == found.added.shape == (0, 2)


@pytest.mark.parametrize(
    "previous, cost, message",
    [
        ([(9, 0)], 1, "previous holds the pair"),
        ([(0, 0, 1)], 1, "previous must be a list of"),
        ([(0, 0), (0, 0)], 1, "twice"),
        ([(0, 0)], -1, "change_cost must be at least 0"),
        ([(0, 0)], 0.5, "change_cost must be a whole number"),
        ([(0, 0)], 10**8 + 1, "change_cost must be at most"),
    ],
)
def test_refused(previous, cost, message):
    scores = np.ones((2, 2), dtype=int)
    with pytest.raises(ValueError, match=message):
        rematch(rows_of(scores), 2, [1, 1], previous, change_cost=cost)
