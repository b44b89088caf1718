"""How well two people fit, in words: figures are for the team."""

# From this share of what a criterion is worth on; highest first.
LEVELS = ((0.8, "very_well"), (0.5, "well"))


def fit_level(points, out_of):
    """Return ``"very_well"``, ``"well"`` or ``"partly"``; ``None`` when nothing fits.

    :param points: what the criterion gives to this pair
    :param out_of: what it gives at most
    """
    if points <= 0 or out_of <= 0:
        return None
    share = points / out_of
    return next((word for least, word in LEVELS if share >= least), "partly")
