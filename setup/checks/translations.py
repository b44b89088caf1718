"""Is the French of each addon complete and well made?

    python setup/checks/translations.py [--pot-dir DIR]

DIR holds one freshly exported ``<addon>.pot`` for each addon (``setup/i18n.sh --check``
makes it): the file of the repository has to hold the same texts. With ``--merge`` the
texts of each template are brought into ``fr.po`` and what is left to translate is told.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

import polib
from sources import Finding, addons, report

LANGUAGE = "fr"

# What a translation has to keep as it is.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\{.*?\}\}|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][\w-]*")
ADDRESS = re.compile(r"(?:href|src|class|t-\w+)=\"[^\"]*\"")


def check_catalogue(path, source):
    """Return the findings for the ``fr.po`` at ``path``.

    :param source: set of the texts (str) to translate
    """
    catalogue = polib.pofile(str(path))
    findings = []
    texts = set()
    for entry in catalogue:
        text, translation = entry.msgid, entry.msgstr
        if entry.obsolete or text not in source:
            message = "is no longer in the source: run setup/i18n.sh"
        elif not translation:
            message = "has no translation"
        elif entry.fuzzy:
            message = "is marked fuzzy: check the translation, take the mark away"
        else:
            message = compare(text, translation)
        texts.add(text)
        if message:
            findings.append(Finding(path, entry.linenum, f"{text!r} {message}"))
    findings += [
        Finding(path, 1, f"{text!r} is missing: run setup/i18n.sh")
        for text in source - texts
    ]
    return findings


def compare(text, translation):
    """Return what ``translation`` lost of ``text``; an empty string when it is well made."""
    for pattern, name in (
        (PLACEHOLDER, "placeholders"),
        (TAG, "tags"),
        (ADDRESS, "attributes"),
    ):
        expected = Counter(pattern.findall(text))
        found = Counter(pattern.findall(translation))
        if expected != found:
            wrong = ", ".join((expected - found) | (found - expected))
            return f"has other {name} in its translation: {wrong}"
    if text[:1].isspace() != translation[:1].isspace():
        return "begins with a space on one side alone"
    if text[-1:].isspace() != translation[-1:].isspace():
        return "ends with a space on one side alone"
    return ""


def texts_of(template):
    return {entry.msgid for entry in polib.pofile(str(template))}


def check_addon(addon, fresh_folder):
    template = addon / "i18n" / f"{addon.name}.pot"
    path = addon / "i18n" / f"{LANGUAGE}.po"
    missing = [file for file in (template, path) if not file.is_file()]
    if missing:
        return [Finding(file, 1, "is not there: run setup/i18n.sh") for file in missing]
    source = texts_of(template)
    findings = []
    if fresh_folder:
        fresh = texts_of(fresh_folder / template.name)
        findings = [
            Finding(template, 1, f"{text!r} {message}: run setup/i18n.sh")
            for texts, message in (
                (fresh - source, "is missing"),
                (source - fresh, "is no longer in the source"),
            )
            for text in texts
        ]
        source = fresh
    return findings + check_catalogue(path, source)


def merge(addon):
    """Bring the texts of the template into ``fr.po``; return how many want translation."""
    template = polib.pofile(str(addon / "i18n" / f"{addon.name}.pot"), wrapwidth=78)
    path = addon / "i18n" / f"{LANGUAGE}.po"
    if path.is_file():
        catalogue = polib.pofile(str(path), wrapwidth=78)
    else:
        catalogue = polib.POFile(wrapwidth=78)
        catalogue.metadata = {
            **template.metadata,
            "Language": LANGUAGE,
            "Plural-Forms": "nplurals=2; plural=(n > 1);",
        }
    # The same text may stand in a template more than once, under different modules.
    catalogue.merge(template)
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.save(str(path))
    missing = [entry for entry in catalogue if not entry.msgstr or entry.fuzzy]
    for entry in missing:
        print(f"{path.parent.parent.name}: to translate: {entry.msgid!r}")
    return len(missing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pot-dir", type=Path)
    parser.add_argument("--merge", action="store_true")
    options = parser.parse_args()
    if options.merge:
        left = sum(merge(addon) for addon in addons())
        print(f"{left} texts to translate")
        return
    findings = []
    for addon in addons():
        findings += check_addon(addon, options.pot_dir)
    report(findings)


if __name__ == "__main__":
    main()
