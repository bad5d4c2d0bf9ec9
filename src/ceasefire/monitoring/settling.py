"""Settling a forecast by its rule: what is called for its agreement on its day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ceasefire.dates import parse_date
from ceasefire.errors import CeasefireError
from ceasefire.monitoring.calls.calm import Condition
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.watch import How, Reports, end_of, watch
from ceasefire.record.forecast import Forecast, Resolution, Settled

OPEN = frozenset({Condition.CANNOT_TELL, Condition.TOO_EARLY, Condition.NOT_YET})


class Unsettled(CeasefireError):
    """The rule gives no yes or no; says why, and what can be done."""


def rule_of(forecast: Forecast) -> CalmRule:
    """The forecast's rule of calm and breakdown.  Raises ValueError."""
    plain = CalmRule()
    kinds = {name: type(value) for name, value in vars(plain).items()}
    unknown = sorted(set(forecast.rule) - set(kinds))
    if unknown:
        raise ValueError(f"the rule has no part `{unknown[0]}`: known are {', '.join(kinds)}")
    return CalmRule(**{**vars(plain), **{name: kinds[name](value) for name, value in forecast.rule.items()}})


def checked(forecast: Forecast) -> None:
    """Whether the forecast's rule can be applied at all.  Raises ValueError."""
    rule_of(forecast)
    known = [c.value for c in Condition if c not in OPEN]
    wrong = [name for name in forecast.expects if name not in known]
    if wrong or not forecast.expects:
        raise ValueError(f"`{wrong[0] if wrong else ''}` is nothing a rule calls: known are {', '.join(known)}")
    if forecast.count not in {"deaths", "incidents"}:
        raise ValueError(f"`{forecast.count}` cannot be counted: deaths or incidents")


def settle(name: str, forecast: Forecast, watched: Watched, reports: Reports, today: date | None = None) -> Resolution:
    """What the rule says on the forecast's day, from all that is known now of the time until then.

    Raises Unsettled before that day, and where nothing can be told.
    """
    if forecast.agreement_digest and forecast.agreement_digest != watched.digest:
        raise Unsettled(
            f"`{name}`: the agreement `{forecast.agreement}` is not the text that it was when the forecast was made. "
            "Settle it by hand with --outcome and --reason"
        )
    day = parse_date(forecast.due).latest
    if day >= (today or datetime.now(tz=UTC).date()):
        raise Unsettled(f"`{name}` can be settled by its rule once {day} has passed")
    try:
        rule = rule_of(forecast)
    except ValueError as error:
        raise Unsettled(
            f"`{name}`: {error}. It was frozen under another rule. Settle it by hand with --outcome and --reason"
        ) from None
    how = How(end_of(day.isoformat(), watched.text.zone), forecast.count == "deaths", rule)
    found = watch(watched, reports, how)
    if found.condition in OPEN:
        raise Unsettled(
            f"`{name}`: on {day} the rule says {found.condition.value}: {found.reason}. "
            "Settle it by hand with --outcome and --reason, or as unresolvable"
        )
    outcome = Settled.YES if found.condition.value in forecast.expects else Settled.NO
    reason = f"{found.agreement}, {found.counted}, {day}: {found.condition.value}: {found.reason}. Rule: {found.rule}"
    return Resolution(
        forecast=name, outcome=outcome, by_rule=True, reason=reason, on=day.isoformat(), digest=found.digest
    )
