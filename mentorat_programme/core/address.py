"""Addresses of the web that people type."""

import re
from urllib.parse import urlsplit

# A browser leaves out blanks and control characters, and finds another scheme behind them.
STRANGE = re.compile(r"[\s\x00-\x1f\x7f\\]")
LIMIT = 500


def is_web_address(text):
    """Tell whether ``text`` (str) leads to a site, by http or https, and nowhere else."""
    if len(text) > LIMIT or STRANGE.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
