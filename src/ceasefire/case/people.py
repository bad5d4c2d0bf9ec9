"""People and bodies of a case with their dated offices, and the same as a table of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from ceasefire.case.judgement import Because
from ceasefire.case.words import Id
from ceasefire.dates import parse_date
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.offices import Figure, Office, Roster, folded
from ceasefire.text.document import Path
from ceasefire.text.problem import Problem, unknown
from ceasefire.text.shape import Frozen, Several

MAX_TABLE = 5_000_000  # bytes
COLUMNS = ("name", "aliases", "kind", "of", "as", "from", "to", "source")


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str | Mapping) else value


class Held(Frozen):
    """An office of a party, `from` a day `to` a day, both included; open where a day is left out."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    of: Id = Field(description="The party for which whoever holds it speaks.")
    title: str = Field("", alias="as", max_length=200)
    since: str = Field("", alias="from", description="The first day, e.g. `2013-02-01`; a month means its first day.")
    until: str = Field("", alias="to", description="The last day; a month means its last day.")
    source: str = ""


class Person(Frozen):
    """A person under every name and in every script in which texts write it, with the offices held."""

    name: str = Field(min_length=1, max_length=200)
    aliases: Several[str] = ()
    offices: Annotated[Several[Held], BeforeValidator(_listed, json_schema_input_type=Held | list[Held])] = ()
    because: Because = ()


class Body(Person):
    """A ministry, an agency, a headquarters: what speaks and is no person."""


def roster(people: Mapping[str, Person], bodies: Mapping[str, Person]) -> Roster:
    """Who of these speaks for whom on a day.  What `problems` names is left out."""
    return Roster(
        [
            *(_figure(k, p, body=False) for k, p in people.items()),
            *(_figure(k, b, body=True) for k, b in bodies.items()),
        ]
    )


def _figure(key: str, person: Person, *, body: bool) -> Figure:
    offices = []
    for held in person.offices:
        try:
            offices.append(Office(held.of, held.title, *_term(held)))
        except ValueError:
            continue
    return Figure(key, (person.name, *person.aliases), tuple(offices), body)


def _term(held: Held) -> tuple[date | None, date | None]:
    """First and last day of an office.  Raises ValueError."""
    since = parse_date(held.since).earliest if held.since else None
    until = parse_date(held.until).latest if held.until else None
    if since and until and until < since:
        raise ValueError(f"the office ends on {held.until}, before it begins on {held.since}")
    return since, until


def problems(people: Mapping[str, Person], bodies: Mapping[str, Person], parties: Iterable[str]) -> Iterator[Problem]:
    """Parties that do not exist, days that are none, terms of different parties that overlap, names that two share."""
    known = list(parties)
    owners: dict[str, Path] = {}
    for top, figures in (("people", people), ("bodies", bodies)):
        for key, figure in figures.items():
            path: Path = (top, key)
            yield from _offices(path, figure, known)
            for name in dict.fromkeys(folded(n) for n in (figure.name, *figure.aliases)):
                other = owners.setdefault(name, path)
                if other != path:
                    hint = "give each a name that only it has; claims under a shared name are given to neither"
                    yield Problem(
                        path, "shared-name", f"`{name}` is a name of `{'.'.join(map(str, other))}` too", hint, key=True
                    )


def _offices(path: Path, figure: Person, parties: list[str]) -> Iterator[Problem]:
    terms: list[tuple[Held, int, date, date]] = []
    for k, held in enumerate(figure.offices):
        at: Path = (*path, "offices", k)
        if held.of not in parties:
            yield unknown((*at, "of"), "party", held.of, parties)
        try:
            since, until = _term(held)
        except ValueError as error:
            yield Problem(at, "date", str(error), "write days as 2016-08-26")
            continue
        terms.append((held, k, since or date.min, until or date.max))
    for (one, _, a, b), (other, k, c, d) in combinations(terms, 2):
        if one.of != other.of and a <= d and c <= b:
            words = f"{figure.name} holds offices of `{one.of}` and of `{other.of}` at the same time"
            hint = "end one the day before the other begins; on days that both cover, claims are given to neither"
            yield Problem((*path, "offices", k), "overlap", words, hint)


def read_table(raw: bytes, file: str, parties: Iterable[str]) -> Roster:
    """People and bodies from a table (CSV) with the columns of `COLUMNS`: a row for each office, aliases between semicolons.

    Raises MaterialError with every problem at its line.
    """
    if len(raw) > MAX_TABLE:
        raise MaterialError([Finding(Where(file), "table", f"the table is larger than {MAX_TABLE:,} bytes")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise MaterialError(
            [Finding(Where(file, line, 1), "encoding", "it is not UTF-8 text", "save it as UTF-8")]
        ) from None
    rows = csv.DictReader(io.StringIO(text))
    names = [(n or "").strip().casefold() for n in rows.fieldnames or ()]
    missing = [c for c in ("name", "of") if c not in names]
    if missing:
        hint = f"the first line names the columns: {', '.join(COLUMNS)}"
        raise MaterialError([Finding(Where(file, 1, 1), "table", f"there is no column `{missing[0]}`", hint)])
    try:
        given = [
            (
                rows.line_num,
                {n: (v or "").strip() for n, v in zip(names, row.values(), strict=False) if isinstance(v, str)},
            )
            for row in rows
        ]
    except csv.Error as error:
        raise MaterialError(
            [Finding(Where(file, rows.line_num, 1), "table", f"it is no table: {error}", "save it as CSV")]
        ) from None
    figures, lines, findings = _from_rows(given, file)
    findings += [
        Finding(Where(file, lines.get((str(p.path[0]), str(p.path[1])), 1), 1), p.code, p.message, p.hint)
        for p in problems(figures["people"], figures["bodies"], parties)
    ]
    if findings:
        raise MaterialError(findings)
    return roster(figures["people"], figures["bodies"])


def _from_rows(
    given: list[tuple[int, dict[str, str]]], file: str
) -> tuple[dict[str, dict[str, Person]], dict[tuple[str, str], int], list[Finding]]:
    """Figures by what they are and by name, the line of each, and the rows that are none."""
    made: dict[str, dict[str, Person]] = {"people": {}, "bodies": {}}
    lines: dict[tuple[str, str], int] = {}
    findings = []
    for line, row in given:
        name = row.get("name", "")
        if not name or not row.get("of"):
            findings.append(
                Finding(Where(file, line, 1), "table", "a row needs `name` and `of`", "give the party's id under `of`")
            )
            continue
        top = "bodies" if row.get("kind", "").casefold() in {"body", "bodies"} else "people"
        before = made[top].get(name)
        held = Held(
            of=row["of"],
            title=row.get("as", ""),
            since=row.get("from", ""),
            until=row.get("to", ""),
            source=row.get("source", ""),
        )
        aliases = [a.strip() for a in row.get("aliases", "").split(";") if a.strip()]
        sort = Body if top == "bodies" else Person
        made[top][name] = sort(
            name=name,
            aliases=tuple(dict.fromkeys([*(before.aliases if before else ()), *aliases])),
            offices=(*(before.offices if before else ()), held),
        )
        lines.setdefault((top, name), line)
    return made, lines, findings
