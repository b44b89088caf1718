"""Copies of an agreement that people kept, looked at to see what they say."""

import hashlib
import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# Where the end of a whole file is, in bytes from its end (ISO 32000-1, annex H.3, note 18).
TAIL = 1024


def fingerprints(content):
    """Return the set of SHA-256, in hexadecimal, of what may be a text in ``content``.

    :param bytes content: a PDF, whose attached files are looked at, or a text itself
    """
    return {hashlib.sha256(text).hexdigest() for text in _get_texts(content)}


def _get_texts(content):
    if not content.startswith(b"%PDF-"):
        return [content]
    if b"%%EOF" not in content[-TAIL:]:
        return []
    try:
        attached = PdfReader(io.BytesIO(content)).attachments
        return [text for texts in attached.values() for text in texts]
    except (PyPdfError, KeyError, TypeError, ValueError):
        # A file that only claims to be a PDF, or is cut off.
        return []
