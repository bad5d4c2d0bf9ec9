"""The words a case is written in: identifiers, rules, dates, lists, and statements with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ceasefire.case.judgement import Because
from ceasefire.case.rules import NAME, WORDS
from ceasefire.text.shape import Frozen


def _identifier(text: str) -> str:
    if text in WORDS:
        raise ValueError(f"`{text}` is a word of the rule language: choose another name")
    return text


Id = Annotated[str, Field(pattern=f"^{NAME}$", max_length=80), AfterValidator(_identifier)]
RuleText = Annotated[
    str, Field(description="A statement in the rule language, e.g. `air = grounded and not truce = none`.")
]
DateText = Annotated[
    str, Field(description="A day, month or interval, e.g. `2016-08-01`, `2016-08`, `late August 2016`.")
]
State = Mapping[Id, Id]


def one_or_more(value: Any) -> Any:
    """A single text as a list of one."""
    return (value,) if isinstance(value, str) else value


class Statement(Frozen):
    """A rule with its reasons; may be written as the rule alone."""

    rule: RuleText
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return {"rule": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(schema))]}


class Demand(Statement):
    """A red line: the party accepts no package in which the rule does not hold, as the analyst judges it."""

    title: str = ""


class PublicStatement(Statement):
    """What a party has said in public about what it wants: evidence about its position, never the position itself."""

    said: str = Field("", description="The words, as reported.")
    on: DateText = ""
