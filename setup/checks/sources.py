"""What the checks share: the project's files, and how a finding is told."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Finding(NamedTuple):
    path: Path
    line: int
    message: str

    def __str__(self):
        path = self.path
        if path.is_relative_to(ROOT):
            path = path.relative_to(ROOT)
        return f"{path}:{self.line}: {self.message}"


def project_files():
    """Return the files that git tracks, and those that it would if they were added.

    Without git, or outside a clone: all files, but those in hidden folders and caches.
    """
    try:
        names = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "-co", "--exclude-standard"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [
            path.relative_to(ROOT)
            for path in ROOT.rglob("*")
            if not any(
                part.startswith(".") or part == "__pycache__"
                for part in path.relative_to(ROOT).parts
            )
        ]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def addons():
    """Return the folders of the project's addons, by name."""
    return [manifest.parent for manifest in sorted(ROOT.glob("*/__manifest__.py"))]


def line_of(text, position):
    """Return the number of the line, from 1, that holds ``text[position]``."""
    return text.count("\n", 0, position) + 1


def report(findings):
    """Print the findings and end the program: with 0 when there are none."""
    findings = sorted(set(findings))
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
