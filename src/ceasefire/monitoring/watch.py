"""One call for the answer: what is alleged against which term, is there a calm, has it broken, what was promised and came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ceasefire._version import __version__
from ceasefire.monitoring.calls.calm import Condition
from ceasefire.monitoring.calls.looks import Looks
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.counts.coverage import Covered, Stated
from ceasefire.monitoring.counts.duplicates import Duplicates, duplicates
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.held import Held, hold_columns
from ceasefire.monitoring.promises.kept import Access, Kept, access, promises
from ceasefire.monitoring.promises.local_truces import LocalTruce, local_truces
from ceasefire.monitoring.scopes import Scope, Wide, parts_of, scopes_of, wide
from ceasefire.monitoring.terms.adherence import Adherence, adherence, unknown_names
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.oddities import CODES, oddities
from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.incident import Incident
from ceasefire.record.moment import span, until
from ceasefire.record.observation import Observation

REFERENCES = (
    "Killick, Fearnhead & Eckley (2012). J. Am. Statistical Association 107(500):1590-1598, doi:10.1080/01621459.2012.737745",
    "Shiryaev (1963). Theory of Probability and its Applications 8(1):22-46, doi:10.1137/1108002",
    "Roberts (1966). Technometrics 8(3):411-430, doi:10.1080/00401706.1966.10490374",
)


@dataclass(frozen=True)
class Reports:
    """What is known, each with its name in the record: incidents (in columns already, or one by one), and where there are any
    the rest.
    """

    incidents: Incidents | Iterable[tuple[str, Incident]]
    promises: Sequence[tuple[str, Promise]] = ()
    agreements: Sequence[tuple[str, Agreement]] = ()
    observations: Sequence[Observation] = ()


@dataclass(frozen=True)
class How:
    """How to look: up to which moment (None: the end of the last day reported), counting deaths or incidents, by which rule.

    `complete` are statements that sources covered areas and times; with `assume` data sets that are coded for whole countries
    are taken to cover them.  `penalty` is that of the change points (None: by default, see `changes`).
    """

    as_of: datetime | None = None
    deaths: bool = True
    rule: CalmRule = field(default_factory=CalmRule)
    penalty: float | None = None
    seed: int = 0
    complete: tuple[Stated, ...] = ()
    assume: bool = True


@dataclass(frozen=True)
class Watch:
    """Is it holding, as far as reports say.

    `condition` is that of the covered scope.  `covered` says who is taken to have looked where.  `looks` are areas and terms by
    themselves.  `terms` are the titles by number.  `odd` counts, by the codes of `oddities`, incidents of which something is odd.
    `before` and `later` are those dated wholly before the agreement and after the day asked about, `elsewhere` those left out
    because no term covers the place.  `digest` is the SHA-256 of agreement and reports.
    """

    agreement: str
    as_of: date
    counted: str
    rule: str
    patience: float
    condition: Condition
    reason: str
    scopes: tuple[Scope, ...]
    looks: Looks
    covered: tuple[Covered, ...]
    wide: Wide
    terms: Mapping[str, str]
    adherence: Adherence
    access: tuple[Access, ...]
    promises: tuple[Kept, ...]
    local_truces: tuple[LocalTruce, ...]
    duplicates: Duplicates
    unknown_names: Mapping[str, int]
    incidents: int
    before: int
    later: int
    elsewhere: int
    odd: Mapping[str, int]
    looked: int
    seed: int
    digest: str
    version: str = __version__
    references: tuple[str, ...] = REFERENCES


def hold(watched: Watched, reports: Reports, how: How | None = None) -> Held:
    """Put the reports in columns and hold each incident against the terms.  Raises MaterialError for impossible coverage."""
    how = how or How()
    return hold_columns(watched, reports.incidents, reports.observations, how.as_of, (how.complete, how.assume))


def watch(watched: Watched, reports: Reports, how: How | None = None, held: Held | None = None) -> Watch:
    """Hold what is reported against an agreement; `held` is that of `hold` for the same, where it was made already."""
    how = how or How()
    held = held or hold(watched, reports, how)
    text, truce = watched.text, held.truce
    scopes = scopes_of(held, how.rule, deaths=how.deaths, penalty=how.penalty, seed=how.seed)
    answer = scopes[0].call
    found = list(oddities(held.incidents))
    last = held.span[1]
    return Watch(
        agreement=text.title,
        as_of=last,
        counted=f"{answer.counted.value} a day",
        rule=how.rule.in_words(),
        patience=how.rule.patience,
        condition=answer.condition,
        reason=answer.reason,
        scopes=scopes,
        looks=parts_of(held, how.rule, answer.counted),
        covered=held.covered,
        wide=wide(held, how.rule),
        terms={number: term.title for number, term in text.terms.items()},
        adherence=adherence(text, held.incidents, held.matched, held.exposed, (max(held.span[0], truce.effect), last)),
        access=access(reports.promises),
        promises=promises(text, reports.promises, last),
        local_truces=local_truces(reports.agreements, last),
        duplicates=duplicates(held.incidents),
        unknown_names=unknown_names(text, held.incidents),
        incidents=len(held.incidents),
        before=int((held.incidents.ends < held.in_force).sum()),
        later=held.later,
        elsewhere=held.elsewhere,
        odd={code: sum(o.code == code for o in found) for code in CODES},
        looked=held.exposed.looked,
        seed=how.seed,
        digest=_digest(watched, held, reports),
    )


def _digest(watched: Watched, held: Held, reports: Reports) -> str:
    """SHA-256 over the agreement and every report, in canonical JSON."""
    sha = hashlib.sha256(f"{watched.digest} {held.digest}".encode())
    for group in (reports.promises, reports.agreements):
        for name, value in group:
            sha.update(name.encode())
            sha.update(value.model_dump_json(exclude_defaults=True).encode())
    for observation in reports.observations:
        sha.update(observation.model_dump_json(exclude_defaults=True).encode())
    return sha.hexdigest()


def end_of(text: str, zone: str) -> datetime:
    """The last second of a day, month or moment as a person writes it, a day being one of the agreement's zone.

    Raises ValueError.
    """
    last = until(text) if "T" in text else span(text, "", zone)[1]
    return datetime.strptime(last, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
