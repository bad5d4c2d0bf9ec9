"""How well the reader finds quotations: precision, recall and F1 of source, cue and content against hand-made gold.

A span is found when it shares at least four fifths of its characters with the gold span (Jaccard); source and cue are
judged of the quotations whose content is found, and missed with those that are not.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ceasefire.reading.draft import Context, draft
from ceasefire.reading.languages.detect import NAMES, passages
from ceasefire.reading.languages.foreign import RULES, foreign_quotations
from ceasefire.reading.marks import Span
from ceasefire.reading.quotations import Quotation, quotations
from ceasefire.reading.sentences import sentences
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


@dataclass
class Counted:
    """How many were right, found, and in the gold, by part."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, tuple[float, float, float]]:
        """Precision, recall and F1 by part."""
        return {part: _f1(self.right[part], self.found[part], self.gold[part]) for part in sorted(self.gold)}


def measure(names: list[str], *, verbose: bool = False) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by part, over some gold texts in English."""
    counted = Counted()
    for name in names:
        text, golds = read_gold((GOLD / f"{name}.txt").read_text(encoding="utf-8"))
        _count(counted, text, golds, quotations(text, sentences(text)), name if verbose else "")
    return counted.figures()


def measure_language(path: Path, *, verbose: bool = False) -> dict[str, tuple[float, float, float]]:
    """The same over a gold text in another language."""
    text, golds = read_gold(path.read_text(encoding="utf-8"))
    cut = sentences(text)
    found = [q for p in passages(text, cut) if p.language in RULES for q in foreign_quotations(text, cut, p)]
    counted = Counted()
    _count(counted, text, golds, found, path.stem if verbose else "")
    return counted.figures()


def _count(counted: Counted, text: str, golds: list[Gold], read: list[Quotation], told: str) -> None:
    """Add what was found in a text; `told` names it where what differs is to be printed."""
    for quotation in read:
        counted.found.update([f"content, {quotation.form}", "content", "source", "cue"])
    for gold in golds:
        counted.gold.update([f"content, {gold.form}", "content", "source", "cue"])
        match = next((q for q in read if near(q.content, gold.content)), None)
        if match is None:
            if told:
                print(f"  {told}: missed {text[slice(*(gold.content or (0, 0)))]!r}")
            continue
        counted.right.update(["content"])
        counted.right[f"content, {gold.form}"] += match.form == gold.form
        counted.right["source"] += near(match.source, gold.source)
        counted.right["cue"] += near(match.cue, gold.cue)
        if told and not (near(match.source, gold.source) and match.form == gold.form):
            said, wanted = (text[slice(*(s or (0, 0)))] for s in (match.source, gold.source))
            print(f"  {told}: {match.form} by {said!r}, gold {gold.form} by {wanted!r}")
    if told:
        for quotation in read:
            if not any(near(quotation.content, g.content) for g in golds):
                print(f"  {told}: not in gold {text[slice(*quotation.content)]!r}")


def _f1(right: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return precision, recall, 2 * right / max(found + gold, 1)


def corpus(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of contents, and of sources among them, over a corpus in brat's standoff format.

    `folder` holds `*.txt` with `*.ann` of the same name (or with a suffix after `_`), here or under `text` and
    `attributions`; each event
    joins `Source`, `Cue` and `Content`.  A content in several parts counts as found when all of it, its whole stretch,
    or one part is.
    """
    texts = sorted([*folder.glob("*.txt"), *folder.glob("text/*.txt")])
    marks = sorted([*folder.glob("*.ann"), *folder.glob("attributions/*.ann")])
    counted = Counted()
    for path in texts:
        mine = next((m for m in marks if m.stem == path.stem or m.stem.rpartition("_")[0] == path.stem), None)
        if mine is None:
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        read = quotations(text, sentences(text))
        used: set[int] = set()
        counted.found.update({"content": len(read), "source": len(read)})
        for attribution in read_standoff(mine):
            contents = attribution.get("Content", [])
            if not contents:
                continue
            counted.gold.update(["content", "source"])
            hull = (min(a for a, _ in contents), max(b for _, b in contents))
            options = [_letters(contents, text), _letters([hull], text), *(_letters([c], text) for c in contents)]
            shares = [
                (max(_share(o, _letters([q.content], text)) for o in options), k)
                for k, q in enumerate(read)
                if k not in used and q.content[0] < hull[1] and hull[0] < q.content[1]
            ]
            best = max(shares, default=(0.0, -1))
            if best[0] >= 0.8:
                used.add(best[1])
                counted.right["content"] += 1
                source = read[best[1]].source
                sources = attribution.get("Source", [])
                counted.right["source"] += _share(
                    _letters(sources, text), _letters([source] if source else [], text)
                ) >= 0.8 or not (sources or source)
    return counted.figures()


