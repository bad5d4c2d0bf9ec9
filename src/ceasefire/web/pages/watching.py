"""Is it holding: an agreement with its chart, map and terms; one term with its incidents; one incident with its terms."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.held import Held
from ceasefire.monitoring.known import columns_of, open_enough
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.matching import MATCHED, Verdict, grade_words, match
from ceasefire.monitoring.terms.reasons import ANSWERS, REASONS, YES, Reason
from ceasefire.monitoring.watch import How, Reports, Watch, end_of, hold, watch
from ceasefire.record.incident import Incident
from ceasefire.record.moment import stamp
from ceasefire.record.thing import Sensitivity
from ceasefire.report.watching import Kept, watching_section
from ceasefire.web.pages.page import NOTHING, material_of, missing, page, session_of
from ceasefire.web.shelves.material import Material

SHOWN = 200  # incidents of a term on one page
KEPT = 8  # answers remembered


@dataclass(frozen=True)
class Answer:
    """An agreement as it is kept, worked out once."""

    watched: Watched
    held: Held
    found: Watch


@dataclass
class Answers:
    """The last few answers, by what they are made from."""

    known: dict[tuple[object, ...], Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(
        self, material: Material, watched: Watched, as_of: datetime | None, openness: Sensitivity, *, deaths: bool
    ) -> Answer:
        """The answer about an agreement as of a moment.  Raises RecordError."""
        with self.lock:
            key = (watched.digest, as_of, deaths, openness, self._stamp(material))
            answer = self.known.get(key)
            if answer is None:
                reports = self._reports(material, watched, as_of, openness)
                how = How(as_of, deaths)
                held = hold(watched, reports, how)
                answer = Answer(watched, held, watch(watched, reports, how, held))
                self.known = {**dict(list(self.known.items())[1 - KEPT :]), key: answer}
        return answer

    @staticmethod
    def _stamp(material: Material) -> object:
        if not material.place:
            return id(material.reports)
        with material.record() as held:
            return held.head()

    @staticmethod
    def _reports(material: Material, watched: Watched, as_of: datetime | None, openness: Sensitivity) -> Reports:
        if not material.place:
            return open_enough(material.reports, openness)
        with material.record() as held:
            every = columns_of(held, watched.text.zone, stamp(as_of) if as_of else "")
        return open_enough(every, openness)


ANSWERED = Answers()


def agreements(request: Request) -> Response:
    """The agreements that can be looked at."""
    rows = [(name, load().text.title) for name, load in material_of(request).agreements.items()]
    return page(request, "agreements.html", rows=rows)


def answer_of(request: Request) -> Answer:
    """The agreement of an address, as of its day.  Raises KeyError, MaterialError."""
    material, name = material_of(request), request.path_params["agreement"]
    watched = material.agreements[name]()
    said = request.query_params.get("as_of", "").strip()
    try:
        as_of = end_of(said, watched.text.zone) if said else None
    except ValueError as error:
        missing(str(error))
    deaths = request.query_params.get("count", "deaths") != "incidents"
    return ANSWERED.of(material, watched, as_of, session_of(request).openness, deaths=deaths)


def agreement(request: Request) -> Response:
    """Is it holding: as in the report, with a way to each term."""
    name = request.path_params["agreement"]
    answer = answer_of(request)
    section = watching_section(Kept(answer.watched, answer.held, answer.found))
    terms = [(n, t.title, t.duty in MATCHED) for n, t in answer.watched.text.terms.items()]
    return page(
        request,
        "agreement.html",
        name=name,
        section=section,
        terms=terms,
        query={k: v for k, v in request.query_params.items() if k in {"as_of", "count"}},
        nothing=not len(answer.held.incidents),
    )


def term(request: Request) -> Response:
    """A term, and the incidents that are held against it: alleged, confirmed, and those of which nobody can tell."""
    name, number = request.path_params["agreement"], request.path_params["term"]
    answer = answer_of(request)
    text = answer.watched.text
    if number not in text.terms:
        missing("There is no such term.")
    wanted = request.query_params.get("verdict", "")
    verdicts = [v for v in Verdict if v is not Verdict.OUTSIDE]
    rows: list[dict[str, str]] = []
    counts = {str(v): 0 for v in verdicts}
    matched, incidents = answer.held.matched, answer.held.incidents
    if number in matched.terms:
        found = matched.verdicts[matched.terms.index(number)]
        counts = {str(v): int((found == v).sum()) for v in verdicts}
        picked = [v for v in verdicts if str(v) == wanted] or [Verdict.ALLEGED, Verdict.CONFIRMED]
        order = np.flatnonzero(np.isin(found, [int(v) for v in picked]))
        first = sorted(order.tolist(), key=lambda k: int(incidents.begins[k]))[:SHOWN]
        values = _values(request, [incidents.ids[k] for k in first])
        rows = [
            {**incident_row(incidents.ids[k], values[incidents.ids[k]]), "verdict": str(Verdict(int(found[k])))}
            for k in first
            if incidents.ids[k] in values
        ]
    return page(
        request,
        "term.html",
        name=name,
        title=text.title,
        number=number,
        term=text.terms[number],
        rows=rows,
        counts=counts,
        wanted=wanted,
        most=SHOWN,
        query={k: v for k, v in request.query_params.items() if k in {"as_of", "count"}},
    )


def incident_row(name: str, value: Incident) -> dict[str, str]:
    """An incident as a line of a list."""
    return {
        "name": name,
        "on": value.on or NOTHING,
        "what": value.what,
        "who": "; ".join(value.actors),
        "whom": "; ".join(value.against),
        "place": value.place.name or next(iter(value.place.units[::-1]), ""),
    }


def incident(request: Request) -> Response:
    """An incident against every term of every agreement, with the reason of each test."""
    material = material_of(request)
    name = request.path_params["incident"]
    value = _incident(request, name)
    against = []
    for key, load in material.agreements.items():
        watched = load()
        one = columns([(name, value)], watched.text.zone)
        matched = match(watched, one)
        rows = []
        for k, number in enumerate(matched.terms):
            verdict = Verdict(int(matched.verdicts[k, 0]))
            reasons = [(REASONS[Reason(int(r))][1], int(ANSWERS[r]) == YES) for r in matched.reasons[k, :, 0].tolist()]
            rows.append(
                (number, watched.text.terms[number].title, str(verdict), reasons, verdict is not Verdict.OUTSIDE)
            )
        said = grade_words(int(one.grade[0]), claimed=bool(matched.claimed.any()))
        against.append((key, watched.text.title, rows, said))
    return page(request, "incident.html", row=incident_row(name, value), value=value, against=against)


def _incident(request: Request, name: str) -> Incident:
    """The incident of a name, from the record or from the files, where this person may see it."""
    found = _values(request, [name]).get(name)
    if found is None:
        missing("There is no such incident.")
    return found


def _values(request: Request, names: list[str]) -> dict[str, Incident]:
    """Incidents by their names, as they stand now and as far as this person may see them."""
    material, least = material_of(request), session_of(request).openness
    if material.place:
        with material.record() as held:
            every = {n: e.value for n, e in held.latest(names).items() if isinstance(e.value, Incident)}
    else:
        wanted = set(names)
        every = {n: v for n, v in material.incidents if n in wanted}
    return {n: v for n, v in every.items() if v.sensitivity.openness >= least.openness}
