"""Stability once more, slowly, as the definitions read: sets of states and legal sequences of moves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Prioritised
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
    groups: dict[frozenset[str], list[str]] = {}
    for name, issue in case.issues.items():
        groups.setdefault(frozenset(issue.controllers), []).append(name)
    blocked = {
        name: {tuple(e.strip() for e in reversed(change.split(">"))) for change in issue.irreversible}
        for name, issue in case.issues.items()
    }
    moves = []
    for own in groups.values():
        reach: dict[State, set[State]] = {}
        for a in states:
            reach[tuple(a.values())] = {
                tuple(b.values())
                for b in states
                if a != b
                and all(a[i] == b[i] for i in case.issues if i not in own)
                and all((a[i], b[i]) not in blocked[i] for i in own)
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
    members = [tuple(case.issues[own[0]].controllers) for own in groups.values()]
    return Graph([tuple(s.values()) for s in states], members, moves, rank)
