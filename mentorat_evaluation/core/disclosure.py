"""Which groups of people may be shown beside the total that they add up to.

A result of a few people is not shown. That alone is not enough: who knows the total and all
groups but one knows that one too, by subtraction. Groups are therefore hidden together, until
those who are hidden are as many as the threshold (complementary suppression; see
A. Hundepool et al., "Statistical Disclosure Control", Wiley 2012, chapter 4).
"""

from .indicators import FLOOR


def protect_groups(counts, threshold=FLOOR):
    """Return the groups (set of keys) whose results stay hidden.

    Whoever is in no group counts as a group: pass them under a key of their own.

    :param dict counts: ``{group: number of people}`` of groups without anybody in common,
        whose total is shown as well
    :param int threshold: fewest people asked for; less than ``FLOOR`` counts as ``FLOOR``
    """
    least = max(threshold, FLOOR)
    hidden = {group for group, people in counts.items() if people < least}
    behind = sum(counts[group] for group in hidden)
    # Smallest first; equal ones by name, so that the same groups are hidden each time.
    shown = sorted(
        counts.keys() - hidden, key=lambda group: (counts[group], str(group))
    )
    while 0 < behind < least and shown:
        group = shown.pop(0)
        hidden.add(group)
        behind += counts[group]
    return hidden
