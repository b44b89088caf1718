"""Input that makes no sense is refused, with what to mend."""

import numpy as np
import pytest
from engine import assign, certify
from engine_oracles import rows_of

SCORES = np.array([[5, 6], [7, -1], [0, 9]])
CAPACITIES = np.array([1, 2])


@pytest.mark.parametrize(
    "change, message",
    [
        ({"score_rows": rows_of(SCORES[:, :1])}, r"shape \(3, 1\), expected \(3, 2\)"),
        ({"score_rows": lambda lo, hi: SCORES[0]}, "shape"),
        ({"score_rows": rows_of(np.where(SCORES < 0, np.nan, 1))}, "NaN"),
        ({"score_rows": rows_of(SCORES + 0.5)}, "whole numbers"),
        ({"score_rows": rows_of(SCORES.astype(str))}, "whole numbers"),
        ({"score_rows": rows_of(SCORES * 200)}, "from 0 to 1000"),
        ({"score_rows": rows_of(SCORES - 1)}, "from 0 to 1000"),
        ({"n_mentees": -1}, "n_mentees must be at least 0"),
        ({"n_mentees": 2.5}, "n_mentees must be a whole number"),
        ({"capacities": [1, -1]}, "capacity of mentor 1 is negative"),
        ({"capacities": [1.0, 2.0]}, "capacities must be whole numbers"),
        ({"capacities": [1, np.nan]}, "capacities must be whole numbers"),
        ({"capacities": [[1, 1]]}, "one number per mentor"),
        ({"capacities": 3}, "one number per mentor"),
        ({"per_mentee": 0}, "per_mentee must be at least 1"),
        ({"per_mentee": "2"}, "per_mentee must be a whole number"),
        ({"goal": "happiness"}, "Unknown goal 'happiness'"),
        (
            {"locked": [(0, 2)]},
            r"locked holds the pair \(mentee 0, mentor 2\), out of range",
        ),
        ({"locked": [(3, 0)]}, "out of range"),
        ({"locked": [(-1, 0)]}, "count from 0"),
        ({"locked": [(0, 0), (1, 0)]}, "mentor 0 2 pairs, more than the 1 allowed"),
        ({"locked": [(0, 0), (0, 1)]}, "mentee 0 2 pairs, more than the 1 allowed"),
        ({"locked": [(0, 0), (0, 0)]}, "twice"),
        ({"locked": [(0, 0)], "excluded": [(0, 0)]}, "locked and excluded both hold"),
        ({"locked": [(0, 0, 1)]}, "list of"),
        ({"locked": [(0, 0), (1,)]}, "list of"),
        ({"locked": [(0.0, 1.0)]}, "whole numbers"),
        ({"excluded": [(9, 9)]}, "excluded holds the pair"),
        ({"excluded": [("a", "b")]}, "whole numbers"),
    ],
)
@pytest.mark.parametrize("function", [assign, certify])
def test_refused(function, change, message):
    good = {"score_rows": rows_of(SCORES), "n_mentees": 3, "capacities": CAPACITIES}
    if function is certify:
        good["assignment"] = assign(**good)
    with pytest.raises(ValueError, match=message):
        function(**{**good, **change})


def test_locked_pair_forbidden_by_its_score():
    for goes_on in (True, False):
        with pytest.raises(
            ValueError, match=r"\(mentee 1, mentor 1\), which its score forbids"
        ):
            assign(
                rows_of(SCORES),
                3,
                CAPACITIES,
                locked=[(1, 1)],
                should_stop=lambda stop=not goes_on: stop,
            )


@pytest.mark.parametrize("time_limit", [-1, float("nan"), "soon"])
def test_time_limit_refused(time_limit):
    with pytest.raises(ValueError, match="time_limit"):
        assign(rows_of(SCORES), 3, CAPACITIES, time_limit=time_limit)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64])
def test_any_integer_will_do(dtype):
    assert (
        assign(rows_of(SCORES.astype(dtype)), np.int64(3), CAPACITIES.tolist()).total
        == 22
    )


def test_unsigned_scores():
    assert (
        assign(
            rows_of(np.array([[1000, 3]], dtype=np.uint16)),
            1,
            np.array([1, 1], dtype=np.uint8),
        ).total
        == 1000
    )
