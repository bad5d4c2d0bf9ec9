"""How sure, in words: what stands however the ranges of the judgements fall."""

from __future__ import annotations

from collections.abc import Iterator

from ceasefire.analysis.assess import Assessment
from ceasefire.analysis.drafts import Draft
from ceasefire.analysis.sure.however import OpeningStand, Stand, Word
from ceasefire.report.phrases import count, listed
from ceasefire.report.words import Words

SHOWN = 3
"""Openings whose standing is said; all are in the JSON."""


def sure_lines(result: Assessment, words: Words) -> Iterator[str]:
    """What the ranges do to whether it could be signed, and to each way to open a zone."""
    found = result.however
    if found is None:
        yield "What the ranges do to the answer is not assessed at this size."
        return
    if not found.n_ranges:
        return
    ranges = "range falls" if found.n_ranges == 1 else f"{found.n_ranges:,} ranges fall"
    sign = {
        Word.SURE: f"However the {ranges}, something new could be signed.",
        Word.NEVER: f"However the {ranges}, nothing new could be signed"
        + (": only demands can be wrong here, not numbers." if found.demands_alone else "."),
        Word.DEPENDS: "Whether anything new could be signed depends on where the ranges fall.",
        Word.UNDECIDED: "Whether anything new could be signed however the ranges fall is not decided: too many packages.",
    }
    yield sign[found.sign]
    for k, one in enumerate(found.openings[:SHOWN], 1):
        yield f"{k}. {_given(one, words)}: {_opens(one)}."
    yield "Keeping and reaching are judged at the middle of the ranges."


def _given(one: OpeningStand, words: Words) -> str:
    return listed([f"{words.party(party)} giving up {_what(party, name, words)}" for party, name in one.concessions])


def _what(party: str, name: str, words: Words) -> str:
    demands = words.case.parties[party].demands
    return (
        f"“{words.demand(party, name)}”"
        if name in demands
        else "its walk-away"
        if name == "walk-away"
        else words.parts(party)
    )


def _opens(one: OpeningStand) -> str:
    most = count(one.n_possible, "package")
    if one.word is Word.SURE:
        same = one.n_sure == one.n_possible
        return f"opens a zone for sure ({most if same else f'{one.n_sure:,} to {most}'})"
    if one.word is Word.DEPENDS:
        return f"depends on where the ranges fall (at most {most})"
    return f"is {one.word.value} (at most {most})"


def stands_line(draft: Draft, words: Words) -> str:
    """How the necessary parties stand to a draft however the ranges fall; empty where no number of theirs is a range."""
    if all(s.worst == s.best for s in draft.stands):
        return ""
    said = []
    for word, lead in (
        (Word.SURE, "accepted for sure by"),
        (Word.DEPENDS, "depends for"),
        (Word.NEVER, "refused for sure by"),
    ):
        own = [_stand(s, words) for s in draft.stands if s.word is word]
        if own:
            said.append(f"{lead} {listed(own)}")
    return f"However the ranges fall: {'; '.join(said)}."


def _stand(one: Stand, words: Words) -> str:
    if one.worst is None or one.best is None or one.demand:
        return words.party(one.party)
    ends = f"{one.worst:+.0f}" if round(one.worst) == round(one.best) else f"{one.worst:+.0f} to {one.best:+.0f}"
    return f"{words.party(one.party)} ({ends})"
