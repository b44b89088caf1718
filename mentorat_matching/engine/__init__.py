"""Matching engine: arrays in, assignment and proof out.

Needs numpy and scipy, nothing else. Mentees are rows, mentors are columns; every index is a 0-based
position in the caller's own lists. Scores are whole points from 0 to 1000, -1 forbids the pair.
"""

from .alternatives import Alternatives, alternatives
from .blocking import blocking_pairs
from .certificate import Certificate, certify
from .fairness import Floor, raise_floor
from .matching import Assignment, assign
from .rematch import Rematch, rematch
from .scoring import Criterion, build_score_rows, explain, keep_rows, pair_values
from .skills import SkillRows, level_gap, skill_fit

__all__ = [
    "Alternatives",
    "Assignment",
    "Certificate",
    "Criterion",
    "Floor",
    "Rematch",
    "SkillRows",
    "alternatives",
    "assign",
    "blocking_pairs",
    "build_score_rows",
    "certify",
    "explain",
    "keep_rows",
    "level_gap",
    "pair_values",
    "raise_floor",
    "rematch",
    "skill_fit",
]
