"""Entries of another record, taken over: each once, with its author and where it came from, in an order that is everybody's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from ceasefire.record.aged import mark_of
from ceasefire.record.append import Chain, groups
from ceasefire.record.canonical import canonical
from ceasefire.record.entry import Action
from ceasefire.record.incoming import Incoming, Row
from ceasefire.record.leaves import new_salt
from ceasefire.record.moment import now
from ceasefire.record.tables import COLUMNS, entry
from ceasefire.record.versions import Rank, rank_text

_PART = 1_000
_DONE = {"add": "added", "correct": "corrected", "retract": "retracted", "erase": "erased"}


class Merging:
    """One transaction of taking entries over."""

    def __init__(self, connection: Connection, record_id: str, by: str) -> None:
        self.connection = connection
        self.chain = Chain(connection, record_id)
        self.at, self.by = now(), by
        self.counts: Counter[str] = Counter()
        self._seen: dict[str, list[Rank]] = {}  # of the export, by thing, in its order

    def run(self, export: Incoming, progress: Callable[[int], None] | None = None) -> Counter[str]:
        """Take over what is not here yet, and say what became of each entry."""
        rows = export.rows()
        done = 0
        while part := list(islice(rows, _PART)):
            new = list(self._new(export, part))
            if new:
                self.connection.execute(insert(entry), new)
            done += len(part)
            if progress:
                progress(done)
        return self.counts

    def _new(self, export: Incoming, part: list[Row]) -> Iterator[Row]:
        cited = {json.loads(row["body"]).get("document", "") for row in part} - {""}
        held, first = self._here({row["thing"] for row in part} | cited)
        for row in part:
            thing = row["thing"]
            rank = (row["turn"], row["mark"]) if export.form == 2 else (row["version"], mark_of(row))
            before = self._seen.setdefault(thing, [])
            ranks = held.setdefault(thing, set())
            if rank in ranks or (not ranks and row["action"] in {"retract", "erase"}):
                self.counts["same"] += 1
            else:
                version = len(ranks) + 1
                ranks.add(rank)
                made = self._row(row, version, rank, _root(export, row, before))
                made["document"] = first.get(json.loads(row["body"]).get("document", ""))
                linked = self.chain.link(made)
                first.setdefault(thing, self.chain.seq)
                self.counts[_DONE[made["action"]]] += 1
                yield linked
            before.append(rank)

    def _here(self, things: set[str]) -> tuple[dict[str, set[Rank]], dict[str, int]]:
        held: dict[str, set[Rank]] = {}
        first: dict[str, int] = {}
        for group in groups(things):
            wanted = select(entry.c.thing, entry.c.turn, entry.c.mark, entry.c.version, entry.c.seq)
            for row in self.connection.execute(wanted.where(entry.c.thing.in_(group))):
                held.setdefault(row.thing, set()).add((row.turn, row.mark))
                if row.version == 1:
                    first[row.thing] = row.seq
        return held, first

    def _row(self, row: Row, version: int, rank: Rank, root: str) -> dict[str, Any]:
        action = row["action"] if version > 1 else Action.ADD.value
        made = {name: row.get(name) for name in COLUMNS}
        return {
            **made,
            "version": version,
            "prior": version - 1 or None,
            "action": Action.CORRECT.value if version > 1 and action == "add" else action,
            "entered_at": self.at,
            "entered_by": self.by,
            "came_from": root,
            "turn": rank[0],
            "mark": rank[1],
            "erases": row.get("erases") or "",
            "salt": row.get("salt") or new_salt(),
        }


def _root(export: Incoming, row: Row, before: list[Rank]) -> str:
    """Where an entry was first written, by whom, and which versions its author had seen."""
    came = json.loads(row["came_from"]) if row["came_from"] else {}
    if not came:
        came = {"record": export.record, **{name: row[name] for name in ("seq", "entered_at", "entered_by", "hash")}}
    if "over" not in came:
        came["over"] = sorted(rank_text(rank) for rank in before)
    return canonical(came)
