"""Quotations that stand beside no verb of saying: after a colon, or beside a verb that is none."""

from __future__ import annotations

from collections.abc import Iterator

from ceasefire.reading.names import ROLES
from ceasefire.reading.phrases import PREPOSITION, Range
from ceasefire.reading.reports import is_title
from ceasefire.reading.subjects import Subjects
from ceasefire.reading.tokens import Sort
from ceasefire.reading.verbs import is_finite


class WithoutVerb(Subjects):
    """A sentence in which no verb of saying was found."""

    def found(self) -> Iterator[tuple[Range | None, Range]]:
        """A quotation after a colon: `She shrugged: "Q"`, `Kerry: "Q"`; or after a verb that is no verb of saying."""
        parts = self.parts
        for at in range(1, self.stop):
            quote = parts[at]
            if quote.sort is not Sort.QUOTE:
                continue
            if parts[at - 1].low == ":":
                source = self.main_subject(at - 1) or (
                    (0, at - 1)
                    if at <= 5 and all(t.capital or t.low in PREPOSITION for t in parts[: at - 1] if t.word)
                    else None
                )
                yield (source if source and self.nominal(source) else None), (at, at + 1)
                return
        yield from self._by_any_verb()

    def _by_any_verb(self) -> Iterator[tuple[Range | None, Range]]:
        """`"Q," the elder shrugged`: after a quotation that ends with a comma any verb of somebody named attributes."""
        parts = self.parts
        first = parts[0] if parts else None
        if (
            first is None
            or first.sort is not Sort.QUOTE
            or len(parts) < 3
            or len(first.text.split()) < 3
            or is_title(first.text)
        ):
            return
        if first.text.rstrip("”\"'’»")[-1:] not in {",", "?", "!"} and parts[1].low != ",":
            return
        begin = 2 if parts[1].low == "," else 1
        verb = next(
            (k for k in range(begin, min(self.stop, 12)) if is_finite(parts, k) or parts[k].low.endswith("ed")), -1
        )
        source = self.subject(verb, begin) if verb > begin else None
        if source and (
            any(t.capital for t in parts[slice(*source)])
            or parts[source[0]].low in {"he", "she", "they"}
            or parts[source[1] - 1].low in ROLES
        ):
            yield source, (0, 1)
