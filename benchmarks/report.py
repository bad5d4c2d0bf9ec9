"""How long the report of the shipped case takes as a command, and how large it is."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.html"
        command = [str(Path(sys.executable).parent / "ceasefire"), "report", "syria-2016-08", "-o", str(target)]
        taken = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - begun)
        size = target.stat().st_size
    print(f"ceasefire report syria-2016-08: {sorted(taken)[RUNS // 2]:.2f} s (median of {RUNS}), {size / 1000:,.0f} kB")
