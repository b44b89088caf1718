"""A code that opens one record: whoever holds it has it alone, nothing stored tells it.

It is derived from the random key of the form that it was asked for with, so that a form sent
twice shows it twice. Its first part finds the record; the rest, 80 bits, is kept as a salted
digest, which for a random secret of that length needs no slow function.
"""

import hashlib
import hmac
import secrets

# Without letters and digits that look alike: 32 signs, 5 bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
HANDLE_LENGTH = 8
LENGTH = 24
GROUP = 4


def derive(seed):
    """Return ``(form_key, code)`` of ``seed``, the random key (str) of a form.

    Neither leads to the other: the first may be stored.
    """
    number = int.from_bytes(hashlib.sha256(b"code " + seed.encode()).digest())
    signs = [ALPHABET[(number >> (5 * index)) & 31] for index in range(LENGTH)]
    code = "-".join(
        "".join(signs[start : start + GROUP]) for start in range(0, LENGTH, GROUP)
    )
    return hashlib.sha256(b"form " + seed.encode()).hexdigest(), code


def split(code):
    """Return ``(handle, secret)`` of ``code`` as somebody typed it, ``None`` for no code."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET):
        return None
    return signs[:HANDLE_LENGTH], signs[HANDLE_LENGTH:]


def digest(secret, salt=None):
    """Return what is kept of ``secret``: ``"salt$sha256"``, with a new salt by default."""
    salt = salt or secrets.token_hex(16)
    return f"{salt}${hashlib.sha256(f'{salt}{secret}'.encode()).hexdigest()}"


def matches(kept, secret):
    """Tell, in constant time, whether ``kept`` is the digest of ``secret``.

    ``kept`` may be empty, at the same cost.
    """
    salt = kept.partition("$")[0] if kept else "none"
    return hmac.compare_digest((kept or "").encode(), digest(secret, salt).encode())
