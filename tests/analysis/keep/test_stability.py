"""Stability against the plain twin and the reference of the oracles, and what must hold between definitions."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stability_twin
from ceasefire.analysis.dispute.board import board
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.keep.stability import Kind, equilibria, stable
from ceasefire.analysis.keep.verdicts import Witness, coalition_stable, coalitions_that_move, stability, witness
from ceasefire.case.model import Case
from ceasefire.errors import TooLarge
from random_cases import EFFORT, moving_cases

ORACLES = Path(__file__).parents[4] / "shared" / "oracles" / "gmcr"


@settings(max_examples=1000 * EFFORT)
@given(moving_cases())
def test_every_verdict_is_that_of_the_twin(case: Case) -> None:
    compiled = dispute(case, open_all=True)
    ours, plain = board(compiled), stability_twin.graph(compiled)
    for party in case.parties:
        verdicts = stable(ours, party)
        for kind in Kind:
            for state in plain.states:
                number = ours.space.number(dict(zip(case.issues, state, strict=True)))
                assert verdicts[kind][number] == plain.stable(kind.value, party, state), (kind, party, state)
        assert all(int(v.sum()) <= len(plain.states) for v in verdicts.values())


@settings(max_examples=100 * EFFORT)
@given(moving_cases())
def test_what_implies_what(case: Case) -> None:
    ours = board(dispute(case, open_all=True))
    for party in case.parties:
        found = stable(ours, party)
        for strong, weak in [("R", "SSEQ"), ("SSEQ", "SEQ"), ("SSEQ", "SMR"), ("SEQ", "GMR"), ("SMR", "GMR")]:
            assert not (found[Kind(strong)] & ~found[Kind(weak)]).any(), (strong, weak)


@settings(max_examples=50 * EFFORT)
@given(moving_cases(), st.randoms(use_true_random=False))
def test_the_order_of_parties_and_issues_changes_nothing(case: Case, random: Any) -> None:
    value = case.model_dump(mode="json")
    for group in ("parties", "issues"):
        names = list(value[group])
        random.shuffle(names)
        value[group] = {n: value[group][n] for n in names}
    found = []
    for one in (case, Case.model_validate(value)):
        ours = board(dispute(one, open_all=True))
        states = {k: [ours.space.state(int(n)) for n in np.flatnonzero(v)] for k, v in equilibria(ours).items()}
        found.append({k: {frozenset(s.items()) for s in some} for k, some in states.items()})
    assert found[0] == found[1]


def oracle_case(value: dict[str, Any]) -> Case:
    """A case of the oracles as a case of ours: yes/no options, feasible states by rule, ranks by ranking."""
    names = [f"o{k}" for k in range(len(value["options"]))]
    said = {"Y": "yes", "N": "no"}
    states = {str(s["id"]): dict(zip(names, map(said.get, s["options"]), strict=True)) for s in value["states"]}
    dms = {dm: f"d{k}" for k, dm in enumerate(value["dms"])}
    parties = {}
    for dm, name in dms.items():
        tiers: dict[int, list[str]] = {}
        for state, rank in value["ranks"][dm].items():
            tiers.setdefault(rank, []).append(f"s{state}")
        chain = " > ".join(" = ".join(tiers[rank]) for rank in sorted(tiers, reverse=True))
        parties[name] = {
            "name": dm,
            "role": "signatory",
            "preferences": {"ranking": chain},
            "walk_away": {"state": "status_quo"},
        }
    first = next(iter(states))
    exists = " or ".join("(" + " and ".join(f"{o} = {v}" for o, v in s.items()) + ")" for s in states.values())
    issues: dict[str, Any] = {}
    for name, option in zip(names, value["options"], strict=True):
        owners = option["owner"] if isinstance(option["owner"], list) else [option["owner"]]
        issues[name] = {"question": option["name"], "options": ["no", "yes"], "controllers": [dms[o] for o in owners]}
        for change in option.get("allowed_changes") or []:
            a, b = ("yes" if c == "Y" else "no" for c in change.split(">"))
            issues[name]["irreversible"] = [f"{a} > {b}"]
    return Case.model_validate(
        {
            "format": "case/1",
            "title": value["title"],
            "as_of": "2020-01-01",
            "parties": parties,
            "issues": issues,
            "status_quo": states[first],
            "packages": {f"s{k}": {"choose": s} for k, s in states.items()},
            "rules": {"exists": exists},
        }
    )


def oracles() -> list[Path]:
    return sorted(ORACLES.glob("*.json")) if ORACLES.is_dir() else []


@pytest.mark.skipif(not ORACLES.is_dir(), reason="../shared/oracles is absent")
@pytest.mark.parametrize("path", oracles(), ids=lambda p: p.stem)
def test_the_oracles_agree(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    if "moves" in value or any(len(s.get("options") or "") != len(value.get("options") or []) for s in value["states"]):
        pytest.skip("its moves are not given by options")
    case = oracle_case(value)
    ours = board(dispute(case))
    dms = {f"d{k}": dm for k, dm in enumerate(value["dms"])}
    numbers = {s["id"]: ours.space.number(case.package(f"s{s['id']}")) for s in value["states"]}
    kinds = {"nash": Kind.R, "gmr": Kind.GMR, "smr": Kind.SMR, "seq": Kind.SEQ, "sseq": Kind.SSEQ}
    for party, dm in dms.items():
        verdicts = stable(ours, party)
        for name, kind in kinds.items():
            if name in value["expected"]:
                ids = [i for i, n in numbers.items() if verdicts[kind][n]]
                assert ids == sorted(value["expected"][name]["stable"][dm]), (party, name)


def test_the_reference_is_what_the_oracles_say_it_is() -> None:
    if not ORACLES.is_dir():
        pytest.skip("../shared/oracles is absent")
    spec = importlib.util.spec_from_file_location("reference", ORACLES / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    value = json.loads((ORACLES / "prisoners-dilemma.json").read_text(encoding="utf-8"))
    assert module.analyse(value)["nash"]["equilibria"] == value["expected"]["nash"]["equilibria"]


@settings(max_examples=60 * EFFORT)
@given(moving_cases())
def test_coalitions_and_witnesses_are_those_of_the_twin(case: Case) -> None:
    compiled = dispute(case, open_all=True)
    ours, plain = board(compiled), stability_twin.graph(compiled)
    for state in plain.states[:6]:
        number = ours.space.number(dict(zip(case.issues, state, strict=True)))
        for parties in list(coalitions_that_move(ours))[:5]:
            for kind in Kind:
                assert coalition_stable(ours, parties, number, kind) == plain.coalition_stable(
                    kind.value, set(parties), state
                )
        for party in case.parties:
            for kind in Kind:
                found = witness(ours, party, number, kind)
                assert found.stable == plain.stable(kind.value, party, state)
                assert (found.temptation is None) == plain.stable("R", party, state)
                if found.answer is not None:
                    check_answer(plain, case, state, found)


def check_answer(plain: stability_twin.Graph, case: Case, state: tuple[str, ...], found: Witness) -> None:
    """The answer is a legal sequence of the others that ends where the party is no better off."""
    here = dict(zip(case.issues, state, strict=True))
    assert found.temptation is not None
    for number, step in enumerate((found.temptation, *(found.answer or ()))):
        assert (step.by == (found.party,)) == (number == 0)
        before = tuple(here.values())
        assert all(here[i] == a for i, (a, _) in step.changes.items())
        here.update({i: b for i, (_, b) in step.changes.items()})
        mover = plain.movers.index(tuple(sorted(step.by)))
        assert tuple(here.values()) in plain.moves[mover][before]
        if found.kind in {Kind.SEQ, Kind.SSEQ}:
            assert tuple(here.values()) in plain.improvements(mover, before)
    assert not plain.better(found.party, tuple(here.values()), state)


def test_above_what_fits_it_does_not_start() -> None:
    issues = {f"i{k}": {"question": "q", "options": ["a", "b"], "controllers": "p"} for k in range(25)}
    value = {
        "format": "case/1",
        "title": "large",
        "as_of": "2020-01-01",
        "parties": {"p": {"name": "P", "role": "signatory", "preferences": {"prioritised": ["i0 = a"]}}},
        "issues": issues,
        "status_quo": dict.fromkeys(issues, "a"),
    }
    with pytest.raises(TooLarge, match="33,554,432 states are more than"):
        stability(dispute(Case.model_validate(value), open_all=True))
