"""The scores of a readiness checklist.

Thresholds are those that EMCC publishes for the accreditation of programmes (ISMCP): a
share of the whole and a share within each of the six standards, in percent.
"""

# name, percent of the whole, percent within each standard; highest first
LEVELS = (("gold", 90, 80), ("silver", 80, 70), ("bronze", 70, 60))


def percent(checks):
    """Return the share of ``checks`` whose ``is_met`` is true, 0 to 100, rounded down.

    A standard without any point is not fulfilled: 0.
    """
    checks = list(checks)
    return 100 * sum(bool(c.is_met) for c in checks) // len(checks) if checks else 0


def level_of(whole, shares):
    """Return the level reached: ``"gold"``, ``"silver"``, ``"bronze"`` or ``"none"``.

    :param int whole: percent of the whole
    :param shares: percent within each standard
    """
    for name, least_whole, least_share in LEVELS:
        if whole >= least_whole and min(shares) >= least_share:
            return name
    return "none"
