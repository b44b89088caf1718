"""What an evaluation plan still lacks.

A plan says what is asked of a programme: questions on four levels (D. L. Kirkpatrick,
"Techniques for Evaluating Training Programs", Journal of the American Society of Training
Directors, 1959), each about an objective, and how each is answered: by indicators, and by
campaigns that ask what these are computed from.
"""

from typing import NamedTuple

LEVELS = ("reaction", "learning", "behaviour", "results")


class Campaign(NamedTuple):
    """``moment``: see ``mentorat.evaluation``; ``roles``: set of those who are asked;
    ``indicators``: set of those that its survey gives; ``items``: set of the items that its
    survey asks, to be compared with another campaign."""

    moment: str
    roles: frozenset
    indicators: frozenset
    items: frozenset


class Question(NamedTuple):
    """``level``: one of ``LEVELS``; ``objectives``: set of keys; ``indicators``: dict of key to
    what it is computed from: ``"programme"`` (what is on record), ``"survey"`` or
    ``"change"`` (from the start to the end); ``campaigns``: list of ``Campaign``."""

    level: str
    objectives: frozenset
    indicators: dict
    campaigns: list


def shows_change(campaigns):
    """Tell whether the same people are asked the same at the start and at the end."""
    starts = [campaign for campaign in campaigns if campaign.moment == "start"]
    ends = [campaign for campaign in campaigns if campaign.moment == "end"]
    return any(
        start.roles == end.roles and start.items & end.items
        for start in starts
        for end in ends
    )


def find_question_gap(question, campaigns):
    """Return what keeps ``question`` from being answered, or ``None``.

    :param campaigns: list of all ``Campaign`` of the programme
    :return: ``"unanswered"``: neither indicator nor campaign; ``"not_asked"``: an indicator
        comes from a survey, which none of its campaigns puts; ``"no_baseline"``: a change is
        promised, and nothing is there to compare the end with
    """
    if not question.indicators and not question.campaigns:
        return "unanswered"
    asked = frozenset().union(*(c.indicators for c in question.campaigns))
    sources = question.indicators
    if any(source == "survey" and key not in asked for key, source in sources.items()):
        return "not_asked"
    if "change" in sources.values() and not shows_change(campaigns):
        return "no_baseline"
    return None


def find_gaps(objectives, questions, campaigns):
    """Return what a plan lacks, as a list of ``(what, key)``, in the order to read it.

    :param objectives: keys of the objectives of the programme
    :param dict questions: ``{key: Question}``
    :param campaigns: list of all ``Campaign`` of the programme
    :return: ``("level", level)`` without a question, ``("objective", key)`` without a
        question, and for a question ``(what find_question_gap tells, key)``
    """
    levels = {question.level for question in questions.values()}
    covered = frozenset().union(*(q.objectives for q in questions.values()))
    gaps = [("level", level) for level in LEVELS if level not in levels]
    gaps += [("objective", key) for key in objectives if key not in covered]
    for key, question in questions.items():
        gap = find_question_gap(question, campaigns)
        if gap:
            gaps.append((gap, key))
    return gaps
