"""Sentences: what results say, in plain English that a diplomat would accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ceasefire.analysis.dispute.compiled import PARTS, Condition
from ceasefire.analysis.dispute.moves import Move
from ceasefire.analysis.dispute.package import Package, View
from ceasefire.analysis.keep.stability import CREDIBLE, Kind
from ceasefire.analysis.keep.verdicts import Witness
from ceasefire.analysis.ladder import Rung
from ceasefire.analysis.result import Step
from ceasefire.analysis.sign.impediments import Concession, Opening
from ceasefire.analysis.talks import Kept, MilestoneLine, Share, StepLine
from ceasefire.report.breaches import breach_sentence, order_sentence
from ceasefire.report.names import Names
from ceasefire.report.outlook import rung_sentence
from ceasefire.report.phrases import count, day, isolate, listed, points
from ceasefire.vocabulary import StepStatus


class Words(Names):
    """Sentences about the results of one case; the case gives names and titles."""

    def demand(self, party: str, name: str) -> str:
        """A demand by its title, or by its rule."""
        demand = self.case.parties[party].demands[name]
        return isolate(demand.title or demand.rule)

    def condition(self, condition: Condition | Concession) -> str:
        """A condition as a line: who insists on what."""
        name = condition.condition if isinstance(condition, Concession) else condition.name
        if condition.is_walk_away:
            return f"{self.party(condition.party)}: {self.walk_away(condition.party)}"
        if name == PARTS:
            return f"{self.party(condition.party)}: {self.parts(condition.party)}"
        return f"{self.party(condition.party)}: {self.demand(condition.party, name)}"

    def parts(self, party: str) -> str:
        """How many of its parts a side needs."""
        quorum = self.case.parties[party].quorum
        return f"{quorum.least} of {self.parties(quorum.of)} must accept" if quorum else ""

    def walk_away(self, party: str) -> str:
        """What a party's walk-away asks of a package."""
        given = self.case.parties[party].walk_away
        if given is not None and given.level is not None:
            return f"worth at least {points(float(given.level.midpoint))} of 100 to it, its walk-away"
        return "better for it than no agreement"

    def choices(self, package: Package, issues: Iterable[str] | None = None) -> str:
        """What a package chooses, issue by issue; by default as a difference from the nearest draft, or from today."""
        named = tuple(issues) if issues is not None else package.changes
        if issues is None and (near := self._nearest_draft(package)) is not None:
            draft, apart = near
            other = ", ".join(f"{isolate(i)}: {isolate(package.choices[i])}" for i in apart)
            return f"as `{draft}`" + (f", but {other}" if other else "")
        return ", ".join(f"{isolate(i)}: {isolate(package.choices[i])}" for i in named) or "nothing changes"

    def spelled(self, package: Package) -> str:
        """What a package changes of the status quo, in full."""
        return self.choices(package, package.changes)

    def _nearest_draft(self, package: Package) -> tuple[str, list[str]] | None:
        """The draft that a package differs from in the fewest issues, where that is shorter to say than all it changes."""
        apart = [
            (name, [i for i, option in self.case.package(name).items() if option != package.choices[i]])
            for name in self.case.draft
        ]
        near = min(apart, key=lambda pair: len(pair[1]), default=None)
        return near if near is not None and len(near[1]) < len(package.changes) else None

    def refusal(self, view: View) -> str:
        """Why a party would not accept a package."""
        reasons = [self.parts(view.party) if name == PARTS else self.demand(view.party, name) for name in view.unmet]
        text = f"it insists on: {'; '.join(reasons)}" if reasons else ""
        if view.beats_walk_away is False:
            short = f"{points(view.worth)} of 100 to it, against {points(view.walk_away)} without agreement"
            lesser = short if view.worth is not None else "it prefers no agreement"
            text = f"{text}; and {lesser}" if text else lesser
        return text

    def opening(self, opening: Opening) -> str:
        """Who gives up what, and how much that opens."""
        given = []
        for party in opening.parties:
            own = [c for c in opening.concessions if c.party == party]
            kept = listed([f"“{self._given_up(party, c.condition)}”" for c in own if not c.is_walk_away])
            down = [f"settle for less than its walk-away{self._short(c)}" for c in own if c.is_walk_away]
            given.append(f"{self.party(party)} would {listed([*([f'give up {kept}'] if kept else []), *down])}")
        opened = f": that opens {count(opening.n_opened, 'package')}" if opening.n_opened is not None else ""
        return "; ".join(given) + opened

    def _given_up(self, party: str, name: str) -> str:
        return self.parts(party) if name == PARTS else self.demand(party, name)

    def _short(self, concession: Concession) -> str:
        return f" by {points(concession.shortfall)}" if concession.shortfall is not None else ""

    def cost(self, opening: Opening) -> str:
        """What the opening costs those who concede, in their own points."""
        lines = []
        for party in opening.parties:
            one = next(c for c in opening.concessions if c.party == party)
            if one.gets is None:
                continue
            hoped = f", hoped for {points(one.hoped)}" if one.hoped is not None else ""
            lines.append(
                f"{self.party(party)} {points(one.gets)} of 100 (without agreement {points(one.walk_away)}{hoped})"
            )
        return "; ".join(lines)

    def rung(self, rung: Rung) -> str:
        """The reasons for the verdict of a rung."""
        return " ".join(self.step(step) for step in rung.reasons)

    def step(self, step: Step) -> str:
        """One structured reason as a sentence."""
        return _SENTENCES[step.code](self, step.facts)

    def move(self, move: Move) -> str:
        """Who changes what: `Syrian government: air from areas to unrestricted`."""
        changes = [f"{isolate(i)} from {isolate(a)} to {isolate(b)}" for i, (a, b) in move.changes.items()]
        return f"{self.parties(move.by)}: {listed(changes)}"

    def witness(self, witness: Witness) -> str:
        """Why a state is or is not stable for a party."""
        who = self.party(witness.party)
        if witness.temptation is None:
            return f"{who} can gain nothing by moving alone"
        changes = self.move(witness.temptation).split(": ", 1)[1]
        if witness.answer is None:
            deterred = "" if witness.kind is Kind.R else ", and nothing the others could do makes up for it"
            return f"{who} would gain by taking {changes}{deterred}"
        answer = "; then ".join(self.move(step) for step in witness.answer)
        credible = " in their own interest" if witness.kind in CREDIBLE else ""
        return f"{who} would gain by taking {changes}, but the others could answer{credible}: {answer}"

    def share(self, share: Share) -> str:
        """How much of the steps is agreed, with what is unknown as bounds."""
        if share.low is None or share.high is None:
            return "none is on the table"
        if share.low == share.high:
            return f"{share.low:.0%} of those on the table are agreed"
        return f"between {share.low:.0%} and {share.high:.0%} of those on the table are agreed, as the unknown ones turn out"

    def tally(self, steps: Sequence[StepLine]) -> str:
        """`2 agreed, 1 contested, 8 unknown`."""
        counts = {status: sum(s.status is status for s in steps) for status in StepStatus}
        return ", ".join(f"{n} {status.value}" for status, n in counts.items() if n)

    def milestone(self, line: MilestoneLine) -> str:
        """What became of a milestone."""
        late = f" by {count(line.days_late, 'day')}" if line.days_late is not None else ""
        verb = {Kept.LATE: "late", Kept.MISSED: "missed"}.get(line.kept, line.kept.value)
        return (
            f"{verb}{late if line.kept is Kept.LATE else ''}: {isolate(line.title)} (due {line.due}{self._since(line)})"
        )

    def _since(self, line: MilestoneLine) -> str:
        return (
            f", {count(line.days_late, 'day')} ago" if line.kept is Kept.MISSED and line.days_late is not None else ""
        )


