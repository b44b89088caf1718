"""Who can be matched and what counts, as plain data.

Ids are those of the database, kept to tell people apart; none of them weighs in a score.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weighting:
    """One criterion as it was when the run was launched.

    ``weight`` 0..100; ``options`` are the parameters of the kind, see ``core.criteria``.
    """

    kind: str
    weight: int
    required: bool
    options: dict = field(default_factory=dict)

    @property
    def is_idle(self):
        """Whether it changes nothing: neither weighted nor required (bool)."""
        return not self.weight and not self.required

    @property
    def name(self):
        """What tells this criterion from the others of the run (str)."""
        own_field = self.options.get("field")
        return f"{self.kind}:{own_field}" if own_field else self.kind


@dataclass(frozen=True)
class SkillLevel:
    """A skill that a mentor offers or a mentee wants.

    ``progress`` 0..100 is that of ``level``; ``current`` is where a mentee is now, 0 when
    nothing is known, and 0 for mentors.
    """

    skill: int
    level: int
    progress: int
    priority: int
    current: int = 0


@dataclass(frozen=True)
class Person:
    """An accepted participation. What no criterion looks at is left as it is here.

    - ``places``: mentees a mentor can still take, 1 for a mentee
    - ``superiors``: employees of this problem who are above this one, at any depth
    - ``department``, ``location``, ``address``, ``company``: ids, 0 when there is none
    - ``since``: first day in the company, as an ordinal; None when it is not known
    - ``languages``: spoken languages, as codes without a country ("fr")
    - ``slots``: half-days of the week in the person's own time, 2 * weekday, + 1 after noon
    - ``mode``: "site", "remote" or "both"
    - ``offset``: minutes ahead of UTC; None when it is not known
    - ``wishes``: pairs (id of the participation wished for, rank from 1)
    - ``values``: pairs (name of a field of employees, value), see ``core.criteria.own_field``
    """

    id: int
    employee: int
    places: int
    department: int
    superiors: tuple[int, ...]
    skills: tuple[SkillLevel, ...]
    location: int = 0
    address: int = 0
    company: int = 0
    since: int | None = None
    languages: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    mode: str = "both"
    offset: int | None = None
    wishes: tuple[tuple[int, int], ...] = ()
    values: tuple[tuple[str, object], ...] = ()
