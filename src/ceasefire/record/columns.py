"""What stands beside the body of an entry: when it could be known, and what lists are made by."""

from __future__ import annotations

from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.claim import Claim
from ceasefire.record.document import Document
from ceasefire.record.faults import RecordError
from ceasefire.record.forecast import Forecast, Resolution
from ceasefire.record.incident import Incident
from ceasefire.record.moment import span, until
from ceasefire.record.observation import Observation
from ceasefire.record.review import Review
from ceasefire.record.tally import Count
from ceasefire.record.thing import Thing


def check_span(claim: Claim, document: Document) -> None:
    """The words of a claim stand in its document where its span says.  Raises RecordError."""
    if claim.span and document.text:
        start, end = claim.span
        if document.text[start:end] != claim.quote:
            found = document.text[start:end][:80]
            raise RecordError(
                f"the quote is not what stands at {start}-{end} of `{claim.document}`: there stands {found!r}"
            )


def known_at(value: Thing, document: Document | None, entered: str) -> str:
    """When a thing could be known: as said, else when its document appeared, else the moment of entry.

    A day counts as known at its end, so that nothing seems to have been known before it was.
    """
    said = value.known
    if not said and document is not None:
        said = document.known or document.on
    if not said and isinstance(value, Document):
        said = value.on
    return until(said) if said else entered[:19] + "Z"


def listed(value: Thing) -> dict[str, str]:  # noqa: C901  one case for each kind
    """The columns that lists are made by."""
    what = who = whom = topic = place = ""
    begins_ends = ("", "")
    match value:
        case Document():
            what, who, begins_ends = value.title, value.publisher, span(value.on)
        case Claim():
            what, who, whom = value.kind.value, value.speaker, "; ".join(value.about)
            topic = value.issue or value.step or value.term
            begins_ends = span(value.on, value.clock, value.zone)
        case Incident():
            what, who, whom = value.what, "; ".join(value.actors), "; ".join(value.against)
            place = value.place.name or next(iter(value.place.units[::-1]), "")
            begins_ends = span(value.on, value.clock, value.zone)
        case Agreement():
            what, who, place = value.title, "; ".join(value.parties), value.place
            begins_ends = span(value.on)
        case Promise():
            what, who, whom, topic = value.promise[:200], value.by, value.to, value.issue or value.term
            begins_ends, place = span(value.on), value.place
        case Observation():
            what, who, place = value.looked.value, value.by, value.place.name or next(iter(value.place.units[::-1]), "")
            begins_ends = span(value.on)
        case Count():
            what, who, whom = (
                f"{value.n} {value.unit or value.what}"[:500],
                "; ".join(value.actors),
                "; ".join(value.against),
            )
            topic, place = value.what, value.place.name or next(iter(value.place.units[::-1]), "")
            begins_ends = span(value.on)
        case Review():
            what, who, topic = value.stage.value, value.assigned, value.incident
            begins_ends = span("")
        case Forecast():
            what, topic, begins_ends = value.question[:200], value.agreement, span(value.on)
        case Resolution():
            what, topic, begins_ends = value.outcome.value, value.forecast, span(value.on)
    listed = {"what": what, "who": who, "whom": whom, "topic": topic, "place": place}
    return {**listed, "begins": begins_ends[0], "ends": begins_ends[1], "sensitivity": value.sensitivity.value}
