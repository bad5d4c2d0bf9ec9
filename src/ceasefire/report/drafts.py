"""The drafts on the table in words: each with its ladder, then what no draft says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ceasefire.analysis.checklist import Checklist
from ceasefire.analysis.dispute.package import View
from ceasefire.analysis.drafts import Draft
from ceasefire.analysis.keep.enforcement import Breach
from ceasefire.analysis.ladder import Rung
from ceasefire.analysis.result import Step
from ceasefire.analysis.sign.better import Improvement
from ceasefire.analysis.sign.settling import OpenWords
from ceasefire.case.settles import USUAL
from ceasefire.report.breaches import breach_sentence, changed, order_sentence, sponsors_sentence
from ceasefire.report.phrases import count, isolate, listed, points
from ceasefire.report.sure import stands_line
from ceasefire.report.words import Words


def draft_title(draft: Draft, words: Words) -> str:
    """The name of a draft, its title, and who holds it."""
    by = f" (put forward by {words.parties(draft.by)})" if draft.by else ""
    return f"{isolate(draft.name)}{': ' + isolate(draft.title) if draft.title else ''}{by}"


def draft_rung(rung: Rung, words: Words) -> str:
    """The reasons for the verdict of a rung of a draft."""
    return " ".join(_SENTENCES[step.code](step, words) for step in rung.reasons)


def _sign(step: Step, words: Words) -> str:
    accepts, refuses = step.facts["accepts"], step.facts["refuses"]
    sides = []
    if accepts:
        sides.append(f"Accepted by {listed([_margin(view, words) for view in accepts])}")
    if refuses:
        refused = "; ".join(f"{words.party(view.party)}: {words.refusal(view)}" for view in refuses)
        sides.append(f"{'refused' if accepts else 'Refused'} by {refused}")
    return "; ".join(sides) + "."


def _margin(view: View, words: Words) -> str:
    return words.party(view.party) + (f" (+{points(view.margin)})" if view.margin is not None else "")


def _impossible(_: Step, __: Words) -> str:
    return "As it stands it is no package: it splits a linked exchange, or settles what does not exist."


def _keep(step: Step, words: Words) -> str:
    first, by_order = step.facts["first"], step.facts["by_order"]
    said = []
    if first is not None:
        said.append(f"{breach_sentence(first, words)}{_offer(first, words)}.")
    said += [f"{order_sentence(one, words)}." for one in by_order[:1]]
    if not said:
        return "Nobody would gain by breaking it alone."
    if step.facts["answered"]:
        said.append("The others would answer in their own interest, and then it is no gain.")
    return " ".join(said)


def _offer(first: Breach, words: Words) -> str:
    return f" ({sponsors_sentence(first, words)})" if first.guarantee > 0 else ""


def _reach(step: Step, words: Words) -> str:
    facts = step.facts
    if facts["steps"] is None:
        return "No sequence of steps leads to it from today's state."
    if not facts["steps"]:
        return "It is today's state: to sign it is to promise to keep it."
    said = [
        f"{count(facts['steps'], 'step')}, {facts['together']} of them joint; {words.parties(facts['first'])} would move first"
    ]
    if facts["no_gain"]:
        said.append(f"no gain in itself for {words.parties(facts['no_gain'])}")
    if facts["must_deliver"]:
        said.append(f"{words.parties(facts['must_deliver'])} must deliver without having signed")
    if facts["will_not"]:
        said.append(f"must act and will not: {words.parties(actor.party for actor in facts['will_not'])}")
    return "; ".join(said) + "."


_SENTENCES: Mapping[str, Callable[[Step, Words], str]] = {
    "draft-sign": _sign,
    "draft-impossible": _impossible,
    "draft-keep": _keep,
    "draft-reach": _reach,
    "too-many-states": lambda step, words: words.step(step),
}


def draft_remarks(draft: Draft, words: Words) -> Iterator[str]:
    """What else there is to say of a draft, a sentence each: what is better for all, what all would accept, what is left open."""
    if line := stands_line(draft, words):
        yield line
    if draft.as_today:
        yield "It changes nothing: it would be a promise to keep today's state."
    for k, step in enumerate(draft.better):
        lead = "Better for all, one clause at a time: " if k == 0 else "then "
        yield f"{lead}{_difference(step, words)}."
    if draft.nearest:
        yield f"Better for all, though no single clause is: {_difference(draft.nearest[0], words)}."
    if draft.mends:
        more = f" ({count(len(draft.mends), 'package')} as near)" if len(draft.mends) > 1 else ""
        yield f"The nearest that all would accept{more}: {changed(draft.mends[0].changes)}."
    for one in draft.open_words:
        yield from _open(one, words)
    if draft.checklist.told and draft.checklist.left:
        yield f"Left out of what such texts usually settle: {_left_out(draft.checklist)}."


USUALLY = 0.2
"""Share of past agreements from which what a draft leaves out is named."""


def _left_out(found: Checklist) -> str:
    often = [one for one in found.left if one.share is not None and one.share >= USUALLY]
    uncounted = [one for one in found.left if one.share is None]
    rare = len(found.left) - len(often) - len(uncounted)
    said = [f"{USUAL[one.item].title} ({one.share:.0%} of past ceasefire agreements have it)" for one in often[:1]]
    said += [f"{USUAL[one.item].title} ({one.share:.0%})" for one in often[1:]]
    if uncounted:
        said.append(f"{listed([USUAL[one.item].title for one in uncounted])} (not counted)")
    if rare:
        said.append(f"{count(rare, 'rarer thing')}")
    return "; ".join(said)


def _difference(found: Improvement, words: Words) -> str:
    gains = [
        f"{words.party(party)} +{points(gain)}" if gain is not None else f"{words.party(party)} no worse"
        for party, gain in found.gains.items()
        if gain is None or gain > 0
    ]
    return f"{changed(found.changes)} ({', '.join(gains)})"


def _open(one: OpenWords, words: Words) -> Iterator[str]:
    reads = listed([f"{words.party(p)} as {isolate(o)}" for p, o in one.readings.items()])
    yield f"Left open: {isolate(one.issue)} “{isolate(one.option)}” is read by {reads}."
    for way in one.settled:
        loses = [
            f"a loss {f'of {points(by)} ' if by is not None else ''}for {words.party(p)}" for p, by in way.loses.items()
        ]
        refuses = f"; {words.parties(way.refuses)} would refuse" if way.refuses else ""
        yield f"Settled as {isolate(way.option)}: {listed(loses) or 'no loss for anybody'}{refuses}."
