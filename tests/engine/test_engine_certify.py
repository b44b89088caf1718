"""The certificate believes nothing it is told."""

from dataclasses import replace

import numpy as np
import pytest
from engine import assign, certify
from engine_oracles import rows_of

RNG = np.random.default_rng(4)
SCORES = np.where(RNG.random((40, 25)) < 0.3, -1, RNG.integers(0, 1001, (40, 25)))
CAPACITIES = RNG.integers(1, 3, 25)


@pytest.fixture(
    params=[
        {},
        {"goal": "score"},
        {"per_mentee": 2},
        {"locked": [(0, int(SCORES[0].argmax()))]},
    ]
)
def solved(request):
    return assign(rows_of(SCORES), 40, CAPACITIES, **request.param), request.param


def check(result, options):
    return certify(rows_of(SCORES), 40, CAPACITIES, result, **options)


def test_what_is_found_before_solving_is_not_called_more_than_it_is():
    for scores, places in (([[1000]], [2]), ([[700, 300], [500, 200]], [1, 1])):
        rows, stop = rows_of(np.array(scores)), []
        problem = rows, len(scores), np.array(places)
        # Stopped as soon as all scores are read.
        result = assign(
            *problem,
            progress=lambda _fraction, _stage, stop=stop: stop.append(True),
            should_stop=lambda stop=stop: bool(stop),
        )
        assert result.rounds == 0
        assert result.matched == len(scores)
        assert bool(certify(*problem, result)) is result.optimal
        assert result.bound >= result.total


def test_best_is_certified(solved):
    certificate = check(*solved)
    assert (
        certificate
        and certificate.valid
        and certificate.gap == 0
        and certificate.reason == ""
    )


def refused(result, options, reason):
    certificate = check(result, options)
    assert not certificate and not certificate.valid
    assert reason in certificate.reason
    return certificate


def without(result, rows):
    """Drop pairs and count again, so that only the optimality is at stake."""
    pairs = np.delete(result.pairs, rows, axis=0)
    return replace(
        result,
        pairs=pairs,
        matched=len(pairs),
        total=int(SCORES[pairs[:, 0], pairs[:, 1]].sum()),
    )


def test_pair_dropped(solved):
    result, options = solved
    worth = SCORES[result.pairs[1:, 0], result.pairs[1:, 1]]
    certificate = refused(without(result, [1 + int(worth.argmax())]), options, "better")
    assert certificate.gap >= worth.max()


def test_pairs_swapped(solved):
    """Two mentees change mentors: as many pairs, all allowed, fewer points."""
    result, options = solved
    for one in range(1, len(result.pairs)):
        for other in range(one):
            pairs = result.pairs.copy()
            pairs[[one, other], 1] = pairs[[other, one], 1]
            points = SCORES[pairs[:, 0], pairs[:, 1]]
            kept = {tuple(pair) for pair in pairs.tolist()}
            allowed = (
                points.min() >= 0
                and len(kept) == len(pairs)
                and set(options.get("locked", ())) <= kept
            )
            if allowed and points.sum() < result.total:
                worse = replace(result, pairs=pairs, total=int(points.sum()))
                assert (
                    refused(worse, options, "better").gap >= result.total - points.sum()
                )
                return
    pytest.fail("no swap to try")


def test_total_claimed(solved):
    result, options = solved
    refused(replace(result, total=result.total + 1), options, "points, not")


def test_number_claimed(solved):
    result, options = solved
    refused(replace(result, matched=result.matched + 1), options, "pairs, not")


def test_claim_of_optimality_is_not_believed():
    result = assign(rows_of(SCORES), 40, CAPACITIES, time_limit=0)
    assert (
        refused(replace(result, optimal=True, bound=result.total), {}, "better").gap > 0
    )


def test_same_pair_twice(solved):
    result, options = solved
    pairs = np.concatenate([result.pairs, result.pairs[:1]])
    refused(replace(result, pairs=pairs, matched=len(pairs)), options, "twice")


def test_forbidden_pair(solved):
    result, options = solved
    pairs = result.pairs.copy()
    for at, (mentee, mentor) in list(enumerate(pairs.tolist()))[1:]:
        for other, (_, taken) in list(enumerate(pairs.tolist()))[1:]:
            if SCORES[mentee, taken] < 0:
                pairs[[at, other], 1] = taken, mentor
                kept = {tuple(pair) for pair in pairs.tolist()}
                if len(kept) == len(pairs):
                    refused(replace(result, pairs=pairs), options, "forbidden")
                    return
                pairs = result.pairs.copy()
    pytest.fail("no forbidden swap to try")


def test_mentor_beyond_capacity(solved):
    result, options = solved
    pairs = result.pairs.copy()
    pairs[1:, 1] = pairs[1, 1]
    refused(
        replace(
            result,
            pairs=np.unique(pairs, axis=0),
            matched=len(np.unique(pairs, axis=0)),
        ),
        options,
        "places",
    )


def test_excluded_pair(solved):
    result, options = solved
    refused(result, {**options, "excluded": [tuple(result.pairs[-1])]}, "forbidden")


def test_locked_pair_missing(solved):
    result, options = solved
    spare = next(
        (i, j)
        for i, j in np.argwhere(SCORES >= 0).tolist()
        if i > 0 and [i, j] not in result.pairs.tolist()
    )
    refused(
        result,
        {**options, "locked": [*options.get("locked", ()), spare]},
        "locked pair is missing",
    )


def test_pairs_out_of_range(solved):
    result, options = solved
    refused(replace(result, pairs=result.pairs + 30), options, "out of range")


@pytest.mark.parametrize("side", ["mentee_prices", "mentor_prices"])
@pytest.mark.parametrize("change", [1, -1, 2**40])
def test_prices_changed(solved, side, change):
    result, options = solved
    prices = getattr(result, side).copy()
    who = result.pairs[1:, ["mentee_prices", "mentor_prices"].index(side)]
    at = who[prices[who].argmax()]
    prices[at] += change
    certificate = refused(replace(result, **{side: prices}), options, "better")
    assert certificate.gap > 0


@pytest.mark.parametrize(
    "prices, reason",
    [
        (-np.ones(25, dtype=int), "negative"),
        (np.zeros(24, dtype=int), "25 whole"),
        (np.zeros(25), "25 whole"),
    ],
)
def test_prices_refused(solved, prices, reason):
    result, options = solved
    assert refused(replace(result, mentor_prices=prices), options, reason).gap is None


def test_another_problem(solved):
    """The best for some scores is not for others."""
    result, options = solved
    for mentee, mentor in np.argwhere(SCORES < 0):
        scores = SCORES.copy()
        scores[mentee, mentor] = 1000
        better = assign(rows_of(scores), 40, CAPACITIES, **options)
        if (better.matched, better.total) != (result.matched, result.total):
            certificate = certify(rows_of(scores), 40, CAPACITIES, result, **options)
            assert not certificate and certificate.gap >= better.total - result.total
            return
    pytest.fail("no pair would make a difference")
