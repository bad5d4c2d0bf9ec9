"""Checks of a case by itself: a list of functions from a case to its problems, in the manner of beancount's validation.

They look only at the case (names, rules, numbers, dates); what needs the state space is in `analysis.examine`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from ceasefire.case import people
from ceasefire.case.check_hands import check_hands
from ceasefire.case.check_terms import check_terms
from ceasefire.case.judgement import Judgement
from ceasefire.case.model import Case
from ceasefire.case.party import Party, Preferences
from ceasefire.case.ranking import RankingError, parse_chain, rank_chains
from ceasefire.case.readings import reading_of
from ceasefire.case.rules import RuleError, atoms, holds, parse_rule
from ceasefire.case.words import Statement
from ceasefire.dates import parse_date
from ceasefire.errors import Severity
from ceasefire.text.document import Path
from ceasefire.text.problem import Problem, unknown, unknown_option

Check = Callable[[Case], Iterator[Problem]]
_REFERENCE = re.compile(r"\[([^\[\]\s]+)\]")


def check(case: Case) -> list[Problem]:
    """Every problem of the case that shows without its state space."""
    return [problem for one in CHECKS for problem in one(case)]


def statements(case: Case) -> Iterator[tuple[Path, str]]:
    """Path and text of every rule in the case, of whatever kind."""
    for name, rule in case.rules.items():
        yield ("rules", name), rule.rule
    for name, party in case.parties.items():
        for group, held in (("demands", party.demands), ("public_position", party.public_position)):
            yield from ((("parties", name, group, key), value.rule) for key, value in held.items())
        prioritised = party.preferences.prioritised if party.preferences else None
        yield from (
            (("parties", name, "preferences", "prioritised", k), s.rule) for k, s in enumerate(prioritised or ())
        )
    for name, issue in case.issues.items():
        if issue.exists_if is not None:
            yield ("issues", name, "if"), issue.exists_if
    yield from ((("offers", name, "when"), offer.when) for name, offer in case.offers.items())
    for name, party in case.parties.items():
        together = party.preferences.together if party.preferences else ()
        yield from ((("parties", name, "preferences", "with", k, "rule"), one.rule) for k, one in enumerate(together))
    for name, commitment in case.commitments.items():
        yield from ((("commitments", name, "exchange", k, "does"), p.does) for k, p in enumerate(commitment.exchange))


def _rules(case: Case) -> Iterator[Problem]:
    for path, text in statements(case):
        try:
            rule = parse_rule(text)
        except RuleError as error:
            yield Problem(path, "rule", str(error), error.hint, offset=error.at)
            continue
        for atom in atoms(rule):
            if atom.issue not in case.issues:
                yield unknown(path, "issue", atom.issue, case.issues, offset=atom.at)
                continue
            options = case.issues[atom.issue].options
            bare = atom.option_at == (atom.at,)
            for option, at in zip(atom.options, atom.option_at, strict=True):
                if bare and "yes" not in options:
                    hint = f"write `{atom.issue} = ...` with one of: {', '.join(options)}"
                    yield Problem(path, "rule", f"`{atom.issue}` stands alone but has no option `yes`", hint, offset=at)
                elif option not in options:
                    yield unknown_option(path, atom.issue, option, options, offset=at)


def _references(case: Case) -> Iterator[Problem]:
    lists: list[tuple[Path, str, Iterable[str], Iterable[str]]] = []
    for name, party in case.parties.items():
        lists.append((("parties", name, "backs"), "party", party.backs, case.parties))
    for name, issue in case.issues.items():
        lists.append((("issues", name, "affects"), "party", issue.affects, case.parties))
    for path, what, named, known in lists:
        for k, one in enumerate(named):
            if one not in known:
                yield unknown((*path, k), what, one, known)
    single: list[tuple[Path, str, str | None, Iterable[str]]] = []
    for name, commitment in case.commitments.items():
        single += [
            (("commitments", name, "exchange", k, "party"), "party", p.party, case.parties)
            for k, p in enumerate(commitment.exchange)
        ]
    single += [
        (("talks", "steps", name, "issue"), "issue", step.issue, case.issues) for name, step in case.talks.steps.items()
    ]
    single += [
        (("talks", "consultations", k, "party"), "party", c.party, case.parties)
        for k, c in enumerate(case.talks.consultations)
    ]
    single += [(("talks", "progress", k, "by"), "party", p.by, case.parties) for k, p in enumerate(case.talks.progress)]
    for k, past in enumerate(case.history):
        single += [(("history", k, end), "party", getattr(past, end), case.parties) for end in ("by", "to")]
    for path, what, one_name, known in single:
        if one_name is not None and one_name not in known:
            yield unknown(path, what, one_name, known)


def _states(case: Case) -> Iterator[Problem]:
    yield from _state(case, ("status_quo",), case.status_quo, whole=True)
    for name, package in case.packages.items():
        if name == "status_quo":
            yield Problem(
                ("packages", name), "reserved-name", "`status_quo` is today's state", "choose another name", key=True
            )
        yield from _state(case, ("packages", name, "choose"), package.choose, whole=False)
    for name, party in case.parties.items():
        state = party.walk_away.state if party.walk_away else None
        path: Path = ("parties", name, "walk_away", "state")
        if isinstance(state, str) and state != "status_quo" and state not in case.packages:
            yield unknown(path, "package", state, ["status_quo", *case.packages])
        elif isinstance(state, Mapping):
            yield from _state(case, path, state, whole=True)


def _state(case: Case, path: Path, state: Mapping[str, str], *, whole: bool) -> Iterator[Problem]:
    for issue, option in state.items():
        if issue not in case.issues:
            yield unknown((*path, issue), "issue", issue, case.issues, key=True)
        elif option not in case.issues[issue].options:
            yield unknown_option((*path, issue), issue, option, case.issues[issue].options)
    for issue in case.issues if whole else ():
        if issue not in state:
            hint = f"add `{issue}: ` with one of: {', '.join(list(case.issues[issue].options)[:8])}"
            yield Problem(path, "missing-issue", f"nothing is said about `{issue}`", hint)


def _feasible_states(case: Case) -> Iterator[Problem]:
    if any(True for one in (_rules, _states) for _ in one(case)):
        return
    named: list[tuple[Path, str, Mapping[str, str]]] = [(("status_quo",), "the status quo", case.status_quo)]
    named += [(("packages", name), f"the package `{name}`", case.package(name)) for name in case.packages]
    for name, rule in case.rules.items():
        tree = parse_rule(rule.rule)
        for path, what, state in named:
            if not holds(tree, state) and (rule.of == "states" or path[0] == "packages"):
                hint = f"the rule reads: {rule.rule}; change one of the two"
                yield Problem(path, "forbidden-state", f"{what} is forbidden by the rule `{name}`", hint, key=True)


def _somebody_decides(case: Case) -> Iterator[Problem]:
    if not case.deciding:
        hint = "give a party the role signatory or veto holder, or say `necessary: true`"
        yield Problem(
            ("parties",), "nobody-decides", "no party has to accept, so there is nothing to ask", hint, key=True
        )


def _preferences(case: Case) -> Iterator[Problem]:
    for name, party in case.parties.items():
        path: Path = ("parties", name)
        if party.preferences is None:
            if party.deciding:
                hint = "give `preferences`, or say `necessary: false`"
                yield Problem(
                    path, "no-preferences", f"`{name}` must accept, but nothing says what it prefers", hint, key=True
                )
        elif party.preferences.weights is not None:
            yield from _weighted((*path, "preferences"), case, party.preferences)
        elif party.preferences.ranking is not None:
            yield from _ranked((*path, "preferences", "ranking"), case, party.preferences.ranking)
        yield from _walk_away(path, name, party)


def _weighted(path: Path, case: Case, preferences: Preferences) -> Iterator[Problem]:
    read = reading_of(case.issues, str(path[1]))
    weights, scores = preferences.weights or {}, preferences.scores or {}
    for group, given in (("weights", weights), ("scores", scores)):
        yield from (
            unknown((*path, group, i), "issue", i, case.issues, key=True) for i in given if i not in case.issues
        )
    for issue in case.issues:
        if issue not in weights:
            hint = f"write `{issue}: 0` if it does not matter to this party"
            yield Problem((*path, "weights"), "missing-weight", f"no weight for `{issue}`", hint, key=True)
    for issue, weight in weights.items():
        if weight.low < 0:
            yield Problem(
                (*path, "weights", issue), "weight", "a weight cannot be negative", "turn the scores round instead"
            )
        if issue in case.issues and weight.high > 0:
            wanted = [o for o in case.issues[issue].options if o not in read.get(issue, {})]
            yield from _scores((*path, "scores"), issue, (wanted, list(case.issues[issue].options)), scores.get(issue))
    if weights and all(w.high <= 0 for w in weights.values()):
        yield Problem(
            (*path, "weights"),
            "weight",
            "all weights are zero",
            "then every package is the same to this party",
            key=True,
        )


def _scores(
    path: Path, issue: str, options: tuple[list[str], list[str]], scores: Mapping[str, Judgement] | None
) -> Iterator[Problem]:
    """Scores of one issue; `options` are those that need one (not those that are read as another), and all."""
    wanted, every = options
    for option in wanted:
        if option not in (scores or {}):
            yield Problem(
                (*path, issue),
                "missing-score",
                f"no score for `{issue} = {option}`",
                f"add `{option}: ` with 0 to 100",
                key=True,
            )
    for option, score in (scores or {}).items():
        if option not in every:
            yield unknown_option((*path, issue, option), issue, option, every, key=True)
        if score.low < 0 or score.high > 100:
            yield Problem(
                (*path, issue, option),
                "score",
                "a score goes from 0 (worst) to 100 (best)",
                "rescale the scores of this issue",
            )


def _ranked(path: Path, case: Case, chains: tuple[str, ...]) -> Iterator[Problem]:
    known = ["status_quo", *case.packages]
    for k, chain in enumerate(chains):
        try:
            names = [name for name, _ in parse_chain(chain)]
        except ValueError:
            continue  # reported by rank_chains below
        yield from (
            unknown((*path, k), "package", name, known, offset=chain.find(name)) for name in names if name not in known
        )
        yield from (
            Problem((*path, k), "ranking", f"`{name}` stands twice in one chain", "a chain names each package once")
            for name in dict.fromkeys(n for n in names if names.count(n) > 1)
        )
    try:
        rank_chains(chains)
    except RankingError as error:
        yield Problem((*path, error.chain), "ranking", str(error), error.hint)


def _walk_away(path: Path, name: str, party: Party) -> Iterator[Problem]:
    if party.walk_away is None:
        if party.deciding:
            message = f"`{name}` has no walk-away: the status quo is taken"
            yield Problem(
                path, "no-walk-away", message, "say what no agreement is worth to it", Severity.WARNING, key=True
            )
        return
    level = party.walk_away.level
    if level is None:
        return
    if party.preferences is not None and not party.preferences.cardinal:
        hint = "give a `state`, or use weights and scores"
        yield Problem((*path, "walk_away", "level"), "level", "a level needs preferences with magnitudes", hint)
    for place, one in (("level",), level), *((("after", day), later) for day, later in party.walk_away.after.items()):
        if one.low < 0 or one.high > 100:
            hint = "it is on the scale of the scores"
            where = tuple(str(step) for step in place)
            yield Problem((*path, "walk_away", *where), "level", "a level goes from 0 to 100", hint)


def _dates(case: Case) -> Iterator[Problem]:
    written: list[tuple[Path, str, bool]] = [(("sources", k, "date"), s.date, True) for k, s in case.sources.items()]
    written += [(("talks", "steps", k, "since"), s.since, True) for k, s in case.talks.steps.items()]
    for key, milestone in case.talks.milestones.items():
        written.append((("talks", "milestones", key, "due"), milestone.due, False))
        if milestone.done not in {"no", "unknown"}:
            written.append((("talks", "milestones", key, "done"), milestone.done, True))
    written += [(("talks", "progress", k, "on"), p.on, True) for k, p in enumerate(case.talks.progress)]
    written += [(("history", k, "on"), p.on, True) for k, p in enumerate(case.history)]
    for name, party in case.parties.items():
        written += [
            (("parties", name, "public_position", k, "on"), p.on, True) for k, p in party.public_position.items()
        ]
    for path, text, past in written:
        if not text:
            continue
        try:
            meant = parse_date(text, case.as_of)
        except ValueError as error:
            yield Problem(
                path, "date", str(error), "dates: 2016-08-26, 2016-08, 2016-08-20/2016-08-31, late August 2016"
            )
            continue
        if past and meant.earliest > case.as_of:
            message = f"{text} is after the day of the case, {case.as_of.isoformat()}"
            yield Problem(
                path, "known-later", message, "a case holds only what was known on its day; move `as_of` or remove this"
            )


def _names(case: Case) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for name, party in case.parties.items():
        for written in dict.fromkeys([party.name, *party.aliases]):
            folded = unicodedata.normalize("NFKC", written).casefold()
            if taken.setdefault(folded, name) != name:
                hint = "rename one, so that reports can be told apart"
                yield Problem(
                    ("parties", name), "same-name", f"{written!r} is also a name of `{taken[folded]}`", hint, key=True
                )


def _reasons(case: Case) -> Iterator[Problem]:
    for path, because in judgements(case):
        if not because:
            beside = {"demands": "beside `rule:`", "hold": "beside `value:` of its odds"}
            where = beside.get(str(path[0]), beside.get(str(path[2]), f"under `{path[-1]}:`"))
            hint = f"add `because:` {where}"
            yield Problem(path, "no-because", "a judgement without a reason", hint, Severity.NOTE, key=True)
        for reason in because:
            cited = [reason] if reason in case.sources else _REFERENCE.findall(reason)
            for source in cited:
                if source not in case.sources:
                    yield unknown(path, "source", source, case.sources, key=True)


def judgements(case: Case) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Path and reasons of every judgement that ought to have some: preferences, walk-aways, demands, what moves the odds."""
    for name, party in case.parties.items():
        path: Path = ("parties", name)
        if party.preferences:
            yield (*path, "preferences"), party.preferences.because
        if party.walk_away:
            yield (*path, "walk_away"), party.walk_away.because
        held: Mapping[str, Statement] = party.demands
        yield from (((*path, "demands", key), demand.because) for key, demand in held.items())
    for key, move in (case.hold.moves if case.hold else {}).items():
        yield ("hold", "moves", key), move.odds.because


def _people(case: Case) -> Iterator[Problem]:
    yield from people.problems(case.people, case.bodies, case.parties)


CHECKS: tuple[Check, ...] = (
    _references,
    _states,
    _rules,
    _feasible_states,
    _somebody_decides,
    _preferences,
    check_hands,
    check_terms,
    _dates,
    _names,
    _reasons,
    _people,
)
