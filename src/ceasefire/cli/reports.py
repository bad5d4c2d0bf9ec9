"""Where commands get reports from: a record, or files of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import counted
from ceasefire.errors import Finding, MaterialError, Severity, Where

if TYPE_CHECKING:
    from ceasefire.monitoring.load import Watched
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.store import Record


def agreement_at(target: str) -> Watched:
    """The agreement of a path or a shipped name, its warnings on stderr; a usage error with suggestions where there is none."""
    from ceasefire.monitoring.load import load_agreement

    try:
        watched = load_agreement(target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    for finding in watched.findings:
        click.echo(str(finding), err=True)
    return watched


def from_record(held: Record, known_by: str = "") -> Reports:
    """All that a record holds of incidents, promises, local truces and observations, as it could be known by a moment."""
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.agreement import Agreement, Promise
    from ceasefire.record.entry import Kind
    from ceasefire.record.incident import Incident
    from ceasefire.record.observation import Observation
    from ceasefire.record.query import Asked, every

    def things(kind: Kind) -> list[tuple[str, Any]]:
        return [(e.thing, e.value) for e in every(held, Asked(kind=kind, known_by=known_by))]

    return Reports(
        [(n, v) for n, v in things(Kind.INCIDENT) if isinstance(v, Incident)],
        [(n, v) for n, v in things(Kind.PROMISE) if isinstance(v, Promise)],
        [(n, v) for n, v in things(Kind.AGREEMENT) if isinstance(v, Agreement)],
        [v for _, v in things(Kind.OBSERVATION) if isinstance(v, Observation)],
    )


def from_files(files: Sequence[Path], encoding: str, rejected: list[Finding]) -> Reports:
    """The things in files; rows that cannot be read are added to `rejected`.  Raises MaterialError."""
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.agreement import Agreement, Promise
    from ceasefire.record.entry import body_of, thing_id
    from ceasefire.record.incident import Incident
    from ceasefire.record.intake.things import As, reading
    from ceasefire.record.observation import Observation

    found: dict[type, list[tuple[str, Any]]] = {Incident: [], Promise: [], Agreement: [], Observation: []}
    for path in files:
        try:
            with reading(path, As(encoding=encoding)) as file, counted("rows read") as progress:
                if file.export is not None:
                    hint = "import it into a record (`ceasefire record new`, `record import`) and use --record"
                    raise MaterialError(
                        [Finding(Where(str(path), 1, 1), "export", "this is an export of a record", hint)]
                    )
                for n, (row, thing, why) in enumerate(file.things):
                    if thing is None:
                        rejected.append(Finding(Where(str(path), row.line, 1), "row", why, severity=Severity.WARNING))
                    elif type(thing) in found:
                        found[type(thing)].append((thing_id(thing, body_of(thing)), thing))
                    if progress and n % 10_000 == 0:
                        progress(n)
        except OSError as error:
            raise click.ClickException(f"{path}: {error.strerror}") from None
    if not any(found.values()) and not rejected:
        names = ", ".join(str(p) for p in files)
        click.echo(f"{names}: there is not one incident in it; that is no sign of calm", err=True)
    return Reports(found[Incident], found[Promise], found[Agreement], [v for _, v in found[Observation]])
