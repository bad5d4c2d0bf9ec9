"""`make bench`: every benchmark with its bound, its peer in the same run where there is one, and the ratio, as a table.

`python benchmarks/run.py quick` leaves out the peers, which take minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ONE_CORE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# bounds in seconds where the project has one; the others only show how time grows
STABILITY = [(12, 60.0), (14, 60.0), (16, 0.5), (18, 60.0), (20, 2.0), (22, 60.0), (24, 600.0)]

# what is measured, task, its arguments, bound in seconds, arguments of the peer (negmas)
ROWS: list[tuple[str, str, tuple[str, ...], float, tuple[str, ...] | None]] = [
    ("zone, efficient set, four fair packages: 10^6 packages, 2 parties", "zone", ("6", "2"), 1.5, ("6", "2")),
    ("the same, 3 parties", "zone", ("6", "3"), 1.5, ("6", "3")),
    ("the same, 5 parties", "zone", ("6", "5"), 1.5, None),
    ("the same, 10^7 packages, 5 parties", "zone", ("7", "5"), 15, None),
    ("integer program, 40 x 5 (10^28): there is a zone", "program", ("40", "5", "some"), 2, None),
    ("integer program, 40 x 5 (10^28): there is none", "program", ("40", "5", "none"), 2, None),
    ("integer program, 40 x 5 (10^28): max-min, proven", "program", ("40", "5", "max-min"), 2, None),
    ("integer program, 100 x 10 (10^100): there is a zone", "program", ("100", "10", "some"), 5, None),
    ("integer program, 100 x 10 (10^100): max-min, proven", "program", ("100", "10", "max-min"), 5, None),
    ("impediments: 20 demands and 5 walk-aways over 10^6 states", "impediments", (), 5, None),
    *(
        (f"stability, five definitions, 5 parties: 2^{b} states", "stability", (str(b),), bound, None)
        for b, bound in STABILITY
    ),
    ("ways of every kind over 2^20 states", "path", ("20",), 3, None),
    ("`ceasefire --help`", "command", ("--help",), 0.3, None),
    ("`ceasefire assess syria-2016-08`", "command", ("assess", "syria-2016-08"), 1.5, None),
    ("`ceasefire assess minsk-2015-02` (20,736 states)", "command", ("assess", "minsk-2015-02"), 1.5, None),
]


def measure(task: str, arguments: tuple[str, ...]) -> tuple[float, float]:
    """Seconds and MiB of one task in a process of its own."""
    line = [sys.executable, str(Path(__file__).parent / "tasks.py"), task, *arguments]
    done = subprocess.run(line, env=ONE_CORE, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def main() -> int:
    """Print the table; 1 when a bound is broken."""
    broken = 0
    print("| what | ours | bound | memory | negmas 0.16 | ratio |")
    print("|---|---|---|---|---|---|")
    for what, task, arguments, bound, peer in ROWS:
        seconds, memory = measure(task, arguments)
        broken += seconds > bound
        if task == "stability":
            what += f", {1e6 * seconds / 2 ** int(arguments[0]):.2f} microseconds each"  # noqa: PLW2901  said with its figure
        cells = [what, f"{seconds:.2f} s", f"{bound:g} s", "" if task == "command" else f"{memory:.0f} MiB", "", ""]
        if peer is not None and "quick" not in sys.argv:
            theirs, _ = measure("negmas", peer)
            cells[4:] = [f"{theirs:.1f} s", f"{theirs / seconds:.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
