"""Problems to try the engine on, small ones drawn by hypothesis and larger ones by chance."""

import numpy as np
from engine import search
from hypothesis import strategies as st


@st.composite
def small_problems(draw, largest=4):
    """Draw scores, capacities and the other arguments of `assign`, with up to `largest` people on each side."""
    n_mentees, n_mentors = (draw(st.integers(0, largest)) for _side in range(2))
    # Few distinct scores make ties; all of the range makes none.
    score = draw(
        st.sampled_from(
            [st.sampled_from([-1, 0, 1, 2]), st.integers(-1, 1000), st.just(7)]
        )
    )
    scores = np.array(
        [[draw(score) for _ in range(n_mentors)] for _ in range(n_mentees)],
        dtype=np.int64,
    ).reshape(n_mentees, n_mentors)
    capacities = np.array(
        draw(st.lists(st.integers(0, 3), min_size=n_mentors, max_size=n_mentors)),
        dtype=int,
    )
    per_mentee = draw(st.sampled_from([1, 1, 2, 3]))
    cells = [(i, j) for i in range(n_mentees) for j in range(n_mentors)]
    excluded = draw(st.lists(st.sampled_from(cells), max_size=3)) if cells else []
    locked, mentee_left, mentor_left = [], [per_mentee] * n_mentees, capacities.tolist()
    for i, j in (
        draw(st.lists(st.sampled_from(cells), max_size=3, unique=True)) if cells else []
    ):
        if (
            scores[i, j] >= 0
            and (i, j) not in excluded
            and mentee_left[i]
            and mentor_left[j]
        ):
            locked.append((i, j))
            mentee_left[i] -= 1
            mentor_left[j] -= 1
    goal = draw(st.sampled_from(["cardinality", "score"]))
    return (
        scores,
        capacities,
        {
            "per_mentee": per_mentee,
            "locked": locked,
            "excluded": excluded,
            "goal": goal,
        },
    )


def check_allowed(
    result,
    scores,
    capacities,
    per_mentee=1,
    locked=(),
    excluded=(),
    goal="cardinality",
    previous=(),
):
    """Assert that the assignment keeps to the rules and that its figures are those of its pairs."""
    pairs = [tuple(pair) for pair in result.pairs.tolist()]
    assert pairs == sorted(set(pairs))
    assert set(locked) <= set(pairs)
    assert not set(excluded) & set(pairs)
    least = 0 if goal == "cardinality" else 1
    asked_for = {*locked, *previous}
    assert all(scores[pair] >= (0 if pair in asked_for else least) for pair in pairs)
    assert (
        np.bincount([i for i, _ in pairs], minlength=scores.shape[0]) <= per_mentee
    ).all()
    assert (
        np.bincount([j for _, j in pairs], minlength=scores.shape[1]) <= capacities
    ).all()
    assert result.matched == len(pairs)
    assert result.total == sum(scores[pair] for pair in pairs)


def random_scores(rng, n_mentees, n_mentors, kind):
    if kind == "ties":
        scores = rng.integers(0, 4, (n_mentees, n_mentors)) * 100
    elif kind == "popular":
        scores = np.clip(
            rng.integers(0, 200, (n_mentees, n_mentors)) + np.arange(n_mentors) * 5,
            0,
            1000,
        )
    else:
        scores = rng.integers(0, 1001, (n_mentees, n_mentors))
    scores[rng.random(scores.shape) < {"sparse": 0.97}.get(kind, 0.3)] = -1
    return scores


def need_many_rounds(patch):
    """Let the engine begin with next to no candidates, so that rounds of pricing are needed in small problems too."""
    patch.setattr(search, "SMALL_CELLS", 0)
    patch.setattr(search, "DRAWN", 0)
    patch.setattr(search, "CANDIDATES", 1)
    patch.setattr(search, "CANDIDATES_EACH", 1)
    patch.setattr(search, "KEPT", 1)
    patch.setattr(search, "ADDED", 1)
    patch.setattr(search, "NEAR", 1)
