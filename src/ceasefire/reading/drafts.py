"""Drafts in a file, with what a person has decided of each: nothing enters the record otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.reading.drafted import FLAGS, Drafted
from ceasefire.reading.marks import Span
from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.document import Document
from ceasefire.record.store import Record
from ceasefire.text.whole import write_whole
from ceasefire.vocabulary import KnownBy

NOT_REVIEWED = "not reviewed: accepted in bulk"


@dataclass(frozen=True)
class Reviewed:
    """A draft and its decision: empty, `rejected`, or the name of the claim that it became."""

    drafted: Drafted
    decision: str = ""


@dataclass(frozen=True)
class Drafts:
    """The drafts of one document; `parties` are those of the case it was read with, ids to names."""

    document: Document
    items: tuple[Reviewed, ...]
    parties: Mapping[str, str] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Numbers, from 0, of those that nobody has decided."""
        return tuple(k for k, item in enumerate(self.items) if not item.decision)

    @property
    def unknown(self) -> dict[str, tuple[int, ...]]:
        """Speakers by name of waiting drafts whose party is not known, each with the numbers of its drafts."""
        found: dict[str, tuple[int, ...]] = {}
        for number in self.waiting:
            claim = self.items[number].drafted.claim
            named = any(c.isalpha() and not c.islower() for c in claim.speaker)  # `residents` speak for no party
            if named and not claim.for_ and claim.for_by is None and not claim.speakers:
                found[claim.speaker] = (*found.get(claim.speaker, ()), number)
        return found

    def spoken_for(self, speaker: str, party: str) -> Drafts:
        """These drafts with every waiting one of a speaker put to a party, as the reviewer says; empty: to none."""
        items = list(self.items)
        for number in self.unknown.get(speaker, ()):
            drafted = items[number].drafted
            claim = drafted.claim.model_copy(update={"for_": party, "for_by": KnownBy.REVIEWER})
            items[number] = Reviewed(replace(drafted, claim=claim))
        return replace(self, items=tuple(items))

    def decided(self, number: int, drafted: Drafted, decision: str) -> Drafts:
        """These drafts with one decided."""
        items = (*self.items[:number], Reviewed(drafted, decision), *self.items[number + 1 :])
        return replace(self, items=items)


def as_json(drafts: Drafts) -> dict[str, Any]:
    """Drafts as JSON values."""
    return {
        "schema": "drafts/1",
        "document": drafts.document.model_dump(mode="json", exclude_defaults=True),
        "parties": dict(drafts.parties),
        "drafts": [
            {
                "claim": item.drafted.claim.model_dump(mode="json", exclude_defaults=True),
                "source": item.drafted.source,
                "cue": item.drafted.cue,
                "flags": list(item.drafted.flags),
                **({"other": item.drafted.other} if item.drafted.other else {}),
                "decision": item.decision,
            }
            for item in drafts.items
        ],
    }


def write_drafts(path: Path, drafts: Drafts) -> None:
    """Write drafts so that a break leaves the file before or the file after.  Raises OSError."""
    write_whole(path, json.dumps(as_json(drafts), ensure_ascii=False, indent=1) + "\n")


def read_drafts(raw: bytes, file: str) -> Drafts:
    """Drafts from a file.  Raises MaterialError where it is none, or a quote does not stand in its document."""
    try:
        value = json.loads(raw)
        if not isinstance(value, Mapping) or value.get("schema") != "drafts/1":
            raise ValueError("it does not begin with the schema drafts/1")
        document = Document.model_validate(value["document"], strict=False)
        items = tuple(_item(one, document) for one in value["drafts"])
        parties = {str(k): str(v) for k, v in dict(value.get("parties", {})).items()}
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        hint = "make it with `ceasefire read FILE -o drafts.json`"
        raise MaterialError([Finding(Where(file), "drafts", f"this is no file of drafts: {said}", hint)]) from None
    return Drafts(document, items, parties)


def _item(value: Mapping[str, Any], document: Document) -> Reviewed:
    claim = Claim.model_validate(value["claim"], strict=False)
    if claim.span and document.text[slice(*claim.span)] != claim.quote:
        raise ValueError(f"the quote {claim.quote[:40]!r} does not stand in the document at {claim.span}")
    drafted = Drafted(
        claim,
        _span(value["source"]),
        _span(value["cue"]),
        tuple(f for f in value["flags"] if f in FLAGS),
        _span(value.get("other")),
    )
    return Reviewed(drafted, str(value["decision"]))


def _span(value: Sequence[int] | None) -> Span | None:
    return None if value is None else (int(value[0]), int(value[1]))


def accept(record: Record, drafts: Drafts, claims: Sequence[Claim], by: str) -> tuple[str, ...]:
    """Enter claims of drafts, with their document, into the record; returns their names.  Raises RecordError."""
    document = record.append([Draft(drafts.document)], by).things[0]
    entered = [Draft(claim.model_copy(update={"document": document})) for claim in claims]
    return record.append(entered, by).things
