"""What a matching run gave to each group of people, with nothing told of small groups.

A group below ``MIN_PEOPLE`` is hidden, and as many others, smallest first, as it takes for
no hidden figure to follow from the rest: at least two groups and ``MIN_PEOPLE`` people are
hidden together (complementary suppression).
"""

from collections import Counter
from typing import NamedTuple

MIN_PEOPLE = 5
# Shares within four fifths of the whole and its inverse are looked at as equal (the rule of
# the Uniform Guidelines on Employee Selection Procedures, 1978, 29 CFR 1607.4 D).
LEAST_RATIO, MOST_RATIO = 0.8, 1.25


class Group(NamedTuple):
    """People who have something in common: how many, how many matched, their scores' sum.

    ``key`` is anything that tells groups apart; scores from 0 to 100.
    """

    key: object
    people: int
    matched: int
    total: float


class Row(NamedTuple):
    """What may be shown of a group; ``None`` stands for what may not, or is not known.

    ``share`` 0..1 of the people who are matched; ``mean`` 0..100, their average score;
    ``ratio``: their share by that of everybody.
    """

    key: object
    people: int | None
    share: float | None
    mean: float | None
    ratio: float | None

    @property
    def is_fine(self):
        """Whether the share is about that of everybody; true of what is not known."""
        return self.ratio is None or LEAST_RATIO <= self.ratio <= MOST_RATIO


def compare(groups, minimum=MIN_PEOPLE):
    """Return a ``Row`` for each of ``groups``, in their order.

    :param groups: ``Group`` of each value of one attribute; everybody is in one of them
    :param int minimum: fewest people of whom something is shown
    """
    groups = [group for group in groups if group.people]
    everybody = sum(group.people for group in groups)
    overall = sum(group.matched for group in groups) / (everybody or 1)
    hidden = suppressed([group.people for group in groups], minimum)
    # The average of few matched people tells about each of them.
    matched = [0 if i in hidden else g.matched for i, g in enumerate(groups)]
    untold = hidden | suppressed(matched, minimum)
    rows = []
    for place, group in enumerate(groups):
        if place in hidden:
            rows.append(Row(group.key, None, None, None, None))
            continue
        share = group.matched / group.people
        told = group.matched and place not in untold
        rows.append(
            Row(
                group.key,
                group.people,
                share,
                group.total / group.matched if told else None,
                share / overall if overall else None,
            )
        )
    return rows


def suppressed(counts, minimum=MIN_PEOPLE):
    """Return the positions in ``counts`` of what is hidden: set of int.

    Those below ``minimum`` but 0, and the next smallest ones for as long as what is hidden
    could be told from the sum of all.
    """
    order = sorted(
        (place for place, count in enumerate(counts) if count),
        key=lambda place: (counts[place], place),
    )
    hidden, people = set(), 0
    for place in order:
        enough = len(hidden) > 1 and people >= minimum
        if counts[place] >= minimum and (not hidden or enough):
            break
        hidden.add(place)
        people += counts[place]
    return hidden


def spread(loads):
    """Return ``{mentees: mentors}``: how many mentors have so many mentees, in order.

    :param loads: mentees of each mentor who has a place, 0 included
    """
    return dict(sorted(Counter(loads).items()))


def wishes_met(pairs, wishes):
    """Return ``(people with wishes, first wish met, some wish met)`` of those in ``pairs``.

    :param pairs: list of (person, person), each with a wish or not
    :param wishes: ``{person: [people wished for, first wish first]}``
    """
    with_wishes = first = some = 0
    for pair in pairs:
        for person, other in (pair, pair[::-1]):
            wanted = wishes.get(person)
            if wanted:
                with_wishes += 1
                first += other == wanted[0]
                some += other in wanted
    return with_wishes, first, some
