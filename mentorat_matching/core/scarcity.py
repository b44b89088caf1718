"""What makes a skill scarce: one definition, for the map of skills and for matching."""

# A skill that no more people than this hold may be gone with the next departure.
SCARCE_HOLDERS = 3


def is_scarce(holders):
    """Tell whether a skill that ``holders`` people hold is scarce; nobody is few, too."""
    return holders <= SCARCE_HOLDERS


def rarity(holders):
    """Return how rare a skill is, from 0 (common) to 1 (one holder, or none known).

    A scarce skill is worth more than one half.

    :param int holders: people who hold it
    """
    return SCARCE_HOLDERS / (SCARCE_HOLDERS + max(holders, 1) - 1)
