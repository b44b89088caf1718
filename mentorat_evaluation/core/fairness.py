"""Are all groups of people treated alike? What may be shown of each, beside everybody.

A group is shown from ``FLOOR`` people on, as long as those who are hidden beside it are as
many (``core.disclosure``). The same people are grouped in several ways, so that groups
overlap: it is checked that nobody's own value follows from all that is shown together.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from .disclosure import protect_groups
from .indicators import FLOOR

# Fewest people of a period: figures of fewer wait for those who come.
LEAST_PEOPLE = 10


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
        first = first or end
        if len({event[1] for event in waiting}) >= LEAST_PEOPLE:
            periods.append((first, end, waiting))
            waiting, first = [], None
    return periods


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
        told = set(_find_told(table).tolist())
        if not told:
            break
        theirs = [group for group in shown if told & set(groups[group])]
        gone = (theirs or shown)[-1]
        hidden.add(gone)
        shown.remove(gone)
    return hidden


def _find_told(table):
    """Return the columns of ``table`` that its rows, added up and subtracted, give alone.

    Linear audit (F. Y. Chin, G. Özsoyoglu, "Auditing and Inference Control in Statistical
    Databases", IEEE Transactions on Software Engineering 8, 1982): the unit vector of a
    person lies in the space of the rows when its projection on it has the length 1.
    """
    _left, sizes, basis = np.linalg.svd(table, full_matrices=False)
    basis = basis[sizes > 1e-9 * sizes[0]]
    return np.flatnonzero((basis**2).sum(axis=0) > 1 - 1e-9)
