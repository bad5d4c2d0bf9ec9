"""How soon `ceasefire serve` answers, and how fast its pages are with ten users at once."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.place import begin
from ceasefire.record.store import open_record

USERS, ASKED = 10, 30
ENTRIES = 1_000_000
PAGES = {
    "the answer about the shipped case": "case/syria-2016-08",
    "the explorer, one choice": "case/syria-2016-08/packages?truce=nationwide&air=areas&targeting=joint",
    "what stands in the way": "case/syria-2016-08/impediments",
    "keep and reach, one package": "case/syria-2016-08/keep?package=status_quo",
    "the list of cases": "",
}
RECORD = {
    f"the list of a record with {ENTRIES:,} entries": "record",
    "the same, of one kind and as of a date": "record?kind=claim&as_of=2016-06-01",
    "its two thousandth page": "record?skip=100000",
}


def asked(opener: urllib.request.OpenerDirector, address: str, taken: list[float]) -> None:
    for _ in range(ASKED):
        begun = time.perf_counter()
        with opener.open(address, timeout=60) as answer:
            answer.read()
        taken.append(time.perf_counter() - begun)


def filled(place: str) -> None:
    """A record with many claims."""
    begin(place)
    with open_record(place, write=True) as held:
        for start in range(0, ENTRIES, 20_000):
            held.append([Draft(claim(k)) for k in range(start, start + 20_000)], "benchmark")


def claim(k: int) -> Claim:
    day = f"2016-{k % 12 + 1:02}-{k % 28 + 1:02}"
    note = f"said in meeting {k}"
    return Claim(kind=ClaimKind.STATEMENT, speaker=f"speaker {k % 300}", note=note, on=day, known=day)


def measured(opener: urllib.request.OpenerDirector, words: str, page: str, users: int) -> None:
    """Print the median of pages asked for by several at once, and how long the first took."""
    first = time.perf_counter()
    opener.open(page, timeout=60).close()
    first = time.perf_counter() - first
    taken: list[float] = []
    people = [threading.Thread(target=asked, args=(opener, page, taken)) for _ in range(users)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    median = statistics.median(taken) * 1000
    print(f"{words}: {median:.0f} ms (median, {users} at once), {first * 1000:.0f} ms the first time", flush=True)


def served(options: list[str], pages: dict[str, str], users: int) -> None:
    """Start the program and ask for its pages."""
    program = [str(Path(sys.executable).parent / "ceasefire"), "serve", *options]
    begun = time.perf_counter()
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            if running.stdout is None:
                raise AssertionError
            address = running.stdout.readline().strip()
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            opener.open(f"{address.split('/?')[0]}/api/cases?{address.split('?')[1]}", timeout=60).close()
            print(f"first answer after {time.perf_counter() - begun:.2f} s from the start of the program")
            for words, path in pages.items():
                measured(opener, words, f"{address.split('?')[0]}{path}", users)
        finally:
            running.terminate()


def main() -> None:
    served([], PAGES, USERS)
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "record.db")
        filled(place)
        served(["--record", place], RECORD, 1)


if __name__ == "__main__":
    main()
