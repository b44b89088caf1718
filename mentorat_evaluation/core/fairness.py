"""Are all groups of people treated alike? What may be shown of each, beside everybody.

A group is shown from ``FLOOR`` people on, as long as those who are hidden beside it are as
many (``core.disclosure``). The same people are grouped in several ways, so that groups
overlap: it is checked that no value of fewer people follows from all that is shown together.
"""

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .disclosure import protect_groups
from .indicators import FLOOR

# Fewest people of a period: figures of fewer wait for those who come.
LEAST_PEOPLE = 10
# Cells of which groups are looked for as sums of up to four; of more, of up to two.
MOST_CELLS = 300


class Row(NamedTuple):
    """A group of an attribute: how many, their mean value, and that by everybody's.

    ``None`` stands for what may not be shown.
    """

    attribute: str
    key: str
    people: int | None
    value: float | None
    ratio: float | None


def cut_periods(events, ends):
    """Return ``[(first end, last end, events)]`` of periods of enough people, in order.

    A period goes from the end of the one before to the first of ``ends`` at which there
    are ``LEAST_PEOPLE``. Periods have nobody's event in common.

    :param events: list of (end of the quarter, person, ...)
    :param ends: the ends of quarters that are over, in order
    """
    by_end = defaultdict(list)
    for event in events:
        by_end[event[0]].append(event)
    periods, waiting, first = [], [], None
    for end in ends:
        waiting += by_end[end]
        # A time begins with what happened in it.
        first = first or (waiting and end)
        if len({event[1] for event in waiting}) >= LEAST_PEOPLE:
            periods.append((first, end, waiting))
            waiting, first = [], None
    return periods


def keep_told(events, others, threshold=FLOOR):
    """Return ``events`` of the quarters of which the mean of everybody may be told.

    The mean of both roles, and of each where it may be, is told of each quarter elsewhere
    (formula ``pair_quality``): beside it, what is told here would tell of a few people of the
    ``others``, or, over several quarters, of one of them.

    :param events, others: of the two roles, see ``cut_periods``
    """
    people = defaultdict(lambda: (set(), set()))
    for side, found in enumerate((events, others)):
        for end, person, *__ in found:
            people[end][side].add(person)
    told = {
        end
        for end, sides in people.items()
        if len(sides[0]) >= LEAST_PEOPLE
        and 0 not in protect_groups(dict(enumerate(map(len, sides))), threshold)
    }
    return [event for event in events if event[0] in told]


def compare_groups(people, attributes, threshold=FLOOR):
    """Return ``(mean of everybody, rows)``.

    An attribute that is recorded of nobody, or the same for all, is left out.

    :param people: list of (value, {attribute: key or None}), one a person
    :param attributes: names of the attributes, in the order of the rows
    """
    values = np.array([value for value, _keys in people], dtype=float)
    mean = float(values.mean())
    groups = {}
    for attribute in attributes:
        members = defaultdict(list)
        for place, (_value, keys) in enumerate(people):
            members[keys.get(attribute) or ""].append(place)
        if len(members) > 1:
            groups.update({(attribute, key): rows for key, rows in members.items()})
    hidden = _hide(groups, attributes, len(people), threshold)
    rows = []
    for (attribute, key), members in groups.items():
        if (attribute, key) in hidden:
            rows.append(Row(attribute, key, None, None, None))
            continue
        value = float(values[members].mean())
        ratio = value / mean if mean else None
        rows.append(Row(attribute, key, len(members), value, ratio))
    return mean, rows


def _hide(groups, attributes, people, threshold):
    """Return the groups (set of keys) of which nothing is shown."""
    hidden = set()
    for attribute in attributes:
        hidden |= protect_groups(
            {
                group: len(rows)
                for group, rows in groups.items()
                if group[0] == attribute
            },
            threshold,
        )
    # Smallest last: it is the one that goes when somebody is found out.
    shown = sorted(
        groups.keys() - hidden, key=lambda group: (-len(groups[group]), group)
    )
    while shown:
        table = np.zeros((len(shown) + 1, people))
        table[0] = 1
        for row, group in enumerate(shown, start=1):
            table[row, groups[group]] = 1
        told = _find_told(table, threshold)
        if not told:
            break
        theirs = [group for group in shown if told & set(groups[group])]
        gone = (theirs or shown)[-1]
        hidden.add(gone)
        shown.remove(gone)
    return hidden


def _find_told(table, threshold):
    """Return the people of groups below ``threshold`` that rows, added up, leave alone.

    Linear audit (F. Y. Chin, G. Özsoyoglu, "Auditing and Inference Control in Statistical
    Databases", IEEE Transactions on Software Engineering 8, 1982), of cells, people whom no
    row tells apart: a group of cells follows from the rows when it lies in their space, so
    when what its cells have outside of that space adds up to nothing. Two directions drawn
    at random stand for all of the outside: nothing adds up to nothing in both by chance.

    :param table: one row a figure, one column a person: 1 where it counts
    :return: set of columns
    """
    cells, place, counts = np.unique(
        table, axis=1, return_inverse=True, return_counts=True
    )
    __, sizes, basis = np.linalg.svd(cells, full_matrices=False)
    basis = basis[sizes > 1e-9 * sizes[0]]
    directions = np.random.default_rng(0).normal(size=(len(counts), 2))
    outside = directions - basis.T @ (basis @ directions)
    small = np.flatnonzero(counts < threshold)
    most = 2 if len(small) <= MOST_CELLS else 1
    halves = [half for size in range(most + 1) for half in combinations(small, size)]
    sums = np.array([outside[list(half)].sum(axis=0) for half in halves])
    order = np.argsort(sums[:, 0])
    ends = [
        np.searchsorted(sums[order, 0], -sums[:, 0] + room, side)
        for room, side in ((-1e-9, "left"), (1e-9, "right"))
    ]
    told = set()
    for one, (first, last) in enumerate(zip(*ends, strict=True)):
        for other in order[first:last]:
            group = {*halves[one], *halves[other]}
            if (
                group
                and len(group) == len(halves[one]) + len(halves[other])
                and counts[list(group)].sum() < threshold
                and abs(sums[one, 1] + sums[other, 1]) < 1e-9
            ):
                told |= group
    return set(np.flatnonzero(np.isin(place.ravel(), list(told))).tolist())
