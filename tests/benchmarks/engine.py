"""Time and memory of the matching engine beside scipy's dense solver, on generated companies.

    python tests/benchmarks/engine.py                         both tables
    python tests/benchmarks/engine.py --sizes 1000x500        other sizes
    python tests/benchmarks/engine.py --repeat 1              each measured once

Each figure comes from a process of its own, on one core; where the engine and the dense solver are compared they take
turns, and the medians are shown. The engine computes the scores block by block within its time and proves its result;
the dense solver gets the ready matrix, with a column for each place and the scarcer side as rows, and proves nothing.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

import numpy as np
from company import Company
from engine import assign, certify, raise_floor, rematch
from scipy.optimize import linear_sum_assignment


def run_engine(company):
    size, places = company.n_mentees, company.capacities
    begun = time.perf_counter()
    result = assign(company.score_rows, size, places)
    return {
        "seconds": time.perf_counter() - begun,
        "matched": result.matched,
        "total": result.total,
        "proven": result.optimal,
        "rounds": result.rounds,
    }


def run_certified(company):
    """Check the proof by a pass over all scores, beside solving."""
    size, places = company.n_mentees, company.capacities
    result = assign(company.score_rows, size, places)
    begun = time.perf_counter()
    certificate = certify(company.score_rows, size, places, result)
    return {"seconds": time.perf_counter() - begun, "proven": certificate.valid}


def run_dense(company):
    mentor = np.repeat(np.arange(company.n_mentors), company.capacities)
    size = company.n_mentees
    turned = size > len(mentor)
    bonus = 1000 * min(size, len(mentor)) + 1
    costs = np.zeros((len(mentor), size) if turned else (size, len(mentor)))
    for lo, scores in company.blocks():
        wide = np.where(scores >= 0, -scores - float(bonus), 0)[:, mentor]
        if turned:
            costs[:, lo : lo + len(wide)] = wide.T
        else:
            costs[lo : lo + len(wide)] = wide
    begun = time.perf_counter()
    row, column = linear_sum_assignment(costs)
    seconds = time.perf_counter() - begun
    made = costs[row, column][costs[row, column] < 0] + bonus
    return {"seconds": seconds, "matched": len(made), "total": int(-made.sum())}


def run_scores(company):
    """Read all scores once: what no method can do without."""
    begun = time.perf_counter()
    forbidden = sum(int((scores < 0).sum()) for _lo, scores in company.blocks())
    share = forbidden / (company.n_mentees * company.n_mentors)
    return {"seconds": time.perf_counter() - begun, "forbidden": share}


def run_fair(company):
    begun = time.perf_counter()
    floor = raise_floor(company.score_rows, company.n_mentees, company.capacities)
    pairs = floor.unfair.pairs
    return {
        "seconds": time.perf_counter() - begun,
        "weakest": floor.weakest,
        "before": int(company.scores_of(pairs).min()),
        "cost": floor.cost / floor.unfair.total,
        "proven": floor.proven and floor.assignment.optimal,
    }


def run_locked(company):
    """Match again with nine of ten pairs locked."""
    size, places = company.n_mentees, company.capacities
    pairs = assign(company.score_rows, size, places).pairs
    locked = pairs[np.random.default_rng(1).random(len(pairs)) < 0.9]
    begun = time.perf_counter()
    result = assign(company.score_rows, size, places, locked=locked)
    return {"seconds": time.perf_counter() - begun, "proven": result.optimal}


def run_again(company):
    """One mentor of a hundred leaves; a break costs 100 points, or nothing."""
    size, places = company.n_mentees, company.capacities
    pairs = assign(company.score_rows, size, places).pairs
    left = np.random.default_rng(1).random(company.n_mentors) < 0.01
    places = np.where(left, 0, places)
    broken = {}
    for cost in (0, 100):
        begun = time.perf_counter()
        found = rematch(company.score_rows, size, places, pairs, change_cost=cost)
        broken[cost] = len(found.broken)
    return {
        "seconds": time.perf_counter() - begun,
        "proven": found.assignment.optimal,
        "forced": int(left[pairs[:, 1]].sum()),
        "broken": broken,
    }


METHODS = {
    "engine": run_engine,
    "certified": run_certified,
    "dense": run_dense,
    "scores": run_scores,
    "fair": run_fair,
    "locked": run_locked,
    "again": run_again,
}


def measure(method, n_mentees, n_mentors, tight):
    """Run one method in a process of its own and return its figures, with its peak memory in MB."""
    arguments = [method, str(n_mentees), str(n_mentors), str(int(tight))]
    answer = subprocess.run(
        [sys.executable, __file__, "--one", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    return json.loads(answer.stdout)


def one(method, n_mentees, n_mentors, tight):
    # Once in small, so that what a process does only once is not counted.
    METHODS[method](Company(60, 30, tight == "1"))
    company = Company(int(n_mentees), int(n_mentors), tight == "1")
    figures = METHODS[method](company)
    figures["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def middle(runs, name):
    return median(run[name] for run in runs)


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def speed(sizes, repeat, dense_cells):
    row(
        "mentees x mentors",
        "scores once",
        "engine",
        "rounds",
        "proven",
        "dense scipy",
        "time",
        "memory",
    )
    row(*["---"] * 8)
    for n_mentees, n_mentors in sizes:
        for tight in (False, True):
            problem = n_mentees, n_mentors, tight
            places = int(Company(*problem).capacities.sum())
            compared = n_mentees * places <= dense_cells
            ours, dense = [], []
            for _turn in range(repeat):
                ours.append(measure("engine", *problem))
                if compared:
                    dense.append(measure("dense", *problem))
            scores = measure("scores", *problem)
            cells = [
                f"{n_mentees:,} x {n_mentors:,} {'tight' if tight else 'roomy'}",
                f"{scores['seconds']:.2f} s",
                f"{middle(ours, 'seconds'):.2f} s, {middle(ours, 'megabytes'):.0f} MB",
                str(ours[0]["rounds"]),
                "yes" if ours[0]["proven"] else "no",
                *["-"] * 3,
            ]
            if compared:
                for name in ("matched", "total"):
                    if dense[0][name] != ours[0][name]:
                        sys.exit(f"The two disagree: {dense[0]} and {ours[0]}")
                time_ratio, memory_ratio = (
                    median(ours[i][name] / dense[i][name] for i in range(repeat))
                    for name in ("seconds", "megabytes")
                )
                cells[5:] = [
                    f"{middle(dense, 'seconds'):.2f} s, {middle(dense, 'megabytes'):.0f} MB",
                    f"{time_ratio:.2f}",
                    f"{memory_ratio:.2f}",
                ]
            row(*cells)


def uses(sizes):
    row("mentees x mentors", "use", "time", "proven", "found")
    row(*["---"] * 5)
    for n_mentees, n_mentors in sizes:
        for tight in (False, True):
            problem = n_mentees, n_mentors, tight
            where = f"{n_mentees:,} x {n_mentors:,} {'tight' if tight else 'roomy'}"
            for method, use, found in (
                ("certified", "check the proof", ""),
                (
                    "fair",
                    "raise the weakest pair",
                    "from {before} to {weakest} points, for {cost:.3%} of all points",
                ),
                ("locked", "solve around 90 % locked pairs", ""),
                (
                    "again",
                    "match again, 1 % of mentors left",
                    "{broken[100]} pairs broken, {broken[0]} if breaks were free, {forced} had to be",
                ),
            ):
                figures = measure(method, *problem)
                if "broken" in figures:
                    figures["broken"] = {
                        int(cost): count for cost, count in figures["broken"].items()
                    }
                row(
                    where,
                    use,
                    f"{figures['seconds']:.2f} s",
                    "yes" if figures["proven"] else "no",
                    found.format(**figures),
                )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", nargs="+", default=["1000x500", "3000x1500", "10000x5000"]
    )
    parser.add_argument(
        "--uses", nargs="*", default=["10000x5000"], help="sizes of the second table"
    )
    parser.add_argument("--repeat", type=int, default=3)
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
    sizes, used = (
        [tuple(int(part) for part in size.split("x")) for size in chosen]
        for chosen in (options.sizes, options.uses)
    )
    speed(sizes, options.repeat, options.dense_cells)
    print()
    uses(used)


if __name__ == "__main__":
    main()
