"""What a format of the intake is, and the small readings that all of them need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import ValidationError

from ceasefire.record.append import Withdrawn
from ceasefire.record.thing import Thing
from ceasefire.table.cells import code, count, measure, shown_name
from ceasefire.table.cells import several as parts
from ceasefire.table.days import day_of

Cells = Mapping[str, str]
Order = Mapping[str, str]
"""For columns with dates such as `03/04/2021`: `day` or `month`, whichever comes first."""


@dataclass(frozen=True)
class Format:
    """A format by name: the columns that tell it, those it uses, and how a row becomes things.

    Column names are looked up in lower case.  `key` are the columns that name a row for good; without any, a row is named
    after its content.  `days` hold dates, `release` the version of the source's row, and `rest` says that all other columns
    are used too.  `convert` raises ValueError, with the
    reason, for a row that it cannot take.
    """

    name: str
    title: str
    needs: frozenset[str]
    uses: frozenset[str]
    key: tuple[str, ...]
    convert: Callable[[Cells, Order], Sequence[Thing | Withdrawn]]
    days: tuple[str, ...] = ()
    release: str = ""
    rest: bool = False

    def key_of(self, cells: Cells) -> str:
        """The row's own key in its data set; empty where all its columns are."""
        said = [code(cells.get(name, "")) for name in self.key]
        return "|".join(said) if any(said) else ""


def number(cells: Cells, name: str) -> int | None:
    """A whole number that is not negative; None where the cell is empty.  Raises ValueError."""
    text = cells.get(name, "")
    return count(text, name) if text else None


def point(cells: Cells) -> tuple[float | None, float | None]:
    """Latitude and longitude; both None where both cells are empty.  Raises ValueError."""
    texts = [cells.get(name, "") for name in ("latitude", "longitude")]
    if not any(texts):
        return None, None
    if not all(texts):
        raise ValueError(f"not a point: latitude {texts[0][:20]!r}, longitude {texts[1][:20]!r}")
    return placed(measure(texts[0], "latitude"), measure(texts[1], "longitude"))


def placed(latitude: float, longitude: float) -> tuple[float, float]:
    """A point on earth.  Raises ValueError where it is none."""
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
    """The parts of a cell that are names."""
    return tuple(shown_name(part) for part in parts(text, separator))


def name_in(cells: Cells, column: str) -> str:
    """A name as it reads; at most as long as the record takes."""
    return shown_name(cells.get(column, ""))[:500]


def key_of(cells: Cells, name: str) -> str:
    """The row's own key in its data set.  Raises ValueError where it is empty."""
    key = code(cells.get(name, ""))
    if not key:
        raise ValueError(f"`{name}` is empty: a row without its key cannot be recognised again")
    return key


def day(cells: Cells, name: str, order: Order) -> str:
    """The day in a column as ISO text; empty where the cell is.  Raises ValueError, naming the column."""
    text = cells.get(name, "")
    try:
        return day_of(text, order.get(name, "")) if text else ""
    except ValueError as error:
        raise type(error)(f"`{name}`: {error}") from None


def reason(error: ValueError) -> str:
    """Why a row was not taken, in one line; of pydantic's list of errors, the first."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    given = first.get("input")
    shown = f": {str(given)[:40]!r}" if isinstance(given, str | int | float) and first["type"] != "value_error" else ""
    return f"{f'`{field}`: ' if field else ''}{first['msg'].removeprefix('Value error, ')}{shown}"
