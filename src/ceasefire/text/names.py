"""Names as they are compared: what their spelling in a file adds, and nobody can see, makes no difference."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# direction marks, joiners, soft hyphens, the Arabic letter mark and tatweel
_UNSEEN = re.compile("[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@lru_cache(maxsize=65_536)  # data sets repeat their names
def same_name(name: str) -> str:
    """A name in the form that is compared: whatever its case, spaces, accents composed or not, and marks that are not seen."""
    if name.isascii():
        return " ".join(name.casefold().split())
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold().split())