def read_standoff(path: Path) -> list[dict[str, list[Span]]]:
    """The attributions of a file of marks: the places of each part, by its name."""
    spans: dict[str, list[Span]] = {}
    made = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if line[:1] == "T" and len(parts) > 1:
            _, _, places = parts[1].partition(" ")
            spans[parts[0]] = [(int(a), int(b)) for a, b in (place.split() for place in places.split(";"))]
        elif line[:1] == "E" and len(parts) > 1:
            joined: dict[str, list[Span]] = {}
            for pair in parts[1].split():
                role, _, name = pair.partition(":")
                joined.setdefault(re.sub(r"\d+$", "", role), []).extend(spans.get(name, []))
            made.append(joined)
    return made


def _letters(spans: list[Span], text: str) -> set[int]:
    return {at for a, b in spans for at in range(a, b) if text[at].isalnum()}


def _share(a: set[int], b: set[int]) -> float:
    return len(a & b) / max(1, len(a | b))


def _print(figures: dict[str, tuple[float, float, float]]) -> None:
    for part, (precision, recall, f1) in figures.items():
        print(f"  {part:<20} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}")


def main() -> None:
    """Print the figures for the texts the rules were made on, those held out, four languages, and a corpus of others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="what was missed in the texts the rules were made on"
    )
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="a corpus of others, in brat's standoff format")
    given = parser.parse_args()
    names = sorted(p.stem for p in GOLD.glob("*.txt"))
    for title, chosen in (
        ("made on", [n for n in names if not n.startswith("held_out")]),
        ("held out", [n for n in names if n.startswith("held_out")]),
    ):
        print(f"{title}: {', '.join(chosen)}")
        _print(measure(chosen, verbose=given.verbose and title == "made on"))
    for path in sorted((GOLD / "languages").glob("*.txt")):
        print(f"{NAMES[path.stem]}, 22 quotations of our own")
        _print({k: v for k, v in measure_language(path, verbose=given.verbose).items() if "," not in k})
    if given.corpus:
        print(
            f"{given.corpus.name}: {len([*given.corpus.glob('*.txt'), *given.corpus.glob('text/*.txt')])} texts of others"
        )
        _print(corpus(given.corpus))
    _time()


def _time() -> None:
    """The reader on a report of some 6,000 words, and the command on an article of 500 from its start."""
    text = "\n\n".join(read_gold(p.read_text(encoding="utf-8"))[0] for p in sorted(GOLD.glob("*.txt")))
    words = len(text.split())
    long = "\n\n".join([text] * (6_000 // words + 1))
    start = time.perf_counter()
    found = draft(Document(title="x", text=long), Context(date(2016, 8, 27), {}))
    print(f"{len(long.split())} words, {len(found)} drafts: {time.perf_counter() - start:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(" ".join(text.split(" ")[:500]), encoding="utf-8")
        command = [str(Path(sys.executable).parent / "ceasefire"), "read", str(path), "--date", "2016-08-27"]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        print(f"the command `ceasefire read` on 500 words: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
