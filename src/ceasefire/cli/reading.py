"""The commands about articles: read drafts claims from one, review puts them before a person."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import entered_by
from ceasefire.cli.shared import deliver, target_option

if TYPE_CHECKING:
    from ceasefire.reading.draft import Drafted
    from ceasefire.reading.drafts import Drafts
    from ceasefire.reading.endpoint import Answer

_ASK = "(a)ccept, (e)dit, (r)eject, (s)kip, (q)uit"
_LISTS = {"about", "via", "speaker_may_be"}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--date", "on", metavar="DATE", help="When the article appeared, where it does not say so itself.")
@click.option("--case", "case", metavar="CASE", help="A case whose parties' names and aliases are known.")
@click.option("--title", default="", help="Its title.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--encoding", default="", help="Its encoding, where it is plain text but not UTF-8.")
@click.option("--spacy", "pipeline", metavar="MODEL", help="A spaCy model that you have, to find more.")
@click.option("--endpoint", metavar="URL", help="An OpenAI-compatible model on this machine, to draft more.")
@click.option("--model", default="default", show_default=True, help="The name of that model.")
@click.option("--json", "as_json", is_flag=True, help="The drafts as JSON, as -o writes them.")
@target_option
def read(  # noqa: PLR0913, PLR0917  one argument per option of the command line
    file: str,
    on: str | None,
    case: str | None,
    title: str,
    publisher: str,
    encoding: str,
    pipeline: str | None,
    endpoint: str | None,
    model: str,
    as_json: bool,
    target: Path | None,
) -> None:
    """Draft claims from the article in FILE (text, HTML or PDF; - for standard input).

    Nothing enters a record: `ceasefire review` puts the drafts before a person.
    """
    from ceasefire.reading.clean import MAX_BYTES, clean
    from ceasefire.reading.draft import Context, draft
    from ceasefire.reading.drafts import Drafts, Reviewed, write_drafts
    from ceasefire.reading.drafts import as_json as plain
    from ceasefire.reading.endpoint import Model, ask
    from ceasefire.reading.parsed import load
    from ceasefire.record.document import Document

    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    found = clean(raw, file, encoding)
    written = _written(on or found.on)
    parties = _parties(case)
    document = Document(
        title=title or found.title,
        publisher=publisher or found.publisher,
        author=found.author,
        on=written.isoformat(),
        url=found.url,
        text=found.text,
        sha256=found.sha256,
    )
    context = Context(written, parties, document.publisher)
    drafted = draft(document, context, load(pipeline) if pipeline else None)
    if endpoint:
        drafted = _with_model(drafted, ask(document, context, Model(endpoint, model)))
    drafts = Drafts(document, tuple(Reviewed(d) for d in drafted))
    if target:
        try:
            write_drafts(target, drafts)
        except OSError as error:
            raise click.ClickException(f"cannot write {target}: {error.strerror}") from None
        click.echo(f"{len(drafted)} drafts; next: ceasefire review {target} --record RECORD", err=True)
    elif as_json:
        deliver(json.dumps(plain(drafts), ensure_ascii=False, indent=1) + "\n", None)
    else:
        deliver("\n".join(_told(d, k) for k, d in enumerate(drafted, 1)), None)
        click.echo(f"{len(drafted)} drafts, none of them entered anywhere; -o FILE keeps them for review", err=True)
    if not drafted:
        raise click.ClickException("nothing that somebody says was found; the rules know English only")


def _with_model(drafted: list[Drafted], answer: Answer) -> list[Drafted]:
    """The drafts of the rules, and those of a model whose words they do not have."""
    for reason in answer.thrown_away:
        click.echo(f"a draft of the model was thrown away: {reason}", err=True)
    spans = [d.claim.span or (0, 0) for d in drafted]
    new = [
        d
        for d in answer.drafts
        if d.claim.span and not any(a < d.claim.span[1] and d.claim.span[0] < b for a, b in spans)
    ]
    return sorted([*drafted, *new], key=lambda d: d.claim.span or (0, 0))


def _written(text: str) -> date:
    from ceasefire.dates import parse_date

    if not text:
        raise click.UsageError("the article does not say when it appeared: add --date 2016-08-27")
    try:
        return parse_date(text).latest
    except ValueError as error:
        raise click.UsageError(f"--date: {error}") from None


def _parties(case: str | None) -> dict[str, tuple[str, ...]]:
    if case is None:
        return {}
    from ceasefire.cli.shared import open_case

    return {name: (party.name, *party.aliases) for name, party in open_case(case).parties.items()}


def _told(drafted: Drafted, number: int) -> str:
    from ceasefire.reading.draft import FLAGS

    claim = drafted.claim
    who = claim.speaker or (" or ".join(claim.speaker_may_be) + "?" if claim.speaker_may_be else "(unnamed)")
    about = f" about {', '.join(claim.about)}" if claim.about else ""
    facts: list[Any] = [
        claim.form.value,
        *([claim.modality.value] if claim.modality.value != "asserted" else []),
        *(["negated"] if claim.negated else []),
        *([f"status: {claim.status.value}"] if claim.status else []),
        *([f"for {claim.due}"] if claim.due else []),
        *([f"through {', '.join(claim.via)}"] if claim.via else []),
        *([f"to {claim.audience}"] if claim.audience else []),
    ]
    lines = [f"{number}. {who}: {claim.kind.value}{about} ({'; '.join(facts)})", f"   {' '.join(claim.quote.split())}"]
    return "\n".join([*lines, *(f"   ? {FLAGS[flag]}" for flag in drafted.flags)]) + "\n"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--record", "record", required=True, help="The record that accepted claims enter.")
@click.option("--accept-all", is_flag=True, help="Accept every waiting draft unread; each is marked as not reviewed.")
@click.option("--by", metavar="NAME", help="Who reviews (default: $CEASEFIRE_BY, or the user of this computer).")
def review(file: Path, record: str, accept_all: bool, by: str | None) -> None:
    """Go through the drafts in FILE: accept, edit, reject or skip each. Break off at will and go on later."""
    from ceasefire.reading.drafts import read_drafts
    from ceasefire.record.store import open_record

    drafts = read_drafts(file.read_bytes(), str(file))
    before = len(drafts.waiting)
    with open_record(record, write=True) as held:
        drafts = (
            _in_bulk(held, drafts, file, entered_by(by))
            if accept_all
            else _one_by_one(held, drafts, file, entered_by(by))
        )
    accepted = sum(1 for i in drafts.items if i.decision.startswith("claim-"))
    rejected = sum(1 for i in drafts.items if i.decision == "rejected")
    click.echo(
        f"{before - len(drafts.waiting)} decided now; {accepted} accepted, {rejected} rejected, {len(drafts.waiting)} waiting"
    )


def _in_bulk(held: Any, drafts: Drafts, file: Path, by: str) -> Drafts:
    from ceasefire.reading.drafts import NOT_REVIEWED, accept, write_drafts

    waiting = drafts.waiting
    claims = [drafts.items[k].drafted.claim.model_copy(update={"review": NOT_REVIEWED}) for k in waiting]
    names = accept(held, drafts, claims, by)
    for number, name in zip(waiting, names, strict=True):
        drafts = drafts.decided(number, drafts.items[number].drafted, name)
    write_drafts(file, drafts)
    click.echo(
        f"WARNING: {len(waiting)} drafts of a machine entered the record unread; each says `{NOT_REVIEWED}`", err=True
    )
    return drafts


def _one_by_one(held: Any, drafts: Drafts, file: Path, by: str) -> Drafts:
    from ceasefire.reading.drafts import accept, write_drafts

    for number in drafts.waiting:
        drafted = drafts.items[number].drafted
        while True:
            click.echo(_told(drafted, number + 1) + _around(drafted, drafts.document.text))
            try:
                answer = click.prompt(_ASK, prompt_suffix=" > ", default="s").strip().casefold()[:1]
            except click.Abort:
                return drafts
            if answer == "q":
                return drafts
            if answer == "e":
                drafted = _edited(drafted)
                continue
            if answer in {"a", "r"}:
                claim = drafted.claim.model_copy(update={"review": f"accepted by {by}"})
                decision = accept(held, drafts, [claim], by)[0] if answer == "a" else "rejected"
                drafts = drafts.decided(number, drafted, decision)
                write_drafts(file, drafts)
                break
            if answer == "s":
                break
    return drafts


def _around(drafted: Drafted, text: str) -> str:
    """The words among those that stand around them in the document."""
    start, end = drafted.claim.span or (0, 0)
    parts = (text[max(0, start - 160) : start], text[start:end], text[end : end + 160])
    before, words, after = (" ".join(part.split()) for part in parts)
    return f"   in the text: ...{before} >>> {words} <<< {after}...\n"


def _edited(drafted: Drafted) -> Drafted:
    """Fields changed as FIELD=VALUE; the words and their place stay those of the document."""
    from dataclasses import replace

    from pydantic import ValidationError

    from ceasefire.record.claim import Claim

    text = click.prompt("FIELD=VALUE (empty to go back)", prompt_suffix=" > ", default="", show_default=False)
    name, sign, value = text.partition("=")
    if not sign:
        return drafted
    if name.strip() in {"quote", "span", "document", "form"}:
        click.echo("the words and their place are the document's: reject the draft and add a claim instead", err=True)
        return drafted
    field = name.strip()
    changed: Any = [v.strip() for v in value.strip("[] ").split(",")] if field in _LISTS else value.strip()
    before = drafted.claim.model_dump(mode="json", exclude_defaults=True)
    try:
        claim = Claim.model_validate({**before, field: changed}, strict=False)
    except ValidationError as error:
        click.echo(str(error.errors(include_url=False)[0]["msg"]), err=True)
        return drafted
    flags = tuple(f for f in drafted.flags if not (claim.speaker and f in {"unnamed", "open-speaker"}))
    return replace(drafted, claim=claim, flags=flags)
