"""A base rate, what moves it and what is assumed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ceasefire.forecast.base_rates import Rate
from ceasefire.forecast.outlook import Outlook, Range
from ceasefire.forecast.violence import Returned
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, isolate


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
    """The hold rung: the one probability with its range, what it rests on, and what supposing nothing leaves open."""
    rate = found.rate
    return (
        f"Declared over within {rate.days} days: {share(found.chance)} ({between(found.likely)}), if the unknown and the factors "
        f"are as assumed. Of {rate.effective:,} ceasefires of its class the ending of {rate.effective - rate.unknown:,} is "
        f"known; {share(rate.observed)} of those were declared over, taken as {share(rate.rate)} ({between(rate.sampling)}). "
        f"Supposing nothing of the rest and every factor as judged: {between(found.whatever)}. "
        "That violence returns is another question."
    )


def outlook_lines(found: Outlook, page: Page) -> None:
    """The base rate in full, each move, and the assumptions by which they become one probability."""
    rate_lines(found.rate, page)
    for move in found.moves:
        low, high = move.odds
        number = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        page.text(f"odds of being declared over times {number} (judgement): {isolate(move.title)}", 2, "- ")
    assumed_lines(found, page)


def assumed_lines(found: Outlook, page: Page) -> None:
    """The one probability, and what was assumed for it."""
    low, high = found.assumed.unknown_odds
    page.text(f"one probability, to be scored: {share(found.chance)} ({between(found.likely)}). It assumes:", 2)
    odds = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    page.text(
        f"the {found.rate.unknown:,} of unknown ending had odds {odds} times those of the known (`unknown_odds`);", 4
    )
    if found.moves:
        page.text(
            f"each factor counts for the part {found.assumed.trust:g} of itself (`trust`), any two go together by "
            f"{found.assumed.correlation:g} (`correlation`). Nobody has measured the factors.",
            4,
        )
    page.text(f"supposing nothing of the unknown and every factor as judged: {between(found.whatever)}.", 2)


def rate_lines(rate: Rate, page: Page) -> None:
    """One base rate with everything that bounds it."""
    page.text(
        f"{rate.dataset}, {class_words(rate)}: {rate.n:,} ceasefires, {rate.never:,} of which never took effect.", 2
    )
    page.text(
        f"declared over within {rate.days} days: {share(rate.observed)} of the {rate.effective - rate.unknown:,} whose ending is "
        f"known; taken as {share(rate.rate)} ({between(rate.sampling)}, nine tenths).",
        2,
    )
    if rate.jeffreys:
        page.text("none or all were: half a ceasefire is added on either side (Jeffreys).", 2)
    elif rate.worth_one > 1.05:
        page.text(
            f"they are of {rate.countries} countries, and those of one end alike: {rate.worth_one:.1f} of them say as much as "
            f"one alone, so that the range is that of {rate.independent:.0f}.",
            2,
        )
    if rate.shrunk:
        page.text(
            f"the class is small: its rate is drawn towards that of all, as if {rate.strength:g} of them were in it.", 2
        )
    page.text(
        f"unknown: {rate.unknown:,} of {rate.effective:,}; if none of them was declared over by then {share(rate.low)}, "
        f"if all that may have {share(rate.high)}.",
        2,
    )
    others = [f"{ending.value} {share(chance)}" for ending, chance in rate.endings.items() if ending.name != "BROKE"]
    if others:
        page.text(f"other endings by then, of the known: {', '.join(others)}.", 2)
    page.text("A frequency in the past, not an effect of any trait; declared over is not violence returned.", 2)


def rates_page(found: Sequence[Outlook], traits: Mapping[str, tuple[str, ...]], page: Page) -> None:
    """Base rates of one class with the probability each comes to, and the classes that could be asked for."""
    page.heading(f"{class_words(found[0].rate)}: how often they were declared over")
    for one in found:
        outlook_lines(one, page)
        page.lines.append("")
    page.text(f"source: {found[0].rate.source}", 2)
    known = [f"{name} ({', '.join(values)})" for name, values in traits.items()]
    page.text(f"traits: {'; '.join(known)}", 2)


def violence_lines(found: Sequence[Returned], page: Page) -> None:
    """How often violence returned, where events were given."""
    if not found:
        return
    page.heading("Violence returned (deaths a day from day 8 on at least half of before), a question of its own")
    for one in found:
        if one.share is None:
            page.text(f"within {one.days} days: no ceasefire of this class has the events for it", 2)
            continue
        where = count(len(one.countries), "country", "countries")
        page.text(
            f"within {one.days} days: {share(one.share)} ({between(one.likely)}, nine tenths), {one.back} of {one.n} in {where}; "
            f"{one.quiet} with less than a death a day before and {one.outside} outside of what the events cover are left out.",
            2,
        )
    if all(len(one.countries) < 5 for one in found):
        page.text("So few countries say nothing of others: the ranges are of these alone.", 2)
