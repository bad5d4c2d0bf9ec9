"""What a cell of a table says: empty-value words, codes that became `1.0`, numbers as people and programs write them."""

from __future__ import annotations

import math
import re
import unicodedata

# R, SQL, data frames and spreadsheets write these where a cell is empty; a spreadsheet's errors say no value either
EMPTY = frozenset(
    {
        *("NA", "N/A", "n/a", "N.A.", "n.a.", "#N/A", "#NA", "<NA>", "NaN", "nan", "NAN", "-nan", "-NaN", "NaT"),
        *(
            "NULL",
            "null",
            "Null",
            "None",
            "none",
            "nil",
            "NIL",
            "(null)",
            "(blank)",
            "\\N",
            ".",
            "-",
            "--",
            "\u2013",
            "\u2014",
        ),
        *("#NULL!", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#GETTING_DATA", "undefined"),
    }
)
ERRORS = frozenset({"#N/A", "#NULL!", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!"})
_WHOLE = re.compile(r"([+-]?\d+)\.0+")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+(?:\.0*)?")
_ARABIC = str.maketrans({"\u066b": ".", "\u066c": ",", "\u2212": "-"})
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]")


def code(text: str) -> str:
    """A code or key as its maker wrote it: data frames turn `1` into `1.0` where a column has empty cells."""
    found = _WHOLE.fullmatch(text) if text.endswith("0") else None
    return found[1] if found else text


def measure(text: str, name: str) -> float:
    """A number, with a decimal point or comma.  Raises ValueError, naming the column, where it is none or not finite."""
    if text.isascii() and _PLAIN.fullmatch(text) and math.isfinite(quick := float(text)):
        return quick
    plain = text.translate(_ARABIC)
    if _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain) or not math.isfinite(value := float(plain)):
        raise ValueError(f"`{name}` is not a number: {text[:40]!r}")
    return value


def count(text: str, name: str) -> int:
    """A whole number that is not negative; `1,234` and `1 234` are groups of thousands.  Raises ValueError."""
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    plain = text.translate(_ARABIC)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[, '\u00a0\u202f]", "", plain)
    value = measure(plain, name)
    if value < 0 or value != int(value):
        raise ValueError(f"`{name}` is not a count: {text[:40]!r}")
    return int(value)


def shown_name(text: str) -> str:
    """A name as it reads: one space for any, accents composed, characters that cannot be seen left out."""
    if text.isascii() and "  " not in text:
        return text.strip()
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())


def several(text: str, separator: str = ";") -> tuple[str, ...]:
    """The parts of a cell, none empty, none an empty-value word."""
    if separator not in text:
        return (text,) if text and text not in EMPTY else ()
    return tuple(part for p in text.split(separator) if (part := p.strip()) and part not in EMPTY)
