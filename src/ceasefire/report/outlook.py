"""A base rate and what moves it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ceasefire.forecast.base_rates import Rate
from ceasefire.forecast.outlook import Outlook, Range
from ceasefire.report.page import Page
from ceasefire.report.phrases import isolate


def share(value: float) -> str:
    """A share as a percentage without false precision."""
    return f"{value:.0%}" if 0.01 <= value <= 0.99 or value in {0, 1} else "under 1%" if value < 0.5 else "over 99%"


def between(ends: Range) -> str:
    """`7% to 31%`."""
    low, high = map(share, ends)
    return low if low == high else f"{low} to {high}"


def class_words(rate: Rate) -> str:
    """The reference class: `multilateral, mechanism, mediated`."""
    said = [f"{name.replace('_', ' ')} {value}" for name, value in rate.reference.items()]
    return ", ".join(said) or "all ceasefires"


def rung_sentence(found: Outlook) -> str:
    """The hold rung: base rate, what moves it, the range, and what the unknown leave open."""
    rate = found.rate
    known = rate.effective - rate.unknown
    moved = (
        f"What is judged to move it here makes that {between(found.moved)}"
        if found.moves
        else "Nothing is judged to move it"
    )
    return (
        f"Of {rate.effective:,} ceasefires of its class the ending of {known:,} is known; {share(rate.observed)} of those broke "
        f"down within {rate.days} days, taken as {share(rate.rate)} ({between(rate.sampling)}). {moved}; and whatever became of "
        f"the rest, {between(found.whatever)}."
    )


def outlook_lines(found: Outlook, page: Page) -> None:
    """The base rate in full, and each move."""
    rate_lines(found.rate, page)
    for move in found.moves:
        low, high = move.odds
        factor = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        page.text(f"odds of breakdown times {factor} (judgement): {isolate(move.title)}", 2, "- ")
    if found.moves:
        page.text(
            f"together: {between(found.unmoved)} becomes {between(found.moved)}; the factors are nobody's measurements.",
            2,
        )


def rate_lines(rate: Rate, page: Page) -> None:
    """One base rate with everything that bounds it."""
    page.text(
        f"{rate.dataset}, {class_words(rate)}: {rate.n:,} ceasefires, {rate.never:,} of which never took effect.", 2
    )
    page.text(
        f"broken down within {rate.days} days: {share(rate.observed)} of the {rate.effective - rate.unknown:,} whose ending is "
        f"known; taken as {share(rate.rate)} ({between(rate.sampling)} by sampling).",
        2,
    )
    if rate.shrunk:
        page.text(
            f"the class is small: its rate is drawn towards that of all, as if {rate.strength:g} of them were in it.", 2
        )
    page.text(
        f"unknown: {rate.unknown:,} of {rate.effective:,}; if none of them broke down by then {share(rate.low)}, "
        f"if all that may have {share(rate.high)}.",
        2,
    )
    others = [f"{ending.value} {share(chance)}" for ending, chance in rate.endings.items() if ending.name != "BROKE"]
    if others:
        page.text(f"other endings by then, of the known: {', '.join(others)}.", 2)
    page.text("A frequency in the past, not an effect of any trait.", 2)


def rates_page(rates: Sequence[Rate], traits: Mapping[str, tuple[str, ...]], page: Page) -> None:
    """Base rates of one class, and the classes that could be asked for."""
    page.heading(f"{class_words(rates[0])}: how often they broke down")
    for rate in rates:
        rate_lines(rate, page)
        page.lines.append("")
    page.text(f"source: {rates[0].source}", 2)
    known = [f"{name} ({', '.join(values)})" for name, values in traits.items()]
    page.text(f"traits: {'; '.join(known)}", 2)
