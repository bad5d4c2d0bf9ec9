"""From a file or a name to an agreement, with every problem found on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ceasefire.errors import Finding, MaterialError, Severity, Where, in_order
from ceasefire.monitoring.counts.coverage import Ground
from ceasefire.monitoring.terms.agreement import AgreementText
from ceasefire.monitoring.terms.checks import check
from ceasefire.monitoring.terms.polygons import Region
from ceasefire.text.document import MAX_BYTES, Document, dotted, read_yaml
from ceasefire.text.document import Path as Steps
from ceasefire.text.names import same_name
from ceasefire.text.shape import shaped

SHIPPED = Path(__file__).parents[2] / "agreements"


@dataclass(frozen=True)
class Watched:
    """An agreement ready to hold incidents against: its text, the regions of its areas by name, and the document it stood in."""

    text: AgreementText
    regions: Mapping[str, Region] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    document: Document | None = field(default=None, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the text in canonical JSON: the same for the same content, whatever its layout and comments.

        GeoJSON files beside it are not in it.
        """
        value = self.text.model_dump(mode="json")
        plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    def where(self, path: Steps) -> Where:
        """The place of a part in the text it was read from."""
        return self.document.where(path) if self.document else Where(path=dotted(path))

    @property
    def ground(self) -> Ground:
        """Its areas by the names of units and countries that they mean."""
        text = self.text
        used = {term.area or text.area for term in text.terms.values()}
        own = next(iter(used)) if len(used) == 1 else text.area
        names = {n: frozenset(same_name(u) for u in (*a.units, *a.countries)) for n, a in text.areas.items()}
        countries = text.areas[own].countries if own else ()
        return Ground(names, frozenset(same_name(c) for c in countries), own)


def shipped_agreements() -> tuple[str, ...]:
    """Names of the agreements that come with the package."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def find_agreement(target: str) -> Path:
    """The file meant by a path or the name of a shipped agreement.  Raises FileNotFoundError."""
    path = Path(target)
    if path.is_file():
        return path
    names = shipped_agreements()
    if target in names:
        return SHIPPED / f"{target}.yaml"
    near = get_close_matches(target, names, n=1, cutoff=0.4)
    hint = f"did you mean `{near[0]}`?" if near else f"agreements that come with ceasefire: {', '.join(names)}"
    raise FileNotFoundError(f"no agreement at `{target}`: {hint}")


def load_agreement(target: str) -> Watched:
    """The agreement at a path or a shipped name, with its warnings.

    Raises FileNotFoundError, or MaterialError with every error found.
    """
    path = find_agreement(target)
    try:
        with path.open("rb") as stream:
            return parse_agreement(stream.read(MAX_BYTES + 1), str(path), path.parent)
    except OSError as error:
        why = error.strerror or str(error)
        raise MaterialError([Finding(Where(str(path)), "unreadable", why, "check its permissions")]) from None


def parse_agreement(raw: bytes, file: str = "agreement.yaml", folder: Path | None = None) -> Watched:
    """An agreement from bytes; GeoJSON files are looked for in `folder`.  Raises MaterialError with every error found."""
    document = read_yaml(raw, file)
    if not isinstance(document.value, dict):
        hint = "begin with `format: agreement/1`; see the reference of agreements"
        wrong = Finding(document.where(()), "shape", "an agreement is a mapping of names to values", hint)
        raise MaterialError([*document.findings, wrong])
    text, problems = shaped(AgreementText, document.value)
    regions: dict[str, Region] = {}
    if text is not None:
        more, regions = check(text, folder)
        problems += more
    findings = in_order([*document.findings, *(p.finding(document) for p in problems)])
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if errors or text is None:
        raise MaterialError(errors)
    return Watched(text, regions, findings, document)


def agreement_schema() -> dict[str, Any]:
    """JSON Schema of an agreement, for editors."""
    schema = AgreementText.model_json_schema(mode="validation")
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
