"""The weakest pair is as strong as it can be among the best in number, then the points are most."""

import numpy as np
import pytest
from engine import assign, certify, raise_floor
from engine_oracles import by_dense_solver, every_assignment, rows_of
from engine_problems import (
    check_allowed,
    need_many_rounds,
    random_scores,
    small_problems,
)
from hypothesis import given, settings


def raised(scores, capacities, **options):
    """Raise the floor, check all that can be checked without an oracle, and return the `Floor`."""
    found = raise_floor(rows_of(scores), len(scores), capacities, **options)
    check_allowed(found.assignment, scores, capacities, **options)
    assert found.proven and found.assignment.optimal
    assert found.assignment.bound == found.assignment.total
    assert found.cost == found.unfair.total - found.assignment.total >= 0
    assert found.unfair.matched == found.assignment.matched
    locked = set(options.get("locked", ()))
    free = [pair for pair in map(tuple, found.assignment.pairs) if pair not in locked]
    assert found.weakest == min((scores[pair] for pair in free), default=None)
    certificate = certify(
        rows_of(scores),
        len(scores),
        capacities,
        found.assignment,
        floor=found.weakest or 0,
        **options,
    )
    assert certificate, certificate
    return found


def expected(scores, capacities, **options):
    """Return (pairs, weakest, points) by trying all."""
    locked = set(options.get("locked", ()))

    def rank(pairs):
        weakest = min((scores[pair] for pair in pairs - locked), default=10**6)
        return len(pairs), weakest, sum(scores[pair] for pair in pairs)

    return max(map(rank, every_assignment(scores, capacities, **options)))


@settings(max_examples=300, deadline=None)
@given(small_problems(3))
def test_as_fair_as_trying_all(small):
    scores, capacities, options = small
    del options["goal"]
    found = raised(scores, capacities, **options)
    weakest = 10**6 if found.weakest is None else found.weakest
    assert (found.assignment.matched, weakest, found.assignment.total) == expected(
        scores, capacities, **options
    )


@settings(max_examples=200, deadline=None)
@given(small_problems(3))
def test_as_fair_with_many_rounds(small):
    scores, capacities, options = small
    del options["goal"]
    with pytest.MonkeyPatch.context() as patch:
        need_many_rounds(patch)
        found = raised(scores, capacities, **options)
    weakest = 10**6 if found.weakest is None else found.weakest
    assert (found.assignment.matched, weakest, found.assignment.total) == expected(
        scores, capacities, **options
    )


def check_by_dense_solver(scores, capacities):
    """One point above the floor fewer can be matched, at the floor as many, with as many points."""
    found = raised(scores, capacities)
    pairs, _points = by_dense_solver(scores, capacities)
    at_floor = np.where(scores >= found.weakest, scores, -1)
    assert by_dense_solver(at_floor, capacities) == (pairs, found.assignment.total)
    above = np.where(scores > found.weakest, scores, -1)
    assert by_dense_solver(above, capacities)[0] < pairs


@pytest.mark.parametrize("kind", ["plain", "ties", "popular", "sparse"])
@pytest.mark.parametrize("shape", [(200, 100), (100, 200)])
@pytest.mark.parametrize("rounds", ["few", "many"])
def test_as_fair_as_dense_solver(kind, shape, rounds, monkeypatch):
    if rounds == "many":
        need_many_rounds(monkeypatch)
    rng = np.random.default_rng([7, *shape])
    scores, capacities = random_scores(rng, *shape, kind), rng.integers(0, 4, shape[1])
    check_by_dense_solver(scores, capacities)


@pytest.mark.parametrize("seed", range(20))
def test_floor_that_takes_several_steps(seed, monkeypatch):
    """The candidates say little of the floor: above what they reach, more is possible."""
    need_many_rounds(monkeypatch)
    rng = np.random.default_rng(seed)
    scores = random_scores(rng, 28, 32, "popular")
    check_by_dense_solver(scores, rng.integers(0, 4, 32))


def test_weakest_pair_gains_at_a_price():
    scores = np.array([[1000, 400], [900, 100]])
    found = raised(scores, np.array([1, 1]))
    assert found.unfair.total == 1300
    assert found.assignment.pairs.tolist() == [[0, 1], [1, 0]]
    assert (found.weakest, found.cost) == (400, 0)
    scores[0, 1] = 300
    found = raised(scores, np.array([1, 1]))
    assert (found.weakest, found.cost) == (300, 0)
    scores[0, 0] = 1000
    scores[1, 0] = 700
    found = raised(scores, np.array([1, 1]))
    assert (found.unfair.total, found.weakest, found.cost) == (1100, 300, 100)


def test_locked_pairs_do_not_count():
    scores = np.array([[5, 900], [800, 700]])
    found = raised(scores, np.array([1, 1]), locked=[(0, 0)])
    assert (found.weakest, found.assignment.total) == (700, 705)


@pytest.mark.parametrize(
    "scores, capacities",
    [
        (np.zeros((0, 0), dtype=int), []),
        (np.zeros((3, 0), dtype=int), []),
        (np.zeros((0, 3), dtype=int), [1, 1, 1]),
        (-np.ones((3, 3), dtype=int), [1, 1, 1]),
        (np.ones((3, 2), dtype=int), [0, 0]),
    ],
)
def test_nobody(scores, capacities):
    found = raised(scores, np.array(capacities, dtype=int))
    assert (found.weakest, found.cost, found.assignment.matched) == (None, 0, 0)


def test_ten_thousand_ties():
    found = raised(np.full((100, 100), 500), np.ones(100, dtype=int))
    assert (found.weakest, found.cost) == (500, 0)


def test_stopping_at_any_moment_gives_the_fairest_so_far(monkeypatch):
    need_many_rounds(monkeypatch)
    rng = np.random.default_rng(5)
    scores, capacities = random_scores(rng, 60, 60, "plain"), np.ones(60, dtype=int)
    best = raised(scores, capacities)
    weakest, steps = [], 0
    while True:
        asked = iter(range(steps))
        found = raise_floor(
            rows_of(scores),
            60,
            capacities,
            should_stop=lambda asked=asked: next(asked, None) is None,
        )
        check_allowed(found.assignment, scores, capacities)
        assert found.assignment.bound >= found.assignment.total
        if found.unfair.optimal:
            weakest.append(found.weakest)
        if found.proven:
            break
        steps += 1
    assert weakest == sorted(weakest)
    assert weakest[0] < weakest[-1] == best.weakest
    assert found.assignment.total == best.assignment.total


def test_progress_never_decreases():
    seen = []
    scores = random_scores(np.random.default_rng(2), 300, 200, "popular")
    places = np.ones(200, dtype=int)
    raise_floor(
        rows_of(scores), 300, places, progress=lambda *step: seen.append(step[0])
    )
    assert seen == sorted(seen)
    assert seen[0] >= 0 and seen[-1] == 1


def test_refused():
    with pytest.raises(ValueError, match="one number per mentor"):
        raise_floor(rows_of(np.ones((1, 1), dtype=int)), 1, 3)


def test_certificate_knows_the_floor():
    """What is best at the floor is not best without it, and what is best without it breaks the floor."""
    scores, capacities = np.array([[1000, 300], [700, 100]]), np.array([1, 1])
    found = raised(scores, capacities)
    assert not certify(rows_of(scores), 2, capacities, found.assignment)
    best = assign(rows_of(scores), 2, capacities)
    refused = certify(rows_of(scores), 2, capacities, best, floor=300)
    assert not refused and "forbidden" in refused.reason
