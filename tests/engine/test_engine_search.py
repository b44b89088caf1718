"""The parts of the search: what it reads, what it keeps, and its ways to solve."""

import numpy as np
import pytest
from engine import assign, search, sparse
from engine.favourites import MOST, PER_PLACE, Favourites
from engine.ranking import Shuffle
from engine.reserve import Reserve
from engine_oracles import by_dense_solver, rows_of
from engine_problems import random_scores

SHAPES = [(7, 5, 5), (3, 40, 12), (50, 40, 2), (20, 500, 10), (9, 997, 30)]


@pytest.mark.parametrize("rows, n_mentors, count", SHAPES)
@pytest.mark.parametrize("spread", [1, 5, 10**9])
@pytest.mark.parametrize("lo", [0, 12345])
def test_best_of_each_row(rows, n_mentors, count, spread, lo):
    """As sorting says, with ties, without, and with prices that part the values by more than 32 bits hold."""
    rng = np.random.default_rng([rows, spread])
    values = rng.integers(-spread, spread, (rows, n_mentors)).astype(np.int32)
    before = values.copy()
    mentors, ceilings = Shuffle(n_mentors, count).best(values, lo)
    assert np.array_equal(values, before)
    assert mentors.shape == (rows, count)
    for row in range(rows):
        found = values[row, mentors[row]]
        others = np.delete(values[row], mentors[row])
        assert len(set(mentors[row].tolist())) == count
        if spread < 10**9:
            assert found.tolist() == sorted(values[row].tolist(), reverse=True)[:count]
        assert found[0] == values[row].max()
        assert others.max(initial=ceilings[row]) == ceilings[row]


def test_equal_values_spread():
    """Whoever is in the same position prefers others: all are wanted about equally often."""
    mentors, _ceilings = Shuffle(600, 20).best(np.zeros((3000, 600), np.int32), 0)
    wanted = np.bincount(mentors.reshape(-1), minlength=600)
    assert wanted.min() > 0.4 * wanted.mean() and wanted.max() < 2 * wanted.mean()


def test_shuffle_is_the_same_however_rows_are_cut():
    values = np.zeros((40, 300), dtype=np.int32)
    shuffle = Shuffle(300, 7)
    whole = shuffle.best(values, 3)[0]
    parts = [shuffle.best(values[at : at + 9], 3 + at)[0] for at in range(0, 40, 9)]
    assert np.array_equal(whole, np.concatenate(parts))


@pytest.mark.parametrize("kind", ["plain", "ties", "sparse"])
@pytest.mark.parametrize("step", [1, 17, 400])
def test_favourites_are_the_best_of_each_mentor(kind, step, monkeypatch):
    monkeypatch.setattr("engine.favourites.COLLECTED", 50)
    rng = np.random.default_rng(2)
    scores = random_scores(rng, 400, 30, kind).astype(np.int32)
    places = rng.integers(0, 4, 30)
    places[0] = 10**6
    favourites = Favourites(places, 0)
    for lo in range(0, 400, step):
        favourites.see(lo, scores[lo : lo + step])
    rows, columns, found = favourites.pairs()
    assert np.array_equal(found, scores[rows, columns])
    assert len({*zip(rows.tolist(), columns.tolist(), strict=True)}) == len(rows)
    for mentor in range(30):
        count = min(PER_PLACE * places[mentor], MOST)
        best = np.sort(scores[:, mentor][scores[:, mentor] >= 0])[::-1][:count]
        assert np.sort(found[columns == mentor])[::-1].tolist() == best.tolist()


def test_favourites_of_mentors_that_are_alike_differ():
    favourites = Favourites(np.ones(50, dtype=np.int64), 0)
    favourites.see(0, np.full((500, 50), 700, dtype=np.int32))
    rows, _columns, _scores = favourites.pairs()
    assert len(np.unique(rows)) > 100


def test_ceiling_holds_at_any_prices():
    """A row read at some prices bounds what is worth at others, whatever rose or fell."""
    rng = np.random.default_rng(4)
    scores = rng.integers(0, 1000, (30, 80)).astype(np.int32)
    reserve, shuffle = Reserve(30, 80, 6, 1000), Shuffle(80, 6)
    assert (reserve.highest(rng.integers(0, 500, 80)) >= 1000).all()
    for lo in (0, 10, 20):
        prices = rng.integers(0, 500, 80)
        reserve.begin(prices)
        part = scores[lo : lo + 10]
        mentors, ceilings = shuffle.best((part - prices).astype(np.int32), lo)
        kept = np.take_along_axis(part, mentors, axis=1)
        reserve.put(lo, lo + 10, mentors, kept, ceilings)
    for _other in range(20):
        prices = rng.integers(0, 700, 80)
        worth = scores - prices
        np.put_along_axis(worth, reserve.columns, -(10**6), axis=1)
        assert (reserve.highest(prices) >= worth.max(axis=1)).all()
    assert (reserve.values(slice(None), prices) <= 1000).all()


