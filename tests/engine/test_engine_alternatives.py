"""Alternatives and ranks, against sorting the whole matrix."""

import numpy as np
import pytest
from engine import alternatives, assign, problem
from engine_oracles import rows_of

RNG = np.random.default_rng(9)
SCORES = np.where(RNG.random((60, 30)) < 0.3, -1, RNG.integers(0, 40, (60, 30)) * 25)
SCORES[7] = -1
RESULT = assign(rows_of(SCORES), 60, RNG.integers(0, 3, 30))


@pytest.mark.parametrize(
    "mentees",
    [np.arange(60), np.array([59, 3, 4, 5, 0, 7]), np.array([], dtype=int), 12],
)
@pytest.mark.parametrize("k", [0, 3, 30, 40])
@pytest.mark.parametrize("cells", [40, 100, 10**6])
def test_as_sorting_says(mentees, k, cells, monkeypatch):
    monkeypatch.setattr(problem, "BLOCK_CELLS", cells)
    found = alternatives(rows_of(SCORES), mentees, RESULT, k)
    own = dict(RESULT.pairs.tolist())
    assert found.mentees.tolist() == np.atleast_1d(mentees).tolist()
    for place, mentee in enumerate(found.mentees.tolist()):
        row = SCORES[mentee]
        best = sorted(
            (-row[j], j) for j in range(30) if row[j] >= 0 and own.get(mentee) != j
        )[:k]
        assert found.mentors[place].tolist() == [j for _score, j in best] + [-1] * (
            k - len(best)
        )
        assert found.scores[place].tolist() == [-score for score, _j in best] + [-1] * (
            k - len(best)
        )
        assert found.candidates[place] == (row >= 0).sum()
    assert found.pairs.tolist() == [
        pair for pair in RESULT.pairs.tolist() if pair[0] in found.mentees
    ]
    assert found.ranks.tolist() == [
        1 + (SCORES[i] > SCORES[i, j]).sum() for i, j in found.pairs
    ]


def test_scores_are_asked_for_these_mentees_only():
    asked = []

    def score_rows(lo, hi):
        asked.append((lo, hi))
        return SCORES[lo:hi]

    alternatives(score_rows, [5, 40, 6], RESULT, 3)
    assert asked == [(5, 7), (40, 41)]


def test_pair_forbidden_since():
    scores = SCORES.copy()
    mentee, mentor = RESULT.pairs[0]
    scores[mentee, mentor] = -1
    assert alternatives(rows_of(scores), int(mentee), RESULT, 1).ranks.tolist() == [0]


def test_no_mentors():
    nobody = assign(rows_of(np.zeros((2, 0), dtype=int)), 2, [])
    assert (
        alternatives(
            rows_of(np.zeros((2, 0), dtype=int)), [0, 1], nobody, 2
        ).mentors.tolist()
        == [[-1, -1]] * 2
    )


@pytest.mark.parametrize(
    "mentees, k, message",
    [
        ([60], 1, "no mentee 60"),
        ([-1], 1, "no mentee -1"),
        ([1, 1], 1, "twice"),
        ([0.5], 1, "position"),
        ([0], -1, "at least 0"),
    ],
)
def test_refused(mentees, k, message):
    with pytest.raises(ValueError, match=message):
        alternatives(rows_of(SCORES), mentees, RESULT, k)
