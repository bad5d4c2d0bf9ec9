"""Where commands get reports from: a record, or files of incidents."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import counted
from ceasefire.errors import Finding, MaterialError, Severity, Where

if TYPE_CHECKING:
    from ceasefire.monitoring.counts.gathering import Gathering
    from ceasefire.monitoring.held import Held
    from ceasefire.monitoring.terms.load import Watched
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.incident import Incident
    from ceasefire.record.thing import Thing


FEW, FEW_ODD = 20, 3  # shown by place, of rows that could not be read and of each kind of oddity


def agreement_at(target: str) -> Watched:
    """The agreement of a path or a shipped name, its warnings on stderr; a usage error with suggestions where there is none."""
    from ceasefire.monitoring.terms.load import load_agreement

    try:
        watched = load_agreement(target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    for finding in watched.findings:
        click.echo(str(finding), err=True)
    return watched


class Places:
    """The file and line on which each incident was last read, in the order in which their names first came."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.file = array("i")
        self.line = array("q")

    def put(self, at: int, file: Path, line: int) -> None:
        """That the incident at a position stands on a line of a file."""
        if not self.files or self.files[-1] != file:
            self.files.append(file)
        if at == len(self.line):
            self.file.append(0)
            self.line.append(0)
        self.file[at], self.line[at] = len(self.files) - 1, line

    def of(self, at: int) -> Where:
        """Where the incident at a position stands; nowhere if it came from no file."""
        return Where(str(self.files[self.file[at]]), self.line[at], 1) if at < len(self.line) else Where()


class Named:
    """Incidents by name as they are read; with `only`, no others than those of that name or key in their data set."""

    def __init__(self, only: str = "") -> None:
        self.only = only
        self.rows: dict[str, int] = {}
        self.found: dict[str, Incident] = {}

    def add(self, name: str, incident: Incident) -> None:
        """Take an incident."""
        self.rows.setdefault(name, len(self.rows))
        if not self.only or self.only in {name, incident.origin.key if incident.origin else ""}:
            self.found[name] = incident


@dataclass
class Read:
    """What files gave: reports, where each incident stands, and the rows that could not be read."""

    reports: Reports
    places: Places = field(default_factory=Places)
    rejected: list[Finding] = field(default_factory=list)

    def tell(self) -> None:
        """Name the rows that could not be read, on stderr, and end with 1 where there are any."""
        for finding in self.rejected[:FEW]:
            click.echo(str(finding), err=True)
        if self.rejected:
            click.echo(f"{len(self.rejected):,} rows could not be read and are in no count", err=True)
            sys.exit(1)


def from_files(files: Sequence[Path], encoding: str, into: Gathering | Named) -> Read:  # noqa: C901  one case for each kind of row
    """The things in files, the incidents put `into` columns or kept by name; a thing that stands there twice is one.

    Raises MaterialError.
    """
    from ceasefire.monitoring.counts.gathering import Gathering
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.agreement import Agreement, Promise
    from ceasefire.record.append import Withdrawn
    from ceasefire.record.entry import name_of
    from ceasefire.record.incident import Incident
    from ceasefire.record.intake.things import As, reading
    from ceasefire.record.observation import Observation

    found: dict[type, dict[str, Any]] = {Promise: {}, Agreement: {}, Observation: {}}
    read, newest = Read(Reports([])), _Newest()
    for path in files:
        incidents = len(into.rows)
        try:
            file = reading(path, As(encoding=encoding))
            _refuse_export(file.exported, path)
            for note in file.notes:
                click.echo(str(note), err=True)
            with counted("rows read") as progress:
                for n, item in enumerate(file.things()):
                    where = Where(str(path), item.row.line, 1)
                    if item.odd:
                        click.echo(str(Finding(where, "row", item.odd, severity=Severity.WARNING)), err=True)
                    thing = item.thing
                    if thing is None:
                        read.rejected.append(Finding(where, "row", item.why, severity=Severity.WARNING))
                    elif not isinstance(thing, Withdrawn) and newest.takes(name := name_of(thing), thing):
                        if isinstance(thing, Incident):
                            into.add(name, thing)
                            read.places.put(into.rows[name], path, item.row.line)
                        elif type(thing) in found:
                            found[type(thing)][name] = thing
                    if progress and n % 10_000 == 0:
                        progress(n)
        except OSError as error:
            raise click.ClickException(f"{path}: {error.strerror}") from None
        if len(into.rows) == incidents:
            hint = "no report is no sign of calm: is it the right file?"
            click.echo(
                str(Finding(Where(str(path), 1, 1), "empty", "not one incident in it", hint, Severity.WARNING)),
                err=True,
            )
    named = {kind: list(things.items()) for kind, things in found.items()}
    observed = [value for _, value in named[Observation]]
    taken = into.columns() if isinstance(into, Gathering) else list(into.found.items())
    return replace(read, reports=Reports(taken, named[Promise], named[Agreement], observed))


class _Newest:
    """Which version of a row of several files counts, as in a record: the newest; where they do not say, the one given later."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def takes(self, name: str, thing: Thing) -> bool:
        """Whether this version is not older than one that was met before."""
        from ceasefire.record.versions import ordered

        release = ordered(thing.origin.version) if thing.origin and thing.origin.version else ""
        if not release:
            return True
        if release < self._known.get(name, ""):
            return False
        self._known[name] = release
        return True


def _refuse_export(exported: bool, path: Path) -> None:
    if exported:
        hint = "import it into a record (`ceasefire record new`, `record import`) and use --record"
        raise MaterialError([Finding(Where(str(path), 1, 1), "export", "this is an export of a record", hint)])


def tell_odd(held: Held, read: Read) -> None:
    """What is odd about single incidents, on stderr: the first of each kind by place, and how many more there are."""
    from ceasefire.monitoring.counts.incidents import Incidents
    from ceasefire.monitoring.terms.oddities import oddities

    shown: dict[str, int] = {}
    for odd in oddities(held.incidents):
        shown[odd.code] = shown.get(odd.code, 0) + 1
        if shown[odd.code] <= FEW_ODD:
            name, every = held.incidents.ids[odd.index], read.reports.incidents
            known = isinstance(every, Incidents) and read.places.files
            where = read.places.of(every.ids.index(name)) if known and isinstance(every, Incidents) else Where(name)
            click.echo(str(Finding(where, odd.code, odd.message, odd.hint, Severity.WARNING)), err=True)
    for code, n in shown.items():
        if n > FEW_ODD:
            click.echo(f"[{code}]: {n - FEW_ODD:,} more like these", err=True)
