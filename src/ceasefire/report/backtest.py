"""Scoreboards of rules and of base rates, as pages of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.forecast.backtest import Horizon, Split
from ceasefire.forecast.spells import Dataset
from ceasefire.monitoring.backtest.board import Board, FirstWeek, Line, Outcome
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.report.outlook import between, share
from ceasefire.report.page import Page
from ceasefire.report.phrases import count

MEANING = {
    Outcome.RIGHT: "calm and breakdown called as written down",
    Outcome.MUTE: "cannot tell, where there was a calm",
    Outcome.DENIED: "no calm, where there was one",
    Outcome.FALSE: "a calm or a breakdown called where there was none",
    Outcome.LATE: "a breakdown called after its window, or never",
}


def boards_page(boards: Sequence[Board], week: FirstWeek, rule: CalmRule, page: Page) -> None:
    """The scoreboard of each way of looking, the truces one by one for the first, and the forecast after the first week."""
    page.heading("What was called, day by day with nothing later known, against what was written down")
    page.text(f"The rule: {rule.in_words()}.", 2)
    rows = [("looking at", "scored", *(o.value for o in Outcome), "of the right, weakly", "mean delay, days")]
    for board in boards:
        delay = "" if board.delay is None else f"{board.delay:.1f}"
        numbers = [str(board.counts[o.value]) for o in Outcome]
        rows.append((board.way.value, str(board.scored), *numbers, str(board.weak), delay))
    page.columns(rows)
    for outcome, meaning in MEANING.items():
        page.text(f"{outcome.value}: {meaning}", 4)
    page.heading(f"Truce by truce, {boards[0].way.value}")
    for line in boards[0].lines:
        _line(line, page)
    page.heading("The forecast after the first week")
    if week.brier is None:
        page.text("no truce here has the deaths for it", 2)
    else:
        page.text(
            f"{count(week.n, 'truce')} with a death a day before: Brier score {week.brier:.3f}; a half {week.half:.3f}, their "
            f"own mean {week.own_mean or 0:.3f}. Plausible, not established: with so few truces luck alone does as much.",
            2,
        )
    scored = boards[0].scored
    page.heading("How far this goes")
    page.text(
        f"{count(scored, 'truce')} cannot rank rules, and truces that a rule was settled on are no test of it. Add one: a file "
        "of `format: truce/1` in a folder of your own.",
        2,
    )


def _line(line: Line, page: Page) -> None:
    word = f" ({line.word.value})" if line.word else ""
    broken = f"; broken from {line.onset}, called {line.called}" if line.called else "; not called broken"
    window = (
        f"called rightly {line.window[0]} to {line.window[1]}" if line.window else "not broken, or no calm to break"
    )
    held = "" if line.scored else "NOT SCORED, "
    page.text(f"{held}{line.outcome.value}: {line.calm.value}{word}{broken}.", 2, f"{line.title}: ")
    page.text(f"written down: {line.expected}; {window}", 4)


def horizons_page(data: Dataset, split: Split, found: Sequence[Horizon], page: Page) -> None:
    """Scores of base rates at each horizon, with the bootstrap of countries and the calibration of the first forecaster."""
    page.heading(f"{data.name}: fitted on those declared before {split.first}, scored on {split.first} to {split.last}")
    for horizon in found:
        n = horizon.known + horizon.unknown
        page.heading(
            f"Declared over within {horizon.days} days: {horizon.broke} of {horizon.known} known, in {horizon.countries} "
            f"countries; of {horizon.unknown} ({horizon.unknown / n:.0%}) nobody knows"
        )
        rows = [("forecaster", "Brier", "nine tenths", "log", "skill", "nine tenths")]
        for one in horizon.forecasters:
            low, high = one.skill_range
            ends = (f"{one.brier_range[0]:.3f} to {one.brier_range[1]:.3f}", f"{low:+.2f} to {high:+.2f}")
            rows.append((one.name, f"{one.brier:.4f}", ends[0], f"{one.logarithmic:.3f}", f"{one.skill:+.3f}", ends[1]))
        page.columns(rows)
        bins = [("said", "ceasefires", "mean said", "happened", "nine tenths")]
        bins += [
            (between((b.low, b.high)), str(b.n), share(b.mean), share(b.happened), between(b.happened_range))
            for b in horizon.forecasters[0].calibration
        ]
        page.columns(bins, 4)
    page.heading("How far this goes")
    page.text(
        "Scored on the known only: what became of the rest could turn any of these around. Skill is against the rate of all; "
        "ranges draw whole countries. Declared over is not violence returned.",
        2,
    )
