"""What no file of the project may hold, and what some have to say."""

import ast
import io
import re
import tokenize

from lxml import etree
from sources import Finding, line_of, project_files, report

XML_HEADER = '<?xml version="1.0" encoding="UTF-8" ?>\n'
BINARY = {".png", ".jpg", ".ico", ".woff2", ".pdf", ".xlsx"}

MACHINE_PATH = re.compile(r"(?<![\w./~$}-])/(?:home|root|Users|work)/[\w.]+")
ADDRESS = re.compile(r"\b(?:https?|ftp)://([\w.-]*[\w-])")
# Public places that may be named: what one reads there, or what never answers.
KNOWN_HOSTS = re.compile(
    r"(?:[\w-]+\.)*(?:example\.(?:com|org|net)|odoo\.com|github\.com|w3\.org|gnu\.org"
    r"|fsf\.org|keepachangelog\.com|semver\.org|emccglobal\.org|emccfrance\.org"
    r"|rfc-editor\.org)"
    r"|localhost|127\.0\.0\.1|0\.0\.0\.0|[\w-]+\.(?:test|invalid|example)|[\w-]+"
)

# Where code acts for users.
SUDO_FOLDERS = {"models", "controllers", "wizards", "report"}
SUDO_COMMENT_LINES = 2


def check_xml(path, text):
    if path.suffix == ".svg":
        yield from _check_well_formed(path, text)
    if path.suffix != ".xml":
        return
    if not text.startswith(XML_HEADER):
        yield Finding(path, 1, f"the first line has to be {XML_HEADER.strip()}")
    yield from _check_well_formed(path, text)


def _check_well_formed(path, text):
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError as error:
        yield Finding(path, error.lineno or 1, f"not well-formed XML: {error.msg}")


def check_addresses(path, text):
    for match in MACHINE_PATH.finditer(text):
        yield Finding(
            path,
            line_of(text, match.start()),
            f"{match[0]} is a path of one machine: make it relative",
        )
    for match in ADDRESS.finditer(text):
        if not KNOWN_HOSTS.fullmatch(match[1]):
            yield Finding(
                path,
                line_of(text, match.start()),
                f"{match[1]} is a host that no file may name: read it from the "
                "machine's settings, or use example.com",
            )


def check_sudo(path, text):
    """The first ``sudo()`` of a function has a comment, which may speak for the others.

    It stands in the statement or in the two lines above it.
    """
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        first, last, line = min(_sudo_calls(function), default=(0, 0, 0))
        if line and comments.isdisjoint(range(first - SUDO_COMMENT_LINES, last + 1)):
            yield Finding(
                path,
                line,
                "sudo() without a comment that says why it is safe "
                "(in the statement, or in the two lines above it)",
            )


def _sudo_calls(function):
    """Yield ``(first line, last line, line of the call)``, the first two of its statement.

    Of a compound statement only the head counts. ``sudo(False)`` gives rights up.
    """
    for statement in ast.walk(function):
        if not isinstance(statement, ast.stmt) or statement is function:
            continue
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if body else statement.end_lineno
        todo = [
            node
            for node in ast.iter_child_nodes(statement)
            if not isinstance(node, (ast.stmt, ast.excepthandler))
        ]
        while todo:
            node = todo.pop()
            todo += ast.iter_child_nodes(node)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "sudo"
                and not node.args
            ):
                yield statement.lineno, last, node.func.end_lineno


def check_markup(path, text):
    """``Markup`` wraps a text of the source alone: ``Markup("<b>%s</b>") % name``."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Markup"
            and not all(
                isinstance(arg, ast.Constant)
                for arg in [*node.args, *(keyword.value for keyword in node.keywords)]
            )
        ):
            yield Finding(
                path,
                node.lineno,
                "Markup() of something that is not a literal lets HTML of users "
                'through: write Markup("<b>%s</b>") % value',
            )


def check(path, text):
    """Return the findings for the file ``path`` whose content is ``text``."""
    findings = [*check_xml(path, text), *check_addresses(path, text)]
    if path.suffix == ".py" and "tests" not in path.parts:
        findings += check_markup(path, text)
        if path.parent.name in SUDO_FOLDERS:
            findings += check_sudo(path, text)
    return findings


def main():
    findings = []
    for path in project_files():
        # The tests of the checks hold what the checks look for.
        if path.suffix not in BINARY and path.parent.name != "static":
            findings += check(path, path.read_text())
    report(findings)


if __name__ == "__main__":
    main()
