"""The record at size: import of 350,000 event rows, verifying 1,000,000 chained entries, a list as of a date.

The peer of the import is what the database does at best with the same rows: the bare `sqlite3` module, one table of the
columns as text, no chain, no checks, in one transaction.
"""

from __future__ import annotations

import csv
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.entry import Kind
from ceasefire.record.intake.run import How, take_file
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, things
from ceasefire.record.store import open_record

ROWS, ENTRIES = 350_000, 1_000_000
NAMES = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905  fifty names read better so


def shaped(k: int) -> list[str]:
    """A row with the columns and about the length of a GED row."""
    day = f"20{k % 30:02}-{k % 12 + 1:02}-{k % 28 + 1:02} 00:00:00.000"
    said = {
        "id": str(k),
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
        "best": str(k % 9),
        "high": str(k % 9 + 2),
        "low": str(k % 3),
    }
    return [said.get(name, "1") for name in NAMES]


@contextmanager
def timed(words: str) -> Iterator[list[float]]:
    """Print how long the block took and leave the seconds behind."""
    spent: list[float] = []
    start = time.perf_counter()
    yield spent
    spent.append(time.perf_counter() - start)
    print(f"{words:<58}{spent[0]:8.2f} s", flush=True)


def main() -> None:
    """Run them all and print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "ged.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow(NAMES)
            csv.writer(stream).writerows(map(shaped, range(ROWS)))
        place = str(folder / "record.db")
        begin(place)
        with open_record(place, write=True) as held, timed(f"import {ROWS:,} rows") as ours:
            take_file(held, table, How("bench"))
        size = sum(f.stat().st_size for f in folder.glob("record.db*"))
        with timed("peer: sqlite3 alone, no chain, no checks") as theirs:
            _bare(table, folder / "bare.db")
        print(f"ratio {ours[0] / theirs[0]:.1f}; file {size / 1e6:.0f} MB; most memory {_memory():.0f} MiB")
        with open_record(place, write=True) as held, timed("the same file again: nothing added"):
            take_file(held, table, How("bench"))
        large = str(folder / "large.db")
        begin(large)
        with open_record(large, write=True) as held, timed(f"append {ENTRIES:,} claims"):
            for start in range(0, ENTRIES, 5_000):
                held.append([Draft(_claim(k)) for k in range(start, start + 5_000)], "bench")
        with open_record(large) as held:
            with timed(f"verify {ENTRIES:,} entries"):
                sound = verify(held).sound
            print(f"  sound: {sound}")
            for words, bound in (
                ("now", ""),
                ("as of the middle", "2016-01-15T00:00:00Z"),
                ("as of the first days", "2003-01-03T00:00:00Z"),
            ):
                with timed(f"list of claims, {words}"):
                    found = things(held, Asked(kind=Kind.CLAIM, known_by=bound))
                print(f"  {found.total:,} in all, {len(found.entries)} shown")
        print(f"most memory {_memory():.0f} MiB")


def _claim(k: int) -> Claim:
    day = f"20{k % 30:02}-{k % 12 + 1:02}-{k % 28 + 1:02}"
    fields = {"kind": "statement", "speaker": f"party {k % 50}", "about": [f"party {k % 7}"], "issue": f"issue {k % 9}"}
    return Claim.model_validate(
        {**fields, "quote": f"statement {k} about the truce", "on": day, "known": day}, strict=False
    )


def _bare(table: Path, target: Path) -> None:
    with sqlite3.connect(target) as connection, table.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        connection.execute(f"CREATE TABLE ged ({', '.join(next(rows))})")
        connection.executemany(f"INSERT INTO ged VALUES ({', '.join('?' * len(NAMES))})", rows)  # noqa: S608  question marks
    connection.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
