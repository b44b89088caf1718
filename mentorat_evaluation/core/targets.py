"""Whether a value is where it should be, and where it is going."""

from typing import NamedTuple


class Aim(NamedTuple):
    """What is aimed at: ``direction`` is ``"none"``, ``"higher"`` (at least ``target``),
    ``"lower"`` (at most ``target``) or ``"range"`` (from ``target`` to ``high``). Beyond
    ``alert`` something has to be done; between two targets, outside of them."""

    direction: str
    target: float = 0.0
    high: float = 0.0
    alert: float = 0.0


def judge(value, aim):
    """Return ``"reached"``, ``"missed"``, ``"alert"``, or ``None`` without an aim or value."""
    if value is None or aim.direction == "none":
        return None
    if aim.direction == "range":
        return "reached" if aim.target <= value <= aim.high else "alert"
    # Turned round, less is more.
    sign = 1 if aim.direction == "higher" else -1
    if sign * value >= sign * aim.target:
        return "reached"
    return "alert" if sign * value < sign * aim.alert else "missed"


def get_trend(value, previous):
    """Return ``"up"``, ``"down"``, ``"flat"``, or ``None`` without one of the two."""
    if value is None or previous is None:
        return None
    if abs(value - previous) < 1e-9:
        return "flat"
    return "up" if value > previous else "down"


def is_better(value, previous, aim):
    """Tell whether ``value`` is nearer to what is aimed at than ``previous``.

    :return: ``None`` when there is nothing to tell
    """
    if get_trend(value, previous) in (None, "flat") or aim.direction == "none":
        return None
    if aim.direction == "range":
        distances = [
            max(aim.target - each, each - aim.high, 0.0) for each in (value, previous)
        ]
        return None if distances[0] == distances[1] else distances[0] < distances[1]
    return (value > previous) == (aim.direction == "higher")
