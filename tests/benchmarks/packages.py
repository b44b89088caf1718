"""The engine beside two open-source packages, on the same scores.

    python tests/benchmarks/packages.py                    the table
    python tests/benchmarks/packages.py --sizes 300x150    other sizes

`mentor-match` makes one pair for each mentor and mentee a round, by the Hungarian method; it gets as many rounds as
the largest capacity. `matching` makes stable matches of ranked lists; each side ranks the other by the same scores.
Both are installed in environments of their own, in a temporary folder or in the one given, since both are imported as
`matching`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

PACKAGES = {"mentor-match": "7.0.1", "matching": "1.4.3"}


def run_mentor_match(scores, capacities):
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Disqualify

    class Score:
        """The points of the pair, as a rule."""

        def apply(self, match):
            return scores[match.mentee.email][match.mentor.email]

    def is_barred(match):
        return (
            scores[match.mentee.email][match.mentor.email] < 0
            or len(match.mentee.mentors) > 0
            or len(match.mentor.mentees) >= capacities[match.mentor.email]
        )

    mentees = [Mentee(grade=1, email=i) for i in range(len(scores))]
    mentors = [Mentor(grade=1, email=j) for j in range(len(capacities))]
    # The last rule comes first.
    rules = [[Score(), Disqualify(is_barred)] for _round in range(max(capacities))]
    process_data(mentors, mentees, rules)
    return [
        (mentee.email, mentor.email) for mentor in mentors for mentee in mentor.mentees
    ]


def run_matching(scores, capacities):
    from matching.games import HospitalResident

    def ranked(points):
        """Return names by points, most first, without those that are forbidden."""
        allowed = [name for name, score in points if score >= 0]
        return sorted(allowed, key=dict(points).__getitem__, reverse=True)

    mentees = {
        f"e{i}": ranked([(f"o{j}", score) for j, score in enumerate(row)])
        for i, row in enumerate(scores)
    }
    mentors = {
        f"o{j}": ranked([(f"e{i}", row[j]) for i, row in enumerate(scores)])
        for j in range(len(capacities))
    }
    places = {f"o{j}": capacity for j, capacity in enumerate(capacities)}
    # Who ranks nobody is not part of such a game.
    mentees = {name: ranks for name, ranks in mentees.items() if ranks}
    mentors = {name: ranks for name, ranks in mentors.items() if ranks}
    game = HospitalResident.create_from_dictionaries(mentees, mentors, places)
    return [
        (int(mentee.name[1:]), int(mentor.name[1:]))
        for mentor, found in game.solve().items()
        for mentee in found
    ]


RUNNERS = {"mentor-match": run_mentor_match, "matching": run_matching}


def one(package):
    """Run a package on the problem that comes in, and tell what it found."""
    problem = json.load(sys.stdin)
    begun = time.perf_counter()
    pairs = RUNNERS[package](problem["scores"], problem["capacities"])
    print(json.dumps({"seconds": time.perf_counter() - begun, "pairs": pairs}))


def with_a_deep_stack(function, *arguments):
    """Call a function of a package that copies its linked players by recursion, thousands deep."""
    sys.setrecursionlimit(10**6)
    threading.stack_size(2**29)
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    thread.join()


def install(package, folder):
    """Make an environment with the package, unless it is there, and return its Python."""
    home = folder / package
    if not (home / "bin" / "python").exists():
        venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    wanted = f"{package}=={PACKAGES[package]}"
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wanted]
    subprocess.run(pip, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    return python


def compare(n_mentees, n_mentors, tight, folder):
    """Print a line for the engine and for each package."""
    # Not above: the environments of the packages have none of these.
    import numpy as np
    from company import Company
    from engine import assign

    company = Company(n_mentees, n_mentors, tight)
    assign(company.score_rows, 60, company.capacities)  # what a process does only once
    begun = time.perf_counter()
    ours = assign(company.score_rows, n_mentees, company.capacities)
    seconds = time.perf_counter() - begun
    scores = company.score_rows(0, n_mentees)
    where = f"{n_mentees:,} x {n_mentors:,} {'tight' if tight else 'roomy'}"
    print(
        f"| {where} | engine | {seconds:.2f} s | {ours.matched:,} "
        f"| {ours.total:,} | | |",
        flush=True,
    )
    problem = json.dumps(
        {"scores": scores.tolist(), "capacities": company.capacities.tolist()}
    )
    for package in PACKAGES:
        answer = subprocess.run(
            [install(package, folder), __file__, "--one", package],
            input=problem,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
        theirs = json.loads(answer.stdout)
        row, column = np.array(theirs["pairs"]).T
        points = scores[row, column].astype(int)
        assert points.min() >= 0 and len(set(row.tolist())) == len(row)
        assert (np.bincount(column, minlength=n_mentors) <= company.capacities).all()
        print(
            f"| {where} | {package} {PACKAGES[package]} | {theirs['seconds']:.1f} s "
            f"| {len(row):,} | {points.sum():,} "
            f"| {theirs['seconds'] / seconds:,.0f} "
            f"| {points.sum() / ours.total - 1:+.1%} |",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", default=["1000x500"])
    parser.add_argument("--folder", type=Path, help="where the environments are kept")
    parser.add_argument("--one", choices=PACKAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return with_a_deep_stack(one, options.one)
    with tempfile.TemporaryDirectory() as temporary:
        print(
            "| mentees x mentors | with | time | matched | points | times slower ",
            end="",
        )
        print("| points |\n" + "|---" * 7 + "|", flush=True)
        for size in options.sizes:
            n_mentees, n_mentors = (int(part) for part in size.split("x"))
            for tight in (False, True):
                folder = options.folder or Path(temporary)
                compare(n_mentees, n_mentors, tight, folder)


if __name__ == "__main__":
    main()
