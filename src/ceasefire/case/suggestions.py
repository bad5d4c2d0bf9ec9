"""Issues, options and steps that a claim may be about: by the words that it shares with their titles and questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ceasefire.case.model import Case

_SMALL = frozenset(  # words that tell nothing of a matter
    """
    the a an of to in on at and or that had has have been was were is are be not no never any it its his her
    their by for with from will would could may might must should they he she we this these those there said
    says about over into as but if when which who what how why do does where far all other others than more most
    some day days year today yesterday after before under against between during since until so such only also
    nothing whole one two three first few new own side sides part parts agreed agree agreement talks talk open
    set made make
    """.split()  # noqa: SIM905  a word list reads better unbroken
)
_MOST = 3  # suggestions of a kind


@dataclass(frozen=True)
class Suggestion:
    """Something a claim may be about: `field` is `issue`, `option` (as `issue=option`) or `step`; `words` are what both say."""

    claim: str
    field: str
    id: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A claim's name, its words, and what it says already that it is about."""

    claim: str
    words: str
    issue: str = ""
    option: str = ""
    step: str = ""


def suggestions(case: Case, claim: Said) -> list[Suggestion]:
    """What of the case a claim may be about, the nearest first; suggested to a person, never filled in."""
    name, said = claim.claim, _words(claim.words)
    made: list[Suggestion] = []
    if not claim.issue:
        asked = {
            key: f"{key} {issue.question} {' '.join(issue.options.values())}" for key, issue in case.issues.items()
        }
        titles = {key: issue.question for key, issue in case.issues.items()}
        made += _nearest(name, "issue", said, asked, titles)
    if not claim.option:
        near = {claim.issue} if claim.issue else {o.id for o in made}
        options = {
            f"{key}={option}": f"{option} {title}"
            for key in case.issues
            if key in near
            for option, title in case.issues[key].options.items()
        }
        made += _nearest(name, "option", said, options, options)
    if not claim.step:
        steps = {key: f"{key} {step.title}" for key, step in case.talks.steps.items()}
        made += _nearest(name, "step", said, steps, {k: s.title for k, s in case.talks.steps.items()})
    return made


def _nearest(
    claim: str, field: str, said: dict[str, str], known: dict[str, str], titles: dict[str, str]
) -> list[Suggestion]:
    weight: dict[str, int] = {}
    of = {key: _words(text) for key, text in known.items()}
    for words in of.values():
        for stem in words:
            weight[stem] = weight.get(stem, 0) + 1
    scored = []
    for key, words in of.items():
        shared = sorted(stem for stem in said if stem in words)
        score = sum(1 / weight[stem] for stem in shared)
        if score >= 0.5:
            scored.append((-score, key, tuple(said[s] for s in shared)))
    return [Suggestion(claim, field, key, titles[key], words) for _, key, words in sorted(scored)[:_MOST]]


def _words(text: str) -> dict[str, str]:
    """Stems of the words that tell, each with a word as it stands."""
    found: dict[str, str] = {}
    for word in re.findall(r"\w+", text.casefold()):
        if word not in _SMALL and len(word) > 2 and not word.isdigit():
            found.setdefault(word[:6] if len(word) > 6 else word.removesuffix("s"), word)
    return found
