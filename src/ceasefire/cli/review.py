"""The command that puts drafts before a person, one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.reading import told
from ceasefire.cli.record import entered_by

if TYPE_CHECKING:
    from ceasefire.reading.drafted import Drafted
    from ceasefire.reading.drafts import Drafts

_ASK = "(a)ccept, (e)dit, (r)eject, (s)kip, (q)uit"
_LISTS = {"about", "via", "speaker_may_be", "speakers"}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--record", "record", required=True, help="The record that accepted claims enter.")
@click.option("--accept-all", is_flag=True, help="Accept every waiting draft unread; each is marked as not reviewed.")
@click.option("--by", metavar="NAME", help="Who reviews (default: $CEASEFIRE_BY, or the user of this computer).")
def review(file: Path, record: str, accept_all: bool, by: str | None) -> None:
    """Go through the drafts in FILE: accept, edit, reject or skip each. Break off at will and go on later.

    For whom a speaker that no table knows speaks is asked once, and the answer fills all drafts of that speaker.
    """
    from ceasefire.reading.drafts import read_drafts
    from ceasefire.record.store import open_record

    drafts = read_drafts(file.read_bytes(), str(file))
    before = len(drafts.waiting)
    with open_record(record, write=True) as held:
        drafts = (
            _in_bulk(held, drafts, file, entered_by(by))
            if accept_all
            else _one_by_one(held, _asked_for(drafts, file), file, entered_by(by))
        )
    accepted = sum(1 for i in drafts.items if i.decision.startswith("claim-"))
    rejected = sum(1 for i in drafts.items if i.decision == "rejected")
    click.echo(
        f"{before - len(drafts.waiting)} decided now; {accepted} accepted, {rejected} rejected, {len(drafts.waiting)} waiting"
    )


def _asked_for(drafts: Drafts, file: Path) -> Drafts:
    """Ask once of each speaker whose party is not known; an empty answer leaves it open."""
    from ceasefire.reading.drafts import write_drafts

    unknown = drafts.unknown
    if not unknown or not drafts.parties:
        return drafts
    click.echo(f"For whom do these speak? A party ({', '.join(drafts.parties)}), `none`, or nothing to leave it open.")
    for name, numbers in unknown.items():
        many = f" ({len(numbers)} drafts)" if len(numbers) > 1 else ""
        while True:
            try:
                answer = click.prompt(f"{name}{many}", prompt_suffix=" > ", default="", show_default=False).strip()
            except click.Abort:
                return drafts
            if answer in {"", "none"} or answer in drafts.parties:
                break
            click.echo(f"there is no party `{answer}`", err=True)
        if answer:
            drafts = drafts.spoken_for(name, "" if answer == "none" else answer)
            write_drafts(file, drafts)
    return drafts


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
            click.echo(told(drafted, number + 1) + _around(drafted, drafts.document.text))
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
    """The words among those that stand around them in the document, and where another reading sees their ends."""
    lines = f"   in the text: ...{_marked(drafted.claim.span or (0, 0), text)}...\n"
    if drafted.other:
        lines += f"   or:          ...{_marked(drafted.other, text)}...\n"
    return lines


def _marked(span: tuple[int, int], text: str) -> str:
    start, end = span
    parts = (text[max(0, start - 160) : start], text[start:end], text[end : end + 160])
    before, words, after = (" ".join(part.split()) for part in parts)
    return f"{before} >>> {words} <<< {after}"


def _edited(drafted: Drafted) -> Drafted:
    """Fields changed as FIELD=VALUE; the words and their place stay those of the document."""
    from pydantic import ValidationError

    from ceasefire.record.claim import Claim
    from ceasefire.vocabulary import KnownBy

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
    if field == "for":
        before["for_by"] = KnownBy.REVIEWER.value if changed else None
    try:
        claim = Claim.model_validate({**before, field: changed}, strict=False)
    except ValidationError as error:
        click.echo(str(error.errors(include_url=False)[0]["msg"]), err=True)
        return drafted
    flags = tuple(f for f in drafted.flags if not (claim.speaker and f in {"unnamed", "open-speaker"}))
    return replace(drafted, claim=claim, flags=flags)
