"""What a format of the intake is, and the small readings that all of them need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import ValidationError

from ceasefire.record.thing import Thing

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Format:
    """A format by name: the columns that tell it, and how a row becomes a thing.

    `convert` raises ValueError, with the reason, for a row that it cannot take.
    """

    name: str
    title: str
    needs: frozenset[str]
    convert: Callable[[Cells], Thing]


def number(cells: Cells, name: str) -> int | None:
    """A whole number that is not negative; None where the cell is empty.  Raises ValueError."""
    text = cells.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"`{name}` is not a number: {text[:40]!r}") from None
    if value < 0 or value != int(value):
        raise ValueError(f"`{name}` is not a count: {text[:40]!r}")
    return int(value)


def point(cells: Cells) -> tuple[float | None, float | None]:
    """Latitude and longitude; both None where both cells are empty.  Raises ValueError."""
    texts = [cells.get(name, "").strip() for name in ("latitude", "longitude")]
    if not any(texts):
        return None, None
    try:
        latitude, longitude = (float(text) for text in texts)
    except ValueError:
        raise ValueError(f"not a point: latitude {texts[0][:20]!r}, longitude {texts[1][:20]!r}") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        swapped = " (are the two swapped?)" if -90 <= longitude <= 90 and -180 <= latitude <= 180 else ""
        raise ValueError(f"no place on earth: latitude {latitude}, longitude {longitude}{swapped}")
    return latitude, longitude


def around(day: str, precision: str) -> str:
    """The days that one given day (`2016-09-12`) stands for, by UCDP's code: 3 its week, 4 its month, 5 its year.

    Of a week three days either way.  Raises ValueError for another code, or a day that does not exist.
    """
    middle = date.fromisoformat(day)
    if precision == "3":
        return f"{middle - timedelta(days=3)}/{middle + timedelta(days=3)}"
    if precision not in {"4", "5"}:
        raise ValueError(f"`date_prec` is {precision!r}, not 1 to 5")
    return day[:7] if precision == "4" else day[:4]


def several(text: str, separator: str = ";") -> tuple[str, ...]:
    """The parts of a cell, none empty."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def key_of(cells: Cells, name: str) -> str:
    """The row's own key in its data set.  Raises ValueError where it is empty."""
    key = cells.get(name, "").strip()
    if not key:
        raise ValueError(f"`{name}` is empty: a row without its key cannot be recognised again")
    return key


def reason(error: ValueError) -> str:
    """Why a row was not taken, in one line; of pydantic's list of errors, the first."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    return f"{f'`{field}`: ' if field else ''}{first['msg'].removeprefix('Value error, ')}"
