"""How long it takes to hold incidents against terms, to follow calm day by day and to find changes, with how much memory as a
whole process; and how good the calls are beside those of other ways, on simulated calms and on the truces that ship.
"""

from __future__ import annotations

import csv
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import ruptures
from rivals import BEFORE, EARLY, Floats, Rival, rivals

from ceasefire.monitoring.backtest.board import Way, board
from ceasefire.monitoring.backtest.folder import SHIPPED, Given, read_folder
from ceasefire.monitoring.calls.chance import MEMORY, RETURN, SWING, WITHIN
from ceasefire.monitoring.calls.days import day_by_day
from ceasefire.monitoring.calls.pelt import Pelt, pelt
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.counts.series import Counted, Series
from ceasefire.monitoring.terms.load import Watched, parse_agreement
from ceasefire.monitoring.terms.matching import match
from ceasefire.record.incident import Incident

INCIDENTS, TERMS, CORNERS = 350_000, 30, 1_000
YEARS, AREAS = 10, 100
ROWS, KEPT = 350_000, 500_000
RUNS = 300
CALMS = ((50.0, 18.0, 2.0, 1.2), (10.5, 4.5, 7.0, 5.0), (2.5, 0.6, 3.0, 5.0), (8.0, 1.5, 1.2, 1.2))


def agreement() -> Watched:
    """Thirty terms, each with an area of its own of a thousand corners."""
    lines = ["format: agreement/1", "title: many terms", "zone: Asia/Damascus", "in_force: {on: 2016-02-27}"]
    lines += ["parties: {gov: {name: Government}, opp: {name: Opposition}}", "excluded: {is: {name: IS}}"]
    lines += ["acts: {attack: {name: attack, known_as: [shelling]}}", "areas:"]
    draw = random.Random(1)
    for k in range(TERMS):
        x, y = 36 + k % 6, 33 + k // 6
        ring = []
        for i in range(CORNERS):
            turn, far = 2 * math.pi * i / CORNERS, 0.4 + 0.1 * draw.random()
            ring.append(f"[{x + far * math.cos(turn):.5f}, {y + far * math.sin(turn):.5f}]")
        lines.append(f"  a{k}: {{polygon: [{', '.join(ring)}]}}")
    lines.append("terms:")
    lines += [f'  "{k + 1}": {{title: t, acts: [attack], towards: [gov, opp], area: a{k}}}' for k in range(TERMS)]
    return parse_agreement("\n".join(lines).encode())


def incidents() -> list[tuple[str, Incident]]:
    draw = random.Random(2)
    sides = [["Government", "Opposition"], ["Government", "IS"], ["Opposition", "IS"]]
    made = []
    for k in range(INCIDENTS):
        day = date(2016, 1, 1) + timedelta(days=draw.randrange(1_400))
        place = {
            "latitude": round(draw.uniform(32, 38), 4),
            "longitude": round(draw.uniform(35, 43), 4),
            "precision": draw.choice(["exact", "near", "district"]),
        }
        fields = {"what": "shelling", "actors": draw.choice(sides), "on": day.isoformat(), "place": place}
        made.append((str(k), Incident.model_validate(fields, strict=False)))
    return made


def matching() -> None:
    watched, reported = agreement(), incidents()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    held = columns(reported, watched.text.zone)
    in_columns = time.perf_counter()
    found = match(watched, held)
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    named = f"{INCIDENTS:,} incidents, {TERMS} terms, areas of {CORNERS:,} corners"
    print(f"{named}: columns {in_columns - begun:.1f} s, matching {done - in_columns:.1f} s", end="")
    print(f", peak memory {memory:,.0f} MiB of which the incidents themselves {before:,.0f}")
    print(f"    verdicts: {np.bincount(found.verdicts.ravel(), minlength=4).tolist()}")


