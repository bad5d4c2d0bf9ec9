"""Numbers of judgement: a value or a range, with the reasons for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ceasefire.text.shape import Frozen, Several


def _reasons(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Because = Annotated[
    Several[str],
    BeforeValidator(_reasons, json_schema_input_type=str | list[str]),
    Field(description="Reasons: sentences, ids of sources, or (later) ids of claims in the record."),
]


_NUMBER: dict[str, Any] = {"type": "number"}
_RANGE: dict[str, Any] = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}


class Judgement(Frozen):
    """A number somebody judged, as a range whose ends may be equal.

    Written as `40`, as `[30, 50]`, or as `{value: 40 or [30, 50], because: ...}`.  Until a question varies the
    range, the midpoint stands for it; what uses midpoints says so.
    """

    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        reasons: Any = ()
        if isinstance(value, dict) and "value" in value:
            unknown = sorted(set(value) - {"value", "because"})
            if unknown:
                raise ValueError(f"a number has `value` and `because`, not `{unknown[0]}`")
            reasons = value.get("because", ())
            value = value["value"]
        elif isinstance(value, dict) and set(value) <= {"low", "high", "because"}:
            return value
        ends = value if isinstance(value, list | tuple) else [value, value]
        if len(ends) != 2 or any(isinstance(e, bool) or not isinstance(e, int | float) for e in ends):
            raise ValueError("expected a number such as 40, or a range such as [30, 50]")
        if not all(abs(e) < 1e300 for e in ends):  # also false for NaN
            raise ValueError("expected a finite number")
        if ends[0] > ends[1]:
            raise ValueError(f"the range [{ends[0]}, {ends[1]}] is upside down: write the lower end first")
        return {"low": float(ends[0]), "high": float(ends[1]), "because": reasons}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        described = {
            "type": "object",
            "additionalProperties": False,
            "required": ["value"],
            "properties": {
                "value": {"anyOf": [_NUMBER, _RANGE]},
                "because": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            },
        }
        return {
            "description": "A number, a range [low, high], or {value, because}.",
            "anyOf": [_NUMBER, _RANGE, described],
        }

    @property
    def is_range(self) -> bool:
        """True when the judgement is not a single number."""
        return self.low < self.high

    @property
    def midpoint(self) -> Fraction:
        """The middle of the range, exactly, from the decimals as written."""
        return (decimal_fraction(self.low) + decimal_fraction(self.high)) / 2


def decimal_fraction(number: float) -> Fraction:
    """The fraction a person meant by a decimal: 0.1 is 1/10, not the nearest binary number."""
    return Fraction(repr(number))
