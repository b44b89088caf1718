"""The assignment is the best there is, whatever the problem."""

import numpy as np
import pytest
from engine import assign, certify, problem, search, sparse
from engine_oracles import by_dense_solver, by_integer_program, by_trying_all, rows_of
from engine_problems import (
    check_allowed,
    need_many_rounds,
    random_scores,
    small_problems,
)
from hypothesis import given, settings


def solve(scores, capacities, **options):
    """Assign, check that the result is allowed and certified, and return (pairs, points)."""
    result = assign(rows_of(scores), len(scores), capacities, **options)
    check_allowed(result, scores, capacities, **options)
    assert result.optimal and result.bound == result.total
    certificate = certify(rows_of(scores), len(scores), capacities, result, **options)
    assert certificate.valid and certificate.gap == 0, certificate
    return result.matched, result.total


@settings(max_examples=600, deadline=None)
@given(small_problems())
def test_as_good_as_trying_all(small):
    scores, capacities, options = small
    expected = by_trying_all(scores, capacities, **options)
    found = solve(scores, capacities, **options)
    if options["goal"] == "score":
        assert found[1] == expected[1]
    else:
        assert found == expected


@settings(max_examples=200, deadline=None)
@given(small_problems())
def test_as_good_with_one_candidate_and_linear_program(small):
    """The rounds of pricing and the second solver, which small problems would not reach by themselves."""
    scores, capacities, options = small
    with pytest.MonkeyPatch.context() as patch:
        need_many_rounds(patch)
        patch.setattr(problem, "BLOCK_CELLS", 5)
        patch.setattr(sparse, "COPIES_PER_PAIR", -1)
        expected = by_trying_all(scores, capacities, **options)
        found = solve(scores, capacities, **options)
    assert found[1] == expected[1]
    assert options["goal"] == "score" or found[0] == expected[0]


@pytest.mark.parametrize("kind", ["plain", "ties", "popular", "sparse"])
@pytest.mark.parametrize("shape", [(300, 150), (150, 300), (400, 60)])
@pytest.mark.parametrize("seed", range(3))
def test_as_good_as_dense_solver(kind, shape, seed):
    rng = np.random.default_rng([seed, *shape])
    scores = random_scores(rng, *shape, kind)
    capacities = rng.integers(0, 5, shape[1])
    assert solve(scores, capacities) == by_dense_solver(scores, capacities)


def test_as_good_with_prices_beyond_32_bits(monkeypatch):
    monkeypatch.setattr(search, "NARROW", 1)
    need_many_rounds(monkeypatch)
    rng = np.random.default_rng(11)
    scores, capacities = random_scores(rng, 120, 90, "popular"), rng.integers(0, 3, 90)
    assert solve(scores, capacities) == by_dense_solver(scores, capacities)


@pytest.mark.parametrize("goal", ["cardinality", "score"])
@pytest.mark.parametrize("share", [0.3, 0.9, 1])
def test_locking_pairs_of_the_best_changes_nothing(goal, share, monkeypatch):
    """Those without a place left, with scores near the top, must not come back as candidates."""
    need_many_rounds(monkeypatch)
    rng = np.random.default_rng(12)
    scores = rng.integers(985, 1001, (150, 80))
    scores[rng.random(scores.shape) < 0.5] = -1
    scores[:60, 10:] = -1
    capacities = np.where(np.arange(80) < 10, 5, 6)
    best = assign(rows_of(scores), 150, capacities, goal=goal)
    locked = [
        tuple(pair)
        for pair in best.pairs.tolist()
        if pair[0] >= 60 and rng.random() < share
    ]
    assert assign(rows_of(scores), 150, capacities, goal=goal, locked=locked).rounds > 1
    assert solve(scores, capacities, goal=goal, locked=locked) == (
        best.matched,
        best.total,
    )


def test_pairs_worth_nothing_do_not_join_later(monkeypatch):
    need_many_rounds(monkeypatch)
    rng = np.random.default_rng(13)
    scores = np.where(rng.random((60, 60)) < 0.05, rng.integers(1, 6, (60, 60)), 0)
    capacities = np.full(60, 1)
    assert assign(rows_of(scores), 60, capacities, goal="score").rounds > 1
    assert (
        solve(scores, capacities, goal="score")[1]
        == by_dense_solver(scores, capacities)[1]
    )


@pytest.mark.parametrize("kind", ["plain", "ties", "popular", "sparse"])
def test_several_mentors_each_as_good_as_integer_program(kind):
    rng = np.random.default_rng(5)
    scores = random_scores(rng, 60, 40, kind)
    capacities = rng.integers(0, 5, 40)
    assert solve(scores, capacities, per_mentee=2) == by_integer_program(
        scores, capacities, 2
    )


def test_large_capacities_need_no_copies():
    rng = np.random.default_rng(3)
    scores = random_scores(rng, 6000, 10, "plain")
    assert solve(scores, np.full(10, 10**12)) == (
        int((scores >= 0).any(axis=1).sum()),
        int(np.maximum(scores.max(axis=1), 0).sum()),
    )


@pytest.mark.parametrize("copies", [sparse.COPIES_PER_PAIR, -1])
def test_one_pair_more_is_worth_any_loss_of_points(copies, monkeypatch):
    """To let the last mentee in, everyone moves from their best mentor to their worst."""
    monkeypatch.setattr(sparse, "COPIES_PER_PAIR", copies)
    scores = np.full((61, 61), -1)
    scores[np.arange(60), np.arange(1, 61)] = 1000
    scores[np.arange(61), np.arange(61)] = 0
    assert (
        solve(scores, np.ones(61, dtype=int))
        == by_dense_solver(scores, np.ones(61, dtype=int))
        == (61, 0)
    )


