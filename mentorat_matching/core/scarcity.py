"""What makes a skill scarce: one definition, for the map of skills and before a run."""

# A skill that no more people than this hold may be gone with the next departure.
SCARCE_HOLDERS = 3


def is_scarce(holders):
    """Tell whether a skill that ``holders`` people hold is scarce; nobody is few, too."""
    return holders <= SCARCE_HOLDERS
