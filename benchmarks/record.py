"""The record at size: importing 350,000 event rows and a workbook, a million incidents from end to end, two exports merged.

Each line is a process of its own, so that its memory is its own.  The peer of the import is what the database does at best
with the same rows: the bare `sqlite3` module, one table of the columns as text, no chain, no checks, in one transaction; of
the workbook, the reader alone.  With a PostgreSQL server installed (or its address in CEASEFIRE_PG) it stands beside SQLite.

    python benchmarks/record.py [SCALE]      SCALE 0.1 runs a tenth of each
"""

from __future__ import annotations

import csv
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ceasefire.record.append import Draft
from ceasefire.record.entry import Action, Kind
from ceasefire.record.exchange import export, take
from ceasefire.record.intake.run import How, take_file
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, things
from ceasefire.record.store import open_record
from ceasefire.table.reader import open_table, opened
from ceasefire.table.workbook import write_xlsx
from ceasefire.text.whole import write_lines

ROWS, INCIDENTS, SHEET, MERGED = 350_000, 1_000_000, 50_000, 100_000
NAMES = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905  fifty names read better so
AGREEMENT = """format: agreement/1
title: A truce
zone: UTC
in_force: {on: "2016-02-27"}
parties: {a: {name: Government of Syria}, b: {name: Syrian insurgents}}
acts: {fight: {name: state-based violence}}
terms: {"1": {title: no fighting, acts: [fight]}}
"""


def shaped(k: int) -> list[str]:
    """A row with the columns and about the length of a GED row."""
    day = f"20{k % 30:02}-{k % 12 + 1:02}-{k % 28 + 1:02} 00:00:00.000"
    said = {
        "id": str(k),
        "code_status": "Clear",
        "type_of_violence": "1",
        "side_a": "Government of Syria",
        "side_b": "Syrian insurgents",
        "dyad_name": "Government of Syria - Syrian insurgents",
        "source_article": f'"SOHR,2016-08-26,Clashes and shelling continue near village {k % 977}, and on the road to it"',
        "source_headline": f"Clashes and shelling continue near village {k % 977}",
        "source_original": "Syrian Observatory for Human Rights",
        "where_prec": str(k % 6 + 1),
        "where_coordinates": f"village {k % 977}",
        "where_description": f"north of village {k % 977}, on the road",
        "adm_1": "Aleppo governorate",
        "adm_2": "Afrin district",
        "latitude": f"{33 + k % 4000 / 1000:.6f}",
        "longitude": f"{36 + k % 5000 / 1000:.6f}",
        "country": "Syria",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": day,
        "date_end": day,
        "deaths_civilians": "0",
        "best": str(k % 3 + 3),
        "high": str(k % 3 + 5),
        "low": str(k % 3),
    }
    return [said.get(name, "1") for name in NAMES]


