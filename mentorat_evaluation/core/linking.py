"""The code that somebody makes up, and keeps, so that two answers can be compared.

What is kept is a keyed digest, another one for each item asked: it tells that two answers to
the same item, at the start and at the end, come from the same code, and nothing about answers
to two items. The key stays outside the database, so that codes cannot be tried out on it.
"""

import hashlib
import hmac
import unicodedata

SHORTEST = 6
LONGEST = 60


def normalise(code):
    """Return ``code`` (str) without case, accents, blanks and signs."""
    plain = unicodedata.normalize("NFKD", code.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def digest(key, scope, item, code):
    """Return what is kept of ``code`` for ``item``, as 64 hexadecimal digits.

    :param str key: secret of the installation
    :param str scope: where codes are compared, e.g. one role in one programme
    :raises ValueError: without a key
    """
    if not key:
        raise ValueError("no key")
    # Lengths first, so that no two triples give the same message.
    parts = [scope, item, normalise(code)]
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()
