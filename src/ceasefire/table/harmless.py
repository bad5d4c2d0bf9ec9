"""Cells that no spreadsheet takes for a formula (OWASP, CSV injection)."""

from __future__ import annotations

# what a spreadsheet takes for the start of a formula, full-width forms included
_RUN = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def harmless(cell: str) -> str:
    """A cell that nothing runs: `=`, `+`, `-`, `@`, tab and return at its start get an apostrophe before them."""
    if cell[:1] in _RUN:
        try:
            float(cell)
        except ValueError:
            return "'" + cell
    return cell
