"""Stability once more, slowly, as the definitions read: sets of states and legal sequences of moves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Prioritised
from ceasefire.case.model import Case
from ceasefire.case.rules import holds, parse_rule

State = tuple[str, ...]


@dataclass
class Graph:
    """states; moves[mover][state]; gain[party](a, b): b better than a."""

    states: list[State]
    movers: list[tuple[str, ...]]
    moves: list[dict[State, set[State]]]
    rank: dict[str, dict[State, object]]

    def better(self, party: str, new: State, old: State) -> bool:
        return bool(self.rank[party][new] > self.rank[party][old])  # type: ignore[operator]

    def improvements(self, mover: int, state: State) -> set[State]:
        return {t for t in self.moves[mover][state] if all(self.better(p, t, state) for p in self.movers[mover])}

    def legal(self, movers: list[int], start: State, *, improving: bool) -> set[State]:
        """Ends of sequences in which nobody moves twice in succession."""
        step = self.improvements if improving else lambda m, s: self.moves[m][s]
        ends = {(t, m) for m in movers for t in step(m, start)}
        left = list(ends)
        while left:
            state, last = left.pop()
            for m in movers:
                if m != last:
                    for t in step(m, state):
                        if (t, m) not in ends:
                            ends.add((t, m))
                            left.append((t, m))
        return {t for t, _ in ends}

    def others(self, parties: set[str]) -> list[int]:
        return [m for m, members in enumerate(self.movers) if not parties & set(members)]

    def inside(self, parties: set[str]) -> list[int]:
        return [m for m, members in enumerate(self.movers) if set(members) <= parties]

    def stable(self, kind: str, party: str, state: State) -> bool:
        own = [m for m, members in enumerate(self.movers) if members == (party,)]
        reach = {s: set().union(*(self.moves[m][s] for m in own)) for s in self.states}
        for t in reach[state]:
            if not self.better(party, t, state):
                continue
            if kind == "R":
                return False
            answers = self.legal(self.others({party}), t, improving=kind in {"SEQ", "SSEQ"})
            if not any(
                not self.better(party, u, state)
                and (kind in {"GMR", "SEQ"} or not any(self.better(party, v, state) for v in reach[u]))
                for u in answers
            ):
                return False
        return True

    def coalition_stable(self, kind: str, parties: set[str], state: State) -> bool:
        def all_better(new: State) -> bool:
            return all(self.better(p, new, state) for p in parties)

        for t in self.legal(self.inside(parties), state, improving=False):
            if not all_better(t):
                continue
            if kind == "R":
                return False
            answers = self.legal(self.others(parties), t, improving=kind in {"SEQ", "SSEQ"})
            if not any(
                not all_better(u)
                and (
                    kind in {"GMR", "SEQ"}
                    or not any(all_better(v) for v in self.legal(self.inside(parties), u, improving=False))
                )
                for u in answers
            ):
                return False
        return True


def graph(dispute: Dispute) -> Graph:
    case, space = dispute.case, dispute.space
    every = [dict(zip(space.issues, s, strict=True)) for s in product(*space.options)]
    states = [s for s in every if all(holds(parse_rule(r.rule), s) for r in case.rules.values())]
    changes = {name: hands(case, name) for name in case.issues}
    groups = list(dict.fromkeys(members for own in changes.values() for members in own))
    moves = []
    for own in groups:
        reach: dict[State, set[State]] = {}
        for a in states:
            reach[tuple(a.values())] = {
                tuple(b.values())
                for b in states
                if a != b and all(a[i] == b[i] or (a[i], b[i]) in changes[i].get(own, ()) for i in case.issues)
            }
        moves.append(reach)
    rank: dict[str, dict[State, object]] = {}
    for party in case.parties:
        worth = dispute.worths.get(party)
        rank[party] = {
            tuple(s.values()): 0
            if worth is None
            else worth.truths(s)
            if isinstance(worth, Prioritised)
            else worth.of(s)
            for s in states
        }
    return Graph([tuple(s.values()) for s in states], [tuple(sorted(own)) for own in groups], moves, rank)


def hands(case: Case, name: str) -> dict[frozenset[str], set[tuple[str, str]]]:
    """Who can change an issue from what to what, read once more from the text of the case."""
    issue, today = case.issues[name], case.status_quo[name]
    found: dict[frozenset[str], set[tuple[str, str]]] = {}
    for a, b in product(issue.options, repeat=2):
        chains = [[end.strip() for end in text.split(">")] for text in issue.irreversible]
        if a == b or any(b in chain and a in chain[chain.index(b) + 1 :] for chain in chains):
            continue
        makers = issue.makes
        if not isinstance(makers, tuple):
            makers = makers.get(f"{a} > {b}") or makers.get(b) or ()
        makers = makers or issue.controllers
        breakers = issue.breaks or ()
        ground = issue.falls_to or today
        if isinstance(breakers, tuple):
            alone = set(breakers) if b == ground else set()
        else:
            alone = set(breakers.get(f"{a} > {b}", ())) | (set(breakers.get(a, ())) if b == ground else set())
        for members in ([frozenset(makers)] if makers else []) + [frozenset({p}) for p in alone]:
            found.setdefault(members, set()).add((a, b))
    return found
