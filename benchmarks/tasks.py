"""One benchmark each, run in a process of its own: `python benchmarks/tasks.py NAME ARGUMENTS` prints seconds and MiB."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from random_case import random_case


def zone(n_issues: str, n_parties: str) -> float:
    """Zone, efficient set and four fair packages of 10^n_issues packages."""
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.sign.zone import zone as analyse

    case = random_case(int(n_issues), 10, int(n_parties), level=30)
    start = time.perf_counter()
    found = analyse(dispute(case))
    assert found.n_zone  # noqa: S101
    return time.perf_counter() - start


def negmas(n_issues: str, n_parties: str) -> float:
    """The same packages and utilities in negmas: pareto_frontier and nash_points."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import nash_points, pareto_frontier

    case = random_case(int(n_issues), 10, int(n_parties), level=30)
    space = make_os([make_issue(list(issue.options), name=name) for name, issue in case.issues.items()])
    functions = []
    for party in case.parties.values():
        assert party.preferences is not None  # noqa: S101
        weights, scores = party.preferences.weights or {}, party.preferences.scores or {}
        whole = float(sum(w.midpoint for w in weights.values()))
        functions.append(
            LinearAdditiveUtilityFunction(
                values={i: {o: float(s.midpoint) / 100 for o, s in row.items()} for i, row in scores.items()},
                weights={i: float(w.midpoint) / whole for i, w in weights.items()},
                outcome_space=space,
                reserved_value=0.3,
            )
        )
    start = time.perf_counter()
    outcomes = list(space.enumerate())
    frontier, _ = pareto_frontier(functions, outcomes)
    nash_points(functions, frontier, outcome_space=space)
    return time.perf_counter() - start


def program(n_issues: str, n_options: str, what: str) -> float:
    """Emptiness, or the max-min package, by the integer program; 5 parties, 30 rules."""
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.sign.program import GAP, Program
    from ceasefire.analysis.sign.programmed_zone import max_min

    case = random_case(int(n_issues), int(n_options), 5, seed=1, level=72 if what == "none" else 55, n_rules=30)
    start = time.perf_counter()
    built = Program(dispute(case))
    if what == "max-min":
        _, gap = max_min(built)
        assert gap <= GAP  # noqa: S101
    else:
        found = built.solve((1 << len(built.conditions)) - 1)
        assert (found is None) == (what == "none")  # noqa: S101
    return time.perf_counter() - start


def impediments() -> float:
    """20 demands of 5 parties over 10^6 states."""
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.sign.impediments import impediments as analyse
    from ceasefire.case.model import Case

    rng = random.Random(3)
    value = random_case(6, 10, 5, level=40).model_dump(mode="json")
    for party in value["parties"].values():
        party["demands"] = {
            f"d{k}": " or ".join(
                f"i{i} in {{{', '.join(f'o{o}' for o in rng.sample(range(10), 2))}}}" for i in rng.sample(range(6), 2)
            )
            for k in range(4)
        }
    case = Case.model_validate(value)
    start = time.perf_counter()
    found = analyse(dispute(case))
    assert found.complete  # noqa: S101
    print(
        f"{len(found.conditions)} conditions, {len(found.clashes)} clashes, {len(found.openings)} openings",
        file=sys.stderr,
    )
    return time.perf_counter() - start


def stability(bits: str) -> float:
    """All five definitions, 5 parties, random ranks with ties, 2^bits states."""
    from random_case import random_board

    from ceasefire.analysis.keep.stability import equilibria

    playing = random_board(int(bits), 5)
    start = time.perf_counter()
    equilibria(playing)
    return time.perf_counter() - start


def path(n_issues: str) -> float:
    """Every kind of way over 2^n_issues states, each issue moved by one of 5 parties."""
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.reach.path import paths
    from ceasefire.case.model import Case

    value = random_case(int(n_issues), 2, 5).model_dump(mode="json")
    for k, issue in enumerate(value["issues"].values()):
        issue["controllers"] = [f"p{k % 5}"]
    compiled = dispute(Case.model_validate(value), open_all=True)
    start = time.perf_counter()
    found = paths(compiled, dict.fromkeys(value["issues"], "o0"))
    assert found.careful is not None  # noqa: S101
    return time.perf_counter() - start


def command(*arguments: str) -> float:
    """A command as a whole process, the best of five."""
    program_path = str(Path(sys.executable).parent / "ceasefire")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([program_path, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


TASKS: dict[str, Callable[..., float]] = {
    "zone": zone,
    "negmas": negmas,
    "program": program,
    "impediments": impediments,
    "stability": stability,
    "path": path,
    "command": command,
}

if __name__ == "__main__":
    seconds = TASKS[sys.argv[1]](*sys.argv[2:])
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
