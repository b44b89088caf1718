"""The exact text of a mentoring agreement, and its fingerprint.

A text is made of blocks, one blank line between two: the title, then one block for each
clause, whose first line is "1. Title of the clause" and each other line a paragraph.
"""

import hashlib
import re
import unicodedata

TOKEN = re.compile(r"\{(\w+)\}")


def find_tokens(text):
    """Return the set of names that stand in braces in ``text``."""
    return set(TOKEN.findall(text or ""))


def fill(text, values):
    """Replace each ``{name}`` of ``text`` by ``values[name]``; others stay as they are.

    Values are not read again: a person who writes ``{mentor}`` gets these characters.
    """
    return TOKEN.sub(lambda match: values.get(match[1], match[0]), text)


def compose(title, clauses, values):
    """Return the text of an agreement, in Unicode's NFC form and with ``\\n`` alone.

    :param str title: first line
    :param clauses: list of ``(title, text)``, with tokens
    :param dict values: ``{token: str}``
    """
    filled = [
        f"{number}. {name}\n{fill(text, values)}"
        for number, (name, text) in enumerate(clauses, 1)
    ]
    return "\n\n".join(_squeeze(block) for block in (title, *filled))


def split(text):
    """Return ``[(first line, [other lines])]``, one for each block of ``text``."""
    blocks = (block.split("\n") for block in text.split("\n\n"))
    return [(first, lines) for first, *lines in blocks]


def fingerprint(text):
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _squeeze(block):
    """Return the lines of ``block`` that hold something: what people type has no blank line."""
    lines = (line.strip() for line in unicodedata.normalize("NFC", block).splitlines())
    return "\n".join(line for line in lines if line)