def table(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(NAMES)
        csv.writer(stream).writerows(map(shaped, range(rows)))


def load(place: str, path: str) -> str:
    begin(place)
    return again(place, path)


def again(place: str, path: str) -> str:
    with open_record(place, write=True) as held:
        done = take_file(held, Path(path), How("bench"))
    return f"{done.added:,} added, {done.same:,} here already"


def whole(place: str) -> str:
    with open_record(place) as held:
        found = verify(held)
    return f"{found.entries:,} entries, sound: {found.sound}"


def listed(place: str) -> str:
    with open_record(place) as held:
        found = things(held, Asked(kind=Kind.INCIDENT))
    return f"{found.total:,} in all, {len(found.entries)} shown"


def by_program(*arguments: str) -> str:
    """A command as a user runs it, its output counted and thrown away."""
    program = Path(sys.executable).parent / "ceasefire"
    with subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        if running.stdout is None:
            raise AssertionError
        lines = sum(1 for _ in running.stdout)
    return f"{lines:,} lines, exit {running.returncode}"


def exported(place: str, target: str) -> str:
    with open_record(place) as held:
        write_lines(Path(target), export(held))
    return f"{Path(target).stat().st_size / 1e6:.0f} MB"


def merged(place: str, path: str) -> str:
    with open_record(place, write=True) as held:
        done = take(held, partial(opened, Path(path)), "bench")
    return f"{done.added:,} added, {done.corrected:,} corrected, {done.same:,} here already"


def corrected(place: str, path: str, first: str) -> str:
    """A record of its own with the rows, of which every tenth was corrected by somebody there."""
    load(place, path)
    with open_record(place, write=True) as held:
        entries = [e for k, e in enumerate(list(every(held, Asked(kind=Kind.INCIDENT)))) if k % 10 == int(first)]
        drafts = [
            Draft(e.value.model_copy(update={"account": f"heard in {first}"}), e.thing, Action.CORRECT, "as heard")
            for e in entries
        ]
        held.append(drafts, f"reader {first}")
    return f"{len(drafts):,} corrections"


def bare(path: str, target: str) -> str:
    with sqlite3.connect(target) as connection, Path(path).open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        connection.execute(f"CREATE TABLE ged ({', '.join(next(rows))})")
        connection.executemany(f"INSERT INTO ged VALUES ({', '.join('?' * len(NAMES))})", rows)  # noqa: S608  question marks
    connection.close()
    return "one table"


def sheet_alone(path: str) -> str:
    return f"{sum(1 for _ in open_table(Path(path)).rows()):,} rows"


STEPS: dict[str, Callable[..., str]] = {
    f.__name__: f for f in (load, again, whole, listed, by_program, exported, merged, corrected, bare, sheet_alone)
}


def step(words: str, name: str, *arguments: str) -> float:
    """Run a step as a process of its own and print its time and its most memory; the seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--step", name, *arguments], capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    said = done.stdout.strip() or done.stderr.strip()[-200:]
    print(f"{words:<54}{spent:8.1f} s  {said}", flush=True)
    return spent


def run_step(name: str, arguments: list[str]) -> None:
    said = STEPS[name](*arguments)
    used = resource.getrusage(resource.RUSAGE_CHILDREN if name == "by_program" else resource.RUSAGE_SELF)
    print(f"{used.ru_utime + used.ru_stime:8.1f} s of a core {used.ru_maxrss / 1024:6.0f} MiB  {said}")


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL database, or nothing."""
    if os.environ.get("CEASEFIRE_PG"):
        yield os.environ["CEASEFIRE_PG"]
        return
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    try:
        import postgres
        from record_places import fresh_url
    except ImportError:
        yield ""
        return
    if postgres.programs() is None:
        yield ""
        return
    with postgres.server() as url:
        yield fresh_url(url)


def main(scale: float) -> None:
    """Run them all and print a line for each."""
    with tempfile.TemporaryDirectory() as name, server() as url:
        folder = Path(name)
        rows = round(ROWS * scale)
        table(folder / "ged.csv", rows)
        ours = step(f"import {rows:,} GED rows, SQLite", "load", f"{folder}/ged.db", f"{folder}/ged.csv")
        theirs = step("  peer: sqlite3 alone, no chain, no checks", "bare", f"{folder}/ged.csv", f"{folder}/bare.db")
        print(f"  ratio {ours / theirs:.1f}")
        step("  the same file again", "again", f"{folder}/ged.db", f"{folder}/ged.csv")
        for database in ("ged.db", "bare.db"):
            (folder / database).unlink()
        if url:
            step(f"import {rows:,} GED rows, PostgreSQL", "load", url, f"{folder}/ged.csv")
            step("  verify it, PostgreSQL", "whole", url)
            step("  list it, PostgreSQL", "listed", url)
        _workbook(folder, round(SHEET * scale))
        _million(folder, round(INCIDENTS * scale))
        _merging(folder, round(MERGED * scale))


def _workbook(folder: Path, rows: int) -> None:
    write_xlsx(folder / "ged.xlsx", [("GED", [NAMES, *map(shaped, range(rows))])])
    ours = step(f"import an xlsx of {rows:,} rows", "load", f"{folder}/sheet.db", f"{folder}/ged.xlsx")
    theirs = step("  peer: reading the sheet alone", "sheet_alone", f"{folder}/ged.xlsx")
    print(f"  ratio {ours / theirs:.1f}")


def _million(folder: Path, rows: int) -> None:
    table(folder / "million.csv", rows)
    (folder / "truce.yaml").write_text(AGREEMENT, encoding="utf-8")
    place = f"{folder}/million.db"
    step(f"import {rows:,} incidents", "load", place, f"{folder}/million.csv")
    (folder / "million.csv").unlink()
    step("  verify", "whole", place)
    step("  list", "listed", place)
    step("  record list --csv", "by_program", "record", "list", place, "incident", "--csv")
    step("  monitor --record", "by_program", "monitor", f"{folder}/truce.yaml", "--record", place)
    Path(place).unlink()


def _merging(folder: Path, rows: int) -> None:
    table(folder / "shared.csv", rows)
    for k in (1, 2):
        step(
            f"a record of {rows:,} rows with corrections",
            "corrected",
            f"{folder}/{k}.db",
            f"{folder}/shared.csv",
            str(k),
        )
        step("  export it", "exported", f"{folder}/{k}.db", f"{folder}/{k}.jsonl")
    step("  merge the one into the other", "merged", f"{folder}/1.db", f"{folder}/2.jsonl")
    step("  and the other into the one", "merged", f"{folder}/2.db", f"{folder}/1.jsonl")
    step("  and again: nothing new", "merged", f"{folder}/1.db", f"{folder}/2.jsonl")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], sys.argv[3:])
    else:
        main(float(sys.argv[1]) if sys.argv[1:] else 1.0)
