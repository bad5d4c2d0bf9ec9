"""How well the reader finds quotations: precision, recall and F1 of source, cue and content against hand-made gold.

A span is found when it shares at least four fifths of its characters with the gold span (Jaccard); source and cue are
judged of the quotations whose content is found, and missed with those that are not.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ceasefire.reading.draft import Context, draft
from ceasefire.reading.quotes import quotations
from ceasefire.reading.sentence import Span, sentences
from ceasefire.record.document import Document

GOLD = Path(__file__).parent.parent / "tests" / "reading" / "gold"
_MARK = re.compile(r"\{(\d+)([scdim]):|\}")
FORMS = {"d": "direct", "i": "indirect", "m": "mixed"}


@dataclass
class Gold:
    """A quotation marked by hand."""

    form: str = ""
    source: Span | None = None
    cue: Span | None = None
    content: Span | None = None


def read_gold(marked: str) -> tuple[str, list[Gold]]:
    """The plain text and the quotations that `{1s:source}`, `{1c:cue}` and `{1d:...}`, `{1i:...}`, `{1m:...}` mark in it."""
    text = ""
    open_marks: list[tuple[str, str, int]] = []
    found: dict[str, Gold] = {}
    more: list[tuple[str, Gold]] = []
    position = 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        if mark.group() != "}":
            open_marks.append((mark[1], mark[2], len(text)))
            continue
        if not open_marks:
            continue
        name, part, start = open_marks.pop()
        gold = found.setdefault(name, Gold())
        span = (start, len(text))
        if part == "s":
            gold.source = span
        elif part == "c":
            gold.cue = span
        elif gold.content is None:
            gold.form, gold.content = FORMS[part], span
        else:
            more.append((name, Gold(FORMS[part], content=span)))
    for name, gold in more:  # a quotation that goes on after its source and cue
        gold.source, gold.cue = found[name].source, found[name].cue
    return text + marked[position:], [*found.values(), *(gold for _, gold in more)]


def near(a: Span | None, b: Span | None) -> bool:
    """True when two spans share four fifths of their characters, or both are absent."""
    if a is None or b is None:
        return a is b
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared >= 0.8 * (a[1] - a[0] + b[1] - b[0] - shared)


def measure(names: list[str], *, verbose: bool = False) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by part, over some gold texts."""
    right, found_count, gold_count = Counter[str](), Counter[str](), Counter[str]()
    for name in names:
        text, golds = read_gold((GOLD / f"{name}.txt").read_text(encoding="utf-8"))
        read = quotations(text, sentences(text))
        for quotation in read:
            found_count.update([f"content, {quotation.form}", "content", "source", "cue"])
        for gold in golds:
            gold_count.update([f"content, {gold.form}", "content", "source", "cue"])
            match = next((q for q in read if near(q.content, gold.content)), None)
            if match is None:
                if verbose:
                    print(f"  {name}: missed {text[slice(*(gold.content or (0, 0)))]!r}")
                continue
            right.update(["content"])
            right[f"content, {gold.form}"] += match.form == gold.form
            right["source"] += near(match.source, gold.source)
            right["cue"] += near(match.cue, gold.cue)
            if verbose and not (near(match.source, gold.source) and match.form == gold.form):
                said = text[slice(*(match.source or (0, 0)))]
                print(
                    f"  {name}: {match.form} by {said!r}, gold {gold.form} by {text[slice(*(gold.source or (0, 0)))]!r}"
                )
        if verbose:
            for quotation in read:
                if not any(near(quotation.content, g.content) for g in golds):
                    print(f"  {name}: not in gold {text[slice(*quotation.content)]!r}")
    return {part: _f1(right[part], found_count[part], gold_count[part]) for part in sorted(gold_count)}


def _f1(right: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return precision, recall, 2 * right / max(found + gold, 1)


def main() -> None:
    """Print the table for the texts the rules were made on, and for those held out."""
    names = sorted(p.stem for p in GOLD.glob("*.txt"))
    for title, chosen in (
        ("made on", [n for n in names if not n.startswith("held_out")]),
        ("held out", [n for n in names if n.startswith("held_out")]),
    ):
        print(f"{title}: {', '.join(chosen)}")
        for part, (precision, recall, f1) in measure(chosen, verbose="-v" in sys.argv and title == "made on").items():
            print(f"  {part:<20} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}")
    _time()


def _time() -> None:
    """The reader on an article of some 500 words: in a running program, and as a command from its start."""
    text = "\n\n".join(read_gold(p.read_text(encoding="utf-8"))[0] for p in sorted(GOLD.glob("*.txt")))
    text = " ".join(text.split(" ")[:500])
    document = Document(title="x", text=text)
    start = time.perf_counter()
    found = draft(document, Context(date(2016, 8, 27), {}))
    spent = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(text, encoding="utf-8")
        command = [str(Path(sys.executable).parent / "ceasefire"), "read", str(path), "--date", "2016-08-27"]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        whole = time.perf_counter() - start
    print(f"{len(text.split())} words, {len(found)} drafts: {spent:.3f} s; the command `ceasefire read`: {whole:.2f} s")


if __name__ == "__main__":
    main()
