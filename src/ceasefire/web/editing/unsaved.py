"""Changes that are not saved yet, on disk beside the case: a program that is killed loses none of them."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from ceasefire.case.edit import Change
from ceasefire.errors import MaterialError
from ceasefire.text.whole import write_whole
from ceasefire.web.editing.edits import Edit, Editing


def place_of(path: Path, name: str) -> Path:
    """Where the changes of a person to a case are kept; a name is no part of a path."""
    return path.with_name(f".{path.name}.{hashlib.sha256(name.encode()).hexdigest()[:12]}.unsaved")


def keep(editing: Editing, name: str) -> None:
    """Keep the changes of a person, or forget them where there are none.  Raises OSError."""
    place = place_of(editing.path, name)
    if not editing.edits:
        place.unlink(missing_ok=True)
        return
    edits = [
        {"text": e.change} if isinstance(e.change, str) else {"set": dict(e.change.set), "drop": list(e.change.drop)}
        for e in editing.edits
    ]
    kept = {"schema": "unsaved/1", "base": editing.base, "text": editing.texts[0], "edits": edits}
    write_whole(place, json.dumps(kept, ensure_ascii=False) + "\n")


def resume(path: Path, name: str) -> Editing:
    """Editing as the person left it, or begun anew.  Raises OSError, MaterialError when the case is not UTF-8 text.

    What was kept goes by the file as it was then, so that saving still finds what somebody else wrote since.
    """
    begun = Editing.begin(path)
    with suppress(OSError, ValueError, KeyError, TypeError, MaterialError):  # nothing kept, or nothing that can be read
        kept = json.loads(place_of(path, name).read_text(encoding="utf-8"))
        left = Editing(path, kept["base"], texts=[kept["text"]])
        for edit in kept["edits"]:
            left.make(Edit(edit["text"] if "text" in edit else Change(edit["set"], tuple(edit["drop"]))))
        return left
    return begun
