"""The record: searching it, one thing with all its versions, adding, correcting and retracting."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.errors import CeasefireError, Finding, MaterialError, Where
from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.columns import listed
from ceasefire.record.contested import contested
from ceasefire.record.document import Document
from ceasefire.record.entry import Action, Entry, Kind
from ceasefire.record.erasing import erase
from ceasefire.record.exchange import table
from ceasefire.record.faults import RecordError
from ceasefire.record.moment import span, until
from ceasefire.record.query import Asked, counting, every, history, things
from ceasefire.record.thing import Sensitivity, Thing
from ceasefire.record.written import written
from ceasefire.web.pages.page import NOTHING, download, form_of, material_of, missing, page, session_of, to
from ceasefire.web.whole import whole

MOST = 50
TEXTS = ("what", "who", "whom", "topic", "place")
CLAIM = (
    "kind",
    "speaker",
    "for",
    "about",
    "quote",
    "note",
    "document",
    "issue",
    "on",
    "reliability",
    "credibility",
    "sensitivity",
)
NO_THING = "There is no such thing in the record."
STATES = {"add": "", "correct": "corrected", "retract": "retracted", "erase": "words erased"}  # each is translated
SHOWN = 4_000  # characters of a field on a page


def asked_of(request: Request) -> Asked:
    """What an address asks for.  Raises ValueError with what is wrong in it."""
    query = request.query_params
    kind = query.get("kind", "")
    if kind and kind not in set(Kind):
        raise ValueError(f"there is no kind `{kind}`")
    return Asked(
        kind=Kind(kind) if kind else None,
        known_by=until(query["as_of"]) if query.get("as_of") else "",
        since=span(query["since"])[0] if query.get("since") else "",
        before=span(query["until"])[1] if query.get("until") else "",
        **{name: query.get(name, "")[:200] for name in TEXTS},
        document=query.get("document", ""),
        openness=session_of(request).openness,
        retracted=query.get("retracted") == "yes",
    )


def record_list(request: Request) -> Response:
    """The things asked for, the latest happening first."""
    material = material_of(request)
    query = dict(request.query_params)
    if not material.place:
        return page(request, "no_record.html")
    problem, rows, total = "", [], 0
    skip = whole(query.get("skip", "")) or 0
    try:
        asked = asked_of(request)
    except ValueError as error:
        problem = str(error)
    else:
        with material.record() as held:
            found = things(held, asked, MOST, skip)
        rows, total = [row_of(e) for e in found.entries], found.total
    kept = {name: value for name, value in query.items() if name != "skip"}
    return page(
        request,
        "record.html",
        422 if problem else 200,
        problem=problem,
        rows=rows,
        total=total,
        skip=skip,
        most=MOST,
        query=query,
        kept=kept,
        kinds=[k.value for k in Kind],
    )


def record_csv(request: Request) -> Response:
    """The things asked for, as CSV for a spreadsheet; formulas are made harmless."""
    material = material_of(request)
    try:
        asked = asked_of(request)
    except ValueError as error:
        raise RecordError(str(error)) from None
    with material.record():  # where there is none that can be read, it is said before anything is sent
        pass

    def lines() -> Iterator[str]:
        with material.record() as held:
            yield from table(every(held, asked))

    return download(lines(), "record.csv", "text/csv")


def row_of(entry: Entry) -> dict[str, str]:
    """A thing as a line of a list."""
    value = entry.value
    said = getattr(value, "quote", "") or getattr(value, "account", "") or value.note
    columns = listed(value)
    return {
        "name": entry.thing,
        "kind": entry.kind.value,
        "on": getattr(value, "on", "") or NOTHING,
        "what": columns["what"],
        "who": columns["who"],
        "said": " ".join(said.split())[:200],
        "state": STATES[entry.action.value],
    }


def versions_of(request: Request) -> tuple[Entry, ...]:
    """The versions of the thing that the address names, where this person may see it; otherwise there is none."""
    try:
        return versions(request, request.path_params["thing"])
    except RecordError:
        missing(NO_THING)


def versions(request: Request, name: str) -> tuple[Entry, ...]:
    """The versions of a thing.  Raises RecordError where there is none, or none that this person may see."""
    with material_of(request).record() as held:
        found = history(held, name)
    least = session_of(request).openness.openness
    if any(e.value.sensitivity.openness < least for e in found):
        raise RecordError(NO_THING)
    return found


def thing(request: Request, findings: Sequence[Finding] = (), status: int = 200) -> Response:
    """A thing with every version of it, and what else the record says that hangs on it."""
    found = versions_of(request)
    last = counting(found)
    hanging = []
    with material_of(request).record() as held:
        sides = contested(held, [last.thing]).get(last.thing, ())
    if last.kind is Kind.DOCUMENT:
        with material_of(request).record() as held:
            asked = Asked(document=last.thing, openness=session_of(request).openness)
            hanging = [row_of(e) for e in things(held, asked, MOST).entries]
    return page(
        request,
        "thing.html",
        status,
        name=last.thing,
        kind=last.kind.value,
        versions=[_version(e, before) for e, before in zip(found, (None, *found), strict=False)][::-1],
        retracted=last.action is Action.RETRACT,
        hanging=hanging,
        document=getattr(last.value, "document", ""),
        fields=_fields(last.value),
        sides=sides,
        findings=findings,
    )


def _fields(value: Thing) -> list[str]:
    """The fields that can be corrected, those that say something first."""
    said = value.model_dump(exclude_defaults=True)
    return sorted((name for name in type(value).model_fields if name != "origin"), key=lambda name: name not in said)


def _version(entry: Entry, before: Entry | None) -> dict[str, Any]:
    """A version as a page shows it; fields that differ from the version before are marked."""
    content = entry.value.model_dump(mode="json", exclude_defaults=True)
    earlier = before.value.model_dump(mode="json", exclude_defaults=True) if before else content
    fields = [
        (name, _text(content.get(name)), content.get(name) != earlier.get(name)) for name in {**earlier, **content}
    ]
    action = STATES[entry.action.value] or "added"
    return {"entry": entry, "action": action, "fields": fields}


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"


def amend(request: Request) -> Response:
    """Correct a field of a thing, or retract it: a new version, with the reason."""
    last = counting(versions_of(request))
    form = form_of(request)
    reason = form.get("reason", "").strip()
    try:
        if not reason:
            raise _missing("reason", "why is missing")
        if form.get("do") == "erase":
            with material_of(request).record(write=True) as held:
                erase(held, last.thing, reason, session_of(request).name)
            return to("record", "thing", last.thing)
        if form.get("do") == "retract":
            draft = Draft(last.value, last.thing, Action.RETRACT, reason)
        else:
            before = last.value.model_dump(mode="json", exclude_defaults=True)
            value = written(last.kind, [f"{form.get('field', '')}={form.get('value', '')}"], None, before)
            draft = Draft(value, last.thing, Action.CORRECT, reason)
        _append(request, draft)
    except MaterialError as error:
        return thing(request, error.findings, 422)
    except RecordError as error:
        return thing(request, [Finding(Where("form"), "record", str(error))], 422)
    return to("record", "thing", last.thing)


def add(request: Request) -> Response:
    """Add a claim: who said or did what, in which document."""
    form = dict(form_of(request)) if request.method == "POST" else dict(request.query_params)
    findings: Sequence[Finding] = ()
    if request.method == "POST":
        try:
            return to("record", "thing", _append(request, Draft(_claim(request, form))))
        except MaterialError as error:
            findings = error.findings
        except CeasefireError as error:
            findings = [Finding(Where("form"), "record", str(error))]
    return page(
        request,
        "add_claim.html",
        422 if findings else 200,
        form=form,
        findings=findings,
        kinds=[k.value for k in ClaimKind],
        levels=[s.value for s in Sensitivity],
    )


def _claim(request: Request, form: dict[str, str]) -> Claim:
    """The claim of a form; where its words stand in its document their place is found."""
    fields: dict[str, Any] = {name: form[name].strip() for name in CLAIM if form.get(name, "").strip()}
    if "about" in fields:
        fields["about"] = [v.strip() for v in fields["about"].split(";") if v.strip()]
    if "document" in fields and "quote" in fields:
        document = counting(versions(request, fields["document"])).value
        start = document.text.find(fields["quote"]) if isinstance(document, Document) else -1
        if start < 0:
            raise _missing("quote", "these words do not stand in the document", "copy them from it, letter by letter")
        fields["span"] = [start, start + len(fields["quote"])]
    made = written(Kind.CLAIM, [], None, fields)
    if not isinstance(made, Claim):  # a claim is what was asked for
        raise AssertionError  # noqa: TRY004
    return made


def _append(request: Request, draft: Draft) -> str:
    with material_of(request).record(write=True) as held:
        return held.append([draft], session_of(request).name).things[0]


def _missing(field: str, message: str, hint: str = "fill it in") -> MaterialError:
    return MaterialError([Finding(Where("form", path=field), field, message, hint)])
