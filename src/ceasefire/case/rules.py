"""The rule language: statements over `issue = option`, read by a small parser, never evaluated as code.

    air = grounded and not truce = none          intelligence = joint implies air in {areas, grounded}

From the loosest to the tightest: `iff`, `implies` (right to left), `or`, `and`, `not`, then a comparison
(`issue = option`, `issue != option`, `issue in {a, b}`, `issue not in {a, b}`) or a parenthesis.  A bare name stands for
`name = yes` where the issue has the options yes and no.  `always` and `never` are the constant rules.
Names are letters of any script, digits, `_` and `-`, beginning with a letter; the seven words above are reserved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 4_000
MAX_NESTING = 60
WORDS = frozenset({"and", "or", "not", "implies", "iff", "in", "always", "never"})
NAME = r"[^\W\d_](?:[\w-]*\w)?"
_TOKEN = re.compile(rf"\s*(?:(?P<name>{NAME})|(?P<sign>!=|[={{}}(),]))")


@dataclass(frozen=True)
class Is:
    """The issue takes one of the options; `at` is the 0-based offset of the issue's name in the text."""

    issue: str
    options: tuple[str, ...]
    at: int = 0
    option_at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Constant:
    """Always or never."""

    value: bool


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Rule


@dataclass(frozen=True)
class And:
    """Every part holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True)
class Or:
    """At least one part holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True)
class Iff:
    """Both sides hold or neither does."""

    left: Rule
    right: Rule


Rule = Is | Constant | Not | And | Or | Iff


def implies(left: Rule, right: Rule) -> Rule:
    """`left implies right` in terms of the other connectives."""
    return Or((Not(left), right))


class RuleError(ValueError):
    """The text is not a rule; `at` is the 0-based offset where reading stopped, `hint` what to write."""

    def __init__(self, message: str, at: int, hint: str = "") -> None:
        super().__init__(message)
        self.at = at
        self.hint = hint


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule:
    """Read a rule; raises RuleError with the offset of the first thing that cannot be read.

    Names are not looked up here: `case.check` reports unknown issues and options with suggestions.
    """
    if len(text) > MAX_LENGTH:
        raise RuleError(f"a rule has at most {MAX_LENGTH:,} characters", MAX_LENGTH, "split it into several rules")
    return _Parser(text).whole()


def atoms(rule: Rule) -> Iterator[Is]:
    """Every comparison in the rule, from left to right."""
    match rule:
        case Is():
            yield rule
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Iff(left, right):
            yield from atoms(left)
            yield from atoms(right)


def holds(rule: Rule, state: Mapping[str, str]) -> bool:
    """Whether the rule holds in one state, given as issue -> option."""
    match rule:
        case Is(issue, options):
            return state[issue] in options
        case Constant(value):
            return value
        case Not(part):
            return not holds(part, state)
        case And(parts):
            return all(holds(part, state) for part in parts)
        case Or(parts):
            return any(holds(part, state) for part in parts)
        case Iff(left, right):
            return holds(left, state) == holds(right, state)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


class _Parser:
    """Recursive descent; one method per level of precedence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.position = 0
        self.depth = 0

    def whole(self) -> Rule:
        rule = self.iff()
        token = self.now
        if token.kind != "end":
            hint = "join statements with and, or, implies, iff"
            raise RuleError(f"did not expect {token.text!r} here", token.at, hint)
        return rule

    @property
    def now(self) -> _Token:
        return self.tokens[self.position]

    def take(self, *texts: str) -> bool:
        if self.now.kind != "end" and self.now.text in texts:
            self.position += 1
            return True
        return False

    def iff(self) -> Rule:
        rule = self.implication()
        while self.take("iff"):
            rule = Iff(rule, self.implication())
        return rule

    def implication(self) -> Rule:
        self.deeper()
        left = self.disjunction()
        rule = implies(left, self.implication()) if self.take("implies") else left
        self.depth -= 1
        return rule

    def disjunction(self) -> Rule:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Rule:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Rule:
        if self.take("not"):
            self.deeper()
            denied = Not(self.negation())
            self.depth -= 1
            return denied
        if self.take("always"):
            return Constant(True)
        if self.take("never"):
            return Constant(False)
        if self.take("("):
            rule = self.iff()
            self.expect(")")
            return rule
        return self.comparison()

    def comparison(self) -> Rule:
        issue = self.name("an issue")
        if self.take("="):
            option = self.name("an option")
            return Is(issue.text, (option.text,), issue.at, (option.at,))
        if self.take("!="):
            option = self.name("an option")
            return Not(Is(issue.text, (option.text,), issue.at, (option.at,)))
        if self.take("in"):
            return self.members(issue)
        if self.now.text == "not" and self.tokens[self.position + 1].text == "in":
            self.position += 2
            return Not(self.members(issue))
        return Is(issue.text, ("yes",), issue.at, (issue.at,))

    def members(self, issue: _Token) -> Is:
        self.expect("{")
        options = [self.name("an option")]
        while self.take(","):
            options.append(self.name("an option"))
        self.expect("}")
        return Is(issue.text, tuple(o.text for o in options), issue.at, tuple(o.at for o in options))

    def name(self, what: str) -> _Token:
        token = self.now
        if token.kind == "name" and token.text not in WORDS:
            self.position += 1
            return token
        found = "the end" if token.kind == "end" else repr(token.text)
        raise RuleError(f"expected {what}, found {found}", token.at, "a statement reads: issue = option")

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            found = "the end" if self.now.kind == "end" else repr(self.now.text)
            raise RuleError(f"expected {sign!r}, found {found}", self.now.at, "check the brackets")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise RuleError(f"more than {MAX_NESTING} levels deep", self.now.at, "split it into several rules")


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    end = len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if not found:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            hint = "a rule has names, =, !=, {a, b}, parentheses and the words and, or, not, implies, iff, in"
            raise RuleError(f"cannot read {text[at]!r}", at, hint)
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], found.start(kind))
        position = found.end()
    yield _Token("end", "", end)
