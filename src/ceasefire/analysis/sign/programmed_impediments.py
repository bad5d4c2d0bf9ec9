"""What stands in the way in spaces too large to enumerate, through the integer program."""

from __future__ import annotations

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.sign.answers import Impediments, Opening
from ceasefire.analysis.sign.conflicts import Progress, conflicts
from ceasefire.analysis.sign.enumerated_zone import cardinal
from ceasefire.analysis.sign.openings import bound_of, members, opening, ranked
from ceasefire.analysis.sign.program import Program
from ceasefire.analysis.sign.programmed_zone import METHOD, every_condition, max_min
from ceasefire.errors import Undecided


def programmed_impediments(dispute: Dispute, budget: int, progress: Progress | None = None) -> Impediments:
    """Clashes and openings by dualize and advance with the integer program as its oracle."""
    program = Program(dispute)
    try:
        found = conflicts(len(dispute.conditions), lambda asked: _held(program, asked), budget, progress)
        openings: list[Opening] = []
        for number, repair in enumerate(filter(None, found.repairs), 1):
            if progress is not None:
                progress(f"fairest package of opening {number:,} of {len(found.repairs):,}")
            openings.append(_opening(program, repair))
    except Undecided as undecided:
        return Impediments(dispute.conditions, (), (), False, str(undecided), METHOD)
    clashes = tuple(members(dispute, clash) for clash in found.clashes)
    return Impediments(
        dispute.conditions,
        clashes,
        ranked(openings),
        found.complete,
        bound_of(found),
        f"dualize and advance over an {METHOD}",
    )


def _held(program: Program, asked: int) -> int | None:
    found = program.solve(asked)
    return None if found is None else program.held(found.state)


def _opening(program: Program, repair: int) -> Opening:
    dispute = program.dispute
    kept = every_condition(dispute) & ~repair
    if len(cardinal(dispute)) == len(dispute.weighing):
        state = max_min(program, kept)[0]
    else:
        found = program.solve(kept)
        assert found is not None  # noqa: S101  a repair is what lets the rest hold
        state = found.state
    hopes = {}
    for party, worth in cardinal(dispute).items():
        own = sum(1 << k for k, c in enumerate(dispute.conditions) if c.party == party)
        best = program.solve(own, maximise=program.worth(worth, float(worth.unit)))
        if best is not None:
            hopes[party] = float(worth.unit * worth.of(best.state))
    return opening(dispute, repair, state, None, hopes)
