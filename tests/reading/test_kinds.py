"""Sentences of one kind of difficulty each: what is drafted from them, to the word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ceasefire.reading.draft import Context, draft
from ceasefire.reading.drafted import Drafted
from ceasefire.record.document import Document

SENTENCES = Path(__file__).parent / "gold" / "kinds" / "sentences.txt"
ORACLE = Path(__file__).parents[3] / "shared" / "oracles" / "reading"
PARTIES = {
    "varland": ["Varland", "Belmar", "Varland government"],
    "ostrea": ["Ostrea", "Karsh", "Ostrean government"],
    "un": ["United Nations", "UN"],
    "hill-front": ["Hill Front"],
}


def gold() -> list[tuple[str, list[str]]]:
    made: list[tuple[str, list[str]]] = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            made.append((line[2:], []))
        elif line and not line.startswith("#"):
            made[-1][1].append(line)
    return made


def told(one: Drafted, text: str) -> str:
    """A draft in one line, as the gold has it."""
    claim = one.claim
    source = text[slice(*one.source)] if one.source else ""
    facts = [
        claim.form.value,
        *([claim.kind.value] if claim.kind.value != "statement" else []),
        *([claim.modality.value] if claim.modality.value != "asserted" else []),
        *(["negated"] if claim.negated else []),
        *([f"for={claim.for_}"] if claim.for_ else []),
        *([f"via={'+'.join(claim.via)}"] if claim.via else []),
        *([f"to={claim.audience}"] if claim.audience else []),
        *([f"on={claim.on}"] if not claim.on.endswith("~") else []),
        *([f"due={claim.due}"] if claim.due else []),
        *([f"about={'+'.join(claim.about)}"] if claim.about else []),
        *([f"status={claim.status.value}"] if claim.status else []),
        *([claim.consulted.value] if claim.consulted else []),
        *([claim.outcome.value] if claim.outcome else []),
        *one.flags,
    ]
    return " ¦ ".join([claim.quote, source, claim.speaker or " or ".join(claim.speaker_may_be), ", ".join(facts)])


@pytest.mark.parametrize(("text", "expected"), gold(), ids=[t[:60] for t, _ in gold()])
def test_a_sentence_is_drafted_to_the_word(text: str, expected: list[str]) -> None:
    drafts = draft(Document(title="x", text=text), Context(date(2019, 5, 16), PARTIES))
    assert [told(d, text) for d in drafts] == expected


@pytest.mark.skipif(
    not ORACLE.exists(), reason="the sentences written by others are not here (../shared/oracles/reading)"
)
def test_the_sentences_of_others_are_read() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "check.py", "cases.json"]
    done = subprocess.run(command, cwd=ORACLE, env=environment, capture_output=True, text=True, check=True)
    total = len(json.loads((ORACLE / "cases.json").read_text(encoding="utf-8"))["cases"])
    assert done.stdout.splitlines()[-1] == f"{total} of {total}", done.stdout


@pytest.mark.parametrize("extra", ["", " Rain fell on the pass.", " The market was empty on Monday."])
def test_what_stands_after_changes_nothing(extra: str) -> None:
    for text, expected in gold():
        if text.endswith((".", ".”", ".’", '."')) and expected and "missed" not in text:
            drafts = draft(Document(title="x", text=text + extra), Context(date(2019, 5, 16), PARTIES))
            assert [told(d, text + extra) for d in drafts] == expected, text
