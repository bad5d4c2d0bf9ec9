"""Text that was read in the wrong encoding: which one it likely was."""

from __future__ import annotations

import re

from ceasefire.reading.languages.detect import language_of

_TWICE = re.compile(
    r"(?:[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€[\u0080-\u2122]|[ØÙ][\u0080-\u2122]{1,2}(?=[ØÙ ]|$)|[ÐÑ][\u0080-\u2122])"
)
_LIKELY = 3  # places: one alone may be meant so
_CANDIDATES = ("windows-1256", "windows-1251", "koi8-r", "windows-1252", "windows-1254", "iso-8859-2")
_WANTED = {
    "windows-1256": {"ar", "fa", "ur"},
    "windows-1251": {"ru", "uk"},
    "koi8-r": {"ru"},
    "windows-1254": {"tr"},
    "iso-8859-2": {"pl"},
}


def mojibake(text: str) -> str:
    """How a text was likely spoilt, as a sentence; empty where it was not."""
    sample = text[:200_000]
    lost = sample.count("\ufffd")
    if lost >= _LIKELY:
        return f"{lost} characters of it are lost (they stand as \ufffd)"
    found = _TWICE.findall(sample)
    if len(found) < _LIKELY:
        return ""
    for encoding in ("windows-1252", "latin-1", "windows-1251"):
        right = _repaired(sample, encoding)
        if right:
            before, after = right
            return f"it is UTF-8 that was read as {encoding}: `{after}` stands as `{before}`"
    return f"it is text that was read in a wrong encoding, likely UTF-8 as windows-1252: `{found[0]}`"


def _repaired(sample: str, encoding: str) -> tuple[str, str] | None:
    """A word as it stands and as it was meant, if a wrong reading explains it."""
    for word in re.findall(r"\S*[ÃÂâØÙÐÑ]\S*", sample)[:20]:
        try:
            meant = word.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(meant) < len(word):
            return word[:30], meant[:30]
    return None


def likely(raw: bytes) -> str:
    """The encoding that bytes which are not UTF-8 likely have: the one in which they make words of a language."""
    if raw[:4_000:2].count(0) > 200 or raw[1:4_001:2].count(0) > 200:
        return "utf-16-le" if raw[1:4_001:2].count(0) > raw[:4_000:2].count(0) else "utf-16-be"
    best = ("", 0.0)
    for encoding in _CANDIDATES:
        try:
            text = raw[:20_000].decode(encoding)
        except UnicodeDecodeError:
            continue
        language = language_of(text)
        letters = sum(c.isalpha() and not c.isascii() for c in text) or 1
        odd = sum(not (c.isalnum() or c.isspace() or c in ".,;:!?\"'()-–—«»“”’‘…%/،؛؟ـ") for c in text)
        mixed = len(re.findall(r"[a-z][^\W\da-zA-Z\u0080-\u024f]|[а-я][А-Я]{2}", text))
        score = (2.0 if language in _WANTED.get(encoding, {"en", "fr", "es", "de", "it", "pt", "nl"}) else 0.5) - (
            odd + mixed
        ) / letters
        if score > best[1]:
            best = (encoding, score)
    return best[0] or "windows-1252"