def rows_read(scores, capacities, **options):
    """Assign and return how often each row was read on average."""
    asked = []

    def score_rows(lo, hi):
        asked.append(hi - lo)
        return scores[lo:hi]

    result = assign(score_rows, len(scores), capacities, **options)
    assert result.optimal
    return sum(asked) / len(scores)


def by_mentor(n_mentees):
    """All agree on whom they like best: the candidates of all are the same few mentors."""
    return np.broadcast_to(np.arange(600) % 1001, (n_mentees, 600))


def additive(n_mentees):
    """All agree, on both sides."""
    return np.arange(n_mentees)[:, None] * 400 // n_mentees + by_mentor(n_mentees)


def within_groups(n_mentees):
    """All agree, within ten groups that do not mix."""
    groups = np.arange(n_mentees)[:, None] % 10 == np.arange(600) % 10
    return np.where(groups, by_mentor(n_mentees), -1)


@pytest.mark.parametrize("scores", [by_mentor, additive, within_groups])
@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_few_rounds_where_all_want_the_same(scores, capacity):
    scores, capacities = scores(1200), np.full(600, capacity)
    result = assign(rows_of(scores), 1200, capacities)
    assert result.optimal and result.rounds <= 6
    assert (result.matched, result.total) == by_dense_solver(scores, capacities)


def test_few_rows_are_read_twice_where_there_is_room():
    scores = random_scores(np.random.default_rng(6), 2000, 1000, "plain")
    assert rows_read(scores, np.full(1000, 4)) < 1.1


def test_rows_are_read_about_twice_where_places_are_scarce():
    scores = random_scores(np.random.default_rng(6), 2000, 1000, "plain")
    assert rows_read(scores, np.ones(1000, dtype=int)) < 2.3


def test_rows_without_a_place_are_read_for_their_points_only():
    """Once, and not at all where no pair is locked."""
    scores = random_scores(np.random.default_rng(7), 1000, 600, "plain")
    capacities = np.full(600, 3)
    best = assign(rows_of(scores), 1000, capacities)
    assert rows_read(scores, capacities, locked=best.pairs[best.pairs[:, 0] < 990]) < 2
    assert rows_read(scores, np.zeros(600, dtype=int)) <= 1


@pytest.mark.parametrize("shape", [(90, 60), (60, 90)])
@pytest.mark.parametrize("kind", ["plain", "ties", "popular"])
@pytest.mark.parametrize("bonus", [0, 10**8])
def test_three_ways_to_solve_agree(shape, kind, bonus, monkeypatch):
    rng = np.random.default_rng(8)
    scores = random_scores(rng, *shape, kind)
    rows, columns = np.nonzero(scores > 0)
    points = scores[rows, columns]
    places = np.ones(shape[0], dtype=int), rng.integers(0, 3, shape[1])
    worth = []
    for cells, copies in ((10**6, 16), (0, 16), (0, -1)):
        monkeypatch.setattr(sparse, "MATRIX_CELLS", cells)
        monkeypatch.setattr(sparse, "COPIES_PER_PAIR", copies)
        chosen = sparse.best_pairs(rows, columns, points, bonus, *places)
        assert (np.bincount(rows[chosen]) <= 1).all()
        used = np.bincount(columns[chosen], minlength=shape[1])
        assert (used <= places[1]).all()
        worth.append((chosen.sum() if bonus else None, points[chosen].sum()))
    assert worth[0] == worth[1] == worth[2]
    if bonus:
        ready = np.where(scores > 0, scores, -1)
        assert worth[0] == by_dense_solver(ready, places[1])


def test_doubtful_rows_near_each_other_are_read_in_one_call():
    rows = np.array([3, 5, 13, 40, 41])
    assert search._without_gaps(rows, 7).tolist() == [*range(3, 14), 40, 41]
    assert search._without_gaps(rows, 6).tolist() == [3, 4, 5, 13, 40, 41]
    assert search._without_gaps(rows, 0).tolist() == rows.tolist()
    assert search._without_gaps(rows[:0], 7).tolist() == []
