"""The languages of the pages: English as it stands in the templates, and what a translator has written of it.

`languages/ar.json` has the English sentence and the translation; `{}` stands for what is filled in.  Sentences that the
analysis makes stay English, and say so to the browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

NAMES: Mapping[str, str] = {"en": "English", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
FOLDER = Path(__file__).parent / "languages"

Translate = Callable[..., str]


@lru_cache(maxsize=8)
def catalogue(language: str) -> Mapping[str, str]:
    """English to another language; empty for English."""
    if language == "en":
        return {}
    found: Mapping[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def translator(language: str) -> Translate:
    """What turns an English sentence into one of the language, with what is to be filled in."""
    words = catalogue(language)

    def translate(text: str, *values: object) -> str:
        said = words.get(text, text)
        return said.format(*values) if values else said

    return translate


def chosen(said: str, accepted: str) -> str:
    """The language somebody chose, or else the first that the browser asks for and there is."""
    if said in NAMES:
        return said
    for part in accepted.split(","):
        code = part.split(";")[0].strip()[:2].casefold()
        if code in NAMES:
            return code
    return "en"
