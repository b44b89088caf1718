"""What of the figures of one indicator may be shown, those by role beside their total."""

from .disclosure import protect_groups
from .indicators import Figure, disclose

OTHERS = "neither"


def disclose_measures(measures):
    """Return ``measures`` of one indicator without what may not be shown.

    A role of too few people is hidden, and the other role with it, which would tell it
    by subtraction from the total.

    :param measures: list of ``core.indicators.Measure``
    """
    totals = {_get_key(m): m.figure for m in measures if not m.role}
    by_role = {}
    for measure in measures:
        if measure.role:
            by_role.setdefault(_get_key(measure), []).append(measure)
    hidden = {
        key: _get_hidden(found, totals.get(key)) for key, found in by_role.items()
    }
    return [
        measure._replace(
            figure=Figure(
                None,
                measure.figure.people,
                reference_people=measure.figure.reference_people,
            )
            if measure.role in hidden.get(_get_key(measure), ())
            else disclose(measure.figure, measure.threshold)
        )
        for measure in measures
    ]


def _get_key(measure):
    return measure.programme, measure.evaluation, measure.date_start, measure.date_end


def _get_hidden(measures, total):
    hidden = set()
    for name in ("people", "reference_people"):
        counts = {m.role: getattr(m.figure, name) or 0 for m in measures}
        if total is not None and any(counts.values()):
            others = (getattr(total, name) or 0) - sum(counts.values())
            # Under a key that no measure has.
            counts[OTHERS] = max(others, 0)
            hidden |= protect_groups(counts, measures[0].threshold)
    return hidden
