"""How soon `ceasefire serve` answers, and how fast its pages are with ten users at once."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

USERS, ASKED = 10, 30
PAGES = {
    "the answer about the shipped case": "case/syria-2016-08",
    "the explorer, one choice": "case/syria-2016-08/packages?truce=nationwide&air=areas&targeting=joint",
    "the list of cases": "",
}


def asked(opener: urllib.request.OpenerDirector, address: str, taken: list[float]) -> None:
    for _ in range(ASKED):
        begun = time.perf_counter()
        with opener.open(address, timeout=60) as answer:
            answer.read()
        taken.append(time.perf_counter() - begun)


def main() -> None:
    program = [str(Path(sys.executable).parent / "ceasefire"), "serve"]
    begun = time.perf_counter()
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            if running.stdout is None:
                raise AssertionError
            address = running.stdout.readline().strip()
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            opener.open(f"{address.split('/?')[0]}/api/cases?{address.split('?')[1]}", timeout=60).close()
            print(f"first answer after {time.perf_counter() - begun:.2f} s from the start of the program")
            for words, path in PAGES.items():
                page = f"{address.split('?')[0]}{path}"
                first = time.perf_counter()
                opener.open(page, timeout=60).close()
                first = time.perf_counter() - first
                taken: list[float] = []
                users = [threading.Thread(target=asked, args=(opener, page, taken)) for _ in range(USERS)]
                for user in users:
                    user.start()
                for user in users:
                    user.join()
                median = statistics.median(taken) * 1000
                print(f"{words}: {median:.0f} ms (median, {USERS} users at once), {first * 1000:.0f} ms the first time")
        finally:
            running.terminate()


if __name__ == "__main__":
    main()
