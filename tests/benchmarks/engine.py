"""Time and memory of the matching engine beside scipy's dense solver, on generated companies.

    python tests/benchmarks/engine.py                         the table
    python tests/benchmarks/engine.py --sizes 1000x500        other sizes
    python tests/benchmarks/engine.py --dense-cells 0         without the dense solver

Each line is a run in a process of its own. The engine computes the scores block by block within its time and proves its
result; the dense solver gets the ready matrix, a column for each place, and proves nothing.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

import numpy as np
from engine import assign
from scipy.optimize import linear_sum_assignment

SKILLS = 60
SITES = 12
LEVELS = 7  # of the department tree, each department has two below it


class Company:
    """A generated company: scores with many ties, about 30 % of the pairs forbidden.

    Department tree with managers, skills by Zipf's law, sites, languages, capacities 1 to 5. `tight` gives fewer
    places than mentees.
    """

    def __init__(self, n_mentees, n_mentors, tight, seed=1):
        rng = np.random.default_rng([seed, n_mentees, n_mentors])
        self.n_mentees, self.n_mentors = n_mentees, n_mentors
        self.wanted = self._skills(rng, n_mentees, 3)
        self.wanted /= self.wanted.sum(axis=1, keepdims=True)
        self.offered = np.ascontiguousarray(
            600 * (self._skills(rng, n_mentors, 5) > 0).T, dtype=np.float32
        )
        # Departments are numbered as in a heap: 1 is the company, d has 2d and 2d + 1 below it.
        self.department, mentor_department = (
            rng.integers(1, 2**LEVELS, n) for n in (n_mentees, n_mentors)
        )
        departments = np.arange(2**LEVELS)
        paths = departments[:, None] >> np.arange(LEVELS)
        shared = (paths[:, None, :, None] == paths[None, :, None, :]) & (
            paths[:, None, :, None] > 0
        )
        near = 200 - 200 * shared.any(axis=3).sum(axis=2) / LEVELS
        # Tables are laid out row by row, since a mentee reads one row of each.
        self.by_department = np.ascontiguousarray(
            near[:, mentor_department], dtype=np.float32
        )
        # A mentor who heads a department above the mentee's is their manager at some depth.
        heads = rng.random(n_mentors) < 0.1
        above = (
            departments[:, None, None] >> np.arange(LEVELS)[None, None, :]
            == departments[None, :, None]
        ).any(axis=2)
        self.by_department[above[:, mentor_department] & heads] = -5000
        self.site, mentor_site = (
            rng.integers(0, SITES, n_mentees),
            rng.integers(0, SITES, n_mentors),
        )
        self.by_site = np.where(
            np.arange(SITES)[:, None] == mentor_site, 150, 0
        ).astype(np.float32)
        self.language = rng.choice(4, n_mentees, p=[0.7, 0.2, 0.07, 0.03])
        spoken = rng.random((4, n_mentors)) < np.array([0.8, 0.5, 0.3, 0.2])[:, None]
        self.by_language = np.where(spoken, 0, -5000).astype(np.float32)
        self.capacities = rng.integers(1, 6, n_mentors)
        while tight and self.capacities.sum() > 0.9 * n_mentees:
            self.capacities[rng.integers(0, n_mentors, n_mentors // 50 + 1)] = 1
            if self.capacities.max() == 1:
                break

    @staticmethod
    def _skills(rng, count, each):
        zipf = 1 / np.arange(1, SKILLS + 1)
        table = np.zeros((count, SKILLS), dtype=np.float32)
        for _draw in range(each):
            table[np.arange(count), rng.choice(SKILLS, count, p=zipf / zipf.sum())] = (
                rng.integers(1, 4, count)
            )
        return table

    def score_rows(self, lo, hi):
        found = np.empty((hi - lo, self.n_mentors), dtype=np.int16)
        # A few rows at a time, so that the sums stay in the processor's own memory.
        step = max(32, 2**18 // self.n_mentors)
        for start in range(lo, hi, step):
            at = slice(start, min(hi, start + step))
            scores = self.wanted[at] @ self.offered
            scores += self.by_department[self.department[at]]
            scores += self.by_site[self.site[at]]
            scores += self.by_language[self.language[at]]
            np.maximum(scores, -1, out=scores)
            found[start - lo : at.stop - lo] = scores
        return found


def run_engine(company):
    begun = time.perf_counter()
    result = assign(company.score_rows, company.n_mentees, company.capacities)
    return {
        "seconds": time.perf_counter() - begun,
        "matched": result.matched,
        "total": result.total,
        "proven": result.optimal,
        "rounds": result.rounds,
    }


def run_dense(company):
    scores = company.score_rows(0, company.n_mentees)
    mentor = np.repeat(np.arange(company.n_mentors), company.capacities)
    begun = time.perf_counter()
    bonus = 1000 * min(company.n_mentees, len(mentor)) + 1
    costs = np.where(scores >= 0, -scores - float(bonus), 0)[:, mentor]
    row, column = linear_sum_assignment(costs)
    points = scores[row, mentor[column]].astype(np.int64)
    return {
        "seconds": time.perf_counter() - begun,
        "matched": int((points >= 0).sum()),
        "total": int(points[points >= 0].sum()),
    }


def run_scores(company):
    """Read all scores once: what no method can do without."""
    rows = max(1, 2_000_000 // company.n_mentors)
    begun = time.perf_counter()
    forbidden = 0
    for lo in range(0, company.n_mentees, rows):
        forbidden += (
            company.score_rows(lo, min(company.n_mentees, lo + rows)) < 0
        ).sum()
    share = forbidden / (company.n_mentees * company.n_mentors)
    return {"seconds": time.perf_counter() - begun, "forbidden": float(share)}


METHODS = {"engine": run_engine, "dense": run_dense, "scores": run_scores}


def measure(method, n_mentees, n_mentors, tight):
    """Run one method in a process of its own and return its figures, with its peak memory in MB."""
    arguments = [
        sys.executable,
        __file__,
        "--one",
        method,
        str(n_mentees),
        str(n_mentors),
        str(int(tight)),
    ]
    return json.loads(
        subprocess.run(arguments, check=True, stdout=subprocess.PIPE).stdout
    )


def one(method, n_mentees, n_mentors, tight):
    company = Company(int(n_mentees), int(n_mentors), tight == "1")
    figures = METHODS[method](company)
    figures["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", nargs="+", default=["1000x500", "3000x1500", "10000x5000"]
    )
    parser.add_argument(
        "--dense-cells",
        type=float,
        default=1.6e8,
        help="largest matrix, places counted, for the dense solver",
    )
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(*options.one)
    print(
        "| mentees x mentors | forbidden | scores once | engine | rounds | proven ",
        end="",
    )
    print(
        "| dense scipy | time ratio | memory ratio |\n" + "|---" * 9 + "|", flush=True
    )
    for size in options.sizes:
        n_mentees, n_mentors = (int(part) for part in size.split("x"))
        for tight in (False, True):
            ours = measure("engine", n_mentees, n_mentors, tight)
            scores = measure("scores", n_mentees, n_mentors, tight)
            cells = [
                f"{n_mentees:,} x {n_mentors:,} {'tight' if tight else 'roomy'}",
                f"{scores['forbidden']:.0%}",
                f"{scores['seconds']:.2f} s",
                f"{ours['seconds']:.2f} s, {ours['megabytes']:.0f} MB",
                str(ours["rounds"]),
                "yes" if ours["proven"] else "no",
            ]
            places = Company(n_mentees, n_mentors, tight).capacities.sum()
            if n_mentees * places <= options.dense_cells:
                dense = measure("dense", n_mentees, n_mentors, tight)
                if (dense["matched"], dense["total"]) != (
                    ours["matched"],
                    ours["total"],
                ):
                    sys.exit(f"The two disagree: {dense} and {ours}")
                cells += [
                    f"{dense['seconds']:.2f} s, {dense['megabytes']:.0f} MB",
                    f"{ours['seconds'] / dense['seconds']:.2f}",
                    f"{ours['megabytes'] / dense['megabytes']:.2f}",
                ]
            else:
                cells += ["-", "-", "-"]
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
