"""Is each addon whole: its manifest, the files that the manifest lists, its tests."""

import ast
import re

from sources import Finding, addons, project_files, report

VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
DATA_FOLDERS = {"data", "views", "security", "report", "wizards", "demo"}
REQUIRED_FILES = (
    "static/description/icon.png",
    "i18n/fr.po",
    "readme/DESCRIPTION.md",
)


def check_manifest(addon, manifest):
    path = addon / "__manifest__.py"
    if not VERSION.fullmatch(manifest.get("version", "")):
        yield Finding(path, 1, "version has to be 19.0.x.y.z")
    if manifest.get("license") != "LGPL-3":
        yield Finding(path, 1, 'license has to be "LGPL-3"')
    for name in REQUIRED_FILES:
        if not (addon / name).is_file():
            yield Finding(path, 1, f"the addon has no {name}")


def check_data(addon, manifest, files):
    """Every listed file is there, and every data file there is listed."""
    path = addon / "__manifest__.py"
    listed = manifest.get("data", []) + manifest.get("demo", [])
    for name in listed:
        if not (addon / name).is_file():
            yield Finding(path, 1, f"lists {name}, which is not there")
        if listed.count(name) > 1:
            yield Finding(path, 1, f"lists {name} more than once")
    for file in files:
        name = file.relative_to(addon)
        if (
            file.suffix in (".xml", ".csv")
            and name.parts[0] in DATA_FOLDERS
            and name.as_posix() not in listed
        ):
            yield Finding(file, 1, "no line of the manifest loads this file")
    for name in manifest.get("demo", []):
        if not name.startswith("demo/"):
            yield Finding(path, 1, f"{name} is demo data: it belongs in demo/")


def check_tests(addon):
    """Odoo runs the tests that ``tests/__init__.py`` imports, and no others."""
    init = addon / "tests" / "__init__.py"
    imported = set()
    if init.is_file():
        for node in ast.walk(ast.parse(init.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module:
                imported |= {alias.name for alias in node.names}
    modules = {path.stem for path in init.parent.glob("test_*.py")}
    if not modules:
        yield Finding(addon / "__manifest__.py", 1, "the addon has no tests")
    for name in modules - imported:
        yield Finding(init, 1, f"{name} is not imported: its tests never run")


def main():
    findings = []
    files = project_files()
    for addon in addons():
        manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
        own = [file for file in files if file.is_relative_to(addon)]
        findings += check_manifest(addon, manifest)
        findings += check_data(addon, manifest, own)
        findings += check_tests(addon)
    report(findings)


if __name__ == "__main__":
    main()
