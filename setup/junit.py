"""Counts the tests of JUnit XML files; the last line is `N passed, N failed, N skipped`.

    python junit.py FILE...

Exits with 1 when a file tells of no test, of a failure, or of a skipped test: a browser test
that is skipped because a part is missing would otherwise look like a success.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def read(path: Path) -> tuple[int, int, list[str]]:
    """Numbers of passed and failed tests of a file, and `test: reason` of each skipped one."""
    passed = failed = 0
    skipped = []
    for case in ET.parse(path).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif (skip := case.find("skipped")) is not None:
            skipped.append(
                f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}"
            )
        else:
            passed += 1
    return passed, failed, skipped


def main(paths: list[Path]) -> int:
    status = total_passed = total_failed = total_skipped = 0
    for path in paths:
        passed, failed, skipped = read(path)
        total_passed += passed
        total_failed += failed
        total_skipped += len(skipped)
        if not passed or failed or skipped:
            status = 1
            print(
                f"{path.stem}: {passed} passed, {failed} failed, {len(skipped)} skipped"
            )
            for line in skipped:
                print(f"  skipped: {line}")
    print(f"{total_passed} passed, {total_failed} failed, {total_skipped} skipped")
    return status


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
