"""A case with changes that are not saved yet: each can be undone, and saving never overwrites what somebody else wrote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from ceasefire.analysis.examine import examine
from ceasefire.case.edit import Change, changed
from ceasefire.case.load import Loaded, parse_case
from ceasefire.errors import CeasefireError, Finding, MaterialError, Severity, Where, in_order
from ceasefire.text.document import decode
from ceasefire.text.whole import write_whole

MOST = 500  # changes kept to be undone


class Conflict(CeasefireError):
    """The file was changed by somebody else since it was read; `difference` says how, as a unified diff."""

    def __init__(self, difference: str) -> None:
        self.difference = difference
        super().__init__("the file has changed on disk since these changes were begun; nothing was written")


@dataclass(frozen=True)
class Edit:
    """One change: values at paths, or the whole text anew."""

    change: Change | str

    @property
    def told(self) -> tuple[str, ...]:
        """The change in words."""
        return ("the text as a whole",) if isinstance(self.change, str) else self.change.told()

    def applied(self, text: str, file: str) -> str:
        """The text with the change made.  Raises MaterialError."""
        return self.change if isinstance(self.change, str) else changed(text, self.change, file)


@dataclass(frozen=True)
class Checked:
    """A text read as a case, with everything found in it, the state space included."""

    loaded: Loaded
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being assessed."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def sound(self) -> bool:
        """Whether it can be assessed."""
        return self.loaded.case is not None and not self.errors


def checked(text: str, file: str) -> Checked:
    """Read a text as a case; problems are findings."""
    loaded = parse_case(text.encode(), file)
    findings = list(loaded.findings)
    if loaded.case is not None and not loaded.errors:
        findings += [problem.finding(loaded.document) for problem in examine(loaded.case)]
    return Checked(loaded, in_order(findings))


@dataclass
class Editing:
    """The text of a file as it was read, and the changes made to it since.

    `base` is the SHA-256 of the file then; `texts[k]` is the text after the first k edits.
    """

    path: Path
    base: str
    edits: list[Edit] = field(default_factory=list)
    undone: list[Edit] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, path: Path) -> Editing:
        """Begin with the file as it stands.  Raises OSError, MaterialError when it is not UTF-8 text."""
        raw = path.read_bytes()
        return cls(path, digest(raw), texts=[_decoded(raw, path)])

    @property
    def text(self) -> str:
        """The text with every change."""
        return self.texts[-1]

    @property
    def told(self) -> tuple[str, ...]:
        """Every change in words, in order."""
        return tuple(words for edit in self.edits for words in edit.told)

    def make(self, edit: Edit) -> None:
        """Make a change.  Raises MaterialError, and then nothing has changed."""
        text = edit.applied(self.text, self.path.name)
        if text == self.text:
            return
        decode(text.encode(), self.path.name)  # what could not be read again is no change
        if len(self.edits) == MOST:
            raise MaterialError([Finding(_here(self.path), "many", f"{MOST} changes are not saved yet", "save them")])
        self.edits.append(edit)
        self.texts.append(text)
        self.undone.clear()

    def undo(self) -> None:
        """Take the last change back."""
        if self.edits:
            self.undone.append(self.edits.pop())
            self.texts.pop()

    def redo(self) -> None:
        """Make the last change that was taken back again."""
        if self.undone:
            edit = self.undone.pop()
            self.texts.append(edit.applied(self.text, self.path.name))
            self.edits.append(edit)

    def save(self) -> None:
        """Write the text to its file, whole or not at all.  Raises Conflict when the file has changed, OSError."""
        now = self.path.read_bytes()
        if digest(now) != self.base:
            theirs = _decoded(now, self.path).splitlines()
            lines = unified_diff(self.texts[0].splitlines(), theirs, "as you began", "as it is now", lineterm="")
            raise Conflict("\n".join(lines))
        write_whole(self.path, self.text)
        self._restart()

    def follow(self) -> tuple[Finding, ...]:
        """Begin anew from the file as it is now and make the changes again; those that no longer fit are told and left out.

        Raises OSError, MaterialError.
        """
        mine = self.edits
        self._restart()
        left: list[Finding] = []
        for edit in mine:
            if isinstance(edit.change, str):
                hint = "make it again in the text as it is now"
                left.append(
                    Finding(_here(self.path), "text", "a change of the whole text cannot be made on another", hint)
                )
                continue
            try:
                self.make(edit)
            except MaterialError as error:
                left += error.findings
        return tuple(left)

    def _restart(self) -> None:
        anew = Editing.begin(self.path)  # whole or not at all: a file that cannot be read leaves everything as it was
        self.base, self.texts, self.edits, self.undone = anew.base, anew.texts, [], []


def digest(raw: bytes) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(raw).hexdigest()


def _here(path: Path) -> Where:
    return Where(path.name)


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise MaterialError(
            [Finding(_here(path), "encoding", "the file is not UTF-8 text", "save it as UTF-8")]
        ) from None
