"""Finding words in a text although marks, spaces and capitals differ: the place holds the text's own characters."""

from __future__ import annotations

from ceasefire.reading.marks import Span

_SAME = {
    **dict.fromkeys("“”„«»‟″", '"'),
    **dict.fromkeys("‘’‚‹›′`", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
}


class Folded:
    """A stretch of a text with marks and spaces folded, each character with its place."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        made: list[str] = []
        self._at: list[int] = []
        space = True
        for at in range(begin, end):
            char = text[at]
            if char.isspace():
                if not space:
                    made.append(" ")
                    self._at.append(at)
                space = True
                continue
            space = False
            for piece in _SAME.get(char, char.casefold()):
                made.append(piece)
                self._at.append(at)
        self.text = "".join(made)

    def find(self, words: str, near: int = 0) -> Span | None:
        """Where some words stand as whole words, nearest to a place of the text; None where they do not."""
        wanted = Folded(words, 0, len(words)).text.strip()
        best: Span | None = None
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            stop = at + len(wanted)
            whole = not (wanted[0].isalnum() and self.text[at - 1 : at].isalnum() and at) and not (
                wanted[-1].isalnum() and self.text[stop : stop + 1].isalnum()
            )
            if whole:
                span = (self._at[at], self._at[stop - 1] + 1)
                if best is None or abs(span[0] - near) < abs(best[0] - near):
                    best = span
            at = self.text.find(wanted, at + 1)
        return best
