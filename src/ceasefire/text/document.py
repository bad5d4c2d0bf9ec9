"""YAML text to plain values, with the line and column of each, and nothing that YAML could be misused for.

The parser is ruamel.yaml's (YAML 1.2, so `no` stays text); the tree is built here from its events, without
recursion, because it may come from anybody: duplicate keys, aliases, tags, a second document, deep nesting,
control and direction-override characters and oversized files each become a finding instead of a surprise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ceasefire.errors import Finding, MaterialError, Where

MAX_BYTES = 5_000_000
MAX_DEPTH = 40

Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_SPECIAL = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{s + w: float(s + "inf") for s in ("", "+", "-") for w in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
# Control characters, and the bidirectional overrides that make a name read as another name.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass
class Document:
    """Plain values of one YAML document and where each stands.

    `marks[path]` is the 1-based (line, column) where the value begins, `key_marks[path]` where its key does;
    `plain` holds the paths of unquoted one-line scalars, whose characters stand in the file as they are.
    """

    file: str
    value: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    plain: set[Path] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def where(self, path: Path, offset: int = 0, *, key: bool = False) -> Where:
        """The place of a value (or of its key), or of the nearest enclosing value that has one."""
        for end in range(len(path), -1, -1):
            part = path[:end]
            marks = self.key_marks if (key and end == len(path) and part in self.key_marks) else self.marks
            if part in marks:
                line, column = marks[part]
                shift = offset if end == len(path) and part in self.plain else 0
                return Where(self.file, line, column + shift, dotted(path))
        return Where(self.file, path=dotted(path))


def dotted(path: Path) -> str:
    """A path as people write it: `parties.us.demands.0`."""
    return ".".join(str(step) for step in path)


def read_yaml(raw: bytes, file: str) -> Document:
    """Parse bytes into a Document; problems are in its `findings`.

    Raises MaterialError when no value can be had at all: too large, not UTF-8, binary, or not YAML.
    """
    text = decode(raw, file)
    document = Document(file)
    try:
        _Composer(document).run(_events(text))
    except MaterialError:
        raise
    except Exception as error:  # noqa: BLE001  ruamel raises YAMLError, but also bare ValueError and others on odd input
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "the text cannot be read as YAML"
        where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
        raise MaterialError(
            [Finding(where, "yaml", str(problem), "check indentation, quotes and colons here")]
        ) from None
    return document


def decode(raw: bytes, file: str) -> str:
    """The text of a file.  Raises MaterialError where it is too large, not UTF-8, or has characters that hide what it says."""
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes, the most that is read as YAML"
        raise MaterialError([Finding(Where(file), "too-large", message, "keep data in files of their own")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        hint = "save it as UTF-8, for example: iconv -f WINDOWS-1256 -t UTF-8 FILE"
        message = f"byte {raw[error.start]:#04x} is not UTF-8 text"
        raise MaterialError([Finding(Where(file, line, column), "encoding", message, hint)]) from None
    findings = []
    for found in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        message = f"the character U+{ord(found[0]):04X} may not stand in this text"
        hint = "control characters and direction overrides hide what a name is; remove it"
        findings.append(Finding(Where(file, line, column), "character", message, hint))
        if len(findings) == 20:
            break
    if findings:
        raise MaterialError(findings)
    return text


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML  # slow import: only when YAML is read

    return iter(YAML(typ="safe", pure=True).parse(text))


class _Composer:
    """Builds values from parser events with a stack of open collections."""

    def __init__(self, document: Document) -> None:
        self.doc = document
        # each open collection: (value, path, key waiting for its value or None)
        self.stack: list[tuple[Any, Path, list[str | None]]] = []
        self.documents = 0

    def run(self, events: Iterator[Any]) -> None:
        for event in events:
            kind = type(event).__name__
            at = (event.start_mark.line + 1, event.start_mark.column + 1)
            if kind == "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    self._finding((), at, "second-document", "one document is read", "remove the line ---")
                    return
            elif kind == "AliasEvent":
                hint = "write the value out: aliases make a text hard to read and can be made to explode"
                self._finding(self._path(), at, "alias", f"the alias *{event.anchor} is not accepted", hint)
                self._add(None, at)
            elif kind == "ScalarEvent":
                self._scalar(event, at)
            elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
                if len(self.stack) >= MAX_DEPTH:
                    raise MaterialError(
                        [
                            *self.doc.findings,
                            self._made((), at, "nesting", f"more than {MAX_DEPTH} levels deep", "flatten this part"),
                        ]
                    )
                self._tag(event, at)
                self._open({} if kind == "MappingStartEvent" else [], at)
            elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
                self.stack.pop()

    def _scalar(self, event: Any, at: tuple[int, int]) -> None:
        if (found := _FORBIDDEN.search(event.value)) is not None:  # written as an escape in quotes
            message = f"the character U+{ord(found[0]):04X} may not stand in this text"
            hint = "control characters and direction overrides hide what a name is; remove its escape"
            self._finding(self._path(), at, "character", message, hint)
        if self.stack and isinstance(self.stack[-1][0], dict) and self.stack[-1][2][0] is None:
            self._key(event.value, at)
            return
        self._tag(event, at)
        plain = event.style is None or event.style == ""
        value = _resolve(event.value) if plain else event.value
        path = self._add(value, at)
        if plain and event.start_mark.line == event.end_mark.line:
            self.doc.plain.add(path)

    def _key(self, key: str, at: tuple[int, int]) -> None:
        mapping, path, waiting = self.stack[-1]
        if key in mapping:
            first = self.doc.key_marks[(*path, key)]
            hint = f"it stands first in line {first[0]}; rename or merge one of the two"
            self._finding((*path, key), at, "duplicate-key", f"`{key}` is given twice", hint)
        elif key == "<<":
            self._finding((*path, key), at, "alias", "merge keys are not accepted", "write the values out")
        else:
            self.doc.key_marks[(*path, key)] = at
        waiting[0] = key

    def _open(self, value: Any, at: tuple[int, int]) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.stack[-1][2][0] is None:
            self._finding(self.stack[-1][1], at, "key", "a key has to be a word", "use a plain name before the colon")
            self.stack[-1][2][0] = ""
        self.stack.append((value, self._add(value, at), [None]))

    def _add(self, value: Any, at: tuple[int, int]) -> Path:
        path = self._path()
        if not self.stack:
            self.doc.value = value
        else:
            parent, _, waiting = self.stack[-1]
            if isinstance(parent, list):
                parent.append(value)
            else:
                parent.setdefault(path[-1], value)
                waiting[0] = None
        self.doc.marks.setdefault(path, at)
        return path

    def _path(self) -> Path:
        if not self.stack:
            return ()
        parent, path, waiting = self.stack[-1]
        return (*path, len(parent) if isinstance(parent, list) else waiting[0] or "")

    def _tag(self, event: Any, at: tuple[int, int]) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) != "!":
            self._finding(
                self._path(),
                at,
                "tag",
                f"the tag {tag} is not accepted",
                "remove it: only plain text and numbers are read",
            )

    def _made(self, path: Path, at: tuple[int, int], code: str, message: str, hint: str) -> Finding:
        return Finding(Where(self.doc.file, *at, dotted(path)), code, message, hint)

    def _finding(self, path: Path, at: tuple[int, int], code: str, message: str, hint: str) -> None:
        self.doc.findings.append(self._made(path, at, code, message, hint))


def _resolve(text: str) -> Any:
    """YAML 1.2 core schema; dates stay text, so that a date that does not exist is reported by who knows dates."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) <= 30 else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
