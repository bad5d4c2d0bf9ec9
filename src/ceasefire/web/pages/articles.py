"""Articles that wait: paste one, see what the reader drafts beside it, and decide of each draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.case.people import roster
from ceasefire.dates import parse_date
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.offices import Roster
from ceasefire.reading.clean import clean
from ceasefire.reading.draft import Context, read
from ceasefire.reading.drafted import FLAGS, Drafted
from ceasefire.reading.drafts import Drafts, Reviewed, accept
from ceasefire.reading.languages.detect import language_of
from ceasefire.record.claim import Claim, ClaimKind, Modality
from ceasefire.record.document import Document
from ceasefire.record.entry import Kind
from ceasefire.record.faults import RecordError
from ceasefire.record.written import written
from ceasefire.vocabulary import KnownBy, StepStatus
from ceasefire.web.doors.session import Role
from ceasefire.web.pages.page import form_of, material_of, missing, page, session_of, to
from ceasefire.web.shelves.pile import Pile
from ceasefire.web.whole import whole

_RULES_FOR = "there are rules for English, Arabic, French, Russian and Spanish"
CHANGEABLE = ("kind", "speaker", "for", "about", "modality", "status", "on", "due", "note")


def articles(request: Request) -> Response:
    """The articles that wait, and a form for another; a POST reads it and drafts claims."""
    form: dict[str, str] = {}
    findings: Sequence[Finding] = ()
    material = material_of(request)
    if request.method == "POST":
        form = dict(form_of(request))
        try:
            return to("articles", _pile(request).add(_drafts(request, form)))
        except MaterialError as error:
            findings = error.findings
    rows = [
        {
            "name": name,
            "title": d.document.title if d else name,
            "waiting": len(d.waiting) if d else 0,
            "problem": problem,
        }
        for name, d, problem in _pile(request).every()
        if d is None or _may_see(request, d)
    ]
    return page(
        request,
        "articles.html",
        422 if findings else 200,
        rows=rows,
        form=form,
        findings=findings,
        cases=list(material.cases.paths),
    )


def _pile(request: Request) -> Pile:
    found = material_of(request).articles
    if found is None:
        missing("No articles are kept here.")
    return found


def _may_see(request: Request, drafts: Drafts) -> bool:
    return drafts.document.sensitivity.openness >= session_of(request).openness.openness


def _drafts(request: Request, form: dict[str, str]) -> Drafts:
    """What the reader makes of an article.  Raises MaterialError with what is missing."""
    text = form.get("text", "")
    if not text.strip():
        raise _wrong("text", "the article is missing", "paste its text")
    found = clean(text.encode(), "the article", "utf-8")
    said = form.get("on", "").strip() or found.on
    try:
        written_on = parse_date(said).latest
    except ValueError:
        raise _wrong("on", "when did it appear?", "give the day: 2016-08-27") from None
    said_of_it = {
        "title": form.get("title", "").strip() or found.title,
        "publisher": form.get("publisher", "").strip() or found.publisher,
        "on": written_on.isoformat(),
        "url": form.get("url", "").strip(),
        "text": found.text,
        "language": language_of(found.text),
        "sha256": found.sha256,
    }
    document = written(Kind.DOCUMENT, [], None, said_of_it)
    if not isinstance(document, Document):  # a document is what was asked for
        raise AssertionError  # noqa: TRY004
    parties: dict[str, tuple[str, ...]] = {}
    known = Roster()
    if form.get("case"):
        case = material_of(request).cases.open(form["case"]).case
        parties = {name: (party.name, *party.aliases) for name, party in case.parties.items()}
        known = roster(case.people, case.bodies)
    reading = read(document, Context(written_on, parties, document.publisher, known))
    if not reading.drafts:
        languages = " and ".join(sorted({p.name for p in reading.passages}))
        raise _wrong("text", f"nothing that somebody says was found in it: it is in {languages}", _RULES_FOR)
    names = {name: named[0] for name, named in parties.items()}
    return Drafts(document, tuple(Reviewed(d) for d in reading.drafts), names)


def article(request: Request) -> Response:
    """An article with its drafts beside it; a POST decides of one of them."""
    name = request.path_params["article"]
    pile = _pile(request)
    drafts = pile.open(name)
    if not _may_see(request, drafts):
        missing("There is no such page or case.")
    findings: Sequence[Finding] = ()
    if request.method == "POST":
        try:
            with pile.lock:
                drafts = pile.open(name)
                number = _decide(request, name, drafts)
            if "hx-request" not in request.headers:
                return to("articles", name, draft=str(number + 1))
            drafts = pile.open(name)
        except MaterialError as error:
            findings = error.findings
        except RecordError as error:
            findings = [Finding(Where("form"), "record", str(error))]
    items = [_shown(k, item, drafts.document.text) for k, item in enumerate(drafts.items)]
    return page(
        request,
        "article.html",
        422 if findings else 200,
        name=name,
        document=drafts.document,
        pieces=pieces(drafts),
        items=items,
        waiting=len(drafts.waiting),
        findings=findings,
        kinds=[k.value for k in ClaimKind],
        modalities=[m.value for m in Modality],
        statuses=["", *(s.value for s in StepStatus)],
        has_record=bool(material_of(request).place),
        unknown={speaker: len(numbers) for speaker, numbers in drafts.unknown.items()} if drafts.parties else {},
        parties=drafts.parties,
    )


def pieces(drafts: Drafts) -> list[tuple[str, tuple[int, ...]]]:
    """The text in pieces, each with the numbers of the drafts whose words it is part of."""
    text = drafts.document.text
    spans = [(k, *d.drafted.claim.span) for k, d in enumerate(drafts.items) if d.drafted.claim.span]
    cuts = sorted({0, len(text), *(end for _, *both in spans for end in both)})
    found = []
    for start, end in pairwise(cuts):
        over = tuple(k for k, a, b in spans if a <= start and end <= b)
        found.append((text[start:end], over))
    return found


def _shown(number: int, item: Reviewed, text: str) -> dict[str, Any]:
    claim = item.drafted.claim
    return {
        "number": number,
        "claim": claim,
        "about": "; ".join(claim.about),
        "may_be": ", ".join(claim.speaker_may_be),
        "flags": [FLAGS[f] for f in item.drafted.flags],
        "for": claim.for_,
        "for_by": claim.for_by.value if claim.for_by else "",
        "other": _other(item.drafted, text),
        "decision": item.decision,
    }


def _other(drafted: Drafted, text: str) -> str:
    """The words as another reading sees their ends, where it sees them otherwise."""
    return " ".join(text[slice(*drafted.other)].split()) if drafted.other else ""


def _decide(request: Request, name: str, drafts: Drafts) -> int:
    """Accept, reject or keep a draft as the form has it; returns its number.  Raises MaterialError, RecordError."""
    form, session = form_of(request), session_of(request)
    if form.get("do") == "stand":
        return _stand(request, name, drafts)
    number = whole(form.get("number", ""))
    if number is None or number >= len(drafts.items) or drafts.items[number].decision:
        raise _wrong("number", "this draft is decided already", "load the page again")
    drafted = _changed(drafts.items[number].drafted, form)
    decision = ""
    if form.get("do") in {"accept", "reject"}:
        if not session.role.covers(Role.REVIEWER):
            missing("Only a reviewer decides of drafts.")
        decision = "rejected"
    if form.get("do") == "accept":
        claim = drafted.claim.model_copy(update={"review": f"accepted by {session.name}"})
        with material_of(request).record(write=True) as held:
            decision = accept(held, drafts, [claim], session.name)[0]
    _pile(request).keep(name, drafts.decided(number, drafted, decision))
    return number


def _stand(request: Request, name: str, drafts: Drafts) -> int:
    """For whom a speaker speaks, as the form says: every waiting draft of that speaker is filled.  Raises MaterialError."""
    form = form_of(request)
    speaker, party = form.get("speaker", ""), form.get("party", "").strip()
    if speaker not in drafts.unknown:
        raise _wrong("speaker", "that is answered already", "load the page again")
    if party and party not in drafts.parties:
        raise _wrong("party", f"there is no party `{party}`", f"known: {', '.join(drafts.parties)}")
    _pile(request).keep(name, drafts.spoken_for(speaker, party))
    return drafts.unknown[speaker][0]


def _changed(drafted: Drafted, form: Any) -> Drafted:
    """The draft with the fields of the form; the words and their place stay those of the document."""
    before = drafted.claim.model_dump(mode="json", exclude_defaults=True)
    if "for" in form and form["for"].strip() != drafted.claim.for_:
        before["for_by"] = KnownBy.REVIEWER.value
    for field in CHANGEABLE:
        if field in form:
            before.pop(field, None)
    fields: dict[str, Any] = {f: form[f].strip() for f in CHANGEABLE if form.get(f, "").strip()}
    if "about" in fields:
        fields["about"] = [v.strip() for v in fields["about"].split(";") if v.strip()]
    made = written(Kind.CLAIM, [], None, {**before, **fields})
    if not isinstance(made, Claim):  # a claim is what was asked for
        raise AssertionError  # noqa: TRY004
    flags = tuple(f for f in drafted.flags if not (made.speaker and f in {"unnamed", "open-speaker"}))
    return replace(drafted, claim=made, flags=flags)


def _wrong(field: str, message: str, hint: str) -> MaterialError:
    return MaterialError([Finding(Where("form", path=field), field, message, hint)])