def _zone_sentence(words: Words, facts: Mapping[str, Any]) -> str:
    together = words.parties(words.case.deciding)
    if facts["n_zone"] is None:
        return f"There are packages that meet what {together} each insist on.{_not_new(facts)}"
    improved = "cannot be improved for one without loss to another"
    efficient = facts["n_efficient"]
    which = (
        f"{efficient:,} of them {improved}" if efficient is not None else f"how many of them {improved} is not known"
    )
    differ = facts["n_differ"]
    twins = f" ({differ:,} that differ in what somebody minds)" if differ is not None and differ != efficient else ""
    return (
        f"{facts['n_zone']:,} of {count(facts['n_possible'], 'possible package')} meet what {together} each insist on; "
        f"{which}{twins}.{_not_new(facts)}"
    )


def _not_new(facts: Mapping[str, Any]) -> str:
    today = " Today's state is one of them: to sign it would be a promise to keep it." if facts["today"] else ""
    gone = facts["n_unreachable"]
    late = f" {gone:,} of them can no longer be brought about, and are left out." if gone else ""
    return f"{today}{late}"


def _nothing_new(words: Words, facts: Mapping[str, Any]) -> str:
    together = words.parties(words.case.deciding)
    if facts["today"]:
        return f"Nothing new meets what {together} each insist on: today's state does, and to sign it is to promise to keep it."
    return f"What would meet what {together} each insist on can no longer be brought about from today's state."


def _empty_sentence(words: Words, facts: Mapping[str, Any]) -> str:
    possible = facts["n_possible"]
    many = f"None of the {count(possible, 'possible package')}" if possible is not None else "No package"
    return f"{many} meets what {words.parties(words.case.deciding)} each insist on."


