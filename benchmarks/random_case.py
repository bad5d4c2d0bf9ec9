"""Large random cases, the same for a seed."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from ceasefire.analysis.dispute.board import Board, Fibre, Mover
from ceasefire.analysis.dispute.space import StateSpace
from ceasefire.case.model import Case


def random_case(
    n_issues: int, n_options: int, n_parties: int, *, seed: int = 0, level: float = 0, n_rules: int = 0
) -> Case:
    """Linear-additive preferences with whole weights 1-20 and scores 0-100; rules over three issues each."""
    rng = random.Random(seed)
    issues = [f"i{k}" for k in range(n_issues)]
    options = [f"o{k}" for k in range(n_options)]
    parties: dict[str, Any] = {
        f"p{k}": {
            "name": f"P{k}",
            "role": "signatory",
            "preferences": {
                "weights": {i: rng.randint(1, 20) for i in issues},
                "scores": {i: {o: rng.randint(0, 100) for o in options} for i in issues},
            },
            "walk_away": {"level": level},
        }
        for k in range(n_parties)
    }
    rules = {}
    for k in range(n_rules):
        a, b, c = rng.sample(issues, 3)
        rules[f"r{k}"] = f"{a} in {{o0, o1}} implies {b} != {rng.choice(options)} or {c} = {rng.choice(options)}"
    return Case.model_validate(
        {
            "format": "case/1",
            "title": "random",
            "as_of": "2020-01-01",
            "parties": parties,
            "issues": {i: {"question": i, "options": options, "controllers": "p0"} for i in issues},
            "status_quo": dict.fromkeys(issues, options[-1]),
            "rules": rules,
        }
    )


def random_board(bits: int, n_parties: int, seed: int = 0) -> Board:
    """2^bits states of yes/no issues shared out among parties, with random ranks of which about half are ties."""
    rng = np.random.default_rng(seed)
    issues = [f"i{k}" for k in range(bits)]
    parties = [f"p{k}" for k in range(n_parties)]
    movers, fibres, before = [], [], 1
    for k, party in enumerate(parties):
        own = issues[k * bits // n_parties : (k + 1) * bits // n_parties]
        movers.append(Mover((party,), tuple(own)))
        fibres.append(Fibre(before, 2 ** len(own), 2**bits // (before * 2 ** len(own)), None))
        before *= 2 ** len(own)
    return Board(
        space=StateSpace(tuple(issues), (("no", "yes"),) * bits),
        movers=tuple(movers),
        fibres=tuple(fibres),
        feasible=np.ones(2**bits, dtype=np.bool_),
        ranks={p: rng.integers(0, 2 ** (bits - 1), 2**bits).astype(np.int32) for p in parties},
        turn=tuple(range(bits)),
        shape=(2,) * bits,
    )