@pytest.mark.parametrize(
    "goal, expected", [("cardinality", (2, 2)), ("score", (1, 1000))]
)
def test_goal_decides_between_more_pairs_and_more_points(goal, expected):
    assert (
        solve(np.array([[1000, 1], [1, -1]]), np.array([1, 1]), goal=goal) == expected
    )


def test_pair_worth_nothing_is_made_only_for_the_number():
    scores, capacities = np.array([[0]]), np.array([1])
    assert solve(scores, capacities) == (1, 0)
    assert solve(scores, capacities, goal="score") == (0, 0)
    assert solve(scores, capacities, goal="score", locked=[(0, 0)]) == (1, 0)


@pytest.mark.parametrize("n_mentees, n_mentors", [(0, 0), (0, 3), (3, 0)])
def test_nobody(n_mentees, n_mentors):
    assert solve(
        np.zeros((n_mentees, n_mentors), dtype=int), np.ones(n_mentors, dtype=int)
    ) == (0, 0)


@pytest.mark.parametrize(
    "scores, capacities",
    [(-np.ones((3, 3), dtype=int), [1, 1, 1]), (np.ones((3, 2), dtype=int), [0, 0])],
)
def test_nothing_possible(scores, capacities):
    assert solve(scores, np.array(capacities)) == (0, 0)


def test_ten_thousand_ties():
    assert solve(np.full((100, 100), 500), np.ones(100, dtype=int)) == (100, 50_000)


def test_equal_scores_spread_over_the_candidates():
    result = assign(rows_of(np.full((2000, 1000), 500)), 2000, np.full(1000, 2))
    assert (result.matched, result.optimal, result.rounds) == (2000, True, 1)


@pytest.mark.parametrize("per_mentee", [1, 2])
def test_same_input_gives_same_result(per_mentee):
    rng = np.random.default_rng(8)
    scores, capacities = random_scores(rng, 200, 100, "ties"), rng.integers(1, 4, 100)
    first = assign(rows_of(scores), 200, capacities, per_mentee=per_mentee)
    for dtype in (np.int16, np.int32, np.int64):
        again = assign(
            rows_of(scores.astype(dtype)),
            200,
            capacities.tolist(),
            per_mentee=per_mentee,
        )
        for name in ("pairs", "mentee_prices", "mentor_prices"):
            assert np.array_equal(getattr(first, name), getattr(again, name))


def test_order_of_locked_and_excluded_does_not_matter():
    scores, capacities = (
        random_scores(np.random.default_rng(1), 30, 20, "ties"),
        np.full(20, 2),
    )
    pairs = [
        tuple(pair) for pair in assign(rows_of(scores), 30, capacities).pairs.tolist()
    ]
    one = assign(rows_of(scores), 30, capacities, locked=pairs[:5], excluded=pairs[5:9])
    other = assign(
        rows_of(scores),
        30,
        capacities,
        locked=set(pairs[4::-1]),
        excluded=np.array(pairs[8:4:-1]),
    )
    assert np.array_equal(one.pairs, other.pairs)


def test_scores_given_are_not_changed():
    scores = random_scores(np.random.default_rng(1), 50, 40, "plain").astype(np.int32)
    before = scores.copy()
    solve(
        scores,
        np.full(40, 2),
        locked=[tuple(np.argwhere(scores >= 0)[0])],
        excluded=[(1, 1)],
    )
    assert np.array_equal(scores, before)


def test_progress_never_decreases():
    seen = []
    scores = random_scores(np.random.default_rng(2), 300, 200, "popular")
    assign(
        rows_of(scores),
        300,
        np.ones(200, dtype=int),
        progress=lambda *step: seen.append(step),
    )
    fractions = [fraction for fraction, _stage in seen]
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0 and fractions[-1] == 1
    assert {stage for _fraction, stage in seen} == {"scan", "solve", "prove", "done"}


@pytest.mark.parametrize("per_mentee", [1, 2])
@pytest.mark.parametrize("goal", ["cardinality", "score"])
def test_stopping_at_any_moment_gives_what_there_is_with_an_honest_bound(
    goal, per_mentee, monkeypatch
):
    monkeypatch.setattr(problem, "BLOCK_CELLS", 2000)
    need_many_rounds(monkeypatch)
    scores, capacities = (
        random_scores(np.random.default_rng(2), 60, 100, "popular"),
        np.ones(100, dtype=int),
    )
    locked = [tuple(np.argwhere(scores >= 0)[-1].tolist())]
    options = {"goal": goal, "per_mentee": per_mentee, "locked": locked}
    best = assign(rows_of(scores), 60, capacities, **options)
    unproven = steps = 0
    while True:
        asked = iter(range(steps))
        result = assign(
            rows_of(scores),
            60,
            capacities,
            should_stop=lambda asked=asked: next(asked, None) is None,
            **options,
        )
        check_allowed(result, scores, capacities, **options)
        assert result.bound >= result.total
        if goal == "score":
            assert result.bound >= best.total >= result.total
        elif result.matched == best.matched:
            assert result.bound >= best.total
        certificate = certify(rows_of(scores), 60, capacities, result, **options)
        assert certificate.valid == result.optimal
        if result.optimal:
            break
        assert certificate.gap > 0
        unproven, steps = unproven + 1, steps + 1
    assert unproven > 5
    assert result.total == best.total


def test_no_time_at_all():
    scores = random_scores(np.random.default_rng(2), 60, 50, "plain")
    result = assign(rows_of(scores), 60, np.ones(50, dtype=int), time_limit=0)
    assert not result.optimal
    assert result.bound >= result.total


def test_exception_of_the_scores_passes_through():
    def broken(lo, hi):
        raise LookupError("the criterion failed")

    with pytest.raises(LookupError, match="the criterion failed"):
        assign(broken, 3, [1, 1])
