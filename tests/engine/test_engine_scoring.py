"""Scores are the weighted mean of the criteria, and their points add up to it."""

from fractions import Fraction

import numpy as np
import pytest
from engine import (
    Criterion,
    assign,
    build_score_rows,
    certify,
    explain,
    keep_rows,
    pair_values,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def criterion(name, weight, values, required=False):
    values = np.asarray(values)
    return Criterion(name, weight, required, lambda lo, hi: values[lo:hi])


@st.composite
def criteria_lists(draw):
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    value = st.one_of(st.sampled_from([0.0, 1.0, 0.5, 1 / 3, np.nan]), st.floats(0, 1))
    weights = draw(
        st.lists(
            st.sampled_from([0, 1, 2, 0.1, 7.3, 1e6]), min_size=1, max_size=6
        ).filter(any)
    )
    return shape, [
        criterion(
            str(place),
            weight,
            [[draw(value) for _ in range(shape[1])] for _ in range(shape[0])],
            draw(st.booleans()),
        )
        for place, weight in enumerate(weights)
    ]


@settings(max_examples=300, deadline=None)
@given(criteria_lists())
def test_points_add_up_to_the_score_and_the_score_is_the_weighted_mean(drawn):
    shape, criteria = drawn
    scores = build_score_rows(criteria, allow_empty=True)(0, shape[0])
    pairs = np.argwhere(np.ones(shape, dtype=bool))
    points = explain(criteria, pairs)
    for (mentee, mentor), shares in zip(pairs, points, strict=True):
        values = [one.values(mentee, mentee + 1)[0, mentor] for one in criteria]
        refused = [
            one.required and value == 0
            for one, value in zip(criteria, values, strict=True)
        ]
        score = scores[mentee, mentor]
        if any(refused):
            assert score == -1
            assert shares.tolist() == [-1 if no else 0 for no in refused]
            continue
        applying = [
            (Fraction(one.weight), Fraction(value), share)
            for one, value, share in zip(criteria, values, shares, strict=True)
            if not np.isnan(value)
        ]
        weight = sum(weight for weight, _value, _share in applying)
        assert shares.sum() == score
        assert all(
            share == 0
            for share, value in zip(shares, values, strict=True)
            if np.isnan(value)
        )
        if not weight:
            assert score == 0
            continue
        mean = 1000 * sum(weight * value for weight, value, _share in applying) / weight
        assert abs(score - mean) <= Fraction(1, 2) + Fraction(1, 10**6)
        for own, value, share in applying:
            assert abs(share - 1000 * own * value / weight) < 1 + Fraction(1, 10**6)


def test_weights_are_shared_out_where_a_criterion_does_not_apply():
    skills = criterion("skills", 3, [[0.5, 0.5]])
    site = criterion("site", 1, [[1.0, np.nan]])
    assert build_score_rows([skills, site])(0, 1).tolist() == [[625, 500]]
    assert explain([skills, site], [(0, 1), (0, 0)]).tolist() == [[500, 0], [375, 250]]


def test_points_left_go_to_the_largest_remainders():
    thirds = [criterion(name, 1, [[1.0]]) for name in "abc"]
    assert explain(thirds, [(0, 0)]).tolist() == [[334, 333, 333]]
    uneven = [criterion("a", 1, [[0.1004]]), criterion("b", 1, [[0.2018]])]
    assert explain(uneven, [(0, 0)]).tolist() == [[50, 101]]


def test_required_forbids_at_zero_only():
    language = criterion("language", 0, [[0.0, 0.2, np.nan]], required=True)
    fit = criterion("fit", 1, [[0.9, 0.8, 0.7]])
    assert build_score_rows([language, fit])(0, 1).tolist() == [[-1, 800, 700]]
    assert explain([language, fit], [(0, 0), (0, 1)]).tolist() == [[-1, 0], [0, 800]]


@pytest.mark.parametrize("as_function", [False, True])
def test_forbidden(as_function):
    banned = np.array([[False, True], [True, False]])
    fit = criterion("fit", 1, np.ones((2, 2)))
    score_rows = build_score_rows(
        [fit], (lambda lo, hi: banned[lo:hi]) if as_function else banned
    )
    assert score_rows(0, 2).tolist() == [[1000, -1], [-1, 1000]]
    assert score_rows(1, 2).tolist() == [[-1, 1000]]


def test_scores_do_not_depend_on_the_block():
    rng = np.random.default_rng(6)
    criteria = [criterion(str(i), rng.random(), rng.random((30, 20))) for i in range(5)]
    score_rows = build_score_rows(criteria)
    whole = score_rows(0, 30)
    assert np.array_equal(
        whole, np.concatenate([score_rows(i, i + 1) for i in range(30)])
    )
    result = assign(score_rows, 30, np.full(20, 2))
    assert certify(score_rows, 30, np.full(20, 2), result)
    assert explain(criteria, result.pairs).sum() == result.total
    shuffled = result.pairs[rng.permutation(len(result.pairs))]
    assert np.array_equal(
        explain(criteria, shuffled).sum(axis=1), whole[shuffled[:, 0], shuffled[:, 1]]
    )


def test_rows_are_kept():
    asked = []

    def score_rows(lo, hi):
        asked.append((lo, hi))
        return np.arange(6, dtype=np.int16).reshape(3, 2)[lo:hi]

    kept = keep_rows(score_rows, 3, 2)
    assert kept(1, 2).tolist() == [[2, 3]]
    assert kept(0, 3).tolist() == [[0, 1], [2, 3], [4, 5]]
    assert kept(1, 3).tolist() == [[2, 3], [4, 5]]
    assert asked == [(1, 2), (0, 3)]
    with pytest.raises(ValueError, match="read-only"):
        kept(0, 1)[0, 0] = 5


def test_rows_that_take_too_much_memory_are_not_kept():
    def score_rows(lo, hi):
        raise AssertionError

    assert keep_rows(score_rows, 2**20, 2**7) is score_rows


def test_values_of_pairs():
    language = criterion("language", 1, [[0.0, np.nan]])
    fit = criterion("fit", 3, [[1.0, 0.5]])
    pairs = [(0, 1), (0, 0)]
    values = pair_values([language, fit], pairs)
    assert np.array_equal(values, [[np.nan, 0.5], [0, 1]], equal_nan=True)
    points = explain([language, fit], pairs)
    assert np.array_equal(explain([language, fit], pairs, values), points)


def test_no_pairs_to_explain():
    assert explain([criterion("a", 1, [[1.0]])], []).shape == (0, 1)


GOOD = criterion("good", 1, np.ones((2, 3)))


@pytest.mark.parametrize(
    "criteria, message",
    [
        ([], "There is no criterion"),
        ([criterion("a", -1, np.ones((2, 3)))], "weight of 'a' is -1"),
        ([criterion("a", float("nan"), np.ones((2, 3)))], "weight of 'a' is nan"),
        ([criterion("a", float("inf"), np.ones((2, 3)))], "weight of 'a' is inf"),
        (
            [criterion("a", 0, np.ones((2, 3))), criterion("b", 0, np.ones((2, 3)))],
            "All weights are 0",
        ),
        ([GOOD, GOOD], "Two criteria have the name 'good'"),
    ],
)
def test_criteria_refused_at_once(criteria, message):
    with pytest.raises(ValueError, match=message):
        build_score_rows(criteria)
    with pytest.raises(ValueError, match=message):
        explain(criteria, [(0, 0)])


@pytest.mark.parametrize(
    "values, message",
    [
        (
            np.ones((2, 2)),
            r"'bad' gave an array of shape \(2, 2\) for 2 mentees, expected \(2, 3\)",
        ),
        (np.ones(2), "shape"),
        (np.ones((1, 3)), "shape"),
        (np.full((2, 3), 1.5), "between 0 and 1"),
        (np.full((2, 3), -0.1), "between 0 and 1"),
        (np.full((2, 3), np.inf), "between 0 and 1"),
        (np.full((2, 3), "x"), "values are numbers"),
        (np.full((2, 3), None), "values are numbers"),
    ],
)
def test_values_refused(values, message):
    with pytest.raises(ValueError, match=message):
        build_score_rows([GOOD, criterion("bad", 1, values)])(0, 2)


@pytest.mark.parametrize("values", [np.ones(2), np.ones((1, 3)), np.ones((2, 3, 1))])
def test_values_of_the_first_criterion_refused(values):
    with pytest.raises(ValueError, match="'bad' gave an array of shape"):
        build_score_rows([criterion("bad", 1, values), GOOD])(0, 2)


def test_nan_everywhere_is_refused_unless_allowed():
    nothing = criterion("nothing", 1, [[1.0, 1.0], [0.5, np.nan]])
    with pytest.raises(
        ValueError, match=r"No criterion applies to the pair \(mentee 1, mentor 1\)"
    ):
        build_score_rows([nothing])(1, 2)
    assert build_score_rows([nothing], allow_empty=True)(1, 2).tolist() == [[500, 0]]
    assert build_score_rows([nothing], np.array([[False, False], [False, True]]))(
        1, 2
    ).tolist() == [[500, -1]]


@pytest.mark.parametrize(
    "forbidden",
    [
        np.ones((2, 3)),
        np.ones(3, dtype=bool),
        np.ones((2, 4), dtype=bool),
        lambda lo, hi: [1],
    ],
)
def test_forbidden_refused(forbidden):
    with pytest.raises(ValueError, match="forbidden"):
        build_score_rows([GOOD], forbidden)(0, 2)


@pytest.mark.parametrize(
    "pairs, message",
    [([(0, 3)], "out of range"), ([(-1, 0)], "count from 0"), ([(0, 0, 0)], "list of")],
)
def test_pairs_to_explain_refused(pairs, message):
    with pytest.raises(ValueError, match=message):
        explain([GOOD], pairs)


def test_exception_of_a_criterion_passes_through():
    def broken(lo, hi):
        raise LookupError("no such field")

    with pytest.raises(LookupError, match="no such field"):
        build_score_rows([Criterion("broken", 1, False, broken)])(0, 1)
