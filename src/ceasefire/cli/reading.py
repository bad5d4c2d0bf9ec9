"""The command that drafts claims from an article."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.shared import deliver, target_option

if TYPE_CHECKING:
    from ceasefire.offices import Roster
    from ceasefire.reading.draft import Context, Reading
    from ceasefire.reading.drafted import Drafted
    from ceasefire.record.document import Document


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--date", "on", metavar="DATE", help="When the article appeared, where it does not say so itself.")
@click.option("--case", "case", metavar="CASE", help="A case whose parties, people and bodies are known.")
@click.option(
    "--people",
    "people",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table (CSV) of who speaks for whom.",
)
@click.option("--title", default="", help="Its title.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--encoding", default="", help="Its encoding, where it is plain text but not UTF-8.")
@click.option("--spacy", "pipeline", metavar="MODEL", help="A spaCy model that you have, to find more.")
@click.option("--endpoint", metavar="URL", help="An OpenAI-compatible model on this machine, to draft more.")
@click.option("--model", default="default", show_default=True, help="The name of that model.")
@click.option("--account", "accounted", is_flag=True, help="What became of every sentence, beside the drafts.")
@click.option("--json", "as_json", is_flag=True, help="The drafts as JSON, as -o writes them.")
@target_option
def read(  # noqa: PLR0913, PLR0917  one argument per option of the command line
    file: str,
    on: str | None,
    case: str | None,
    people: Path | None,
    title: str,
    publisher: str,
    encoding: str,
    pipeline: str | None,
    endpoint: str | None,
    model: str,
    accounted: bool,
    as_json: bool,
    target: Path | None,
) -> None:
    """Draft claims from the article in FILE (text, HTML or PDF; - for standard input).

    Nothing enters a record: `ceasefire review` puts the drafts before a person.
    """
    from ceasefire.reading.drafts import Drafts, Reviewed, write_drafts
    from ceasefire.reading.drafts import as_json as plain
    from ceasefire.reading.parsed import load

    document, context, names = opened(file, Named(on, title, publisher, encoding), known(case, people))
    found = reading_of(document, context, load(pipeline) if pipeline else None, (endpoint, model) if endpoint else None)
    drafts = Drafts(document, tuple(Reviewed(d) for d in found.drafts), names)
    if target:
        try:
            write_drafts(target, drafts)
        except OSError as error:
            raise click.ClickException(f"cannot write {target}: {error.strerror}") from None
        click.echo(f"{len(found.drafts)} drafts; next: ceasefire review {target} --record RECORD", err=True)
    elif as_json:
        deliver(json.dumps(plain(drafts), ensure_ascii=False, indent=1) + "\n", None)
    elif accounted:
        deliver(_account(document.text, found), None)
    else:
        deliver("\n".join(told(d, k) for k, d in enumerate(found.drafts, 1)), None)
        click.echo(
            f"{len(found.drafts)} drafts, none of them entered anywhere; -o FILE keeps them for review", err=True
        )
    if target and accounted:
        deliver(_account(document.text, found), None)
    _say_unread(found)
    if not found.drafts:
        raise click.ClickException(f"nothing that somebody says was found{_in_what(found)}")


def _say_unread(found: Reading) -> None:
    """Name each language that was passed over: nothing vanishes in silence."""
    for name, words in found.unread.items():
        click.echo(
            f"{words} words are in {name}, for which there are no rules: nothing was drafted from them", err=True
        )


def _in_what(found: Reading) -> str:
    languages = sorted({p.name for p in found.passages})
    return f" (the text is in {' and '.join(languages)})" if languages else ""


def _account(text: str, found: Reading) -> str:
    from ceasefire.reading.account import account

    lines = []
    every = account(text, found)
    for number, one in enumerate(every, 1):
        what = f"{one.became} {', '.join(map(str, one.drafts))}" if one.drafts else f"{one.became}: {one.reason}"
        lines.append(f"{number}. [{what}] {' '.join(text[slice(*one.span)].split())}")
    counts = {b: sum(o.became == b for o in every) for b in dict.fromkeys(o.became for o in every)}
    total = ", ".join(f"{count} {became}" for became, count in counts.items())
    return "\n".join(lines) + f"\n{len(every)} sentences: {total}\n"


@dataclass(frozen=True)
class Named:
    """What the command line says of a file: day, title, publisher and encoding, each where given."""

    on: str | None = None
    title: str = ""
    publisher: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Known:
    """The parties known (id to names) and who speaks for them."""

    parties: Mapping[str, tuple[str, ...]]
    roster: Roster


def known(case: str | None, people: Path | None) -> Known:
    """Parties and people of a case, and of a table beside it."""
    from ceasefire.case.people import read_table, roster
    from ceasefire.offices import Roster

    if case is None:
        if people is not None:
            raise click.UsageError("--people needs --case: its table names parties of a case")
        return Known({}, Roster())
    from ceasefire.cli.shared import open_case

    opened_case = open_case(case)
    parties = {name: (party.name, *party.aliases) for name, party in opened_case.parties.items()}
    own = roster(opened_case.people, opened_case.bodies)
    if people is None:
        return Known(parties, own)
    table = read_table(people.read_bytes(), str(people), parties)
    return Known(parties, Roster([*table.figures, *own.figures]))


def opened(file: str, named: Named, knows: Known) -> tuple[Document, Context, dict[str, str]]:
    """The document in a file, what is known around it, and the names of the parties by id."""
    from ceasefire.reading.clean import MAX_BYTES, clean
    from ceasefire.reading.draft import Context
    from ceasefire.reading.languages.detect import language_of
    from ceasefire.record.document import Document

    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    found = clean(raw, file, named.encoding)
    written = _written(named.on or found.on)
    document = Document(
        title=named.title or found.title,
        publisher=named.publisher or found.publisher,
        author=found.author,
        on=written.isoformat(),
        url=found.url,
        language=language_of(found.text),
        text=found.text,
        sha256=found.sha256,
    )
    context = Context(written, knows.parties, document.publisher, knows.roster)
    return document, context, {name: names[0] for name, names in knows.parties.items()}


def reading_of(
    document: Document, context: Context, parser: Any = None, asked: tuple[str, str] | None = None
) -> Reading:
    """The document read by the rules, a parser, and a model on this machine, where they are given."""
    from dataclasses import replace

    from ceasefire.reading.draft import read as read_document

    found = read_document(document, context, parser)
    if asked:
        from ceasefire.reading.endpoint import Model, ask, merged

        answer = ask(document, context, Model(*asked))
        for reason in answer.thrown_away:
            click.echo(f"a draft of the model was thrown away: {reason}", err=True)
        found = replace(found, drafts=tuple(merged(found.drafts, answer.drafts)))
    return found


def _written(text: str) -> date:
    from ceasefire.dates import parse_date

    if not text:
        raise click.UsageError("the article does not say when it appeared: add --date 2016-08-27")
    try:
        return parse_date(text).latest
    except ValueError as error:
        raise click.UsageError(f"--date: {error}") from None


def told(drafted: Drafted, number: int) -> str:
    """A draft as lines for a person."""
    from ceasefire.reading.drafted import FLAGS

    claim = drafted.claim
    who = claim.speaker or (" or ".join(claim.speaker_may_be) + "?" if claim.speaker_may_be else "(unnamed)")
    party = f", for {claim.for_} ({claim.for_by})" if claim.for_ and claim.for_ != claim.speaker else ""
    about = f" about {', '.join(claim.about)}" if claim.about else ""
    facts: list[Any] = [
        claim.form.value,
        *([claim.modality.value] if claim.modality.value != "asserted" else []),
        *(["negated"] if claim.negated else []),
        *([f"status: {claim.status.value}"] if claim.status else []),
        *([f"{claim.consulted.value}"] if claim.consulted else []),
        *([f"for {claim.due}"] if claim.due else []),
        *([f"{claim.outcome.value}"] if claim.outcome else []),
        *([f"through {', '.join(claim.via)}"] if claim.via else []),
        *([f"to {claim.audience}"] if claim.audience else []),
    ]
    lines = [
        f"{number}. {who}{party}: {claim.kind.value}{about} ({'; '.join(facts)})",
        f"   {' '.join(claim.quote.split())}",
    ]
    return "\n".join([*lines, *(f"   ? {FLAGS[flag]}" for flag in drafted.flags)]) + "\n"