def _keep_sentence(words: Words, facts: Mapping[str, Any]) -> str:
    fragile = facts["most_fragile"]
    breach = "nobody would gain by breaking it"
    if fragile is not None:
        breach = breach_sentence(fragile, words)
    elif facts["by_order"]:
        breach = order_sentence(facts["by_order"][0], words)
    if not facts["in_zone"]:
        kept, evenly = facts["evenly"]
        tied = f" Of {evenly:,} that are equally fair {kept:,} would be kept." if 0 < kept < evenly else ""
        return f"In the package that the least concession would open, {breach}.{tied}"
    if not facts["n_signed_kept"]:
        return f"In every package that could be signed somebody would gain by leaving it. In the fairest, {breach}."
    counted = f"{facts['n_signed_kept']:,} of {count(facts['n_signed'], 'package')} that could be signed"
    last = f" Most fragile in the best of them: {breach}." if fragile is not None else ""
    return f"{counted} leave no party anything to gain once the others have answered in their own interest.{last}"


def _reach_sentence(words: Words, facts: Mapping[str, Any]) -> str:
    which = "the best of them" if facts["in_zone"] else "that package"
    if facts["steps"] is None:
        return f"No sequence of steps leads from today's state to {which}."
    if not facts["steps"]:
        return f"Today's state is {which}."
    way = f"{count(facts['steps'], 'step')} to {which}, {facts['together']} of them joint"
    gain = f"{facts['guarantees']} of them no gain in themselves for those who take them"
    text = f"{way}, {gain}; {words.parties(facts['first'])} would move first"
    if facts["exposure"] is None:
        return f"{text}."
    bound = f"more than {points(facts['exposure'])} points below today" if facts["exposure"] else "worse than today"
    return f"{text}; one issue at a time, nobody necessary need stand {bound}."


def _least_sentence(words: Words, facts: Mapping[str, Any]) -> str:
    lead = "Least to ask" if facts["complete"] else "Least to ask of what was found before the search stopped"
    return f"{lead}: {words.opening(facts['opening'])}."


def _older(_: Words, facts: Mapping[str, Any]) -> str:
    return f"The case was written as of {day(facts['case'])}: nothing that became known after is in it."


def _newer(_: Words, facts: Mapping[str, Any]) -> str:
    judged, shown = day(facts["case"]), day(facts["as_of"])
    return f"Preferences and demands are as judged on {judged}; only steps and milestones are shown as of {shown}."


def _bypassed(words: Words, facts: Mapping[str, Any]) -> str:
    return f"{words.party(facts['party'])} was bypassed on {isolate(facts['on'])}, and no agreement stands without it."


def _no_draft(_: Words, facts: Mapping[str, Any]) -> str:
    named = listed([f"`{name}`" for name in facts["packages"]], "or")
    return f"No draft is named (`draft: [...]`), so the answer is about the arithmetic's own packages: is {named} on the table?"


def _large_zone(_: Words, facts: Mapping[str, Any]) -> str:
    share = facts["n_zone"] / facts["n_possible"]
    return f"The zone holds {share:.0%} of all packages ({facts['n_zone']:,} of {facts['n_possible']:,}): is no demand missing?"


def _gift(words: Words, facts: Mapping[str, Any]) -> str:
    what = f"{isolate(facts['issue'])} as {isolate(facts['option'])}"
    return f"In {facts['share']:.0%} of the zone {words.party(facts['party'])} gives {what}, to its own loss: is that meant?"


def _no_walk_away(words: Words, facts: Mapping[str, Any]) -> str:
    return f"No walk-away is given for {words.parties(facts['parties'])}: the status quo is taken."


_SENTENCES: Mapping[str, Callable[[Words, Mapping[str, Any]], str]] = {
    "zone": _zone_sentence,
    "nothing-new": _nothing_new,
    "zone-empty": _empty_sentence,
    "least-to-ask": _least_sentence,
    "keep": _keep_sentence,
    "reach": _reach_sentence,
    "hold": lambda _, facts: rung_sentence(facts["outlook"]),
    "no-class": lambda _, __: "The case names no reference class (`hold`), so there is no base rate to begin from.",
    "nothing-opens": lambda _, __: (
        "No set of concessions was found that would open a zone, so there is nothing to look at."
    ),
    "too-many-states": lambda _, facts: (
        f"{facts['states']:.3g} states are more than the {facts['most']:,} that it is computed for."
    ),
    "undecided": lambda _, facts: f"{facts['bound']}.",
    "case-older": _older,
    "case-newer": _newer,
    "no-walk-away": _no_walk_away,
    "bypassed": _bypassed,
    "no-draft": _no_draft,
    "large-zone": _large_zone,
    "gift": _gift,
    "accepts-anything": lambda words, facts: f"{words.party(facts['party'])} would accept anything: has it no demands?",
    "accepts-nothing": lambda words, facts: (
        f"{words.party(facts['party'])} would accept nothing at all, whoever gives what."
    ),
    "matters-to-nobody": lambda _, facts: (
        f"{isolate(facts['issue'])} matters to nobody: no party gains or loses by it."
    ),
}
