"""Skill fit and level gap, against the sentence that defines them."""

import numpy as np
import pytest
from engine import Criterion, SkillRows, assign, build_score_rows, level_gap, skill_fit
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

levels = st.sampled_from([np.nan, np.nan, 0.0, 20.0, 50.0, 80.0, 100.0])


def fit_of(wanted, offered):
    if np.isnan(offered):
        return 0
    return 1 if offered >= wanted else offered / wanted


def gap_of(current, offered, gap):
    if np.isnan(offered):
        return 0
    target = min(current + gap, 100)
    if offered >= target:
        return 1
    return max(0, (offered - current) / (target - current)) if current < target else 0


@settings(max_examples=150, deadline=None)
@given(
    wanted=arrays(float, (3, 4), elements=levels),
    offered=arrays(float, (5, 4), elements=levels),
    priority=arrays(int, (3, 4), elements=st.integers(1, 3)),
    gap=st.sampled_from([10.0, 20.0, 45.0, 100.0]),
)
def test_as_defined(wanted, offered, priority, gap):
    needs, gifts = SkillRows.from_dense(wanted, priority), SkillRows.from_dense(offered)
    for values, one in (
        (skill_fit(needs, gifts, 3, 5), fit_of),
        (
            level_gap(needs, gifts, 3, 5, gap=gap),
            lambda low, high: gap_of(low, high, gap),
        ),
    ):
        found = np.concatenate([values(0, 1), values(1, 3)])
        assert found.shape == (3, 5)
        for mentee in range(3):
            asked = [skill for skill in range(4) if not np.isnan(wanted[mentee, skill])]
            weight = sum(priority[mentee, skill] for skill in asked)
            for mentor in range(5):
                if not asked:
                    assert np.isnan(found[mentee, mentor])
                    continue
                expected = sum(
                    priority[mentee, skill]
                    * one(wanted[mentee, skill], offered[mentor, skill])
                    for skill in asked
                )
                assert found[mentee, mentor] == pytest.approx(expected / weight)
                assert 0 <= found[mentee, mentor] <= 1


def test_best_skilled_mentor_wins():
    wanted = SkillRows([0, 1], [7, 9], [80, 80], [3, 1])
    offered = SkillRows([0, 0, 1], [9, 7, 7], [80, 40, 80])
    values = skill_fit(wanted, offered, 2, 2)
    assert values(0, 2).tolist() == [[0.5, 1], [1, 0]]
    result = assign(
        build_score_rows([Criterion("skills", 1, False, values)]), 2, [1, 1]
    )
    assert result.pairs.tolist() == [[0, 1], [1, 0]]


def test_rare_skills_count_more():
    # Skill 5 is offered by one of four, 6 by three, 7 by nobody.
    offered = SkillRows([0, 1, 2, 3], [5, 6, 6, 6], [50, 50, 50, 50])
    wanted = SkillRows([0, 0, 1, 1], [5, 6, 6, 7], [50, 50, 50, 50], [1, 1, 2, 1])
    values = skill_fit(wanted, offered, 2, 4, rarity=True)(0, 2)
    one, three = 1 + np.log(4), 1 + np.log(4 / 3)
    share, other = one / (one + three), 2 * three / (2 * three + one)
    expected = [[share, 1 - share, 1 - share, 1 - share], [0, other, other, other]]
    np.testing.assert_allclose(values, expected)
    assert skill_fit(wanted, SkillRows([], [], []), 2, 0, rarity=True)(0, 2).size == 0


def test_nobody_wants_or_offers():
    none = SkillRows([], [], [])
    some = SkillRows([0], [1], [50])
    assert np.isnan(skill_fit(none, some, 2, 3)(0, 2)).all()
    assert (level_gap(some, none, 1, 3)(0, 1) == 0).all()
    assert skill_fit(none, none, 0, 0)(0, 0).shape == (0, 0)


@pytest.mark.parametrize(
    "columns, message",
    [
        (([0], [1], [101]), "level goes from 0 to 100"),
        (([0], [1], [-1]), "level goes from 0 to 100"),
        (([0], [1], [np.nan]), "never NaN"),
        (([-1], [1], [5]), "count from 0"),
        (([0], [-1], [5]), "count from 0"),
        (([0], [1], [5], [0]), "priority goes from 1 to 3"),
        (([0], [1], [5], [4]), "priority goes from 1 to 3"),
        (([0], [1], [5], [1.5]), "priority must be"),
        (([0, 1], [1], [5]), "person has 2 rows"),
        (([0.5], [1], [5]), "person must be"),
        (([[0]], [1], [5]), "person must be"),
        (([0, 0], [1, 1], [5, 6]), "Person 0 has the skill 1 twice"),
    ],
)
def test_rows_refused(columns, message):
    with pytest.raises(ValueError, match=message):
        SkillRows(*columns)


def test_dense_refused():
    with pytest.raises(ValueError, match="same shape"):
        SkillRows.from_dense(np.zeros((2, 3)), np.ones((2, 2)))
    with pytest.raises(ValueError, match="same shape"):
        SkillRows.from_dense(np.zeros(3))


def test_person_out_of_range_refused():
    rows = SkillRows([3], [0], [50])
    with pytest.raises(ValueError, match="no person 3 among 3 mentees"):
        skill_fit(rows, rows, 3, 4)
    with pytest.raises(ValueError, match="no person 3 among 2 mentors"):
        level_gap(rows, rows, 4, 2)


@pytest.mark.parametrize("gap", [0, -5, 101, float("nan")])
def test_gap_refused(gap):
    rows = SkillRows([0], [0], [50])
    with pytest.raises(ValueError, match="gap must be above 0"):
        level_gap(rows, rows, 1, 1, gap=gap)
