"""Any table, by a mapping that a person writes: which column says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ceasefire.errors import MaterialError
from ceasefire.record.entry import MODELS
from ceasefire.record.intake.format import Cells, Format, Order, reason
from ceasefire.record.intake.mapping import DATES, Each, Mapped, Taken, fields_of_kind, problems_of
from ceasefire.record.thing import Thing
from ceasefire.table.cells import EMPTY, code, count, measure, several, shown_name
from ceasefire.table.days import DAY_FIRST, MONTH_FIRST, clock_of, day_of
from ceasefire.table.header import looked_up
from ceasefire.text.document import read_yaml
from ceasefire.text.shape import shaped

SHIPPED = Path(__file__).parents[2] / "mappings"
_ORDERS = {"day-first": DAY_FIRST, "month-first": MONTH_FIRST}


def shipped_mappings() -> tuple[str, ...]:
    """Names of the mappings that come with the package."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def find_mapping(target: str) -> Path:
    """The file meant by a path or the name of a shipped mapping.  Raises FileNotFoundError."""
    path = Path(target)
    if path.is_file():
        return path
    if target in shipped_mappings():
        return SHIPPED / f"{target}.yaml"
    known = ", ".join(shipped_mappings())
    raise FileNotFoundError(f"no mapping at `{target}`: those that come with ceasefire are {known}")


def mapped(raw: bytes, file: str) -> Format:
    """The format that a mapping file describes.  Raises MaterialError with everything that is wrong with it."""
    return format_of(read_mapping(raw, file), file)


def read_mapping(raw: bytes, file: str) -> Mapped:
    """A mapping from bytes.  Raises MaterialError with everything that is wrong with it."""
    document = read_yaml(raw, file)
    mapping, problems = shaped(Mapped, document.value)
    if mapping is not None:
        problems += problems_of(mapping)
    findings = [*document.findings, *(p.finding(document) for p in problems)]
    if mapping is None or findings:
        raise MaterialError(findings)
    return mapping


def format_of(mapping: Mapped, file: str) -> Format:
    """A mapping as a format of the intake."""
    named = [looked_up(n) for taken in mapping.columns.values() for n in taken.named]
    key = tuple(looked_up(name) for name in mapping.key)
    each = [] if mapping.each is None or mapping.each.columns == "*" else [looked_up(n) for n in mapping.each.columns]
    release = looked_up(mapping.release) if mapping.release else ""
    rest = mapping.each is not None and mapping.each.columns == "*"
    uses = frozenset({*key, *named, *each, *([release] if release else [])})
    spared = {looked_up(n) for t in mapping.columns.values() if t.optional for n in t.named}
    needs = uses - (spared - {*key, release})
    days = tuple(
        looked_up(name)
        for field, taken in mapping.columns.items()
        if (field in DATES or taken.part == "day") and not taken.date.startswith("%")
        for name in taken.named
    )
    return Format(mapping.dataset, file, needs, uses, key, _Converter(mapping, key, release), days, release, rest)


def empty_of(mapping: Mapped) -> frozenset[str]:
    """The words that mean an empty cell."""
    return EMPTY if mapping.empty is None else frozenset(mapping.empty)


