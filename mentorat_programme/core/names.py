"""Does a text that is to name nobody name somebody all the same?"""

import re
import unicodedata

# Parts of names that are words of their own.
PARTICLES = frozenset(
    {"ben", "bin", "das", "del", "den", "der", "des", "dos", "las", "les", "los"}
    | {"the", "van", "von", "and", "und"}
)
SHORTEST = 3
WORD = re.compile(r"[^\W\d_]+")


def find_names(text, names):
    """Return the words (list of str, as written in ``text``) that are part of one of ``names``.

    Case and accents do not matter; a word counts as a whole, so that ``"Rose"`` is not found
    in ``"roses"``.
    """
    parts = {_fold(word) for name in names if name for word in WORD.findall(name)}
    parts = {part for part in parts if len(part) >= SHORTEST} - PARTICLES
    found = [word for word in WORD.findall(text) if _fold(word) in parts]
    return list(dict.fromkeys(found))


def _fold(word):
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
