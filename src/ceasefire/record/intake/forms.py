"""Forms for the field as XLSForm (xlsform.org), which KoboToolbox and ODK take: written from the YAML in `forms/`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ceasefire.table.workbook import Cell, write_xlsx
from ceasefire.text.document import read_yaml

FORMS = Path(__file__).parents[2] / "forms"
_SHEETS = ("survey", "choices", "settings")


def write_form(name: str, target: Path) -> None:
    """Write a form as a workbook.  Raises OSError, CeasefireError where the library for workbooks is not there."""
    path = FORMS / f"{name}.yaml"
    held: Any = read_yaml(path.read_bytes(), str(path)).value
    write_xlsx(target, [(sheet, _rows(held[sheet])) for sheet in _SHEETS])


def _rows(lines: Sequence[dict[str, Any]]) -> Iterator[list[Cell]]:
    columns = list(dict.fromkeys(name for line in lines for name in line))
    yield list(columns)
    for line in lines:
        yield [None if line.get(name) is None else str(line[name]) for name in columns]