class _Converter:
    """Rows of a table as the things that a mapping says they are."""

    def __init__(self, mapping: Mapped, key: tuple[str, ...], release: str) -> None:
        self.mapping, self.key, self.release = mapping, key, release
        self.model: type[Thing] = MODELS[mapping.kind]
        types = fields_of_kind(mapping.kind)
        self.measures = frozenset(n for n, t in types.items() if "float" in str(t))
        self.counts = frozenset(n for n, t in types.items() if "int" in str(t) and n not in self.measures)
        self.lists = frozenset(n for n, t in types.items() if str(t).startswith("tuple"))
        self.names = frozenset(
            n
            for n, t in types.items()
            if n.partition(".")[0] in {"actors", "against", "place", "by", "parties", "reports"}
        )
        self.used = frozenset({*key, release, *(looked_up(n) for t in mapping.columns.values() for n in t.named)})

    def __call__(self, cells: Cells, order: Order) -> tuple[Thing, ...]:
        """The things of one row.  Raises ValueError, naming the column and the value that does not fit."""
        value: dict[str, Any] = {}
        for path, constant in self.mapping.constants.items():
            _put(value, path, list(constant) if isinstance(constant, tuple) else constant)
        for path, taken in self.mapping.columns.items():
            found = self._field(path, taken, cells, order)
            if found is not None and found not in ("", []):
                _put(value, path, found)
        key = cells.get("", "") if not self.key else "|".join(code(cells.get(name, "")) for name in self.key)
        if self.key and not any(cells.get(name, "") for name in self.key):
            raise ValueError(f"`{self.key[0]}` is empty: a row without its key cannot be recognised again")
        if self.mapping.each is None:
            return (self._made(value, key, cells),)
        return tuple(self._several(self.mapping.each, value, key, cells))

    def _several(self, each: Each, value: dict[str, Any], key: str, cells: Cells) -> Iterator[Thing]:
        if each.columns == "*":
            wanted = {name: name for name in cells if name and name not in self.used}
        elif isinstance(each.columns, Mapping):
            wanted = {looked_up(n): said for n, said in each.columns.items()}
        else:
            wanted = {looked_up(n): n for n in each.columns}
        for name, said in wanted.items():
            if not cells.get(name, ""):
                continue
            one = {k: dict(v) if isinstance(v, dict) else v for k, v in value.items()}
            _put(one, each.name, [said] if each.name in self.lists else said)
            _put(one, each.value, self._number(each.value, cells[name], name))
            yield self._made(one, f"{key}|{said}", cells)

    def _made(self, value: dict[str, Any], key: str, cells: Cells) -> Thing:
        origin = {"dataset": self.mapping.dataset, "key": key[:500], "version": code(cells.get(self.release, ""))}
        try:
            return self.model.model_validate({**value, "origin": origin}, strict=False)
        except ValidationError as error:
            raise ValueError(self._placed(error, cells)) from None

    def _placed(self, error: ValidationError, cells: Cells) -> str:
        """What does not fit, with the column it came from."""
        steps = [str(s) for s in error.errors(include_url=False)[0]["loc"] if not isinstance(s, int)]
        path = next((p for p in (".".join(steps[:k]) for k in (2, 1)) if p in self.mapping.columns), "")
        if not path:
            return reason(error)
        columns = ", ".join(f"`{n}` {cells.get(looked_up(n), '')[:40]!r}" for n in self.mapping.columns[path].named)
        return f"{columns}: {reason(error)}"

    def _field(self, path: str, taken: Taken, cells: Cells, order: Order) -> Any:
        said = [(name, cells.get(looked_up(name), "")) for name in taken.named]
        if not any(text for _, text in said):
            return None
        if taken.sum:
            return sum(count(text, name) for name, text in said if text)
        if taken.span:
            days = [_day(name, text, taken, order) for name, text in said if text]
            return days[0] if len(set(days)) == 1 else "/".join(days)
        if taken.columns:
            texts = [part for name, text in said for part in self._listed(path, taken, name, text)]
            return list(dict.fromkeys(texts)) if path in self.lists else taken.join.join(texts)
        name, text = said[0]
        if path in DATES or taken.date or taken.part == "day":
            return _day(name, text, taken, order)
        if taken.part in {"clock", "zone"}:
            return clock_of(text)[taken.part == "zone"]
        if taken.part:
            return _geopoint(name, text, latitude=taken.part == "latitude")
        if path in self.lists:
            return self._listed(path, taken, name, text)
        return self._number(path, self._meant(taken, name, text), name)

    def _listed(self, path: str, taken: Taken, name: str, text: str) -> list[str]:
        texts = several(text, taken.split) if taken.split else (text,) if text else ()
        meant = [m for t in texts for m in _as_list(self._meant(taken, name, t))]
        return [shown_name(m) for m in meant] if path in self.names else meant

    def _meant(self, taken: Taken, name: str, text: str) -> Any:
        if not taken.values:
            return text
        if text in taken.values:
            return taken.values[text]
        if taken.default is None:
            raise ValueError(
                f"`{name}` is {text[:40]!r}, which the mapping's `values` do not have; `default` says what others mean"
            )
        return taken.default

    def _number(self, path: str, value: Any, column: str) -> Any:
        if path in self.measures and isinstance(value, str):
            return measure(value, column)
        if path in self.counts and isinstance(value, str):
            return count(value, column)
        return shown_name(value) if path in self.names and isinstance(value, str) else value


def _as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, tuple) else [value]


def _day(name: str, text: str, taken: Taken, order: Order) -> str:
    if taken.date.startswith("%"):
        try:
            return datetime.strptime(text, taken.date).date().isoformat()  # noqa: DTZ007  a day, in no zone
        except ValueError:
            raise ValueError(f"`{name}` is {text[:40]!r}, not a date of the form {taken.date}") from None
    try:
        return day_of(text, _ORDERS.get(taken.date) or order.get(looked_up(name), ""))
    except ValueError as error:
        raise ValueError(f"`{name}`: {error}") from None


def _geopoint(name: str, text: str, *, latitude: bool) -> float:
    plain = text.strip("[]() ")
    parts = [p for p in re.split(r"[;\s]+", plain) if p.strip(",")]
    parts = parts if len(parts) > 1 else plain.split(",")
    if len(parts) < 2:
        raise ValueError(f"`{name}` is {text[:40]!r}, not a point: latitude and longitude are wanted")
    return measure(parts[0 if latitude else 1].strip(" ,"), name)


def _put(value: dict[str, Any], path: str, found: Any) -> None:
    *outer, last = path.split(".")
    for step in outer:
        value = value.setdefault(step, {})
    value[last] = found
