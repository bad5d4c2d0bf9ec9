"""The command that drafts parts of a case from the record."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import click

from ceasefire.cli.record import in_envelope, until_option
from ceasefire.cli.shared import deeper, deliver, fail_on, locate, target_option


@click.command()
@click.argument("case")
@click.option("--record", "record", required=True, help="The record whose claims are used.")
@until_option("--as-of", "known_by", "Only what could be known at the end of this day.")
@click.option(
    "--people",
    "people",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table (CSV) of who speaks for whom, beside the case's own.",
)
@click.option("--apply", "apply", is_flag=True, help="Write the drafts into the case, comments and order kept.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with its schema name.")
@target_option
def build(  # noqa: PLR0913, PLR0917  one argument per option of the command line
    case: str, record: str, known_by: str, people: Path | None, apply: bool, as_json: bool, target: Path | None
) -> None:
    """Draft steps, milestones, promises, consultations and public positions of CASE from the claims in a record.

    Each draft names its claims; where claims differ it says so and takes no side. Every claim that no draft uses is named
    with the reason and with the issues, options and steps it may be about. -o writes a file of changes, which
    `ceasefire what-if --with` tries out.
    """
    from ceasefire.case.build import build as drafted
    from ceasefire.case.edit import changed
    from ceasefire.case.load import SHIPPED, parse_case, read_case
    from ceasefire.case.people import read_table
    from ceasefire.record.claim import Claim
    from ceasefire.record.entry import Kind
    from ceasefire.record.query import Asked, every
    from ceasefire.record.store import open_record
    from ceasefire.text.whole import write_whole

    source = locate(case)
    if apply and SHIPPED in source.parents:
        raise click.UsageError("a case that comes with ceasefire is not changed: begin your own with `ceasefire new`")
    loaded = read_case(source)
    fail_on(loaded.findings)
    if loaded.case is None or loaded.document is None:  # a case without errors has both
        raise AssertionError
    with open_record(record) as held:
        asked = Asked(kind=Kind.CLAIM, known_by=known_by)
        claims = [(e.thing, e.value) for e in every(held, asked) if isinstance(e.value, Claim)]
    more = read_table(people.read_bytes(), str(people), loaded.case.parties) if people else None
    built = drafted(loaded.case, claims, more)
    change = built.change(loaded.document.value)
    if as_json:
        proposals = [
            {"path": ".".join(p.path), "value": p.value, "claims": p.claims, "contested": p.contested}
            for p in built.proposals
        ]
        left = [{"claim": name, "reason": reason} for name, reason in built.left]
        may_be = [
            {"claim": o.claim, "field": o.field, "id": o.id, "title": o.title, "words": o.words}
            for o in built.suggestions
        ]
        in_envelope("build/1", {"proposals": proposals, "left": left, "suggestions": may_be}, target)
        return
    if apply and change.set:
        text = changed(source.read_text(encoding="utf-8-sig"), change, str(source))
        after = parse_case(text.encode(), str(source))
        fail_on([*after.findings, *deeper(after)])
        write_whole(source, text)
    if target:
        deliver(_as_yaml({"title": f"drafted from {record}", "set": dict(change.set)}), target)
    for proposal in built.proposals:
        click.echo(f"{'.'.join(proposal.path)}: {json.dumps(proposal.value, ensure_ascii=False)}")
        if proposal.contested:
            click.echo(f"    CONTESTED: {'; '.join(proposal.contested)}")
    for name, reason in built.left:
        click.echo(f"{name} is not placed: {reason}", err=True)
        for one in (o for o in built.suggestions if o.claim == name):
            shared = ", ".join(one.words)
            click.echo(f"    perhaps {one.field} {one.id}: {one.title} ({shared})", err=True)
    done = "written into the case" if apply and change.set else "drafts; read each against its claims before you use it"
    click.echo(f"{len(built.proposals)} {done}", err=True)


def _as_yaml(value: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    written = StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(value, written)
    return written.getvalue()
