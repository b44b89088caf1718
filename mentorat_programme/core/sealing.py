"""Encryption of what a pair writes, before it becomes part of an SQL statement.

PostgreSQL and Odoo log whole statements on a write conflict, and a database dump holds
every value: text that is sealed reaches neither in clear. Fernet (AES-128-CBC with
HMAC-SHA256) of the ``cryptography`` library does the work; the key stays outside the
database.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealingError(Exception):
    """No usable key, or a text that no known key opens."""


def _cipher(keys):
    """Return the cipher for ``keys``, a comma separated string, newest key first."""
    names = [key.strip() for key in (keys or "").split(",") if key.strip()]
    if not names:
        raise SealingError("no key")
    try:
        return MultiFernet([Fernet(name) for name in names])
    except ValueError as error:
        raise SealingError("malformed key") from error


def seal(keys, text):
    """Encrypt ``text`` (str) with the first of ``keys``; return an ASCII str.

    :raises SealingError: when there is no usable key
    """
    return _cipher(keys).encrypt(text.encode()).decode()


def unseal(keys, token):
    """Return the text (str) that ``token`` holds, trying each of ``keys``.

    :raises SealingError: when there is no usable key, or none that opens the token
    """
    try:
        return _cipher(keys).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise SealingError("no known key opens this text") from error
