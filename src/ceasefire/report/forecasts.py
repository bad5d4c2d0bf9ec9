"""Forecasts, what became of them, and how good they were, as pages of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.forecast.scores import FEW, Judged, Scores
from ceasefire.record.ledger import Line
from ceasefire.report.outlook import share
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, isolate


def ledger_page(lines: Sequence[Line], page: Page) -> None:
    """Each forecast with its state."""
    if not lines:
        page.text("no forecasts", 0)
    for line in lines:
        made = line.forecast
        withdrawn = " WITHDRAWN" if line.withdrawn else ""
        page.text(f"{share(made.probability)}: {isolate(made.question)}", 0)
        page.text(f"{line.name}, entered {line.made_at[:10]}, due {made.due}: {line.state}{withdrawn}", 2)
        if made.base_rate is not None:
            page.text(f"base rate {share(made.base_rate)} ({made.base_class or 'class not named'})", 2)
        if line.reason:
            how = "by its rule" if line.by_rule else "by hand"
            page.text(f"settled {how}: {isolate(line.reason)}", 2)


def judged_of(lines: Sequence[Line]) -> list[Judged]:
    """The forecasts settled with yes or no, withdrawn ones included."""
    return [
        Judged(line.forecast.probability, line.state == "yes", line.forecast.base_rate)
        for line in lines
        if line.state in {"yes", "no"}
    ]


def score_page(found: Scores, lines: Sequence[Line], page: Page) -> None:
    """The scores, and how far they can be trusted."""
    others = {state: sum(line.state == state for line in lines) for state in ("open", "unresolvable")}
    page.heading(f"{count(found.n, 'settled forecast')}, {others['open']} open, {others['unresolvable']} unresolvable")
    withdrawn = sum(line.withdrawn for line in lines)
    if withdrawn:
        page.text(f"{count(withdrawn, 'forecast')} withdrawn; those settled are scored all the same.", 2)
    if found.brier is None or found.logarithmic is None:
        page.text("nothing to score yet", 2)
        return
    page.text(f"Brier score {found.brier:.3f} (0 is best, always saying a half gives 0.250)", 2)
    page.text(f"logarithmic score {found.logarithmic:.3f} (0 is best, always saying a half gives 0.693)", 2)
    if found.own_brier is not None and found.base_brier is not None and found.skill is not None:
        page.text(
            f"against the base rate, {count(found.n_base, 'forecast')}: {found.own_brier:.3f} and {found.base_brier:.3f}; "
            f"skill {found.skill:+.2f} (above 0: better than the base rate)",
            2,
        )
    page.heading("Calibration")
    rows = [("said", "forecasts", "mean said", "happened")]
    rows += [
        (f"{share(b.low)} to {share(b.high)}", str(b.n), share(b.mean), share(b.happened)) for b in found.calibration
    ]
    page.columns(rows)
    if found.n < FEW:
        page.text(f"With {count(found.n, 'forecast')} these figures are mostly luck: at least {FEW} are wanted.", 2)