def following() -> None:
    draw = np.random.default_rng(3)
    days, truce, rule = 365 * YEARS, Truce.of(date(2016, 6, 1)), CalmRule()
    areas = [Series(date(2016, 1, 1), draw.negative_binomial(2, 0.1, days).astype(float)) for _ in range(AREAS)]
    begun = time.perf_counter()
    called = sum(len(day_by_day(area, area, truce, rule)) for area in areas[: AREAS // 10]) * 10
    ruled = (time.perf_counter() - begun) * 10
    begun = time.perf_counter()
    known = 0
    for area in areas:
        run = Pelt(20.0, 7, days)
        for value in np.sqrt(area.counts).tolist():
            run.add(value)
            known += len(run.changes())
    print(
        f"{YEARS} years of {AREAS} areas, each day: the rule {ruled:.0f} s ({called:,} calls; from a tenth of the areas)",
        end="",
    )
    print(f", the changes known each day {time.perf_counter() - begun:.1f} s")


def changes() -> None:
    draw = np.random.default_rng(4)
    for name, level in (("100 levels", draw.integers(1, 60, 100).repeat(100)), ("one level", np.full(10_000, 20))):
        values = np.sqrt(draw.poisson(level).astype(float))
        begun = time.perf_counter()
        ours = pelt(values, 20.0, 7)
        mine = time.perf_counter() - begun
        begun = time.perf_counter()
        theirs = ruptures.KernelCPD(kernel="linear", min_size=7).fit(values).predict(pen=20.0)
        compiled = time.perf_counter() - begun
        same = "the same changes" if list(ours) == theirs[:-1] else f"{len(ours)} and {len(theirs) - 1} changes"
        print(
            f"PELT, 10,000 days, {name}: {mine:.2f} s; peer, compiled: {compiled:.2f} s, ratio {mine / compiled:.0f}; {same}"
        )


def rows_of_ged(path: Path, n: int) -> None:
    """A file with the columns of UCDP GED."""
    draw = random.Random(5)
    sides = [("Government of Syria", "Syrian insurgents"), ("Government of Syria", "IS"), ("IS", "SDF")]
    units = [f"Province {k}" for k in range(14)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        names = "id type_of_violence side_a side_b date_start date_end date_prec where_prec where_coordinates adm_1 adm_2 country"
        out.writerow(
            [*names.split(), "latitude", "longitude", "best", "low", "high", "source_original", "source_headline"]
        )
        for k in range(n):
            day = date(2016, 1, 1) + timedelta(days=draw.randrange(1_400))
            place = draw.randrange(5_000)
            where = [
                1,
                f"Town {place}",
                units[place % 14],
                f"District {place % 60}",
                "Syria",
                32 + place / 1_000,
                36 + place / 1_000,
            ]
            best = draw.randrange(5)
            told = [
                *where,
                best,
                best,
                best + 2,
                "SOHR",
                "Clashes are reported in the town by several sources of the day",
            ]
            out.writerow([k, 1, *draw.choice(sides), day, day, 1, *told])


def process(*words: str) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and MiB, that a command takes as a whole process."""
    begun = time.perf_counter()
    command = [str(Path(sys.executable).with_name("ceasefire")), *words]
    pid = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"it failed: {' '.join(words)}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def shown(used: tuple[float, float, float]) -> str:
    seconds, processor, memory = used
    return f"{seconds:.1f} s ({processor:.1f} s of the processor), {memory:.0f} MiB"


def large() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, book = str(Path(folder) / "ged.csv"), str(Path(folder) / "watch.db")
        rows_of_ged(Path(file), ROWS)
        used = process("monitor", "syria-2016-09", "--events", file, "--as-of", "2016-12-31")
        print(f"monitor, a file of {ROWS:,} rows, as a process: {shown(used)} (bounds 45 s, 600 MB)")
        rows_of_ged(Path(file), KEPT)
        process("record", "new", book)
        process("record", "import", book, file, "--by", "bench")
        for name in ("for the first time", "again"):
            used = process("monitor", "syria-2016-09", "--record", book)
            print(f"monitor, a record of {KEPT:,} incidents, {name}: {shown(used)} (bound 800 MB)")
        process("record", "add", book, "incident", "what=shelling", "on=2016-09-14", "--by", "bench")
        used = process("monitor", "syria-2016-09", "--record", book)
        print(f"monitor, the same after one new incident: {shown(used)} (bound 2 s)")


def calm(draw: np.random.Generator, mean: Floats, k: float) -> Floats:
    """Counts of days: Poisson with a gamma factor and an autoregressive swing."""
    swing = np.empty(len(mean))
    swing[0] = draw.normal(0, SWING)
    for day in range(1, len(mean)):
        swing[day] = MEMORY * swing[day - 1] + draw.normal(0, SWING * math.sqrt(1 - MEMORY**2))
    factor = draw.gamma(k, 1 / k, len(mean)) * np.exp(swing - SWING**2 / 2)
    return draw.poisson(mean * factor).astype(float)


def simulated() -> None:
    """All ways on the same runs: those in which the first week's median is at most half of the median before."""
    print(
        f"simulated calms of {WITHIN} days: share with a breakdown called though nothing changed, mean days from a full return"
    )
    for before, low, scatter, k in CALMS:
        draw = np.random.default_rng(6)
        steady = np.concatenate([np.full(BEFORE, before), np.full(WITHIN, low)])
        back = np.concatenate([steady[: BEFORE + RETURN], np.full(WITHIN, before)])
        runs = [(calm(draw, steady, scatter), calm(draw, back, scatter)) for _ in range(RUNS)]
        scores = {name: score(way, runs) for name, way in rivals(k).items()}
        shown = "; ".join(f"{name} {false:.2f}, {delay:.1f}" for name, (false, delay) in scores.items())
        print(f"  {before:g} to {low:g} a day: {shown}")


def score(way: Rival, runs: list[tuple[Floats, Floats]]) -> tuple[float, float]:
    def fell(counts: Floats) -> bool:
        return bool(np.median(counts[BEFORE : BEFORE + EARLY]) <= np.median(counts[:BEFORE]) / 2)

    kept = [(a, b) for a, b in runs if fell(a) and fell(b)]
    false = [way(a[:BEFORE], a[BEFORE:]) is not None for a, _ in kept]
    late = [way(b[:BEFORE], b[BEFORE:]) for _, b in kept]
    delays = [WITHIN if day is None else day - RETURN for day in late if day is None or day >= RETURN]
    return float(np.mean(false)), float(np.mean(delays)) if delays else float("nan")


def truces() -> None:
    """What every way calls of the truces that ship; whether there was a calm is left to ours, so that calls are compared."""
    held = read_folder(SHIPPED, None).truces
    found = {way.value: board(held, CalmRule(), way) for way in Way}
    for name, one in found.items():
        words = ", ".join(f"{word} {n}" for word, n in one.counts.items())
        print(f"truces that ship, ours, {name}: of {one.scored} {words}; delay {one.delay or 0:.1f} days")
    for name in rivals(1.2):
        calls = {given.name: called(given, name) for given in held if given.truce.expected.break_not_before}
        right = sum(ok for _, ok in calls.values())
        print(f"breakdowns of truces with a window, {name}: {right} of {len(calls)} in it")


def called(given: Given, name: str) -> tuple[date | None, bool]:
    counts, truce = given.deaths, given.truce.truce
    if counts is None or counts.counted is not Counted.DEATHS:
        return None, False
    begin, effect = counts.index(truce.first_full), counts.index(truce.effect)
    after = counts.counts[begin : counts.index(given.truce.until) + 1]
    day = rivals(1.2)[name](counts.counts[effect - 31 : effect - 3], after)
    when = None if day is None else truce.first_full + timedelta(days=day)
    first, last = given.truce.expected.break_not_before, given.truce.expected.break_called_by
    return when, bool(when and first and last and first <= when <= last)


if __name__ == "__main__":
    large()  # first: a process begins with as much memory as the one that starts it
    matching()
    following()
    changes()
    simulated()
    truces()
