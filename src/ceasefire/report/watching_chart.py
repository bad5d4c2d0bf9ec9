"""The daily counts of an agreement as a chart."""

from __future__ import annotations

from datetime import date, timedelta

from ceasefire.monitoring.counts.series import Counted, Series
from ceasefire.monitoring.held import Held
from ceasefire.monitoring.scopes import series
from ceasefire.monitoring.watch import Watch
from ceasefire.report.calls import verdict_words
from ceasefire.report.chart import Chart, Panel


def charted(found: Watch, held: Held) -> tuple[Series, ...]:
    """The daily counts that answer, of each scope."""
    deaths = found.scopes[0].call.counted is Counted.DEATHS
    return tuple(series(held, deaths=deaths, scope=scope) for scope in ("covered", "all"))


def chart_of(found: Watch, series: tuple[Series, ...], since: date | None = None) -> Chart:
    """The daily counts of each scope, with levels, calm, limit and breakdown."""
    first = max(series[0].first, since) if since else series[0].first
    panels = []
    for scope, counts in zip(found.scopes, series, strict=True):
        call = scope.call
        calm = (call.since, call.onset - timedelta(days=1) if call.onset else call.last) if call.since else None
        shown = counts.counts[max(0, counts.index(first)) :]
        panels.append(
            Panel(
                f"{scope.name.capitalize()}: {verdict_words(scope)}" + ("" if scope.counts else " (does not answer)"),
                tuple(None if c != c else float(c) for c in shown),  # noqa: PLR0124  only NaN differs from itself
                tuple((s.first, s.last, s.mean) for s in scope.changes.levels),
                call.limit,
                call.since,
                calm,
                call.onset,
            )
        )
    call = found.scopes[0].call
    about = (
        f"{found.counted}, {first} to {series[0].last}. {call.condition.value}: {call.reason}. The table has every day."
    )
    return Chart(found.agreement, about, found.counted, first, tuple(panels), ((call.effect, "in effect"),))
