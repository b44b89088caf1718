"""What stops each mentee whom a run leaves without a mentor, and the least that would help."""

from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np

from ..engine.problem import runs

# Mentees looked at together.
BLOCK_ROWS = 256


@dataclass(frozen=True)
class Obstacle:
    """Why a mentee has no mentor.

    - ``reason``: "nobody" (no mentor has a place), "rule" (each mentor is out of the
      question), "required" (each mentor left fails a required criterion), "full" (those who
      suit have no place left), "free" (one who suits has)
    - ``possible``: mentors who suit
    - ``barred``, ``related``: mentors out of the question, because of the past or by
      decision, and for what they are to the mentee
    - ``refusals``: for each position of a required criterion that stops somebody, how many
      mentors it stops: list of (position, count), most first
    - ``drop``: positions of the fewest criteria without which somebody would suit
    - ``gain``: mentors who would suit then
    - ``mentor``: column of the best of those who suit, ``score`` their points, else None
    """

    reason: str
    possible: int = 0
    barred: int = 0
    related: int = 0
    refusals: tuple = ()
    drop: tuple = ()
    gain: int = 0
    mentor: int | None = None
    score: int | None = None

    def as_dict(self):
        """Return plain values, to be kept as JSON."""
        return asdict(self)


def find_obstacles(problem, rows, places_left):
    """Return the ``Obstacle`` of each mentee in ``rows``.

    :param problem: ``core.problem.Problem``
    :param rows: positions of mentees, sorted
    :param places_left: places of mentors that are still free, int array ``(n_mentors,)``
    """
    if not problem.mentors:
        return [Obstacle("nobody") for _row in rows]
    rows = np.asarray(rows, dtype=np.int64)
    score_rows, criteria = problem.score_rows(), problem.criteria()
    required = [place for place, criterion in enumerate(criteria) if criterion.required]
    forbidden, barred = _by_row(problem)
    found = []
    for at in runs(rows, BLOCK_ROWS):
        lo, hi = int(rows[at][0]), int(rows[at][-1]) + 1
        scores = np.asarray(score_rows(lo, hi))
        values = [criteria[place].values(lo, hi) for place in required]
        for row in range(lo, hi):
            out = forbidden.get(row, [])
            refused = [np.asarray(block[row - lo]) == 0 for block in values]
            found.append(
                _find_obstacle(
                    scores[row - lo],
                    dict(zip(required, refused, strict=True)),
                    out,
                    len(barred.get(row, ())),
                    places_left,
                )
            )
    return found


def _by_row(problem):
    """Return ``{row: columns}`` of all forbidden pairs, and of those barred one by one."""
    forbidden, barred = {}, {}
    for row, column in problem.forbidden_pairs().tolist():
        forbidden.setdefault(row, []).append(column)
    rows = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
    mentors = {mentor.id for mentor in problem.mentors}
    for mentee, mentor in problem.barred:
        if mentee in rows and mentor in mentors:
            barred.setdefault(rows[mentee], set()).add(mentor)
    return forbidden, barred


def _find_obstacle(scores, refused, out, barred, places_left):
    """Return the obstacle of one mentee.

    :param scores: points with each mentor, -1 where forbidden
    :param dict refused: ``{position of a required criterion: bool array (n_mentors,)}``
    :param list out: columns of mentors out of the question
    :param int barred: how many of them for what was or was decided
    """
    facts = {"barred": barred, "related": max(0, len(out) - barred)}
    possible = np.flatnonzero(scores >= 0)
    if possible.size:
        free = possible[places_left[possible] > 0]
        choice = free if free.size else possible
        best = int(choice[scores[choice].argmax()])
        return Obstacle(
            "free" if free.size else "full",
            possible=int(possible.size),
            mentor=best,
            score=int(scores[best]),
            **facts,
        )
    allowed = np.ones(len(scores), dtype=bool)
    allowed[out] = False
    if not allowed.any():
        return Obstacle("rule", **facts)
    counts = Counter(
        {place: int((stops & allowed).sum()) for place, stops in refused.items()}
    )
    fails = Counter(
        tuple(place for place, stops in refused.items() if stops[column])
        for column in np.flatnonzero(allowed).tolist()
    )
    fewest = min(map(len, fails))
    drop = max(
        (places for places in fails if len(places) == fewest), key=lambda p: fails[p]
    )
    # Whoever fails nothing else suits as well.
    gain = sum(count for places, count in fails.items() if set(places) <= set(drop))
    return Obstacle(
        "required",
        refusals=tuple(
            (place, count) for place, count in counts.most_common() if count
        ),
        drop=drop,
        gain=gain,
        **facts,
    )
