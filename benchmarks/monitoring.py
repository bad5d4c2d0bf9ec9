"""How long it takes to hold incidents against terms, to follow calm day by day, and to find changes; and what 2016 shows."""

from __future__ import annotations

import csv
import math
import random
import resource
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import ruptures
from ceasefire.monitoring.calls.placebo import placebo

from ceasefire.monitoring.calls.calm import judge
from ceasefire.monitoring.calls.days import day_by_day
from ceasefire.monitoring.calls.pelt import Pelt, pelt
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.counts.series import Series
from ceasefire.monitoring.terms.load import Watched, parse_agreement
from ceasefire.monitoring.terms.matching import match
from ceasefire.record.incident import Incident

REAL = Path(__file__).parents[2] / "shared" / "data" / "benchmarks" / "syria_2016_daily.csv"
INCIDENTS, TERMS, CORNERS = 350_000, 30, 1_000
YEARS, AREAS = 10, 100


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
    days, effect = 365 * YEARS, date(2016, 6, 1)
    areas = [Series(date(2016, 1, 1), draw.negative_binomial(2, 0.1, days).astype(float)) for _ in range(AREAS)]
    begun = time.perf_counter()
    called = sum(len(day_by_day(area, effect)) for area in areas)
    ruled = time.perf_counter()
    known = 0
    for area in areas:
        run = Pelt(20.0, 7, days)
        for value in np.sqrt(area.counts).tolist():
            run.add(value)
            known += len(run.changes())
    print(f"{YEARS} years of {AREAS} areas, each day: the rule {ruled - begun:.2f} s ({called:,} calls)", end="")
    print(f", the changes known each day {time.perf_counter() - ruled:.1f} s")


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


def relapse() -> None:
    if not REAL.exists():
        print("the daily counts of Syria 2016 are not here: relapse detection was not measured")
        return
    with REAL.open(encoding="utf-8") as stream:
        counts = np.array([float(row["covered_deaths"]) for row in csv.DictReader(stream)])
    covered = Series(date(2016, 1, 1), counts)
    truces = [(date(2016, 2, 27), date(2016, 4, 10)), (date(2016, 9, 12), date(2016, 9, 20))]
    for effect, full in ((date(2016, 2, 27), date(2016, 2, 27)), (date(2016, 9, 12), date(2016, 9, 13))):
        call = judge(covered, effect, full)
        luck = placebo(covered, call, truces)
        print(
            f"truce of {effect}: {call.condition.value} from {call.onset}, called {call.called}, delay {call.delay} days",
            end="",
        )
        print(
            f"; placebo: calm on {luck.calms} of {luck.dates} dates, broken in {luck.alarms} of {luck.stretches} stretches"
        )


if __name__ == "__main__":
    matching()
    following()
    changes()
    relapse()
