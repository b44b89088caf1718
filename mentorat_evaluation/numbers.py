"""Numbers as people write them: with the decimal point of their language."""

from odoo.tools import formatLang


def write_number(env, value, digits=1, is_signed=False):
    """Return ``value`` as text; ``is_signed`` writes a plus before what is not negative."""
    sign = "+" if is_signed and value >= 0 else ""
    return sign + formatLang(env, value, digits)
